-- Every functional code with its place in COFOG: that of its own row of the mapping, else of its group, else its class.
with codes as (
    select distinct code as function_code
    from {{ ref("int_code_edition") }}
    where classification = 'function'
),

mapped as (
    select
        e.function_code,
        m.function_prefix,
        m.cofog_code,
        m.confidence,
        m.version
    from codes as e
    inner join {{ ref("function_cofog") }} as m
        on e.function_code like m.function_prefix || '%'
    qualify row_number() over (partition by e.function_code order by length(m.function_prefix) desc) = 1
),

final as (
    select
        m.function_code,
        m.function_prefix,
        m.cofog_code,
        c.cofog_name,
        c.division_code,
        d.cofog_name as division_name,
        d.cofog_name_zh as division_name_zh,
        m.confidence,
        m.version
    from mapped as m
    inner join {{ ref("cofog") }} as c on m.cofog_code = c.cofog_code
    inner join {{ ref("cofog") }} as d on c.division_code = d.cofog_code
)

select * from final
