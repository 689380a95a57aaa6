-- What was planned and what was spent, by department, year, fund and functional code: the initial budget from a column
-- of the account where it prints one, else from the budget of the year, else from the account's prose.
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

amounts as (
    select
        d.department_key,
        d.disclosure_scope as scope,
        d.fiscal_year,
        d.report_type,
        d.document_key,
        u.fund_code,
        case when a.is_total then '' else a.function_code end as code,
        case
            when a.report_type = 'budget' and a.side is null then 'budget_document'
            when a.report_type = 'final_account' and coalesce(a.side, 'actual') = 'actual' then 'actual'
            when a.report_type = 'final_account' and a.side = 'budget' then 'statement'
            when a.side = 'adjusted_budget' then 'adjusted'
        end as role_code,
        a.amount,
        concat_ws(':', a.page_number, a.table_no, a.row_no, a.column_no) as place
    from {{ ref("fct_statement_amount") }} as a
    inner join funds as u on a.statement_code = u.statement_code
    inner join {{ ref("dim_document") }} as d on a.document_key = d.document_key
    inner join {{ ref("int_disclosure_version") }} as v on a.document_key = v.document_key
    where
        v.is_sole
        and d.department_key is not null
        and a.measure_code in ('total', 'amount')
        and (a.is_total or a.function_code is not null)
    qualify row_number() over (
        partition by
            d.department_key, d.disclosure_scope, d.fiscal_year, u.fund_code,
            case when a.is_total then '' else a.function_code end, a.report_type, a.side
        order by a.measure_code desc, a.table_no asc, a.row_no asc, a.column_no asc
    ) = 1
),

-- The prose tells of the general budget, in all and by function.
told as (
    select
        d.department_key,
        d.disclosure_scope as scope,
        d.fiscal_year,
        d.report_type,
        d.document_key,
        'general_budget' as fund_code,
        coalesce(f.function_code, '') as code,
        case f.facet
            when 'initial' then 'narrative'
            when 'adjusted' then 'adjusted'
            else 'rate'
        end as role_code,
        case when f.facet = 'execution_rate' then f.value else f.amount end as amount,
        concat('page ', f.page_number, ', sentence ', f.sentence_no) as place
    from {{ ref("fct_disclosed_figure") }} as f
    inner join {{ ref("dim_document") }} as d on f.document_key = d.document_key
    inner join {{ ref("int_disclosure_version") }} as v on f.document_key = v.document_key
    where
        v.is_sole
        and d.department_key is not null
        and d.report_type = 'final_account'
        and not f.is_absent
        and f.figure_year = d.fiscal_year
        and (
            (f.facet in ('initial', 'adjusted') and f.amount is not null)
            or (f.facet = 'execution_rate' and f.unit = '%' and coalesce(f.base, 'initial') = 'initial')
        )
        and (
            (f.subject_code = 'general_budget.expenditure' and f.function_code is null)
            or ({{ matches("f.subject_code", "'^(class|group|item)[.]2[0-9]+$'") }} and f.function_code is not null)
        )
    qualify row_number() over (
        partition by d.department_key, d.disclosure_scope, d.fiscal_year, coalesce(f.function_code, ''), f.facet
        order by f.page_number, f.sentence_no, f.position, d.document_key
    ) = 1
),

-- Of two adjusted budgets the statement's is kept.
every_amount as (
    select
        *,
        1 as choice
    from amounts
    union all
    select
        *,
        2 as choice
    from told
),

chosen as (
    select *
    from every_amount
    where role_code is not null
    qualify row_number() over (
        partition by department_key, scope, fiscal_year, fund_code, code, role_code order by choice, place
    ) = 1
),

planned as (
    select *
    from chosen
    where role_code in ('statement', 'budget_document', 'narrative')
    qualify row_number() over (
        partition by department_key, scope, fiscal_year, fund_code, code
        order by case role_code when 'statement' then 1 when 'budget_document' then 2 else 3 end
    ) = 1
),

lines as (
    select distinct
        department_key,
        scope,
        fiscal_year,
        fund_code,
        code
    from chosen
    where role_code <> 'rate'
),

joined as (
    select
        l.department_key,
        l.scope,
        l.fiscal_year,
        l.fund_code,
        l.code,
        p.amount as initial_budget,
        p.role_code as initial_source,
        p.document_key as initial_document_key,
        p.place as initial_place,
        j.amount as adjusted_budget,
        j.document_key as adjusted_document_key,
        j.place as adjusted_place,
        a.amount as actual,
        a.document_key as actual_document_key,
        a.place as actual_place,
        r.amount as stated_rate
    from lines as l
    left join planned as p
        on
            l.department_key = p.department_key
            and l.scope = p.scope
            and l.fiscal_year = p.fiscal_year
            and l.fund_code = p.fund_code
            and l.code = p.code
    left join chosen as j
        on
            l.department_key = j.department_key
            and l.scope = j.scope
            and l.fiscal_year = j.fiscal_year
            and l.fund_code = j.fund_code
            and l.code = j.code
            and j.role_code = 'adjusted'
    left join chosen as a
        on
            l.department_key = a.department_key
            and l.scope = a.scope
            and l.fiscal_year = a.fiscal_year
            and l.fund_code = a.fund_code
            and l.code = a.code
            and a.role_code = 'actual'
    left join chosen as r
        on
            l.department_key = r.department_key
            and l.scope = r.scope
            and l.fiscal_year = r.fiscal_year
            and l.fund_code = r.fund_code
            and l.code = r.code
            and r.role_code = 'rate'
),

final as (
    select
        {{ hash_key(["department_key", "scope", "fiscal_year", "fund_code", "code"]) }} as budget_execution_key,
        department_key,
        fiscal_year,
        scope,
        fund_code,
        case length(code) when 0 then 'total' when 3 then 'class' when 5 then 'group' else 'item' end as level,
        nullif(code, '') as function_code,
        cast(initial_budget as decimal(20, 2)) as initial_budget,
        initial_source,
        initial_document_key,
        initial_place,
        cast(adjusted_budget as decimal(20, 2)) as adjusted_budget,
        adjusted_document_key,
        adjusted_place,
        cast(actual as decimal(20, 2)) as actual,
        actual_document_key,
        actual_place,
        cast(stated_rate as decimal(12, 4)) as stated_rate,
        cast(
            case when initial_budget <> 0 then cast(actual as decimal(30, 8)) * 100 / initial_budget end
            as decimal(12, 4)
        ) as rate
    from joined
)

select * from final
