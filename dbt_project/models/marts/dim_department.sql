with scopes as (
    select
        department_name,
        max(case when scope = 'department_consolidated' then 1 else 0 end) as is_department
    from {{ ref("int_disclosure_version") }}
    group by department_name
),

final as (
    select
        {{ hash_key(["d.department_name"]) }} as department_key,
        d.department_name,
        d.division_code,
        v.province_name as province,
        case when v.level = 'province' then null else coalesce(v.city_name, v.division_name) end as city,
        case when v.level = 'district' then v.division_name end as district,
        d.department_type,
        case
            when coalesce(s.is_department, 1) = 1 and coalesce(p.evidence, '') <> 'listed' then 'department'
            else 'unit'
        end as department_level,
        case when p.is_known then {{ hash_key(["p.parent_name"]) }} end as parent_department_key,
        p.parent_name as parent_department_name,
        p.evidence as parent_evidence
    from {{ ref("int_department") }} as d
    left join {{ ref("division") }} as v on d.division_code = v.division_code
    left join scopes as s on d.department_name = s.department_name
    left join {{ ref("int_department_parent") }} as p on d.department_name = p.department_name
)

select * from final
