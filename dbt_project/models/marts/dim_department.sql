with final as (
    select
        {{ hash_key(["d.department_name"]) }} as department_key,
        d.department_name,
        d.division_code,
        v.province_name as province,
        case when v.level = 'province' then null else coalesce(v.city_name, v.division_name) end as city,
        case when v.level = 'district' then v.division_name end as district,
        d.department_type
    from {{ ref("int_department") }} as d
    left join {{ ref("division") }} as v on d.division_code = v.division_code
)

select * from final
