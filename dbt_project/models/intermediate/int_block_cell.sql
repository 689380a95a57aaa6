-- Statement cells with their role, and the block of the row they stand in: labels to the left, amounts to the right.
with columns_of_tables as (
    select
        *,
        min(case when role = 'amount' then column_no end) over (partition by document_key, table_no) as first_amount
    from {{ ref("int_column") }}
),

placed as (
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
        k.measure_code,
        k.side,
        k.part_name,
        -- 合计 stands where there is room, in a column that else says nothing of the row too.
        case
            when
                coalesce(k.role, 'ignored') in ('ignored', 'line_no')
                and c.column_no < k.first_amount
                and t.label is not null
                then 'name'
            else k.role
        end as role
    from {{ ref("int_statement_cell") }} as c
    inner join columns_of_tables as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
    left join {{ ref("total_label") }} as t on c.text_normalised = t.label
),

keyed as (
    select
        *,
        case
            when role in ('code', 'name', 'spending_unit', 'spending_unit_code') then 1
            when role = 'amount' then 0
        end as is_key
    from placed
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
    from keyed
    where is_key is not null
),

blocks as (
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
        part_name,
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
),

measured as (
    select
        *,
        length(header_path) - length(replace(header_path, '/', '')) as header_depth
    from blocks
),

-- Blocks with two columns of one measure; few have any.
shared as (
    select
        document_key,
        table_no,
        row_no,
        block_no,
        coalesce(measure_code, '') as measure,
        coalesce(side, '') as measure_side,
        min(header_depth) as outer_depth
    from measured
    where role = 'amount'
    group by document_key, table_no, row_no, block_no, coalesce(measure_code, ''), coalesce(side, '')
    having count(*) > 1
),

counted as (
    select
        m.document_key,
        m.table_no,
        m.row_no,
        m.column_no,
        m.header_depth,
        s.outer_depth,
        count(*) over (
            partition by m.document_key, m.table_no, m.row_no, m.block_no, s.measure, s.measure_side, m.header_depth
        ) as count_at_depth
    from measured as m
    inner join shared as s
        on
            m.document_key = s.document_key
            and m.table_no = s.table_no
            and m.row_no = s.row_no
            and m.block_no = s.block_no
            and coalesce(m.measure_code, '') = s.measure
            and coalesce(m.side, '') = s.measure_side
    where m.role = 'amount'
),

-- The measure is the outermost column's, where there is one alone; the seeds have no word for the others.
ambiguous as (
    select
        document_key,
        table_no,
        row_no,
        column_no
    from counted
    where header_depth > outer_depth or count_at_depth > 1
),

final as (
    select
        m.*,
        a.column_no is not null as is_ambiguous
    from measured as m
    left join ambiguous as a
        on
            m.document_key = a.document_key
            and m.table_no = a.table_no
            and m.row_no = a.row_no
            and m.column_no = a.column_no
)

select * from final
