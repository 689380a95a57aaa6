with final as (
    select
        {{ hash_key(["e.evaluation_key", "o.option_group", "o.option_order"]) }} as option_key,
        e.evaluation_key,
        o.document_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        o.option_group,
        cast(o.option_order as integer) as option_order,
        o.option_no,
        o.option_name,
        o.is_checked,
        o.amount,
        o.page_number,
        o.table_no,
        o.row_no,
        o.column_no
    from {{ ref("int_evaluation_option") }} as o
    inner join {{ ref("int_evaluation") }} as e
        on o.document_key = e.document_key and o.block_no = e.block_no and e.form_kind <> 'summary'
    inner join {{ ref("dim_document") }} as d on o.document_key = d.document_key
)

select * from final
