-- Where each file came from: one row per content, with its place among the versions of its source.
with attempts as (
    select *
    from {{ ref("stg_fetch_attempt") }}
    where sha256 is not null and status in ('landed', 'unchanged')
),

-- What the catalogue says of a source may change: the latest word counts.
versions as (
    select
        source_key,
        sha256,
        min(attempted_at) over (partition by source_key, sha256) as landed_at,
        attempted_at as last_seen_at,
        location,
        file_name,
        publisher,
        division_code,
        report_type,
        fiscal_year
    from attempts
    qualify row_number() over (
        partition by source_key, sha256 order by attempted_at desc, attempt_key desc
    ) = 1
),

numbered as (
    select
        *,
        row_number() over (partition by source_key order by landed_at, sha256) as revision_no,
        row_number() over (partition by source_key order by last_seen_at desc, sha256 asc) = 1 as is_current,
        count(*) over (partition by sha256) as source_count
    from versions
),

final as (
    select
        {{ hash_key(["sha256"]) }} as document_key,
        *
    from numbered
    -- The same bytes under two addresses are one document.
    qualify row_number() over (partition by sha256 order by is_current desc, landed_at asc, source_key asc) = 1
)

select * from final
