with final as (
    select
        e.edition_key as economic_key,
        e.code as economic_code,
        e.name as economic_name,
        e.level,
        e.class_code,
        e.group_code as item_code,
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
    from {{ ref("int_code_edition") }} as e
    left join {{ ref("int_economic_gfs") }} as g on e.code = g.economic_code
    where e.classification = 'economic'
)

select * from final
