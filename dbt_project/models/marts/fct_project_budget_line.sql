-- What applications say of money line by line, and of the two years before.
with forms as (
    select *
    from {{ ref("int_evaluation") }}
    where form_kind not in ('summary', 'review', 'note')
),

years_before as (
    select 1 as years_before
    union all
    select 2 as years_before
),

of_years as (
    select
        e.*,
        d.fiscal_year - y.years_before as budget_year,
        y.years_before,
        -- 2019年安排40万元
        nullif(
            regexp_extract(
                replace(e.budget_history, ' ', ''),
                concat(
                    cast(d.fiscal_year - y.years_before as varchar(4)),
                    '年度?(预算)?(安排|为)?([0-9]+([.][0-9]+)?(亿|万)元?)'
                ),
                3
            ),
            ''
        ) as amount_words
    from forms as e
    inner join {{ ref("dim_document") }} as d on e.document_key = d.document_key
    cross join years_before as y
    where e.budget_history is not null and d.fiscal_year is not null
),

lines as (
    select
        e.evaluation_key,
        e.document_key,
        l.line_kind,
        l.line_no,
        l.parent_name,
        l.line_name,
        cast(null as integer) as stated_year,
        l.amount_words,
        cast(null as decimal(24, 6)) as share,
        e.money_factor,
        l.page_number,
        l.table_no,
        l.row_no,
        l.amount_column as column_no
    from {{ ref("int_evaluation_line") }} as l
    inner join forms as e on l.document_key = e.document_key and l.block_no = e.block_no
    union all
    select
        e.evaluation_key,
        e.document_key,
        'overview' as line_kind,
        row_number() over (partition by e.evaluation_key order by l.place, l.amount_column) as line_no,
        l.parent_name,
        l.line_name,
        case when l.is_own_year then d.fiscal_year else l.budget_year end as stated_year,
        l.amount_words,
        l.share,
        e.money_factor,
        l.page_number,
        l.table_no,
        l.row_no,
        l.amount_column as column_no
    from {{ ref("int_evaluation_overview") }} as l
    inner join forms as e on l.document_key = e.document_key and l.block_no = e.block_no
    inner join {{ ref("dim_document") }} as d on e.document_key = d.document_key
    union all
    select
        evaluation_key,
        document_key,
        'history' as line_kind,
        years_before as line_no,
        null as parent_name,
        coalesce(project_name, unit_name) as line_name,
        budget_year as stated_year,
        amount_words,
        null as share,
        1 as money_factor,
        page_number,
        table_no,
        null as row_no,
        null as column_no
    from of_years
    where amount_words is not null
),

private_names as (
    select distinct t.line_name
    from (select distinct line_name from lines) as t
    inner join {{ ref("personal_data") }} as p on {{ matches("t.line_name", "p.pattern") }}
    where {{ may_hold_personal_data("t.line_name") }}
),

final as (
    select
        {{ hash_key(["l.evaluation_key", "l.line_kind", "l.line_no"]) }} as line_key,
        l.evaluation_key,
        l.document_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        l.line_kind,
        cast(l.line_no as integer) as line_no,
        l.parent_name,
        l.line_name,
        -- Lines without a year of their own are of the application's year.
        case when l.line_kind in ('expenditure', 'funding') then d.fiscal_year else l.stated_year end as budget_year,
        {{ printed_money("l.amount_words", "l.money_factor") }} as amount,
        cast(l.share as decimal(12, 4)) as share,
        l.page_number,
        l.table_no,
        l.row_no,
        l.column_no
    from lines as l
    inner join {{ ref("dim_document") }} as d on l.document_key = d.document_key
    left join private_names as p on l.line_name = p.line_name
    where p.line_name is null
)

select * from final
