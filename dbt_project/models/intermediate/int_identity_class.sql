-- A functional class told in a summary and by function.
with by_function as (
    select
        document_key,
        statement_code,
        function_code,
        sum(amount) as amount,
        max(half_digit) as half_digit,
        {{ text_list("cell", "cell") }} as cells
    from {{ ref("int_statement_amount") }}
    where
        statement_code in ('expenditure_by_function', 'general_budget_expenditure')
        and length(function_code) = 3
        and measure_code = 'total'
        and side is null
    group by document_key, statement_code, function_code
),

final as (
    select
        l.document_key,
        case
            when l.statement_code = 'revenue_expenditure_summary' then 'summary_class_vs_function'
            else 'appropriation_class_vs_general_budget'
        end as rule_code,
        l.statement_code,
        l.class_code as scope,
        l.amount as expected,
        b.amount as actual,
        1 as term_count,
        greatest(l.half_digit, b.half_digit) as half_digit,
        l.cell as expected_cells,
        b.cells as actual_cells
    from {{ ref("int_class_line") }} as l
    inner join by_function as b
        on
            l.document_key = b.document_key
            and l.class_code = b.function_code
            and (
                (
                    l.statement_code = 'revenue_expenditure_summary'
                    and b.statement_code = 'expenditure_by_function'
                    and l.measure_code in ('amount', 'total')
                )
                or (
                    l.statement_code = 'appropriation_summary'
                    and b.statement_code = 'general_budget_expenditure'
                    and l.measure_code = 'general_budget'
                )
            )
)

select * from final
