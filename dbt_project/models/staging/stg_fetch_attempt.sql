with source as (
    select * from {{ source("raw", "fetch_attempt") }}
),

final as (
    select
        attempt_key,
        run_id,
        source_key,
        location,
        publisher,
        division_code,
        report_type,
        fiscal_year,
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
        error as error_message,
        seconds,
        retry_count
    from source
)

select * from final
