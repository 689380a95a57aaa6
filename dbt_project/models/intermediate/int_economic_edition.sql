-- Economic codes with the years each name was in force; codes that only documents show are added as observed, and
-- the parents that nobody prints with them, so that no code stands without its class and item.
with observed as (
    select
        a.economic_code,
        coalesce(a.label, a.economic_code) as economic_name,
        count(*) as times
    from {{ ref("int_amount") }} as a
    left join {{ ref("economic_code") }} as s on a.economic_code = s.economic_code
    where a.economic_code is not null and s.economic_code is null
    group by a.economic_code, coalesce(a.label, a.economic_code)
    qualify
        row_number() over (
            partition by a.economic_code order by count(*) desc, coalesce(a.label, a.economic_code)
        ) = 1
),

parents as (
    select substr(economic_code, 1, 3) as economic_code
    from observed
    union distinct
    select substr(economic_code, 1, 5) as economic_code
    from observed
    where length(economic_code) > 5
),

-- No document prints their name: the code stands in its place.
implied as (
    select
        p.economic_code,
        p.economic_code as economic_name
    from parents as p
    left join {{ ref("economic_code") }} as s on p.economic_code = s.economic_code
    left join observed as o on p.economic_code = o.economic_code
    where s.economic_code is null and o.economic_code is null
),

unlisted as (
    select
        economic_code,
        economic_name,
        'observed in a document' as source,
        true as is_observed
    from observed
    union all
    select
        economic_code,
        economic_name,
        'implied by a code below it' as source,
        false as is_observed
    from implied
),

editions as (
    select
        economic_code,
        economic_name,
        level,
        class_code,
        valid_from_year,
        valid_to_year,
        source,
        false as is_observed
    from {{ ref("economic_code") }}
    union all
    select
        economic_code,
        economic_name,
        case length(economic_code) when 3 then 'class' when 5 then 'item' else 'detail' end as level,
        substr(economic_code, 1, 3) as class_code,
        2018 as valid_from_year,
        cast(null as integer) as valid_to_year,
        source,
        is_observed
    from unlisted
),

-- A code printed in a year in which it was not in force goes to the edition next to that year.
final as (
    select
        {{ hash_key(["economic_code", "valid_from_year"]) }} as economic_key,
        *,
        case when length(economic_code) >= 5 then substr(economic_code, 1, 5) end as item_code,
        case
            when lag(valid_from_year) over (partition by economic_code order by valid_from_year) is null then 0
            else valid_from_year
        end as used_from_year,
        coalesce(lead(valid_from_year) over (partition by economic_code order by valid_from_year) - 1, 9999)
            as used_to_year
    from editions
)

select * from final
