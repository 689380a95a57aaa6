-- The department above each unit: as the department's own list of units says, else as the unit's name does.
with departments as (
    select
        department_name,
        {{ normal_name("department_name") }} as name
    from {{ ref("int_department") }}
),

-- Every spelling under which a department is known.
spellings as (
    select
        department_name,
        name
    from departments
    union distinct
    select
        department_name,
        {{ normal_name("printed_name") }} as name
    from {{ ref("int_document_department") }}
),

listed as (
    select
        s.department_name,
        p.department_name as parent_name,
        'listed' as evidence,
        1 as choice
    from {{ ref("int_member_unit") }} as m
    inner join spellings as s on m.unit_name = s.name
    inner join {{ ref("int_document_department") }} as p on m.document_key = p.document_key
    inner join {{ ref("int_document_scope") }} as o on m.document_key = o.document_key
    where p.department_name <> s.department_name and o.scope <> 'unit'
),

own_names as (
    select
        department_name,
        name,
        {{ replace_all("name", "'[(]?(本级|机关|本部)[)]?$'", "''") }} as bare_name,
        regexp_extract(
            {{ replace_all("name", "'[(]?(本级|机关|本部)[)]?$'", "''") }},
            '^(.{2,}(局|委员会|厅|政府办公室|委办公室|[织传战作]部|法院|检察院))(.{2,})$',
            1
        ) as upper_name
    from departments
),

units as (
    select distinct d.department_name
    from {{ ref("int_document_scope") }} as o
    inner join {{ ref("int_document_department") }} as d on o.document_key = d.document_key
    where o.scope = 'unit'
),

-- 某某局(本级) is of 某某局; 某某局执法总队, which calls itself a unit, too.
told_by_name as (
    select
        n.department_name,
        n.bare_name as parent_name,
        'own_level' as evidence,
        2 as choice
    from own_names as n
    where n.bare_name <> n.name and length(n.bare_name) >= 3
    union all
    select
        n.department_name,
        n.upper_name as parent_name,
        'name' as evidence,
        3 as choice
    from own_names as n
    inner join units as u on n.department_name = u.department_name
    where n.upper_name <> '' and n.bare_name = n.name
),

candidates as (
    select * from listed
    union all
    select
        t.department_name,
        coalesce(s.department_name, t.parent_name) as parent_name,
        t.evidence,
        t.choice
    from told_by_name as t
    left join spellings as s on t.parent_name = s.name and t.department_name <> s.department_name
),

-- Known departments go before names alone; a unit has one parent.
chosen as (
    select
        c.department_name,
        c.parent_name,
        c.evidence,
        d.department_name is not null as is_known
    from candidates as c
    left join departments as d on c.parent_name = d.department_name
    qualify row_number() over (
        partition by c.department_name
        order by case when d.department_name is null then 1 else 0 end, c.choice, c.parent_name
    ) = 1
),

final as (
    select
        department_name,
        parent_name,
        evidence,
        is_known
    from chosen
)

select * from final
