with funds as (
    select
        'expenditure_by_function' as statement_code,
        'all' as fund_code
    union all
    select
        'general_budget_expenditure' as statement_code,
        'general_budget' as fund_code
    union all
    select
        'government_fund' as statement_code,
        'government_fund' as fund_code
    union all
    select
        'state_capital' as statement_code,
        'state_capital' as fund_code
),

final as (
    select
        {{ hash_key(["f.document_key", "u.fund_code", "f.function_code"]) }} as function_spending_key,
        f.document_key,
        f.department_key,
        f.fiscal_year,
        f.report_type,
        u.fund_code,
        max(f.function_key) as function_key,
        f.function_code,
        cast(sum(case when f.measure_code in ('total', 'amount') then f.amount end) as decimal(20, 2)) as total,
        cast(sum(case when f.measure_code = 'basic' then f.amount end) as decimal(20, 2)) as basic,
        cast(sum(case when f.measure_code = 'project' then f.amount end) as decimal(20, 2)) as project,
        cast(sum(case when f.measure_code = 'transfer_to_superior' then f.amount end) as decimal(20, 2))
            as transfer_to_superior,
        cast(sum(case when f.measure_code = 'operating' then f.amount end) as decimal(20, 2)) as operating,
        cast(sum(case when f.measure_code = 'subsidy_to_affiliate' then f.amount end) as decimal(20, 2))
            as subsidy_to_affiliate
    from {{ ref("fct_statement_amount") }} as f
    inner join funds as u on f.statement_code = u.statement_code
    inner join {{ ref("int_leaf_code") }} as l
        on f.document_key = l.document_key and f.statement_code = l.statement_code and f.function_code = l.code
    inner join {{ ref("int_table_statement") }} as t on f.document_key = t.document_key and f.table_no = t.table_no
    inner join {{ ref("int_first_table") }} as o
        on
            f.document_key = o.document_key
            and f.statement_code = o.statement_code
            and f.function_code = o.code
            and t.root_table_no = o.root_table_no
    where f.side is null
    group by f.document_key, f.department_key, f.fiscal_year, f.report_type, u.fund_code, f.function_code
)

select * from final
