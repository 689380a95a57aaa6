{% set classifications = ["function", "economic", "government_economic"] %}

-- Codes of every classification with the years each name was in force; codes that only documents show are added as
-- observed, and the parents that nobody prints with them, so that no code stands without its class.
with listed as (
    {%- for classification in classifications %}
        select
            '{{ classification }}' as classification,
            {{ classification }}_code as code,
            {{ classification }}_name as name,
            level,
            valid_from_year,
            valid_to_year,
            source
        from {{ ref(classification ~ "_code") }}
        {{- " union all" if not loop.last }}
    {%- endfor %}
),

labelled as (
    select
        function_code,
        economic_code,
        code,
        coalesce(label, '') as label,
        count(*) as times
    from {{ ref("int_amount") }}
    where code is not null or function_code is not null or economic_code is not null
    group by function_code, economic_code, code, coalesce(label, '')
),

printed as (
    select
        'function' as classification,
        function_code as code,
        label,
        times
    from labelled
    where function_code is not null
    union all
    select
        'economic' as classification,
        economic_code as code,
        label,
        times
    from labelled
    where economic_code is not null
    union all
    select
        'government_economic' as classification,
        code,
        label,
        times
    from labelled
    where code like '5%' and {{ matches("code", "'^5([0-9]{2}|[0-9]{4})$'") }}
),

named as (
    select
        p.classification,
        p.code,
        coalesce(nullif(p.label, ''), p.code) as name,
        sum(p.times) as times
    from printed as p
    left join listed as l on p.code = l.code
    where l.code is null
    group by p.classification, p.code, coalesce(nullif(p.label, ''), p.code)
),

-- The name printed most often.
observed as (
    select
        classification,
        code,
        name
    from named
    qualify row_number() over (partition by code order by times desc, name asc) = 1
),

parents as (
    select
        classification,
        substr(code, 1, 3) as code
    from observed
    union distinct
    select
        classification,
        substr(code, 1, 5) as code
    from observed
    where length(code) > 5
),

-- No document prints the name of what a code below it implies: the code stands in its place.
unlisted as (
    select
        *,
        'observed in a document' as source,
        true as is_observed
    from observed
    union all
    select
        p.classification,
        p.code,
        p.code as name,
        'implied by a code below it' as source,
        false as is_observed
    from parents as p
    left join listed as l on p.code = l.code
    left join observed as o on p.code = o.code
    where l.code is null and o.code is null
),

editions as (
    select
        *,
        false as is_observed
    from listed
    union all
    select
        u.classification,
        u.code,
        u.name,
        v.level,
        v.first_year as valid_from_year,
        cast(null as integer) as valid_to_year,
        u.source,
        u.is_observed
    from unlisted as u
    left join {{ ref("classification_level") }} as v
        on u.classification = v.classification and length(u.code) = v.digits
),

-- A code printed in a year in which it was not in force goes to the edition next to that year.
final as (
    select
        {{ hash_key(["code", "valid_from_year"]) }} as edition_key,
        *,
        substr(code, 1, 3) as class_code,
        case when length(code) >= 5 then substr(code, 1, 5) end as group_code,
        case when row_number() over (partition by code order by valid_from_year) = 1 then 0 else valid_from_year end
            as used_from_year,
        coalesce(lead(valid_from_year) over (partition by code order by valid_from_year) - 1, 9999) as used_to_year
    from editions
)

select * from final
