with final as (
    select
        e.function_key,
        e.function_code,
        e.function_name,
        e.level,
        e.class_code,
        e.group_code,
        cast(e.valid_from_year as integer) as valid_from_year,
        cast(e.valid_to_year as integer) as valid_to_year,
        c.cofog_code,
        c.cofog_name,
        c.division_code as cofog_division,
        c.confidence as cofog_confidence,
        c.function_prefix as cofog_mapped_from,
        cast(c.version as integer) as cofog_version,
        e.is_observed,
        e.source
    from {{ ref("int_function_edition") }} as e
    left join {{ ref("int_function_cofog") }} as c on e.function_code = c.function_code
)

select * from final
