-- Statement cells with their role, and the block of the row they stand in: labels to the left, amounts to the right.
with placed as (
    select
        c.document_key,
        c.statement_code,
        c.key_kind,
        c.root_table_no,
        c.table_no,
        c.page_number,
        c.row_no,
        c.column_no,
        c.column_span,
        c.printed_text,
        c.text_normalised,
        c.indent,
        c.header_path,
        c.ocr_confidence,
        c.x0,
        c.top,
        c.x1,
        c.bottom,
        k.role,
        k.measure_code,
        k.side,
        case
            when k.role in ('code', 'name', 'spending_unit', 'spending_unit_code') then 1
            when k.role = 'amount' then 0
        end as is_key
    from {{ ref("int_statement_cell") }} as c
    inner join {{ ref("int_column") }} as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
),

starts as (
    select
        *,
        case
            when
                is_key = 1
                and coalesce(lag(is_key) over (partition by document_key, table_no, row_no order by column_no), 0) = 0
                then 1
            else 0
        end as is_start
    from placed
    where is_key is not null
),

final as (
    select
        document_key,
        statement_code,
        key_kind,
        root_table_no,
        table_no,
        page_number,
        row_no,
        column_no,
        column_span,
        printed_text,
        text_normalised,
        indent,
        header_path,
        ocr_confidence,
        x0,
        top,
        x1,
        bottom,
        role,
        measure_code,
        side,
        is_key,
        is_start,
        sum(is_start) over (
            partition by document_key, table_no, row_no
            order by column_no
            rows between unbounded preceding and current row
        ) as block_no,
        case
            when role = 'code' and {{ matches("text_normalised", "'^[0-9]+$'") }} then 'code'
            when role in ('code', 'name') and text_normalised <> '' then 'label'
            when role = 'spending_unit' and text_normalised <> '' then 'spending_unit'
            -- 合计 in a cell that covers the unit's code and its name.
            when role = 'spending_unit_code' and {{ matches("text_normalised", "'^[^0-9]+$'") }} then 'spending_unit'
        end as key_part
    from starts
)

select * from final
