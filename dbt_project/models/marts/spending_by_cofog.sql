-- Spending by COFOG division. Of each statement the lowest codes printed are added, never a class with its items; of
-- each source the newest version counts.
with spending as (
    select
        s.document_key,
        s.department_key,
        s.fiscal_year,
        s.report_type,
        s.fund_code,
        c.division_code as cofog_division,
        c.division_name,
        c.division_name_zh,
        c.confidence,
        s.total,
        s.basic,
        s.project
    from {{ ref("fct_function_spending") }} as s
    inner join {{ ref("dim_document") }} as d on s.document_key = d.document_key
    inner join {{ ref("int_function_cofog") }} as c on s.function_code = c.function_code
    where d.is_current
),

summed as (
    select
        document_key,
        department_key,
        fiscal_year,
        report_type,
        fund_code,
        cofog_division,
        division_name,
        division_name_zh,
        sum(total) as amount,
        sum(basic) as basic,
        sum(project) as project,
        sum(abs(total)) as magnitude,
        sum(case when confidence = 'low' then abs(total) else 0 end) as doubtful,
        count(*) as code_count
    from spending
    group by
        document_key, department_key, fiscal_year, report_type, fund_code, cofog_division, division_name,
        division_name_zh
),

final as (
    select
        {{ hash_key(["document_key", "fund_code", "cofog_division"]) }} as spending_by_cofog_key,
        document_key,
        department_key,
        fiscal_year,
        report_type,
        fund_code,
        cofog_division,
        division_name as cofog_division_name,
        division_name_zh as cofog_division_name_zh,
        cast(amount as decimal(20, 2)) as amount,
        cast(basic as decimal(20, 2)) as basic,
        cast(project as decimal(20, 2)) as project,
        cast(case when magnitude > 0 then doubtful / magnitude end as decimal(7, 4)) as low_confidence_share,
        cast(code_count as integer) as code_count
    from summed
)

select * from final
