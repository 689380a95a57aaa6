-- Every code has the rows of its parents, and in every year one edition at most.
with codes as (
    select
        'function' as classification,
        function_code as code,
        valid_from_year,
        coalesce(valid_to_year, 9999) as valid_to_year
    from {{ ref("dim_function") }}
    union all
    select
        'economic' as classification,
        economic_code as code,
        valid_from_year,
        coalesce(valid_to_year, 9999) as valid_to_year
    from {{ ref("dim_economic") }}
    union all
    select
        'government economic' as classification,
        government_economic_code as code,
        valid_from_year,
        coalesce(valid_to_year, 9999) as valid_to_year
    from {{ ref("dim_government_economic") }}
),

parents as (
    select
        classification,
        code,
        substr(code, 1, length(code) - 2) as parent
    from codes
    where length(code) > 3
),

orphans as (
    select
        p.classification,
        p.code,
        'has no parent' as fault
    from parents as p
    left join codes as c on p.classification = c.classification and p.parent = c.code
    where c.code is null
),

repeated as (
    select
        classification,
        code,
        'has two editions in one year' as fault
    from codes
    qualify valid_from_year <= lag(valid_to_year) over (partition by classification, code order by valid_from_year)
)

select * from orphans
union all
select * from repeated
