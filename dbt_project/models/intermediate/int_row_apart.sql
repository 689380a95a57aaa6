-- The cells of rows that have a cell over several columns, or the word for a total in a column that else says nothing:
-- with the block they stand in there, where it is not the column's own.
with total_labels as (
    select distinct label
    from {{ ref("total_label") }}
),

-- 合计 stands where there is room, in a column that else says nothing of the row too.
promoted as (
    select
        c.document_key,
        c.table_no,
        c.row_no,
        c.column_no
    from {{ ref("int_statement_cell") }} as c
    inner join {{ ref("int_column_block") }} as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
    inner join total_labels as t on c.text_normalised = t.label
    where coalesce(k.role, 'ignored') in ('ignored', 'line_no') and c.column_no < k.first_amount
),

rows_apart as (
    select
        document_key,
        table_no,
        row_no
    from {{ ref("int_statement_cell") }}
    where column_span > 1
    union distinct
    select
        document_key,
        table_no,
        row_no
    from promoted
),

cells_apart as (
    select
        c.document_key,
        c.table_no,
        c.row_no,
        c.column_no,
        case when p.column_no is not null then 'name' else k.role end as role,
        case when p.column_no is not null then 1 else k.is_key end as is_key
    from {{ ref("int_statement_cell") }} as c
    inner join rows_apart as r
        on c.document_key = r.document_key and c.table_no = r.table_no and c.row_no = r.row_no
    inner join {{ ref("int_column_block") }} as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
    left join promoted as p
        on
            c.document_key = p.document_key
            and c.table_no = p.table_no
            and c.row_no = p.row_no
            and c.column_no = p.column_no
),

starts_apart as (
    select
        *,
        case
            when
                is_key = 1
                and coalesce(lag(is_key) over (partition by document_key, table_no, row_no order by column_no), 0) = 0
                then 1
            else 0
        end as is_start
    from cells_apart
    where is_key is not null
),

final as (
    select
        *,
        sum(is_start) over (
            partition by document_key, table_no, row_no
            order by column_no
            rows between unbounded preceding and current row
        ) as block_no
    from starts_apart
)

select * from final
