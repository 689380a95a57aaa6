-- For every window of years the departments that disclosed in each of them: a mean over whoever disclosed moves when
-- the set of disclosers does, a mean over a panel only when its departments do.
with disclosed as (
    select
        document_key,
        department_key,
        fiscal_year,
        report_type,
        expenditure_total
    from {{ ref("fct_department_total") }}
    where counts_in_sum and department_key is not null and expenditure_total is not null
    qualify row_number() over (
        partition by department_key, fiscal_year, report_type order by scope asc, document_key asc
    ) = 1
),

of_year as (
    select
        report_type,
        fiscal_year,
        count(*) as department_count,
        avg(expenditure_total) as mean_total
    from disclosed
    group by report_type, fiscal_year
),

windows as (
    select
        f.report_type,
        f.fiscal_year as first_year,
        l.fiscal_year as last_year,
        l.fiscal_year - f.fiscal_year + 1 as year_count
    from of_year as f
    inner join of_year as l on f.report_type = l.report_type and f.fiscal_year < l.fiscal_year
),

-- Years without a gap: within a run, the year and its place in the order move together.
runs as (
    select
        *,
        fiscal_year - row_number() over (partition by department_key, report_type order by fiscal_year) as run_no
    from disclosed
),

run_spans as (
    select
        department_key,
        report_type,
        run_no,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from runs
    group by department_key, report_type, run_no
    having count(*) > 1
),

members as (
    select
        w.report_type,
        w.first_year,
        w.last_year,
        s.department_key
    from run_spans as s
    inner join windows as w
        on s.report_type = w.report_type and s.first_year <= w.first_year and s.last_year >= w.last_year
),

panels as (
    select
        m.report_type,
        m.first_year,
        m.last_year,
        m.department_key,
        d.fiscal_year,
        d.document_key,
        d.expenditure_total,
        count(*) over (
            partition by m.report_type, m.first_year, m.last_year, d.fiscal_year
        ) as panel_department_count,
        avg(d.expenditure_total) over (
            partition by m.report_type, m.first_year, m.last_year, d.fiscal_year
        ) as panel_mean
    from members as m
    inner join disclosed as d
        on
            m.department_key = d.department_key
            and m.report_type = d.report_type
            and d.fiscal_year between m.first_year and m.last_year
),

final as (
    select
        {{ hash_key(["p.report_type", "p.first_year", "p.last_year", "p.department_key", "p.fiscal_year"]) }}
            as trend_panel_key,
        p.report_type,
        p.first_year,
        p.last_year,
        p.department_key,
        p.fiscal_year,
        p.document_key,
        p.expenditure_total,
        cast(p.panel_department_count as integer) as panel_department_count,
        cast(p.panel_mean as decimal(20, 2)) as panel_mean,
        cast(y.department_count as integer) as disclosing_department_count,
        cast(y.mean_total as decimal(20, 2)) as disclosing_mean
    from panels as p
    inner join of_year as y on p.report_type = y.report_type and p.fiscal_year = y.fiscal_year
)

select * from final
