-- Every statement that a disclosure has to hold, and whether it does; and the disclosures that a department's other
-- years lead one to expect.
with required as (
    select
        d.document_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        d.disclosure_scope as scope,
        d.is_current,
        r.statement_code,
        r.may_be_empty,
        r.is_general
    from {{ ref("dim_document") }} as d
    inner join {{ ref("required_statement") }} as r
        on
            d.report_type = r.report_type
            and d.fiscal_year >= r.from_year
            and d.fiscal_year <= coalesce(r.to_year, 9999)
),

measures as (
    select distinct
        document_key,
        statement_code,
        measure_code
    from {{ ref("int_statement_amount") }}
    where statement_code in (
        select s.held_by_statement_code from {{ ref("statement_substitute") }} as s
        where s.measure_pattern is not null
    )
),

-- One statement may hold what another would tell.
substitutes as (
    select
        f.document_key,
        s.statement_code,
        s.held_by_statement_code,
        f.page_number,
        f.table_no,
        f.title,
        f.amount_count,
        f.nonzero_count
    from {{ ref("int_statement_found") }} as f
    inner join {{ ref("statement_substitute") }} as s on f.statement_code = s.held_by_statement_code
    left join measures as m on f.document_key = m.document_key and f.statement_code = m.statement_code
    where
        f.nonzero_count > 0
        and (s.title_pattern is null or {{ matches("f.title", "s.title_pattern") }})
        and (s.measure_pattern is null or {{ matches("m.measure_code", "s.measure_pattern") }})
    qualify row_number() over (
        partition by f.document_key, s.statement_code order by f.table_no
    ) = 1
),

-- What the summary of appropriations tells of a fund.
fund_lines as (
    select
        document_key,
        case
            when measure_code = 'government_fund' or {{ matches("line_item", "'政府性基金'") }} then 'government_fund'
            else 'state_capital'
        end as statement_code,
        max(abs(amount)) as summary_amount
    from {{ ref("int_statement_amount") }}
    where
        statement_code = 'appropriation_summary'
        and coalesce(side, '') <> 'prior_year'
        and (
            measure_code in ('government_fund', 'state_capital')
            or {{ matches("line_item", "'^(本年|财政拨款)?.{0,6}(政府性基金|国有资本经营)'") }}
        )
    group by
        document_key,
        case
            when measure_code = 'government_fund' or {{ matches("line_item", "'政府性基金'") }} then 'government_fund'
            else 'state_capital'
        end
),

-- The sentence that says so, next to the table if one stands there.
sentences as (
    select
        r.document_key,
        r.statement_code,
        a.sentence,
        a.page_number,
        a.sentence_no
    from required as r
    inner join {{ ref("int_absence_sentence") }} as a on r.document_key = a.document_key
    left join {{ ref("int_statement_found") }} as f
        on r.document_key = f.document_key and r.statement_code = f.statement_code
    where
        a.statement_code = r.statement_code
        or (a.statement_code is null and a.page_number between f.page_number and f.last_page_number)
    qualify row_number() over (
        partition by r.document_key, r.statement_code
        order by
            case when a.page_number between f.page_number and f.last_page_number then 0 else 1 end,
            case when a.statement_code is null then 1 else 0 end,
            a.page_number,
            a.sentence_no
    ) = 1
),

any_unread as (
    select *
    from {{ ref("int_statement_unread") }}
    where statement_code is null
    qualify row_number() over (partition by document_key order by page_number) = 1
),

judged as (
    select
        r.document_key,
        r.department_key,
        r.fiscal_year,
        r.report_type,
        r.scope,
        r.is_current,
        r.statement_code,
        r.may_be_empty,
        r.is_general,
        case
            when f.nonzero_count > 0 then 'present'
            when s.statement_code is not null then 'present'
            when f.amount_count = 0 and f.figure_count > 0 then 'unread'
            when f.statement_code is not null and a.sentence is not null and r.may_be_empty then 'empty_by_law'
            when f.statement_code is not null then 'empty'
            when u.document_key is not null or o.document_key is not null then 'unread'
            else 'missing'
        end as status,
        case
            when f.nonzero_count > 0 then 'amounts'
            when s.statement_code is not null then 'held_by_other_statement'
            when f.amount_count = 0 and f.figure_count > 0 then 'figures_unread'
            when f.statement_code is not null and a.sentence is not null and r.may_be_empty then 'nothing_to_tell'
            when f.statement_code is not null then 'no_sentence'
            when u.document_key is not null then u.reason
            when o.document_key is not null then o.reason
            when a.sentence is not null then 'sentence_without_table'
            else 'not_in_document'
        end as reason,
        case when f.nonzero_count > 0 then null else s.held_by_statement_code end as held_by_statement_code,
        coalesce(case when f.nonzero_count > 0 then f.title end, s.title, f.title) as title,
        coalesce(
            case when f.nonzero_count > 0 then f.page_number end,
            s.page_number,
            f.page_number,
            u.page_number,
            o.page_number
        ) as page_number,
        coalesce(case when f.nonzero_count > 0 then f.table_no end, s.table_no, f.table_no) as table_no,
        coalesce(case when f.nonzero_count > 0 then f.amount_count end, s.amount_count, f.amount_count, 0)
            as amount_count,
        coalesce(case when f.nonzero_count > 0 then f.nonzero_count end, s.nonzero_count, f.nonzero_count, 0)
            as nonzero_count,
        l.summary_amount,
        a.sentence,
        a.page_number as sentence_page,
        a.sentence_no
    from required as r
    left join {{ ref("int_statement_found") }} as f
        on r.document_key = f.document_key and r.statement_code = f.statement_code
    left join substitutes as s on r.document_key = s.document_key and r.statement_code = s.statement_code
    left join sentences as a on r.document_key = a.document_key and r.statement_code = a.statement_code
    left join {{ ref("int_statement_unread") }} as u
        on r.document_key = u.document_key and r.statement_code = u.statement_code
    left join any_unread as o on r.document_key = o.document_key
    left join fund_lines as l on r.document_key = l.document_key and r.statement_code = l.statement_code
),

