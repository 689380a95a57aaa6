with forms as (
    select *
    from {{ ref("int_evaluation") }}
    where block_no is not null
),

-- An indicator in a list belongs to the project printed last above it.
placed as (
    select
        e.evaluation_key,
        i.*
    from {{ ref("int_evaluation_indicator") }} as i
    inner join forms as e on i.document_key = e.document_key and i.block_no = e.block_no
    where e.place <= i.place
    qualify row_number() over (partition by i.document_key, i.place order by e.place desc) = 1
),

final as (
    select
        {{ hash_key(["i.document_key", "i.table_no", "i.row_no"]) }} as indicator_key,
        i.evaluation_key,
        i.document_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        g.goal_key,
        g.goal_no,
        g.goal_text,
        g.goal_weight,
        nullif(i.level1, '') as level1,
        nullif(i.level2, '') as level2,
        nullif(i.level3, '') as level3,
        nullif(i.target, '') as target,
        nullif(i.actual, '') as actual,
        cast(i.score as decimal(12, 4)) as score,
        cast(i.weight as decimal(12, 4)) as weight,
        cast(i.level1_weight as decimal(12, 4)) as level1_weight,
        cast(i.level2_weight as decimal(12, 4)) as level2_weight,
        nullif(i.prior_values, '') as prior_values,
        nullif(i.standard, '') as standard,
        i.is_read_in_order,
        i.page_number,
        i.table_no,
        i.row_no
    from placed as i
    inner join {{ ref("dim_document") }} as d on i.document_key = d.document_key
    left join {{ ref("fct_evaluation_goal") }} as g
        on i.evaluation_key = g.evaluation_key and i.goal_order = g.goal_order
)

select * from final
