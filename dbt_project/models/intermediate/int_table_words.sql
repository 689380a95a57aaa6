-- The short texts in the first rows of each table's first part, in reading order: what tells a table without a title.
with short_cells as (
    select
        c.document_key,
        c.table_no,
        c.row_no * 1000 + c.column_no as place,
        c.text_normalised
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_document") }} as d
        on c.document_key = d.document_key and c.extractor_version = d.extractor_version
    inner join {{ ref("stg_table_part") }} as p
        on
            c.document_key = p.document_key
            and c.extractor_version = p.extractor_version
            and c.table_no = p.table_no
            and p.table_no = p.root_table_no
    where c.row_no <= 8 and length(c.text_normalised) between 1 and 20
),

final as (
    select
        document_key,
        table_no,
        {{ text_list("text_normalised", "place", "|") }} as words
    from short_cells
    group by document_key, table_no
)

select * from final
