with final as (
    select
        government_economic_key,
        government_economic_code,
        government_economic_name,
        level,
        class_code,
        cast(valid_from_year as integer) as valid_from_year,
        cast(valid_to_year as integer) as valid_to_year,
        is_observed,
        source
    from {{ ref("int_government_economic_edition") }}
)

select * from final
