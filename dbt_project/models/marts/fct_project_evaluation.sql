with earlier as (
    select
        evaluation_key,
        max(case when years_before = 1 then amount end) as previous_budget,
        max(case when years_before = 2 then amount end) as earlier_budget
    from (
        select
            l.evaluation_key,
            l.fiscal_year - l.budget_year as years_before,
            l.amount
        from {{ ref("fct_project_budget_line") }} as l
        where l.line_kind = 'history'
    ) as h
    group by evaluation_key
),

final as (
    select
        e.evaluation_key,
        e.document_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        e.form_kind,
        e.form_scope,
        e.form_no,
        nullif(e.title, '') as title,
        e.project_name,
        e.project_code,
        e.unit_name,
        e.in_charge,
        e.implementing,
        {{ printed_money("e.budget", "e.money_factor") }} as budget,
        {{ printed_money("e.executed", "e.money_factor") }} as executed,
        {{ printed_money("e.basic_total", "e.money_factor") }} as basic_total,
        {{ printed_money("e.project_total", "e.money_factor") }} as project_total,
        {{ printed_money("e.initial_budget", "e.money_factor") }} as initial_budget,
        {{ printed_money("e.whole_budget", "e.money_factor") }} as whole_budget,
        h.previous_budget,
        h.earlier_budget,
        cast({{ printed_number("replace(e.rate, '％', '%')", "%") }} as decimal(12, 4)) as rate,
        cast({{ printed_number("e.execution_score", "分") }} as decimal(12, 4)) as execution_score,
        cast({{ printed_number("e.execution_weight", "分") }} as decimal(12, 4)) as execution_weight,
        cast({{ printed_number("e.total_score", "分") }} as decimal(12, 4)) as total_score,
        nullif(e.category, '') as category,
        nullif(e.attribute, '') as attribute,
        nullif(e.type, '') as type,
        e.deviation,
        e.improvement,
        e.goal_text,
        e.grounds,
        e.content,
        e.calculation_basis,
        e.budget_history,
        e.fill_date,
        e.is_total,
        e.page_number,
        e.table_no,
        e.sentence_no,
        e.budget_cell,
        e.executed_cell,
        e.rate_cell,
        e.basic_total_cell,
        e.project_total_cell,
        e.execution_score_cell,
        e.total_score_cell
    from {{ ref("int_evaluation") }} as e
    inner join {{ ref("dim_document") }} as d on e.document_key = d.document_key
    left join earlier as h on e.evaluation_key = h.evaluation_key
)

select * from final
