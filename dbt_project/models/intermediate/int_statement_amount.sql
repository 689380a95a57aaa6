-- Amounts that say what they are of: value, measure and row are known. What is not here is reported as unrecognised.
with statements as (
    select
        document_key,
        root_table_no,
        max(decimals) as decimals,
        count(case when amount % 100 <> 0 then 1 end) as exact_amounts
    from {{ ref("int_amount") }}
    group by document_key, root_table_no
),

precision_of_statement as (
    select
        document_key,
        root_table_no,
        case coalesce(decimals, 0)
            when 0 then 1
            when 1 then 0.1
            when 2 then 0.01
            when 3 then 0.001
            when 4 then 0.0001
            when 5 then 0.00001
            else 0.000001
        end as last_digit,
        -- Figures rounded in 万元 and printed in 元 end in 00 throughout: they are no more exact for that.
        case when sum(exact_amounts) over (partition by document_key) = 0 then 100 else 0 end as grain
    from statements
),

labels as (
    select distinct label
    from {{ ref("int_row") }}
    where label is not null
),

counted as (
    select distinct l.label
    from labels as l
    inner join {{ ref("counted_label") }} as c on {{ matches("l.label", "c.pattern") }}
),

final as (
    select
        a.document_key,
        a.statement_code,
        a.root_table_no,
        a.table_no,
        a.page_number,
        a.row_no,
        a.column_no,
        a.block_no,
        a.header_path,
        a.printed_text,
        a.printed_amount,
        a.decimals,
        a.is_blank_mark,
        a.ocr_confidence,
        a.x0,
        a.top,
        a.x1,
        a.bottom,
        a.unit,
        a.factor,
        a.amount,
        a.measure_code,
        a.side,
        a.printed_code,
        a.printed_label,
        a.label,
        a.code,
        a.completed_code,
        a.named_code,
        a.is_by_name,
        a.function_code,
        a.economic_code,
        a.line_item,
        a.is_total,
        a.amount_correction_id,
        a.code_correction_id,
        -- Half of the last printed digit is what rounding may hide in one figure.
        cast(greatest(a.factor * p.last_digit, p.grain) * 0.5 as decimal(20, 6)) as half_digit,
        concat_ws(':', a.page_number, a.table_no, a.row_no, a.column_no) as cell
    from {{ ref("int_amount") }} as a
    inner join precision_of_statement as p
        on a.document_key = p.document_key and a.root_table_no = p.root_table_no
    left join {{ ref("int_private_row") }} as x
        on a.document_key = x.document_key and a.table_no = x.table_no and a.row_no = x.row_no
    left join counted as n on a.label = n.label
    where
        x.row_no is null
        and n.label is null
        and a.amount is not null
        and a.measure_code is not null
        and not a.is_ambiguous
        and (a.is_total or a.function_code is not null or a.economic_code is not null or a.line_item is not null)
)

select * from final
