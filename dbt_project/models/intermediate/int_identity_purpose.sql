-- Subtotals of the economic statement: personnel is 301 and 303, public use every other class.
with subtotals as (
    select
        document_key,
        statement_code,
        case when {{ matches("line_item", "'^人员经费'") }} then 'personnel_subtotal' else 'public_use_subtotal' end
            as rule_code,
        amount,
        half_digit,
        cell
    from {{ ref("int_statement_amount") }}
    where
        statement_code = 'general_budget_basic_by_economic'
        and measure_code = 'amount'
        and {{ matches("line_item", "'^(人员|公用)经费(合计|小计)$'") }}
),

classes as (
    select
        document_key,
        case when economic_code in ('301', '303') then 'personnel_subtotal' else 'public_use_subtotal' end as rule_code,
        sum(amount) as amount,
        count(*) as term_count,
        {{ text_list("cell", "cell") }} as cells
    from {{ ref("int_statement_amount") }}
    where
        statement_code = 'general_budget_basic_by_economic'
        and measure_code = 'amount'
        and length(economic_code) = 3
    group by
        document_key,
        case when economic_code in ('301', '303') then 'personnel_subtotal' else 'public_use_subtotal' end
),

-- Final accounts print no grand total by economic class: the two subtotals make it.
basic as (
    select
        document_key,
        amount,
        half_digit,
        cell
    from {{ ref("int_statement_amount") }}
    where statement_code = 'general_budget_expenditure' and measure_code = 'basic' and is_total and side is null
    qualify row_number() over (partition by document_key order by table_no, row_no) = 1
),

basic_by_purpose as (
    select
        document_key,
        sum(amount) as amount,
        count(*) as term_count,
        {{ text_list("cell", "cell") }} as cells
    from subtotals
    group by document_key
    having count(distinct rule_code) = 2
),

final as (
    select
        s.document_key,
        s.rule_code,
        s.statement_code,
        s.rule_code as scope,
        s.amount as expected,
        c.amount as actual,
        c.term_count,
        s.half_digit,
        s.cell as expected_cells,
        c.cells as actual_cells
    from subtotals as s
    inner join classes as c on s.document_key = c.document_key and s.rule_code = c.rule_code
    union all
    select
        b.document_key,
        'basic_vs_economic' as rule_code,
        'general_budget_expenditure' as statement_code,
        'general_budget_expenditure = general_budget_basic_by_economic' as scope,
        b.amount as expected,
        p.amount as actual,
        p.term_count,
        b.half_digit,
        b.cell as expected_cells,
        p.cells as actual_cells
    from basic as b
    inner join basic_by_purpose as p on b.document_key = p.document_key
)

select * from final
