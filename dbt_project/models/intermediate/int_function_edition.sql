-- Functional codes with the years each name was in force; codes that only documents show are added as observed.
with observed as (
    select
        a.function_code,
        a.label,
        count(*) as times
    from {{ ref("int_amount") }} as a
    left join {{ ref("function_code") }} as s on a.function_code = s.function_code
    where a.function_code is not null and s.function_code is null
    group by a.function_code, a.label
    qualify row_number() over (partition by a.function_code order by count(*) desc, a.label) = 1
),

final as (
    select
        function_code,
        function_name,
        level,
        class_code,
        group_code,
        valid_from_year,
        valid_to_year,
        source
    from {{ ref("function_code") }}
    union all
    select
        function_code,
        label as function_name,
        case length(function_code) when 3 then 'class' when 5 then 'group' else 'item' end as level,
        substr(function_code, 1, 3) as class_code,
        case when length(function_code) >= 5 then substr(function_code, 1, 5) end as group_code,
        2007 as valid_from_year,
        cast(null as integer) as valid_to_year,
        'observed in a document' as source
    from observed
)

select * from final
