with amounts as (
    select
        document_key,
        count(*) as amount_count,
        count(distinct statement_code) as statement_count
    from {{ ref("fct_statement_amount") }}
    group by document_key
),

identities as (
    select
        document_key,
        sum(case when status = 'holds' then 1 else 0 end) as holds_count,
        sum(case when status = 'rounding' then 1 else 0 end) as rounding_count,
        sum(case when status = 'broken' and severity = 'error' then 1 else 0 end) as broken_count
    from {{ ref("reconciliation") }}
    group by document_key
),

unread as (
    select
        document_key,
        count(*) as unrecognised_count
    from {{ ref("unrecognised") }}
    group by document_key
),

final as (
    select
        d.document_key,
        d.file_name,
        d.title,
        p.department_name,
        d.fiscal_year,
        d.report_type,
        d.is_current,
        d.page_count,
        d.scanned_page_count,
        cast(coalesce(a.statement_count, 0) as integer) as statement_count,
        cast(coalesce(a.amount_count, 0) as integer) as amount_count,
        cast(coalesce(i.holds_count, 0) as integer) as holds_count,
        cast(coalesce(i.rounding_count, 0) as integer) as rounding_count,
        cast(coalesce(i.broken_count, 0) as integer) as broken_count,
        cast(coalesce(u.unrecognised_count, 0) as integer) as unrecognised_count
    from {{ ref("dim_document") }} as d
    left join {{ ref("dim_department") }} as p on d.department_key = p.department_key
    left join amounts as a on d.document_key = a.document_key
    left join identities as i on d.document_key = i.document_key
    left join unread as u on d.document_key = u.document_key
)

select * from final
