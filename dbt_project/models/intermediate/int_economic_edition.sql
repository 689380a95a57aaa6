-- Economic codes with the years each name was in force; codes that only documents show are added as observed.
with observed as (
    select
        a.economic_code,
        a.label,
        count(*) as times
    from {{ ref("int_amount") }} as a
    left join {{ ref("economic_code") }} as s on a.economic_code = s.economic_code
    where a.economic_code is not null and s.economic_code is null
    group by a.economic_code, a.label
    qualify row_number() over (partition by a.economic_code order by count(*) desc, a.label) = 1
),

final as (
    select
        economic_code,
        economic_name,
        level,
        class_code,
        valid_from_year,
        valid_to_year,
        source
    from {{ ref("economic_code") }}
    union all
    select
        economic_code,
        label as economic_name,
        case length(economic_code) when 3 then 'class' when 5 then 'item' else 'detail' end as level,
        substr(economic_code, 1, 3) as class_code,
        2018 as valid_from_year,
        cast(null as integer) as valid_to_year,
        'observed in a document' as source
    from observed
)

select * from final
