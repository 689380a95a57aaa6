with final as (
    select
        {{ hash_key(["e.evaluation_key", "g.goal_order"]) }} as goal_key,
        e.evaluation_key,
        g.document_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        cast(g.goal_order as integer) as goal_order,
        g.goal_kind,
        g.goal_no,
        g.goal_text,
        cast(g.weight as decimal(12, 4)) as goal_weight,
        g.actual,
        g.page_number,
        g.table_no,
        g.row_no
    from {{ ref("int_evaluation_goal") }} as g
    inner join {{ ref("int_evaluation") }} as e
        on g.document_key = e.document_key and g.block_no = e.block_no and e.form_kind <> 'summary'
    inner join {{ ref("dim_document") }} as d on g.document_key = d.document_key
)

select * from final
