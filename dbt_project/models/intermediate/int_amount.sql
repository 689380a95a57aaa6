{{ config(materialized="view") }}

-- Every amount cell of a statement, as printed but for what a person has corrected.
with corrections as (
    select *
    from {{ ref("int_manual_correction") }}
    where status = 'applied'
),

codes as (
    select
        *,
        {{ matches("corrected", "'^2'") }} as is_function_code,
        {{ matches("corrected", "'^3'") }} as is_economic_code
    from corrections
    where field = 'code'
),

final as (
    select
        p.document_key,
        p.statement_code,
        p.root_table_no,
        p.table_no,
        p.page_number,
        p.row_no,
        p.column_no,
        p.block_no,
        p.header_path,
        p.printed_text,
        p.printed_amount,
        p.decimals,
        p.is_blank_mark,
        p.is_ambiguous,
        p.ocr_confidence,
        p.x0,
        p.top,
        p.x1,
        p.bottom,
        p.unit,
        p.factor,
        case
            when a.correction_id is null then p.amount
            else cast(cast(a.corrected as decimal(24, 6)) * p.factor as decimal(20, 2))
        end as amount,
        p.measure_code,
        p.side,
        p.printed_code,
        p.printed_label,
        p.label,
        coalesce(c.corrected, p.code) as code,
        p.completed_code,
        p.named_code,
        p.is_by_name,
        case
            when c.correction_id is null then p.function_code
            when c.is_function_code then c.corrected
        end as function_code,
        case
            when c.correction_id is null then p.economic_code
            when c.is_economic_code then c.corrected
        end as economic_code,
        case
            when c.correction_id is null then p.line_item
            when not c.is_function_code and not c.is_economic_code then coalesce(p.line_item, p.label)
        end as line_item,
        p.is_total and c.correction_id is null as is_total,
        a.correction_id as amount_correction_id,
        c.correction_id as code_correction_id
    from {{ ref("int_amount_printed") }} as p
    left join corrections as a
        on
            a.field = 'amount'
            and p.document_key = a.document_key
            and p.table_no = a.table_no
            and p.row_no = a.row_no
            and p.column_no = a.column_no
    left join codes as c
        on
            p.document_key = c.document_key
            and p.table_no = c.table_no
            and p.row_no = c.row_no
            and p.block_no = c.block_no
)

select * from final
