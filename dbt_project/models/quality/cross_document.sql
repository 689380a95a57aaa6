-- What one disclosure of a department tells of another, against that other itself.
{%- set told_columns = [
    "t.figure_key", "t.document_key", "t.fiscal_year", "t.report_type", "o.statement_code", "o.measure_code", "o.item",
] %}
{%- set found_columns = [
    "t.page_number as stated_page", "cast(t.amount as varchar(40)) as stated_text", "t.sentence as stated_sentence",
    "t.sentence_no as stated_sentence_no",
    "o.document_key as other_document_key", "o.fiscal_year as other_fiscal_year",
    "o.report_type as other_report_type", "o.amount as found", "o.half_digit as other_half_digit",
    "o.cell as found_cell", "o.page_number as found_page", "o.printed_text as found_text",
] %}
{%- set pair_columns = [
    "rule_code", "document_key", "fiscal_year", "report_type", "statement_code", "measure_code", "item", "stated",
    "half_digit", "stated_cell", "stated_page", "stated_text", "stated_sentence", "stated_sentence_no", "other_document_key",
    "other_fiscal_year", "other_report_type", "found", "other_half_digit", "found_cell", "found_page", "found_text",
] %}
{%- set told = [
    "document_key", "department_name", "scope", "fiscal_year", "report_type", "statement_code", "side", "measure_code",
    "item", "amount", "half_digit", "cell", "page_number", "printed_text",
] %}

