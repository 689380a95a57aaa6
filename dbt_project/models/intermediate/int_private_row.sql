-- Rows of statements in which personal data stands: they stay in raw.
{% set number = "'^-?([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[1-9][0-9]{0,9}[.][0-9]{1,6})$'" %}

with texts as (
    select distinct text_normalised
    from {{ ref("int_statement_cell") }}
    -- What is written as an amount, in thousands or with a few digits before its point, is not tried.
    where
        length(text_normalised) >= 8
        and not {{ matches("text_normalised", number) }}
        and {{ may_hold_personal_data("text_normalised") }}
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
