-- The totals of every disclosure and whether they may be added up. A unit is counted in its department's disclosure of
-- the year where that is there, by itself where it is not.
with totals as (
    select
        document_key,
        max(case when statement_code = 'expenditure_by_function' and measure_code = 'total' then amount end)
            as spent,
        -- Some forms print the parts of basic expenditure and no sum of them.
        coalesce(
            max(case when statement_code = 'expenditure_by_function' and measure_code = 'basic' then amount end),
            sum(
                case
                    when statement_code = 'expenditure_by_function' and measure_code in ('personnel', 'public_use')
                        then amount
                end
            )
        ) as basic,
        max(case when statement_code = 'expenditure_by_function' and measure_code = 'project' then amount end)
            as project,
        max(
            case
                when
                    statement_code in ('revenue_by_function', 'revenue_by_source')
                    and measure_code in ('total', 'amount')
                    then amount
            end
        ) as received,
        max(
            case
                when statement_code = 'general_budget_expenditure' and measure_code in ('total', 'amount') then amount
            end
        ) as general_budget_expenditure
    from {{ ref("fct_statement_amount") }}
    where is_total and side is null
    group by document_key
),

-- What a summary tells where the statements themselves were not read.
summaries as (
    select
        document_key,
        max(case when side = 'revenue' and not is_total then amount end) as received_of_year,
        max(case when side = 'expenditure' and not is_total then amount end) as spent_of_year,
        max(case when side = 'revenue' and is_total then amount end) as received_in_all,
        max(case when side = 'expenditure' and is_total then amount end) as spent_in_all
    from {{ ref("fct_statement_amount") }}
    where
        statement_code = 'revenue_expenditure_summary'
        and measure_code in ('amount', 'total')
        and (is_total or {{ matches("line_item", "'^本年(收入|支出)(合计|小计)?$'") }})
    group by document_key
),

three_public as (
    select
        document_key,
        max(case when report_type = 'budget' then budget else actual end) as three_public_total
    from {{ ref("fct_three_public") }}
    where category_code = 'total'
    group by document_key
),

documents as (
    select
        d.document_key,
        d.department_key,
        p.parent_department_key,
        d.fiscal_year,
        d.report_type,
        d.disclosure_scope as scope,
        d.is_current,
        d.landed_at,
        cast(coalesce(t.received, s.received_of_year, s.received_in_all) as decimal(20, 2)) as revenue_total,
        cast(coalesce(t.spent, s.spent_of_year, s.spent_in_all) as decimal(20, 2)) as expenditure_total,
        cast(t.basic as decimal(20, 2)) as basic,
        cast(t.project as decimal(20, 2)) as project,
        cast(t.general_budget_expenditure as decimal(20, 2)) as general_budget_expenditure,
        cast(q.three_public_total as decimal(20, 2)) as three_public_total
    from {{ ref("dim_document") }} as d
    left join {{ ref("dim_department") }} as p on d.department_key = p.department_key
    left join totals as t on d.document_key = t.document_key
    left join summaries as s on d.document_key = s.document_key
    left join three_public as q on d.document_key = q.document_key
),

-- A department, its own level and its units by the department that holds them all.
consolidated as (
    select
        department_key,
        fiscal_year,
        report_type,
        min(document_key) as document_key
    from documents
    where is_current and scope = 'department_consolidated' and department_key is not null
    group by department_key, fiscal_year, report_type
),

placed as (
    select
        d.*,
        case when d.is_current then coalesce(u.document_key, o.document_key) end as within_document_key,
        d.is_current
        and row_number() over (
            partition by
                coalesce(d.department_key, d.document_key), d.fiscal_year, d.report_type, d.scope, d.is_current
            order by d.landed_at desc, d.document_key asc
        ) > 1 as is_second
    from documents as d
    left join consolidated as u
        on
            d.parent_department_key = u.department_key
            and d.fiscal_year = u.fiscal_year
            and d.report_type = u.report_type
    left join consolidated as o
        on
            d.scope = 'unit'
            and d.department_key = o.department_key
            and d.fiscal_year = o.fiscal_year
            and d.report_type = o.report_type
),

final as (
    select
        {{ hash_key(["document_key"]) }} as department_total_key,
        document_key,
        department_key,
        parent_department_key,
        fiscal_year,
        report_type,
        scope,
        is_current,
        revenue_total,
        expenditure_total,
        basic,
        project,
        general_budget_expenditure,
        three_public_total,
        within_document_key,
        within_document_key is not null or is_second as is_double_counted,
        is_current and within_document_key is null and not is_second as counts_in_sum
    from placed
)

select * from final
