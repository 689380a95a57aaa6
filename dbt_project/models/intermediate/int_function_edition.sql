-- Functional codes with the years each name was in force; codes that only documents show are added as observed, and
-- the parents that nobody prints with them, so that no code stands without its class and group.
with observed as (
    select
        a.function_code,
        coalesce(a.label, a.function_code) as function_name,
        count(*) as times
    from {{ ref("int_amount") }} as a
    left join {{ ref("function_code") }} as s on a.function_code = s.function_code
    where a.function_code is not null and s.function_code is null
    group by a.function_code, coalesce(a.label, a.function_code)
    qualify
        row_number() over (
            partition by a.function_code order by count(*) desc, coalesce(a.label, a.function_code)
        ) = 1
),

parents as (
    select substr(function_code, 1, 3) as function_code
    from observed
    union distinct
    select substr(function_code, 1, 5) as function_code
    from observed
    where length(function_code) > 5
),

-- No document prints their name: the code stands in its place.
implied as (
    select
        p.function_code,
        p.function_code as function_name
    from parents as p
    left join {{ ref("function_code") }} as s on p.function_code = s.function_code
    left join observed as o on p.function_code = o.function_code
    where s.function_code is null and o.function_code is null
),

unlisted as (
    select
        function_code,
        function_name,
        'observed in a document' as source,
        true as is_observed
    from observed
    union all
    select
        function_code,
        function_name,
        'implied by a code below it' as source,
        false as is_observed
    from implied
),

editions as (
    select
        function_code,
        function_name,
        level,
        class_code,
        group_code,
        valid_from_year,
        valid_to_year,
        source,
        false as is_observed
    from {{ ref("function_code") }}
    union all
    select
        function_code,
        function_name,
        case length(function_code) when 3 then 'class' when 5 then 'group' else 'item' end as level,
        substr(function_code, 1, 3) as class_code,
        case when length(function_code) >= 5 then substr(function_code, 1, 5) end as group_code,
        2007 as valid_from_year,
        cast(null as integer) as valid_to_year,
        source,
        is_observed
    from unlisted
),

-- A code printed in a year in which it was not in force goes to the edition next to that year.
final as (
    select
        {{ hash_key(["function_code", "valid_from_year"]) }} as function_key,
        *,
        case
            when lag(valid_from_year) over (partition by function_code order by valid_from_year) is null then 0
            else valid_from_year
        end as used_from_year,
        coalesce(lead(valid_from_year) over (partition by function_code order by valid_from_year) - 1, 9999)
            as used_to_year
    from editions
)

select * from final
