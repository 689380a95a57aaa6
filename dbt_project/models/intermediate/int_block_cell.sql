-- Statement cells with their role, and the block of the row they stand in: labels to the left, amounts to the right.
with columns_of_tables as (
    select
        *,
        min(case when role = 'amount' then column_no end) over (partition by document_key, table_no) as first_amount
    from {{ ref("int_column") }}
),

documents as (
    select
        document_key,
        row_number() over (order by document_key) as document_no
    from {{ ref("int_document") }}
),

-- Cells are put in order by what is short; the rest of them is fetched at the end.
placed as (
    select
        d.document_no,
        c.table_no,
        c.row_no,
        c.column_no,
        c.text_normalised,
        k.measure_code,
        k.side,
        length(c.header_path) - length(replace(c.header_path, '/', '')) as header_depth,
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
    inner join documents as d on c.document_key = d.document_key
    inner join columns_of_tables as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
    left join {{ ref("total_label") }} as t on c.text_normalised = t.label
),

keyed as (
    select
        document_no,
        table_no,
        row_no,
        column_no,
        measure_code,
        side,
        header_depth,
        role,
        case
            when role in ('code', 'name', 'spending_unit', 'spending_unit_code') then 1
            when role = 'amount' then 0
        end as is_key,
        case
            when role = 'code' and {{ matches("text_normalised", "'^[0-9]+$'") }} then 'code'
            when role in ('code', 'name') and text_normalised <> '' then 'label'
            when role = 'spending_unit' and text_normalised <> '' then 'spending_unit'
            -- 合计 in a cell that covers the unit's code and its name.
            when role = 'spending_unit_code' and {{ matches("text_normalised", "'^[^0-9]+$'") }} then 'spending_unit'
        end as key_part
    from placed
),

starts as (
    select
        *,
        case
            when
                is_key = 1
                and coalesce(lag(is_key) over (partition by document_no, table_no, row_no order by column_no), 0) = 0
                then 1
            else 0
        end as is_start
    from keyed
    where is_key is not null
),

blocks as (
    select
        *,
        sum(is_start) over (
            partition by document_no, table_no, row_no
            order by column_no
            rows between unbounded preceding and current row
        ) as block_no
    from starts
),

-- Blocks with two columns of one measure; few have any.
shared as (
    select
        document_no,
        table_no,
        row_no,
        block_no,
        coalesce(measure_code, '') as measure,
        coalesce(side, '') as measure_side,
        min(header_depth) as outer_depth
    from blocks
    where role = 'amount'
    group by document_no, table_no, row_no, block_no, coalesce(measure_code, ''), coalesce(side, '')
    having count(*) > 1
),

counted as (
    select
        m.document_no,
        m.table_no,
        m.row_no,
        m.column_no,
        m.header_depth,
        s.outer_depth,
        count(*) over (
            partition by m.document_no, m.table_no, m.row_no, m.block_no, s.measure, s.measure_side, m.header_depth
        ) as count_at_depth
    from blocks as m
    inner join shared as s
        on
            m.document_no = s.document_no
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
        document_no,
        table_no,
        row_no,
        column_no
    from counted
    where header_depth > outer_depth or count_at_depth > 1
),

judged as (
    select
        m.document_no,
        m.table_no,
        m.row_no,
        m.column_no,
        m.role,
        m.is_key,
        m.is_start,
        m.block_no,
        m.key_part,
        m.header_depth,
        a.column_no is not null as is_ambiguous
    from blocks as m
    left join ambiguous as a
        on
            m.document_no = a.document_no
            and m.table_no = a.table_no
            and m.row_no = a.row_no
            and m.column_no = a.column_no
),

final as (
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
        j.role,
        k.measure_code,
        k.side,
        k.part_name,
        j.is_key,
        j.is_start,
        j.block_no,
        j.key_part,
        j.header_depth,
        j.is_ambiguous
    from {{ ref("int_statement_cell") }} as c
    inner join documents as d on c.document_key = d.document_key
    inner join judged as j
        on
            d.document_no = j.document_no
            and c.table_no = j.table_no
            and c.row_no = j.row_no
            and c.column_no = j.column_no
    inner join columns_of_tables as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
)

select * from final
