-- Functional and economic codes of the seeds side by side: code, name and years in force.
with final as (
    select
        'function' as classification,
        function_code as code,
        function_name as name,
        valid_from_year,
        valid_to_year
    from {{ ref("function_code") }}
    union all
    select
        'economic' as classification,
        economic_code as code,
        economic_name as name,
        valid_from_year,
        valid_to_year
    from {{ ref("economic_code") }}
)

select * from final
