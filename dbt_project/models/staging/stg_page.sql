with source as (
    select * from {{ source("raw", "page") }}
),

final as (
    select
        sha256,
        extractor_version,
        page_number,
        width,
        height,
        rotation,
        kind,
        char_count,
        image_share,
        table_count,
        {{ hash_key(["sha256"]) }} as document_key
    from source
)

select * from final
