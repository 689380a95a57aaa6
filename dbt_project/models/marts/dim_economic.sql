with final as (
    select
        {{ hash_key(["e.economic_code", "e.valid_from_year"]) }} as economic_key,
        e.economic_code,
        e.economic_name,
        e.level,
        e.class_code,
        cast(e.valid_from_year as integer) as valid_from_year,
        cast(e.valid_to_year as integer) as valid_to_year,
        g.gfs_code,
        e.source
    from {{ ref("int_economic_edition") }} as e
    left join {{ ref("economic_class_gfs") }} as g on e.class_code = g.class_code
)

select * from final
