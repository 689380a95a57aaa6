-- Statement cells that name rows or tell amounts, with their role and the block of the row they stand in.
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
        c.printed_text,
        c.text_normalised,
        c.indent,
        c.header_path,
        c.ocr_confidence,
        c.x0,
        c.top,
        c.x1,
        c.bottom,
        k.measure_code,
        k.side,
        k.part_name,
        coalesce(r.role, k.role) as role,
        coalesce(r.is_key, k.is_key) as is_key,
        coalesce(r.block_no, k.block_no) as block_no,
        a.column_no is not null as is_ambiguous
    from {{ ref("int_statement_cell") }} as c
    inner join {{ ref("int_column_block") }} as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
    left join {{ ref("int_row_apart") }} as r
        on
            c.document_key = r.document_key
            and c.table_no = r.table_no
            and c.row_no = r.row_no
            and c.column_no = r.column_no
    left join {{ ref("int_ambiguous_cell") }} as a
        on
            c.document_key = a.document_key
            and c.table_no = a.table_no
            and c.row_no = a.row_no
            and c.column_no = a.column_no
),

final as (
    select
        *,
        case
            when role = 'code' and {{ matches("text_normalised", "'^[0-9]+$'") }} then 'code'
            when role in ('code', 'name') and text_normalised <> '' then 'label'
            when role = 'spending_unit' and text_normalised <> '' then 'spending_unit'
            -- 合计 in a cell that covers the unit's code and its name.
            when role = 'spending_unit_code' and {{ matches("text_normalised", "'^[^0-9]+$'") }} then 'spending_unit'
        end as key_part
    from placed
    -- A blank amount says nothing.
    where is_key = 1 or (is_key = 0 and text_normalised <> '')
)

select * from final
