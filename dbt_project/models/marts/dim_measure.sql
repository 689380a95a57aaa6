with final as (
    select
        measure_code,
        measure_name,
        measure_name_zh
    from {{ ref("measure") }}
)

select * from final
