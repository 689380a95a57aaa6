with final as (
    select
        edition_key as government_economic_key,
        code as government_economic_code,
        name as government_economic_name,
        level,
        class_code,
        cast(valid_from_year as integer) as valid_from_year,
        cast(valid_to_year as integer) as valid_to_year,
        is_observed,
        source
    from {{ ref("int_code_edition") }}
    where classification = 'government_economic'
)

select * from final
