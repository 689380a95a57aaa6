-- The total row of the revenue statement by source.
with final as (
    select
        {{ hash_key(["f.document_key", "f.measure_code"]) }} as revenue_key,
        f.document_key,
        f.department_key,
        f.fiscal_year,
        f.report_type,
        max(d.disclosure_scope) as scope,
        f.measure_code as source_code,
        cast(max(f.amount) as decimal(20, 2)) as amount
    from {{ ref("fct_statement_amount") }} as f
    inner join {{ ref("dim_document") }} as d on f.document_key = d.document_key
    where f.statement_code in ('revenue_by_source', 'revenue_by_function') and f.is_total and f.side is null
    group by f.document_key, f.department_key, f.fiscal_year, f.report_type, f.measure_code
)

select * from final
