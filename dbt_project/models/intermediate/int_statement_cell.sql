{{ config(materialized="view") }}

-- The body cells of the tables that are statements.
with final as (
    select
        c.document_key,
        t.statement_code,
        t.key_kind,
        t.root_table_no,
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
        c.bottom
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_table_statement") }} as t
        on
            c.document_key = t.document_key
            and c.extractor_version = t.extractor_version
            and c.table_no = t.table_no
    where t.statement_kind = 'statement' and c.row_kind = 'body'
)

select * from final
