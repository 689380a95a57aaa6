with source as (
    select * from {{ source("raw", "cell") }}
),

final as (
    select
        sha256,
        extractor_version,
        table_no,
        page_number,
        row_no,
        column_no,
        row_span,
        column_span,
        row_kind,
        text as printed_text,
        text_normalised,
        indent,
        header_path,
        ocr_confidence,
        x0,
        top,
        x1,
        bottom,
        {{ hash_key(["sha256"]) }} as document_key
    from source
)

select * from final
