-- Spending by GFSM 2014 type. Of each statement the lowest codes printed are added, never a class with its items; of
-- each source the newest version counts.
with spending as (
    select
        s.document_key,
        s.department_key,
        s.fiscal_year,
        s.report_type,
        s.scope_code,
        g.type_code,
        g.type_name,
        g.type_name_zh,
        g.is_expense,
        g.confidence,
        s.total,
        s.personnel,
        s.public_use
    from {{ ref("fct_economic_spending") }} as s
    inner join {{ ref("dim_document") }} as d on s.document_key = d.document_key
    inner join {{ ref("int_economic_gfs") }} as g on s.economic_code = g.economic_code
    where d.is_current
),

summed as (
    select
        document_key,
        department_key,
        fiscal_year,
        report_type,
        scope_code,
        type_code,
        type_name,
        type_name_zh,
        is_expense,
        sum(total) as amount,
        sum(personnel) as personnel,
        sum(public_use) as public_use,
        sum(abs(total)) as magnitude,
        sum(case when confidence = 'low' then abs(total) else 0 end) as doubtful,
        count(*) as code_count
    from spending
    group by
        document_key, department_key, fiscal_year, report_type, scope_code, type_code, type_name, type_name_zh,
        is_expense
),

final as (
    select
        {{ hash_key(["document_key", "scope_code", "type_code"]) }} as spending_by_gfs_key,
        document_key,
        department_key,
        fiscal_year,
        report_type,
        scope_code,
        type_code as gfs_type,
        type_name as gfs_type_name,
        type_name_zh as gfs_type_name_zh,
        is_expense,
        cast(amount as decimal(20, 2)) as amount,
        cast(personnel as decimal(20, 2)) as personnel,
        cast(public_use as decimal(20, 2)) as public_use,
        cast(case when magnitude > 0 then doubtful / magnitude end as decimal(7, 4)) as low_confidence_share,
        cast(code_count as integer) as code_count
    from summed
)

select * from final
