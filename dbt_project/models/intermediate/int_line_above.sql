-- The lines that stand over each table, nearest to the table first; place 0 is the line that looks like its title.
with parts as (
    select p.*
    from {{ ref("stg_table_part") }} as p
    inner join {{ ref("int_document") }} as d
        on p.document_key = d.document_key and p.extractor_version = d.extractor_version
),

lines as (
    {{ split_lines("parts", ["document_key", "table_no", "root_table_no", "page_number"], "lines_above_normalised") }}
),

placed as (
    select
        document_key,
        table_no,
        root_table_no,
        page_number,
        line_text,
        row_number() over (partition by document_key, table_no order by line_no desc) as place,
        lag(line_text) over (partition by document_key, table_no order by line_no) as line_before
    from lines
),

final as (
    select
        document_key,
        table_no,
        root_table_no,
        page_number,
        0 as place,
        title_normalised as line_text
    from parts
    where title_normalised is not null
    union all
    select
        document_key,
        table_no,
        root_table_no,
        page_number,
        place,
        line_text
    from placed
    union all
    -- A title broken over two lines.
    select
        document_key,
        table_no,
        root_table_no,
        page_number,
        place + 100 as place,
        line_before || line_text as line_text
    from placed
    where line_before is not null
)

select * from final
