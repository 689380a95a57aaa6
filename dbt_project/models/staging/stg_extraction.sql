with source as (
    select * from {{ source("raw", "extraction") }}
),

-- Raw keeps what every version of the extractor read; the newest reading of a document counts.
final as (
    select
        sha256,
        extractor_version,
        status,
        reason_code,
        reason,
        page_count,
        scanned_page_count,
        table_count,
        cell_count,
        sentence_count,
        seconds,
        extracted_at,
        {{ hash_key(["sha256"]) }} as document_key
    from source
    qualify row_number() over (partition by sha256 order by extracted_at desc, extractor_version desc) = 1
)

select * from final
