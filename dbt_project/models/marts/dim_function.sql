with final as (
    select
        e.edition_key as function_key,
        e.code as function_code,
        e.name as function_name,
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
    from {{ ref("int_code_edition") }} as e
    left join {{ ref("int_function_cofog") }} as c on e.code = c.function_code
    where e.classification = 'function'
)

select * from final
