with scopes as (
    select
        statement_code,
        spending_code as scope_code
    from {{ ref("spending_statement") }}
    where classification = 'economic'
),

final as (
    select
        {{ hash_key(["f.document_key", "s.scope_code", "f.economic_code"]) }} as economic_spending_key,
        f.document_key,
        f.department_key,
        f.fiscal_year,
        f.report_type,
        max(d.disclosure_scope) as scope,
        s.scope_code,
        max(f.economic_key) as economic_key,
        f.economic_code,
        cast(sum(case when f.measure_code in ('total', 'amount') then f.amount end) as decimal(20, 2)) as total,
        cast(sum(case when f.measure_code = 'personnel' then f.amount end) as decimal(20, 2)) as personnel,
        cast(sum(case when f.measure_code = 'public_use' then f.amount end) as decimal(20, 2)) as public_use
    from {{ ref("fct_statement_amount") }} as f
    inner join scopes as s on f.statement_code = s.statement_code
    inner join {{ ref("dim_document") }} as d on f.document_key = d.document_key
    inner join {{ ref("int_leaf_code") }} as l
        on f.document_key = l.document_key and f.statement_code = l.statement_code and f.economic_code = l.code
    inner join {{ ref("int_table_statement") }} as t on f.document_key = t.document_key and f.table_no = t.table_no
    inner join {{ ref("int_first_table") }} as o
        on
            f.document_key = o.document_key
            and f.statement_code = o.statement_code
            and f.economic_code = o.code
            and t.root_table_no = o.root_table_no
    where f.side is null
    group by f.document_key, f.department_key, f.fiscal_year, f.report_type, s.scope_code, f.economic_code
)

select * from final
