-- The government's economic codes (501, 50101) by edition, those only documents show added as observed.
with observed as (
    select
        a.code as government_economic_code,
        coalesce(a.label, a.code) as government_economic_name,
        count(*) as times
    from {{ ref("int_amount") }} as a
    left join {{ ref("government_economic_code") }} as s on a.code = s.government_economic_code
    where
        a.code like '5%'
        and {{ matches("a.code", "'^5([0-9]{2}|[0-9]{4})$'") }}
        and s.government_economic_code is null
    group by a.code, coalesce(a.label, a.code)
    qualify row_number() over (partition by a.code order by count(*) desc, coalesce(a.label, a.code)) = 1
),

implied as (
    select distinct
        substr(o.government_economic_code, 1, 3) as government_economic_code,
        substr(o.government_economic_code, 1, 3) as government_economic_name
    from observed as o
    left join {{ ref("government_economic_code") }} as s
        on substr(o.government_economic_code, 1, 3) = s.government_economic_code
    left join observed as p on substr(o.government_economic_code, 1, 3) = p.government_economic_code
    where s.government_economic_code is null and p.government_economic_code is null
),

unlisted as (
    select
        government_economic_code,
        government_economic_name,
        'observed in a document' as source,
        true as is_observed
    from observed
    union all
    select
        government_economic_code,
        government_economic_name,
        'implied by a code below it' as source,
        false as is_observed
    from implied
),

editions as (
    select
        government_economic_code,
        government_economic_name,
        level,
        class_code,
        valid_from_year,
        valid_to_year,
        source,
        false as is_observed
    from {{ ref("government_economic_code") }}
    union all
    select
        government_economic_code,
        government_economic_name,
        case length(government_economic_code) when 3 then 'class' else 'item' end as level,
        substr(government_economic_code, 1, 3) as class_code,
        2018 as valid_from_year,
        cast(null as integer) as valid_to_year,
        source,
        is_observed
    from unlisted
),

final as (
    select
        {{ hash_key(["government_economic_code", "valid_from_year"]) }} as government_economic_key,
        *,
        case
            when
                lag(valid_from_year) over (partition by government_economic_code order by valid_from_year) is null
                then 0
            else valid_from_year
        end as used_from_year,
        coalesce(
            lead(valid_from_year) over (partition by government_economic_code order by valid_from_year) - 1, 9999
        ) as used_to_year
    from editions
)

select * from final
