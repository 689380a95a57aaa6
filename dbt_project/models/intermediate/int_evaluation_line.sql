-- The lines of an application: what the project spends on and what pays for it. The last cell of a row is the amount,
-- those before name it; a name that several rows share is printed once.
with heads as (
    select
        c.document_key,
        c.place,
        max(case when c.line_role in ('expenditure', 'funding') then c.line_role end) as line_kind
    from {{ ref("int_evaluation_cell") }} as c
    where c.line_role is not null
    group by c.document_key, c.place
),

body as (
    select
        c.document_key,
        r.block_no,
        r.line_header_place,
        h.line_kind,
        c.place,
        c.page_number,
        c.table_no,
        c.row_no,
        c.column_no,
        c.printed,
        c.words,
        row_number() over (partition by c.document_key, c.place order by c.column_no) as cell_no,
        row_number() over (partition by c.document_key, c.place order by c.column_no desc) as cell_no_from_end,
        count(*) over (partition by c.document_key, c.place) as cell_count
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    inner join heads as h on r.document_key = h.document_key and r.line_header_place = h.place
    where
        r.row_kind = 'other'
        and r.line_header_place = r.label_place
        and c.words <> ''
        and c.field is null
),

lines as (
    select
        document_key,
        block_no,
        line_header_place,
        line_kind,
        place,
        page_number,
        table_no,
        row_no,
        max(case when cell_no_from_end = 1 then column_no end) as amount_column,
        max(case when cell_no_from_end = 1 then words end) as amount_words,
        max(case when cell_no_from_end = 2 then printed end) as line_name,
        max(case when cell_no_from_end = 3 then printed end) as parent_name,
        max(case when cell_no_from_end = 2 then column_no end) as name_column
    from body
    where cell_count >= 2
    group by document_key, block_no, line_header_place, line_kind, place, page_number, table_no, row_no
),

amounts as (
    select
        *,
        {{ matches("line_name", "'^([(（]?[0-9]|[一二三四五六七八九十]+、|合计|其中)'") }} as is_numbered
    from lines
    where {{ printed_number("amount_words", "亿元?|万元?|千元|元") }} is not null
),

-- A line without a number of its own goes on with the parts of the numbered line before.
runs as (
    select
        *,
        sum(case when parent_name is not null or is_numbered then 1 else 0 end) over (
            partition by document_key, block_no, line_header_place
            order by place
            rows between unbounded preceding and current row
        ) as run_no
    from amounts
),

final as (
    select
        document_key,
        block_no,
        line_header_place,
        line_kind,
        place,
        page_number,
        table_no,
        row_no,
        amount_column,
        amount_words,
        line_name,
        max(parent_name) over (partition by document_key, block_no, line_header_place, run_no) as parent_name,
        row_number() over (partition by document_key, block_no, line_kind order by place) as line_no
    from runs
)

select * from final
