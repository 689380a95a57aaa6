-- Departments by canonical name, with the division that the seed, the catalogue or the name itself tells.
with departments as (
    select
        dd.department_name,
        max(d.division_code) as catalogue_division_code
    from {{ ref("int_document_department") }} as dd
    inner join {{ ref("int_document") }} as d on dd.document_key = d.document_key
    group by dd.department_name
),

-- A name may say 上海 for 上海市; districts are only known by their whole name.
place_names as (
    select
        division_code,
        level,
        division_name as place_name,
        province_name,
        city_name
    from {{ ref("division") }}
    where division_name not in ('市辖区', '县') and length(division_name) >= 2
    union all
    select
        division_code,
        level,
        {{ replace_all("division_name", "'(省|市)$'", "''") }} as place_name,
        province_name,
        city_name
    from {{ ref("division") }}
    where level in ('province', 'city') and {{ matches("division_name", "'..(省|市)$'") }}
    union all
    select
        a.division_code,
        v.level,
        a.alias as place_name,
        v.province_name,
        v.city_name
    from {{ ref("division_alias") }} as a
    inner join {{ ref("division") }} as v on a.division_code = v.division_code
),

broken_names as (
    select
        department_name,
        {{ break_before("department_name", ".") }} as broken_name
    from departments
),

characters as (
    {{ split_lines("broken_names", ["department_name"], "broken_name") }}
),

-- Two characters side by side: few places begin with any two of a name.
pairs as (
    select
        department_name,
        concat(line_text, lead(line_text) over (partition by department_name order by line_no)) as pair
    from characters
),

distinct_pairs as (
    select distinct
        department_name,
        pair
    from pairs
    where length(pair) = 2
),

candidates as (
    select
        p.department_name,
        n.division_code,
        case n.level when 'district' then 3 when 'city' then 2 else 1 end as depth,
        case
            when n.level <> 'district' then 1
            when p.department_name like '%' || replace(coalesce(n.city_name, n.province_name), '市', '') || '%' then 2
            when p.department_name like '%' || replace(n.province_name, '市', '') || '%' then 2
            else 0
        end as city_support,
        length(n.place_name) as name_length
    from distinct_pairs as p
    inner join place_names as n
        on p.pair = substring(n.place_name, 1, 2) and p.department_name like '%' || n.place_name || '%'
),

-- A district's name that several cities share proves nothing without its city.
unambiguous as (
    select c.*
    from candidates as c
    where
        c.city_support > 0
        or (
            select count(distinct o.division_code)
            from candidates as o
            where o.department_name = c.department_name and o.depth = 3
        ) = 1
),

chosen as (
    select
        department_name,
        division_code
    from unambiguous
    qualify row_number() over (
        partition by department_name order by depth desc, city_support desc, name_length desc, division_code asc
    ) = 1
),

typed as (
    select
        p.department_name,
        t.department_type
    from departments as p
    inner join {{ ref("department_type_pattern") }} as t
        on {{ matches(replace_all("p.department_name", "'[(]本级[)]$'", "''"), "t.pattern") }}
    qualify row_number() over (partition by p.department_name order by t.priority, t.pattern) = 1
),

final as (
    select
        p.department_name,
        coalesce(s.division_code, p.catalogue_division_code, c.division_code) as division_code,
        coalesce(s.department_type, t.department_type) as department_type
    from departments as p
    left join {{ ref("department") }} as s on p.department_name = s.department_name
    left join chosen as c on p.department_name = c.department_name
    left join typed as t on p.department_name = t.department_name
)

select * from final
