-- Which of the government's codes the department's codes were seen with: one to many both ways.
with final as (
    select
        {{ hash_key(["government_economic_code", "economic_code"]) }} as crosswalk_key,
        government_economic_code,
        economic_code,
        cast(row_count as integer) as row_count,
        cast(document_count as integer) as document_count,
        cast(
            cast(row_count as decimal(20, 4)) / sum(row_count) over (partition by economic_code) as decimal(7, 4)
        ) as share_of_economic_code
    from {{ ref("economic_crosswalk") }}
)

select * from final
