with source as (
    select * from {{ source("raw", "quarantined_document") }}
),

final as (
    select
        sha256,
        contract_code as reason_code,
        reason,
        release,
        since,
        {{ hash_key(["sha256"]) }} as document_key
    from source
)

select * from final
