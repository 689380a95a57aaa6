-- Rows of statements in which personal data stands: they stay in raw.
with final as (
    select distinct
        c.document_key,
        c.table_no,
        c.page_number,
        c.row_no
    from {{ ref("int_statement_cell") }} as c
    inner join {{ ref("personal_data") }} as p on {{ matches("c.text_normalised", "p.pattern") }}
)

select * from final
