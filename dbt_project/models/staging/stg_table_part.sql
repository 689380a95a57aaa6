with source as (
    select * from {{ source("raw", "table_part") }}
),

final as (
    select
        sha256,
        extractor_version,
        table_no,
        root_table_no,
        page_number,
        row_count,
        column_count,
        header_row_count,
        title,
        title_normalised,
        lines_above,
        unit_line_normalised,
        lines_above_normalised,
        {{ hash_key(["sha256"]) }} as document_key
    from source
)

select * from final
