-- The amounts of the departments that disclose more than once, each under the name it has in every document.
with several as (
    select
        department_name,
        scope
    from {{ ref("int_disclosure_version") }}
    where department_name is not null
    group by department_name, scope
    having count(*) > 1
),

final as (
    select
        a.document_key,
        v.disclosure_key,
        v.department_name,
        v.scope,
        v.fiscal_year,
        v.report_type,
        v.revision_no,
        v.is_current,
        v.is_sole,
        a.statement_code,
        coalesce(a.side, '') as side,
        a.measure_code,
        case
            when a.is_total then 'TOTAL'
            else coalesce(a.function_code, a.economic_code, {{ normal_name("a.line_item") }})
        end as item,
        a.header_path,
        a.amount,
        a.half_digit,
        a.cell,
        a.page_number,
        a.printed_text,
        row_number() over (
            partition by
                a.document_key,
                a.statement_code,
                a.side,
                a.measure_code,
                case
                    when a.is_total then 'TOTAL'
                    else coalesce(a.function_code, a.economic_code, {{ normal_name("a.line_item") }})
                end
            order by a.table_no, a.row_no, a.column_no
        ) as occurrence_no
    from {{ ref("int_statement_amount") }} as a
    inner join {{ ref("int_disclosure_version") }} as v on a.document_key = v.document_key
    inner join several as s on v.department_name = s.department_name and v.scope = s.scope
)

select * from final
