-- Self-evaluations with their figures as numbers and with the place of each.
with final as (
    select
        document_key,
        evaluation_key,
        block_no,
        form_kind,
        form_no,
        is_total,
        page_number,
        table_no,
        sentence_no,
        title,
        project_name,
        {{ replace_all("coalesce(project_name, '')", "'^20[0-9]{2}年度?|项目$|[ “”\"]'", "''") }} as project,
        {{ printed_money("budget", "money_factor") }} as budget,
        {{ printed_money("executed", "money_factor") }} as executed,
        cast({{ printed_number("replace(rate, '％', '%')", "%") }} as decimal(12, 4)) as rate,
        cast({{ printed_number("execution_score", "分") }} as decimal(12, 4)) as execution_score,
        cast({{ printed_number("execution_weight", "分") }} as decimal(12, 4)) as execution_weight,
        cast({{ printed_number("total_score", "分") }} as decimal(12, 4)) as total_score,
        rate as printed_rate,
        execution_score as printed_score,
        total_score as printed_total,
        budget as printed_budget,
        executed as printed_executed,
        length(regexp_extract(rate, '[.]([0-9]+)', 1)) as rate_decimals,
        coalesce(rate_cell, concat('sentence ', sentence_no)) as rate_place,
        coalesce(budget_cell, concat('sentence ', sentence_no)) as budget_place,
        coalesce(executed_cell, concat('sentence ', sentence_no)) as executed_place,
        execution_score_cell as score_place,
        total_score_cell as total_place
    from {{ ref("int_evaluation") }}
)

select * from final
