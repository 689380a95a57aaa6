-- Sentences, and notes within tables, that say there is nothing to tell in a statement.
with sentences as (
    select
        s.document_key,
        s.page_number,
        s.sentence_no,
        s.sentence_normalised as text
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
),

-- A note may stand in the last row of the table itself.
notes as (
    select
        c.document_key,
        c.page_number,
        cast(null as integer) as sentence_no,
        c.text_normalised as text
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_table_statement") }} as t
        on
            c.document_key = t.document_key
            and c.extractor_version = t.extractor_version
            and c.table_no = t.table_no
    where t.statement_kind = 'statement' and length(c.text_normalised) >= 8
),

candidates as (
    select * from sentences
    union all
    select * from notes
),

likely as (
    select *
    from candidates
    where
        length(text) between 5 and 240
        and {{ matches("text", "'没有|无|未|不涉及|不存在|空表|为零|[^0-9.,]0([.]0+)?([万千元。;,]|$)'") }}
        and {{ matches("text", "'基金|国有资本|三公|空表|[本此该]表'") }}
),

-- Printed prose repeats: each wording is tried once.
wordings as (
    select distinct text
    from likely
),

told as (
    select distinct
        w.text,
        nullif(p.statement_code, '') as statement_code
    from wordings as w
    inner join {{ ref("absence_wording") }} as p
        on
            {{ matches("w.text", "p.pattern") }}
            and (coalesce(p.except_pattern, '') = '' or not {{ matches("w.text", "p.except_pattern") }})
),

final as (
    select
        l.document_key,
        t.statement_code,
        l.page_number,
        l.sentence_no,
        l.text as sentence
    from likely as l
    inner join told as t on l.text = t.text
    qualify row_number() over (
        partition by l.document_key, t.statement_code, l.page_number order by l.sentence_no, l.text
    ) = 1
)

select * from final