with current_amounts as (
    select *
    from {{ ref("int_disclosed_amount") }}
    where is_sole and occurrence_no = 1
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
        cast(null as integer) as stated_sentence_no,
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

-- Figures of money that prose tells with the year before or with the budget in mind. A budget compared with what was
-- executed has no disclosure to be looked up in.
told_figures as (
    select
        f.figure_key,
        f.document_key,
        f.fiscal_year,
        f.report_type,
        f.subject_code,
        f.facet,
        f.function_code,
        f.figure_year,
        f.sign,
        f.amount,
        f.page_number,
        f.sentence_no,
        f.sentence,
        v.department_name,
        v.scope,
        cast(
            case f.unit when '万元' then 10000 when '亿元' then 100000000 when '千元' then 1000 else 1 end
            * case
                when f.value * 10 = floor(f.value * 10) then 0.05
                when f.value * 100 = floor(f.value * 100) then 0.005
                else 0.00005
            end as decimal(20, 6)
        ) as told_half_digit
    from {{ ref("fct_disclosed_figure") }} as f
    inner join {{ ref("int_disclosure_version") }} as v on f.document_key = v.document_key
    inner join {{ ref("unit_of_money") }} as u on f.unit = u.unit
    where
        v.is_sole
        and not f.is_absent
        and f.amount is not null
        and f.sentence is not null
        and f.facet in ('amount', 'actual', 'initial', 'change')
        and v.department_name in (select a.department_name from {{ ref("int_disclosed_amount") }} as a)
),

-- Where this document and the other have the figure; a total may be called an amount, a side left out.
places as (
    select distinct
        c.subject_code,
        c.report_type as only_report,
        a.document_key,
        a.department_name,
        a.scope,
        a.fiscal_year,
        a.report_type,
        a.statement_code,
        a.measure_code,
        a.item,
        a.amount,
        a.half_digit,
        a.cell,
        a.page_number,
        a.printed_text
    from current_amounts as a
    inner join {{ ref("cross_document_figure") }} as c
        on
            a.statement_code = c.statement_code
            and a.item = c.item
            and (c.report_type is null or c.report_type = '' or a.report_type = c.report_type)
            and (a.side = coalesce(c.side, '') or a.side = '')
            and (
                a.measure_code = c.measure_code
                or (c.measure_code in ('total', 'amount') and a.measure_code in ('total', 'amount'))
            )
    qualify row_number() over (
        partition by a.document_key, c.subject_code order by a.side desc, a.measure_code desc, a.cell asc
    ) = 1
),

-- What the prose tells of this year must be what its own statement has: else the two are not of one thing.
anchored as (
    select distinct
        t.document_key,
        t.subject_code
    from told_figures as t
    inner join places as p on t.document_key = p.document_key and t.subject_code = p.subject_code
    where
        t.facet in ('amount', 'actual', 'initial')
        and t.figure_year = t.fiscal_year
        and abs(t.amount - p.amount) <= t.told_half_digit + p.half_digit
),

changes as (
    select
        'change_on_prior_year' as rule_code,
        {{ told_columns | join(",\n        ") }},
        p.amount - t.amount * coalesce(t.sign, 1) as stated,
        t.told_half_digit + p.half_digit as half_digit,
        p.cell as stated_cell,
        {{ found_columns | join(",\n        ") }}
    from told_figures as t
    inner join anchored as n on t.document_key = n.document_key and t.subject_code = n.subject_code
    inner join places as p on t.document_key = p.document_key and t.subject_code = p.subject_code
    inner join places as o
        on
            t.department_name = o.department_name
            and t.scope = o.scope
            and t.subject_code = o.subject_code
            and t.report_type = o.report_type
            and t.fiscal_year - 1 = o.fiscal_year
    where
        t.facet = 'change'
        and t.figure_year = t.fiscal_year
        and (t.sign is not null or t.amount = 0)
        and not (t.report_type = 'budget' and {{ matches("t.sentence", "'执行|决算|预计|调整'") }})
        and not (t.report_type = 'final_account' and {{ matches("t.sentence", "'(比|较|与)[^,。]{0,12}(预算|执行)'") }})
),

-- The figure of the year before in so many words.
prior_figures as (
    select
        'prior_year_told' as rule_code,
        {{ told_columns | join(",\n        ") }},
        t.amount as stated,
        t.told_half_digit as half_digit,
        cast(null as varchar(80)) as stated_cell,
        {{ found_columns | join(",\n        ") }}
    from told_figures as t
    inner join places as o
        on
            t.department_name = o.department_name
            and t.scope = o.scope
            and t.subject_code = o.subject_code
            and o.report_type
            = case t.facet when 'actual' then 'final_account' when 'initial' then 'budget' else t.report_type end
            and t.figure_year = o.fiscal_year
    where
        t.facet in ('amount', 'actual', 'initial')
        and t.figure_year = t.fiscal_year - 1
        and not (t.report_type = 'budget' and {{ matches("t.sentence", "'执行|预计|调整'") }})
),

-- The initial budget told in an account, in all and by function.
initial_figures as (
    select
        'initial_budget_told' as rule_code,
        {{ told_columns | join(",\n        ") }},
        t.amount as stated,
        t.told_half_digit as half_digit,
        cast(null as varchar(80)) as stated_cell,
        {{ found_columns | join(",\n        ") }}
    from told_figures as t
    inner join places as o
        on
            t.department_name = o.department_name
            and t.scope = o.scope
            and t.subject_code = o.subject_code
            and o.report_type = 'budget'
            and t.fiscal_year = o.fiscal_year
    where t.report_type = 'final_account' and t.facet = 'initial' and t.figure_year = t.fiscal_year
    union all
    select
        'initial_budget_told' as rule_code,
        {{ told_columns | join(",\n        ") }},
        t.amount as stated,
        t.told_half_digit as half_digit,
        cast(null as varchar(80)) as stated_cell,
        {{ found_columns | join(",\n        ") }}
    from told_figures as t
    inner join current_amounts as o
        on
            t.department_name = o.department_name
            and t.scope = o.scope
            and t.function_code = o.item
            and o.report_type = 'budget'
            and t.fiscal_year = o.fiscal_year
    where
        t.report_type = 'final_account'
        and t.facet = 'initial'
        and t.figure_year = t.fiscal_year
        and {{ matches("t.subject_code", "'^(class|group|item)[.]'") }}
        and o.statement_code = 'general_budget_expenditure'
        and o.side = ''
        and o.measure_code in ('total', 'amount')
),

compared as (
    select
        {{ hash_key(["rule_code", "document_key", "stated_cell"]) }} as cross_document_key,
        {{ pair_columns | join(",\n        ") }}
    from pairs
    {%- for part in ["changes", "prior_figures", "initial_figures"] %}
        union all
        select
            {{ hash_key(["rule_code", "figure_key"]) }} as cross_document_key,
            {{ pair_columns | join(",\n        ") }}
        from {{ part }}
    {%- endfor %}
),

judged as (
    select
        *,
        cast(stated - found as decimal(20, 2)) as difference,
        cast(half_digit + other_half_digit as decimal(20, 2)) as tolerance
    from compared
),

final as (
    select
        j.cross_document_key,
        j.rule_code,
        r.rule_name,
        r.rule_name_zh,
        r.severity,
        d.department_key,
        d.disclosure_scope as scope,
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
        j.stated_sentence_no,
        j.found_page,
        j.found_cell,
        j.found_text
    from judged as j
    inner join {{ ref("cross_document_rule") }} as r on j.rule_code = r.rule_code
    inner join {{ ref("dim_document") }} as d on j.document_key = d.document_key
)

select * from final
