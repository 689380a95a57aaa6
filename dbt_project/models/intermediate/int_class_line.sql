-- Lines of the summaries that name a functional class.
with names as (
    select distinct function_code as class_code, {{ normal_name("function_name") }} as class_name
    from {{ ref("function_code") }}
    where level = 'class'
    union distinct
    select function_code as class_code, {{ normal_name("alias") }} as class_name
    from {{ ref("function_name_alias") }}
    where length(function_code) = 3
),

final as (
    select
        a.document_key,
        a.statement_code,
        a.measure_code,
        a.table_no,
        a.row_no,
        a.block_no,
        n.class_code,
        a.amount,
        a.half_digit,
        a.cell
    from {{ ref("int_statement_amount") }} as a
    inner join names as n on {{ normal_name("a.line_item") }} = n.class_name
    where a.statement_code in ('revenue_expenditure_summary', 'appropriation_summary') and a.side = 'expenditure'
    qualify row_number() over (
        partition by a.document_key, a.statement_code, a.measure_code, n.class_code
        order by a.table_no, a.row_no, a.block_no
    ) = 1
)

select * from final
