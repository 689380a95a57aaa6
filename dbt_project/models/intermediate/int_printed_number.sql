-- The line numbers (行次) and column numbers (栏次) that a table with formulas prints: one row per number, with the columns
-- whose amounts a line number is of, or the column that has the number.
with tables as (
    select distinct
        document_key,
        root_table_no,
        axis
    from {{ ref("int_printed_formula") }}
),

line_cells as (
    select
        c.document_key,
        c.root_table_no,
        c.table_no,
        c.row_no,
        c.column_no,
        try_cast(c.text_normalised as integer) as number_no
    from {{ ref("int_statement_cell") }} as c
    inner join {{ ref("int_column") }} as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
    inner join tables as t on c.document_key = t.document_key and c.root_table_no = t.root_table_no
    where k.role = 'line_no' and t.axis = 'row'
),

-- A line number is of the amounts to its right, up to the next line number.
row_numbers as (
    select
        document_key,
        root_table_no,
        'row' as axis,
        number_no,
        table_no,
        row_no,
        column_no as from_column,
        coalesce(
            lead(column_no) over (partition by document_key, table_no, row_no order by column_no), 1000
        ) as to_column
    from line_cells
),

header_cells as (
    select
        p.document_key,
        p.root_table_no,
        p.table_no,
        c.row_kind,
        c.column_no,
        try_cast(
            regexp_extract(c.text_normalised, '(^|[^0-9.])([0-9]{1,2})(=[-+0-9.()]+)?$', 2) as integer
        ) as number_no,
        max(case when c.row_kind = 'column_number' then 1 else 0 end) over (
            partition by p.document_key, p.root_table_no
        ) as has_number_row
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_table_statement") }} as p
        on
            c.document_key = p.document_key
            and c.extractor_version = p.extractor_version
            and c.table_no = p.table_no
    inner join tables as t on p.document_key = t.document_key and p.root_table_no = t.root_table_no
    where t.axis = 'column' and c.row_kind in ('header', 'column_number') and c.column_span = 1
),

-- Numbers stand in a row of their own or, where there is none, at the end of the header's texts.
own_numbers as (
    select distinct
        document_key,
        root_table_no,
        table_no,
        number_no,
        column_no
    from header_cells
    where
        number_no is not null
        and (row_kind = 'column_number' or has_number_row = 0)
),

numbered_parts as (
    select distinct
        document_key,
        table_no
    from own_numbers
),

-- A part of the table that goes on without numbers may have other columns: they are told by what they measure.
inherited_numbers as (
    select
        o.document_key,
        o.root_table_no,
        k.table_no,
        o.number_no,
        k.column_no
    from own_numbers as o
    inner join {{ ref("int_column") }} as n
        on o.document_key = n.document_key and o.table_no = n.table_no and o.column_no = n.column_no
    inner join {{ ref("int_column") }} as k
        on
            n.document_key = k.document_key
            and n.root_table_no = k.root_table_no
            and n.measure_code = k.measure_code
            and coalesce(n.side, '') = coalesce(k.side, '')
    left join numbered_parts as p on k.document_key = p.document_key and k.table_no = p.table_no
    where p.table_no is null and o.table_no = o.root_table_no
),

column_numbers as (
    select
        document_key,
        root_table_no,
        'column' as axis,
        number_no,
        table_no,
        cast(null as integer) as row_no,
        column_no as from_column,
        column_no as to_column
    from own_numbers
    union all
    select
        document_key,
        root_table_no,
        'column' as axis,
        number_no,
        table_no,
        cast(null as integer) as row_no,
        column_no as from_column,
        column_no as to_column
    from inherited_numbers
),

final as (
    select *
    from row_numbers
    where number_no is not null
    union all
    select *
    from column_numbers
)

select * from final
