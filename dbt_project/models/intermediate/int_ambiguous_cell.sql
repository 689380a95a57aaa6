-- Amount cells whose measure another cell of their row and block has too.
with
-- Columns of one measure in one table; few stand in one block too.
measures as (
    select
        document_key,
        table_no,
        coalesce(measure_code, '') as measure,
        coalesce(side, '') as measure_side,
        min(column_no) as measure_no
    from {{ ref("int_column_block") }}
    where role = 'amount'
    group by document_key, table_no, coalesce(measure_code, ''), coalesce(side, '')
    having count(*) > 1
),

columns_alike as (
    select
        k.document_key,
        k.table_no,
        k.column_no,
        k.block_no,
        m.measure_no
    from {{ ref("int_column_block") }} as k
    inner join measures as m
        on
            k.document_key = m.document_key
            and k.table_no = m.table_no
            and coalesce(k.measure_code, '') = m.measure
            and coalesce(k.side, '') = m.measure_side
    where k.role = 'amount'
),

cells_alike as (
    select
        c.document_key,
        c.table_no,
        c.row_no,
        c.column_no,
        k.measure_no,
        coalesce(r.block_no, k.block_no) as block_no,
        length(c.header_path) - length(replace(c.header_path, '/', '')) as header_depth
    from {{ ref("int_statement_cell") }} as c
    inner join columns_alike as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
    left join {{ ref("int_row_apart") }} as r
        on
            c.document_key = r.document_key
            and c.table_no = r.table_no
            and c.row_no = r.row_no
            and c.column_no = r.column_no
),

shared as (
    select
        document_key,
        table_no,
        row_no,
        block_no,
        measure_no,
        min(header_depth) as outer_depth
    from cells_alike
    group by document_key, table_no, row_no, block_no, measure_no
    having count(*) > 1
),

counted as (
    select
        c.document_key,
        c.table_no,
        c.row_no,
        c.column_no,
        c.header_depth,
        s.outer_depth,
        count(*) over (
            partition by c.document_key, c.table_no, c.row_no, c.block_no, c.measure_no, c.header_depth
        ) as count_at_depth
    from cells_alike as c
    inner join shared as s
        on
            c.document_key = s.document_key
            and c.table_no = s.table_no
            and c.row_no = s.row_no
            and c.block_no = s.block_no
            and c.measure_no = s.measure_no
),

-- The measure is the outermost column's, where there is one alone; the seeds have no word for the others.
final as (
    select
        document_key,
        table_no,
        row_no,
        column_no
    from counted
    where header_depth > outer_depth or count_at_depth > 1
)

select * from final
