-- The department a document belongs to: its surest printed name, brought to the canonical spelling.
with final as (
    select
        p.document_key,
        p.printed_name,
        coalesce(c.department_name, s.department_name, p.printed_name) as department_name
    from {{ ref("int_department_printed") }} as p
    left join {{ ref("department") }} as c
        on {{ normal_name("p.printed_name") }} = {{ normal_name("c.department_name") }}
    left join {{ ref("department_spelling") }} as s
        on {{ normal_name("p.printed_name") }} = {{ normal_name("s.alias") }}
    where p.choice = 1
    qualify row_number() over (partition by p.document_key order by s.department_name) = 1
)

select * from final
