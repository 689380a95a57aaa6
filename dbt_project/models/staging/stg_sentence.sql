with source as (
    select * from {{ source("raw", "sentence") }}
),

final as (
    select
        sha256,
        extractor_version,
        sentence_no,
        paragraph_no,
        page_number,
        end_page_number,
        text as sentence,
        text_normalised as sentence_normalised,
        top,
        {{ hash_key(["sha256"]) }} as document_key
    from source
)

select * from final
