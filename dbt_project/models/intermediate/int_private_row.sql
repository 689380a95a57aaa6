-- Rows of statements in which personal data stands: they stay in raw.
with texts as (
    select distinct text_normalised
    from {{ ref("int_statement_cell") }}
    where length(text_normalised) >= 8
),

private_texts as (
    select distinct t.text_normalised
    from texts as t
    inner join {{ ref("personal_data") }} as p on {{ matches("t.text_normalised", "p.pattern") }}
),

final as (
    select distinct
        c.document_key,
        c.table_no,
        c.page_number,
        c.row_no
    from {{ ref("int_statement_cell") }} as c
    inner join private_texts as p on c.text_normalised = p.text_normalised
)

select * from final
