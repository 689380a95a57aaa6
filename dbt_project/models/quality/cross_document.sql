-- What one disclosure of a department tells of another, against that other itself.
{%- set told = [
    "document_key", "department_name", "scope", "fiscal_year", "report_type", "statement_code", "side", "measure_code",
    "item", "amount", "half_digit", "cell", "page_number", "printed_text",
] %}

with current_amounts as (
    select *
    from {{ ref("int_disclosed_amount") }}
    where is_current and occurrence_no = 1
),

-- The budget column of three-public in an account; the budget prints it as its own.
three_public_budgets as (
    select
        case
            when n.document_key is null then 'three_public_budget'
            else 'three_public_adjusted_budget'
        end as rule_code,
        {% for column in told %}a.{{ column }},
        {% endfor -%}
        a.fiscal_year as other_year,
        'budget' as other_report,
        a.statement_code as other_statement,
        'budget' as other_side,
        a.measure_code as other_measure,
        a.item as other_item
    from current_amounts as a
    left join {{ ref("int_adjusted_budget_note") }} as n on a.document_key = n.document_key
    where
        a.report_type = 'final_account'
        and a.statement_code = 'three_public'
        and a.side = 'budget'
        and a.item = 'TOTAL'
),

-- The column of the year before; what was executed by some day is in no document.
prior_columns as (
    select
        'prior_year_column' as rule_code,
        {% for column in told %}a.{{ column }},
        {% endfor -%}
        a.fiscal_year - 1 as other_year,
        case
            when {{ matches("a.header_path", "'决算'") }} then 'final_account'
            when {{ matches("a.header_path", "'预算'") }} then 'budget'
            else a.report_type
        end as other_report,
        a.statement_code as other_statement,
        case when a.statement_code = 'three_public' then 'budget' else '' end as other_side,
        a.measure_code as other_measure,
        a.item as other_item
    from current_amounts as a
    where a.side = 'prior_year' and not {{ matches("coalesce(a.header_path, '')", "'执行'") }}
),

opening_balances as (
    select
        'opening_balance' as rule_code,
        {% for column in told %}a.{{ column }},
        {% endfor -%}
        a.fiscal_year - 1 as other_year,
        'final_account' as other_report,
        a.statement_code as other_statement,
        'expenditure' as other_side,
        'amount' as other_measure,
        '年末结转和结余' as other_item
    from current_amounts as a
    where
        a.report_type = 'final_account'
        and a.statement_code = 'revenue_expenditure_summary'
        and a.side = 'revenue'
        and a.item = '年初结转和结余'
),

tellings as (
    select * from three_public_budgets
    union all
    select * from prior_columns
    union all
    select * from opening_balances
),

-- A statement with one side leaves the side out; a budget's one amount may be called amount or total.
pairs as (
    select
        t.rule_code,
        t.document_key,
        t.fiscal_year,
        t.report_type,
        t.statement_code,
        t.measure_code,
        t.item,
        t.amount as stated,
        t.half_digit,
        t.cell as stated_cell,
        t.page_number as stated_page,
        t.printed_text as stated_text,
        cast(null as varchar(4000)) as stated_sentence,
        o.document_key as other_document_key,
        o.fiscal_year as other_fiscal_year,
        o.report_type as other_report_type,
        o.amount as found,
        o.half_digit as other_half_digit,
        o.cell as found_cell,
        o.page_number as found_page,
        o.printed_text as found_text
    from tellings as t
    inner join current_amounts as o
        on
            t.department_name = o.department_name
            and t.scope = o.scope
            and t.other_year = o.fiscal_year
            and t.other_report = o.report_type
            and t.other_statement = o.statement_code
            and t.other_item = o.item
            and (t.other_side = o.side or o.side = '')
            and (t.other_measure = o.measure_code or (t.other_measure = 'amount' and o.measure_code = 'total'))
    qualify row_number() over (
        partition by t.rule_code, t.document_key, t.cell order by o.side desc, o.measure_code asc, o.cell asc
    ) = 1
),

judged as (
    select
        *,
        cast(stated - found as decimal(20, 2)) as difference,
        cast(half_digit + other_half_digit as decimal(20, 2)) as tolerance
    from pairs
),

final as (
    select
        {{ hash_key(["j.rule_code", "j.document_key", "j.stated_cell"]) }} as cross_document_key,
        j.rule_code,
        r.rule_name,
        r.rule_name_zh,
        r.severity,
        d.department_key,
        d.scope,
        j.document_key,
        j.fiscal_year,
        j.report_type,
        j.other_document_key,
        j.other_fiscal_year,
        j.other_report_type,
        j.statement_code,
        j.measure_code,
        j.item,
        cast(j.stated as decimal(20, 2)) as stated,
        cast(j.found as decimal(20, 2)) as found,
        j.difference,
        j.tolerance,
        case
            when j.difference = 0 then 'holds'
            when abs(j.difference) <= j.tolerance then 'rounding'
            else 'broken'
        end as status,
        j.stated_page,
        j.stated_cell,
        j.stated_text,
        j.stated_sentence,
        j.found_page,
        j.found_cell,
        j.found_text
    from judged as j
    inner join {{ ref("cross_document_rule") }} as r on j.rule_code = r.rule_code
    inner join {{ ref("dim_document") }} as d on j.document_key = d.document_key
)

select * from final
