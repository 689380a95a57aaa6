{% set key = ["department_key", "scope", "fiscal_year", "fund_code", "code"] %}

-- What was planned and what was spent, by department, year, fund and functional code: the initial budget from a column
-- of the account where it prints one, else from the budget of the year, else from the account's prose.
with funds as (
    select
        statement_code,
        spending_code as fund_code
    from {{ ref("spending_statement") }}
    where classification = 'function'
),

-- The initial budget of the account's own column counts before that of the budget, and any before the prose's.
printed as (
    select
        d.department_key,
        d.disclosure_scope as scope,
        d.fiscal_year,
        d.document_key,
        u.fund_code,
        case when a.is_total then '' else a.function_code end as code,
        a.report_type,
        a.side,
        a.measure_code,
        case
            when a.report_type = 'final_account' and coalesce(a.side, 'actual') = 'actual' then 'actual'
            when a.report_type = 'final_account' and a.side = 'budget' then 'initial'
            when a.report_type = 'budget' and a.side is null then 'initial'
            when a.side = 'adjusted_budget' then 'adjusted'
        end as role,
        case when a.report_type = 'budget' then 'budget_document' else 'statement' end as source,
        case when a.report_type = 'budget' then 2 else 1 end as choice,
        a.amount,
        a.table_no,
        a.row_no,
        a.column_no,
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
),

amounts as (
    select *
    from printed
    qualify row_number() over (
        partition by {{ key | join(", ") }}, report_type, side
        order by measure_code desc, table_no asc, row_no asc, column_no asc
    ) = 1
),

-- The prose tells of the general budget, in all and by function.
told as (
    select
        d.department_key,
        d.disclosure_scope as scope,
        d.fiscal_year,
        'general_budget' as fund_code,
        coalesce(f.function_code, '') as code,
        case f.facet when 'execution_rate' then 'rate' else f.facet end as role,
        'narrative' as source,
        3 as choice,
        d.document_key,
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

every_amount as (
    {%- for relation in ["amounts", "told"] %}
        select
            {{ key | join(", ") }},
            role,
            source,
            choice,
            document_key,
            amount,
            place
        from {{ relation }}
        {{- " union all" if not loop.last }}
    {%- endfor %}
),

chosen as (
    select *
    from every_amount
    where role is not null
    qualify row_number() over (partition by {{ key | join(", ") }}, role order by choice, place) = 1
),

side_by_side as (
    select
        {{ key | join(", ") }},
        {% for role in ["initial", "adjusted", "actual", "rate"] -%}
            max(case when role = '{{ role }}' then amount end) as {{ role }}_amount,
            max(case when role = '{{ role }}' then document_key end) as {{ role }}_document_key,
            max(case when role = '{{ role }}' then place end) as {{ role }}_place,
        {% endfor -%}
        max(case when role = 'initial' then source end) as initial_source
    from chosen
    group by {{ key | join(", ") }}
    having count(case when role <> 'rate' then 1 end) > 0
),

final as (
    select
        {{ hash_key(key) }} as budget_execution_key,
        department_key,
        fiscal_year,
        scope,
        fund_code,
        case length(code) when 0 then 'total' when 3 then 'class' when 5 then 'group' else 'item' end as level,
        nullif(code, '') as function_code,
        cast(initial_amount as decimal(20, 2)) as initial_budget,
        initial_source,
        initial_document_key,
        initial_place,
        cast(adjusted_amount as decimal(20, 2)) as adjusted_budget,
        adjusted_document_key,
        adjusted_place,
        cast(actual_amount as decimal(20, 2)) as actual,
        actual_document_key,
        actual_place,
        cast(rate_amount as decimal(12, 4)) as stated_rate,
        cast(
            case when initial_amount <> 0 then cast(actual_amount as decimal(30, 8)) * 100 / initial_amount end
            as decimal(12, 4)
        ) as rate
    from side_by_side
)

select * from final
