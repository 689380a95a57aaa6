-- The versions of each disclosure: the documents of one department, year, report and scope, the newest last. A file
-- under another address is a version where half of what both tell is the same; else the two are no versions.
-- Files of one run are of one time: which was fetched first says nothing.
with run_starts as (
    select
        run_id,
        min(attempted_at) as run_started_at
    from {{ ref("stg_fetch_attempt") }}
    group by run_id
),

first_run as (
    select
        a.sha256,
        min(r.run_started_at) as run_started_at
    from {{ ref("stg_fetch_attempt") }} as a
    inner join run_starts as r on a.run_id = r.run_id
    where a.sha256 is not null and a.status in ('landed', 'unchanged')
    group by a.sha256
),

documents as (
    select
        d.document_key,
        d.source_key,
        d.revision_no,
        d.is_current,
        d.scanned_page_count,
        d.sha256,
        d.landed_at,
        r.run_started_at,
        n.department_name,
        f.fiscal_year,
        f.report_type,
        s.scope,
        case
            when n.department_name is null or f.fiscal_year is null or f.report_type is null
                then {{ hash_key(["d.source_key", "f.fiscal_year", "f.report_type"]) }}
            else {{ hash_key(["n.department_name", "f.fiscal_year", "f.report_type", "s.scope"]) }}
        end as disclosure_key
    from {{ ref("int_document") }} as d
    inner join {{ ref("int_document_profile") }} as f on d.document_key = f.document_key
    inner join {{ ref("int_document_scope") }} as s on d.document_key = s.document_key
    left join {{ ref("int_document_department") }} as n on d.document_key = n.document_key
    left join first_run as r on d.sha256 = r.sha256
),

several as (
    select disclosure_key
    from documents
    group by disclosure_key
    having count(*) > 1
),

ordered as (
    select
        d.*,
        row_number() over (
            partition by d.disclosure_key
            order by
                d.run_started_at asc,
                d.is_current asc,
                d.revision_no asc,
                d.scanned_page_count desc,
                d.landed_at asc,
                d.sha256 asc
        ) as place
    from documents as d
    inner join several as s on d.disclosure_key = s.disclosure_key
),

-- What a document tells, each figure once; zeros are the same everywhere and prove nothing.
figures as (
    select
        a.document_key,
        o.disclosure_key,
        concat_ws(
            '|', a.statement_code, a.measure_code, coalesce(a.side, ''),
            coalesce(a.function_code, a.economic_code, a.line_item, 'TOTAL')
        ) as figure,
        max(a.amount) as amount,
        max(a.half_digit) as half_digit
    from {{ ref("int_statement_amount") }} as a
    inner join ordered as o on a.document_key = o.document_key
    where a.amount <> 0
    group by
        a.document_key,
        o.disclosure_key,
        concat_ws(
            '|', a.statement_code, a.measure_code, coalesce(a.side, ''),
            coalesce(a.function_code, a.economic_code, a.line_item, 'TOTAL')
        )
),

newest as (
    select
        disclosure_key,
        document_key,
        source_key
    from ordered
    qualify row_number() over (partition by disclosure_key order by place desc) = 1
),

alike as (
    select
        f.document_key,
        count(*) as common_count,
        sum(case when abs(f.amount - l.amount) <= f.half_digit + l.half_digit then 1 else 0 end) as same_count
    from figures as f
    inner join newest as n on f.disclosure_key = n.disclosure_key
    inner join figures as l on n.document_key = l.document_key and f.figure = l.figure
    group by f.document_key
),

grouped as (
    select
        o.document_key,
        o.place,
        case
            when o.document_key = n.document_key or o.source_key = n.source_key then o.disclosure_key
            when a.same_count * 2 >= a.common_count and a.common_count >= 5 then o.disclosure_key
            else {{ hash_key(["o.disclosure_key", "o.source_key"]) }}
        end as disclosure_key
    from ordered as o
    inner join newest as n on o.disclosure_key = n.disclosure_key
    left join alike as a on o.document_key = a.document_key
),

placed as (
    select
        d.document_key,
        d.department_name,
        d.fiscal_year,
        d.report_type,
        d.scope,
        d.revision_no,
        d.is_current,
        coalesce(g.disclosure_key, d.disclosure_key) as disclosure_key,
        coalesce(g.place, 1) as place
    from documents as d
    left join grouped as g on d.document_key = g.document_key
),

numbered as (
    select
        document_key,
        disclosure_key,
        department_name,
        fiscal_year,
        report_type,
        scope,
        greatest(revision_no, row_number() over (partition by disclosure_key order by place)) as revision_no,
        is_current
        and row_number() over (partition by disclosure_key order by place desc) = 1 as is_current
    from placed
),

-- Two current documents that claim one department, year, report and scope: which is meant by it nobody can say.
final as (
    select
        *,
        is_current
        and department_name is not null
        and sum(case when is_current then 1 else 0 end) over (
            partition by department_name, fiscal_year, report_type, scope
        ) = 1 as is_sole
    from numbered
)

select * from final
