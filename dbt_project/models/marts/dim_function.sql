with final as (
    select
        {{ hash_key(["e.function_code", "e.valid_from_year"]) }} as function_key,
        e.function_code,
        e.function_name,
        e.level,
        e.class_code,
        e.group_code,
        cast(e.valid_from_year as integer) as valid_from_year,
        cast(e.valid_to_year as integer) as valid_to_year,
        c.cofog_code,
        e.source
    from {{ ref("int_function_edition") }} as e
    left join {{ ref("function_class_cofog") }} as c on e.class_code = c.class_code
)

select * from final
