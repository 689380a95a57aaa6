with final as (
    select
        e.economic_key,
        e.economic_code,
        e.economic_name,
        e.level,
        e.class_code,
        e.item_code,
        cast(e.valid_from_year as integer) as valid_from_year,
        cast(e.valid_to_year as integer) as valid_to_year,
        g.gfs_code,
        g.gfs_name,
        g.type_code as gfs_type,
        g.confidence as gfs_confidence,
        g.economic_prefix as gfs_mapped_from,
        cast(g.version as integer) as gfs_version,
        e.is_observed,
        e.source
    from {{ ref("int_economic_edition") }} as e
    left join {{ ref("int_economic_gfs") }} as g on e.economic_code = g.economic_code
)

select * from final