-- A budget is published at the start of its year, a final account in the autumn of the next: the order in which
-- a department's disclosures become due.
seen as (
    select distinct
        department_key,
        disclosure_scope as scope,
        fiscal_year,
        report_type,
        case report_type when 'budget' then fiscal_year * 2 else fiscal_year * 2 + 3 end as due_order
    from {{ ref("dim_document") }}
    where department_key is not null and fiscal_year is not null and report_type is not null
),

spans as (
    select
        department_key,
        scope,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year,
        max(due_order) as last_due
    from seen
    group by department_key, scope
),

digits as (
    {%- for digit in range(10) %}
        {% if digit %}union all
        {% endif -%}
        select {{ digit }} as digit
    {%- endfor %}
),

years as (
    select 1990 + t.digit * 10 + u.digit as fiscal_year
    from digits as t
    cross join digits as u
),

reports as (
    select 'budget' as report_type
    union all
    select 'final_account' as report_type
),

-- Only reports of which some document is there: a department without any budget is not asked for budgets.
expected as (
    select distinct
        p.department_key,
        p.scope,
        y.fiscal_year,
        t.report_type,
        case t.report_type when 'budget' then y.fiscal_year * 2 else y.fiscal_year * 2 + 3 end < p.last_due as is_due
    from spans as p
    inner join years as y on y.fiscal_year between p.first_year and p.last_year
    cross join reports as t
    inner join seen as k
        on p.department_key = k.department_key and p.scope = k.scope and t.report_type = k.report_type
),

absent as (
    select e.*
    from expected as e
    left join seen as k
        on
            e.department_key = k.department_key
            and e.scope = k.scope
            and e.fiscal_year = k.fiscal_year
            and e.report_type = k.report_type
    where k.department_key is null
),

absent_documents as (
    select
        a.department_key,
        a.fiscal_year,
        a.report_type,
        a.scope,
        a.is_due,
        r.statement_code,
        r.may_be_empty,
        r.is_general
    from absent as a
    inner join {{ ref("required_statement") }} as r
        on
            a.report_type = r.report_type
            and a.fiscal_year >= r.from_year
            and a.fiscal_year <= coalesce(r.to_year, 9999)
),

final as (
    select
        {{ hash_key(["document_key", "statement_code"]) }} as coverage_key,
        document_key,
        department_key,
        fiscal_year,
        report_type,
        scope,
        is_current,
        statement_code,
        status,
        reason,
        may_be_empty,
        is_general,
        cast(true as boolean) as is_due,
        held_by_statement_code,
        title,
        page_number,
        table_no,
        cast(amount_count as integer) as amount_count,
        cast(nonzero_count as integer) as nonzero_count,
        cast(summary_amount as decimal(20, 2)) as summary_amount,
        sentence,
        sentence_page,
        sentence_no
    from judged
    union all
    select
        {{ hash_key(["department_key", "scope", "fiscal_year", "report_type", "statement_code"]) }} as coverage_key,
        cast(null as varchar(32)) as document_key,
        department_key,
        fiscal_year,
        report_type,
        scope,
        cast(null as boolean) as is_current,
        statement_code,
        'document_missing' as status,
        'no_document' as reason,
        may_be_empty,
        is_general,
        is_due,
        cast(null as varchar(200)) as held_by_statement_code,
        cast(null as varchar(200)) as title,
        cast(null as integer) as page_number,
        cast(null as integer) as table_no,
        cast(0 as integer) as amount_count,
        cast(0 as integer) as nonzero_count,
        cast(null as decimal(20, 2)) as summary_amount,
        cast(null as varchar(4000)) as sentence,
        cast(null as integer) as sentence_page,
        cast(null as integer) as sentence_no
    from absent_documents
)

select * from final
