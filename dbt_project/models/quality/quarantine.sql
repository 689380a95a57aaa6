{{ config(meta={"made_from": "runs"}) }}

with rejected as (
    select
        document_key,
        sha256,
        reason_code,
        reason,
        release,
        since
    from {{ ref("stg_quarantined_document") }}
),

-- A source that never brought a document is kept out as well: its address stands in place of a file.
unfetched as (
    select
        cast(null as varchar(32)) as document_key,
        cast(null as varchar(64)) as sha256,
        error_code as reason_code,
        error_message as reason,
        'fetched again by every run' as release,
        attempted_at as since,
        coalesce(file_name, location) as file_name,
        source_key
    from {{ ref("stg_fetch_attempt") }}
    qualify row_number() over (partition by source_key order by attempted_at desc) = 1
),

unioned as (
    select
        r.document_key,
        r.sha256,
        s.file_name,
        r.reason_code,
        r.reason,
        r.release,
        r.since
    from rejected as r
    left join {{ ref("int_document_source") }} as s on r.document_key = s.document_key
    union all
    select
        u.document_key,
        u.sha256,
        u.file_name,
        u.reason_code,
        u.reason,
        u.release,
        u.since
    from unfetched as u
    where u.reason_code is not null
),

final as (
    select
        {{ hash_key(["sha256", "file_name", "reason_code"]) }} as quarantine_key,
        document_key,
        sha256,
        file_name,
        reason_code,
        reason,
        release,
        since
    from unioned
    qualify row_number() over (partition by sha256, file_name, reason_code order by since) = 1
)

select * from final
