with final as (
    select
        {{ hash_key(["f.document_key", "f.measure_code"]) }} as three_public_key,
        f.document_key,
        f.department_key,
        f.fiscal_year,
        f.report_type,
        max(d.disclosure_scope) as scope,
        f.measure_code as category_code,
        cast(
            max(
                case
                    when f.side = 'budget' or (f.side is null and f.report_type = 'budget') then f.amount
                end
            ) as decimal(20, 2)
        ) as budget,
        cast(
            max(
                case
                    when f.side = 'actual' or (f.side is null and f.report_type = 'final_account') then f.amount
                end
            ) as decimal(20, 2)
        ) as actual,
        cast(max(case when f.side = 'adjusted_budget' then f.amount end) as decimal(20, 2)) as adjusted_budget,
        cast(max(case when f.side = 'prior_year' then f.amount end) as decimal(20, 2)) as prior_year
    from {{ ref("fct_statement_amount") }} as f
    inner join {{ ref("dim_document") }} as d on f.document_key = d.document_key
    where
        f.statement_code = 'three_public'
        and f.is_total
        and f.measure_code in (
            'total', 'overseas_travel', 'vehicle', 'vehicle_purchase', 'vehicle_operation', 'reception'
        )
    group by f.document_key, f.department_key, f.fiscal_year, f.report_type, f.measure_code
)

select * from final
