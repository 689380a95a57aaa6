{{ config(meta={"made_from": "runs"}) }}

with final as (
    select
        attempt_key,
        run_id,
        source_key,
        location,
        attempted_at,
        status,
        http_status,
        final_url,
        etag,
        last_modified,
        content_type,
        byte_count,
        sha256,
        file_name,
        error_code,
        error_message,
        seconds,
        retry_count
    from {{ ref("stg_fetch_attempt") }}
)

select * from final
