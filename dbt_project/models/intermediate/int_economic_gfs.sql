-- Every economic code in GFSM 2014: the place of its own row of the mapping, else of its item, else its class.
with codes as (
    select distinct code as economic_code
    from {{ ref("int_code_edition") }}
    where classification = 'economic'
),

mapped as (
    select
        e.economic_code,
        m.economic_prefix,
        m.gfs_code,
        m.confidence,
        m.version
    from codes as e
    inner join {{ ref("economic_gfs") }} as m
        on e.economic_code like m.economic_prefix || '%'
    qualify row_number() over (partition by e.economic_code order by length(m.economic_prefix) desc) = 1
),

final as (
    select
        m.economic_code,
        m.economic_prefix,
        m.gfs_code,
        g.gfs_name,
        g.type_code,
        t.gfs_name as type_name,
        t.gfs_name_zh as type_name_zh,
        t.is_expense,
        m.confidence,
        m.version
    from mapped as m
    inner join {{ ref("gfs") }} as g on m.gfs_code = g.gfs_code
    inner join {{ ref("gfs") }} as t on g.type_code = t.gfs_code
)

select * from final
