-- The document against itself, in words: every contradiction found, with both places and a sentence to read.
{% set parts = [
    "template", "code", "department", "year", "figure", "percentage", "sum", "direction", "repeated", "form", "list",
    "arithmetic"
] %}

-- Statements that are due and missing, or empty without a word. Those that only some cities print are told, no more.
with statements as (
    select
        c.document_key,
        case when c.status = 'missing' then 'statement_missing' else 'statement_empty' end as kind,
        case when c.is_general then 'error' else 'info' end as severity,
        c.statement_code as subject,
        coalesce(n.statement_name, c.statement_code) as subject_zh,
        c.title as stated,
        cast(null as varchar(400)) as found,
        cast(null as decimal(24, 6)) as difference,
        cast(null as varchar(10)) as unit,
        c.page_number as stated_page,
        case when c.table_no is not null then concat('table ', c.table_no) end as stated_place,
        c.title as stated_text,
        cast(null as integer) as found_page,
        cast(null as varchar(40)) as found_place,
        cast(null as varchar(400)) as found_text
    from {{ ref("coverage") }} as c
    left join {{ ref("dim_statement") }} as n
        on c.statement_code = n.statement_code and c.report_type = n.report_type
    where c.document_key is not null and c.is_due and c.status in ('missing', 'empty')
),

-- What the form prints as a rule and what cannot be one.
notes as (
    select
        document_key,
        'table_note' as kind,
        'error' as severity,
        statement_code as subject,
        statement_code as subject_zh,
        note_text as stated,
        reason as found,
        cast(null as decimal(24, 6)) as difference,
        cast(null as varchar(10)) as unit,
        page_number as stated_page,
        coalesce(cell, concat('sentence ', sentence_no)) as stated_place,
        note_text as stated_text,
        cast(null as integer) as found_page,
        cast(null as varchar(40)) as found_place,
        cast(null as varchar(400)) as found_text
    from {{ ref("int_printed_note") }}
    where reason_code in ('sum_of_itself', 'named_twice', 'result_missing', 'part_missing')
),

-- Two disclosures of one department that should tell one figure.
between_documents as (
    select
        document_key,
        'document_vs_document' as kind,
        case when status = 'rounding' then 'rounding' else severity end as severity,
        concat_ws(' / ', rule_name, statement_code, item) as subject,
        concat_ws('／', rule_name_zh, statement_code, item) as subject_zh,
        cast(stated as varchar(40)) as stated,
        cast(found as varchar(40)) as found,
        cast(difference as decimal(24, 6)) as difference,
        '元' as unit,
        stated_page,
        coalesce(stated_cell, concat('sentence ', stated_sentence_no)) as stated_place,
        coalesce(stated_sentence, stated_text) as stated_text,
        found_page,
        concat(other_document_key, ' ', found_cell) as found_place,
        found_text
    from {{ ref("cross_document") }}
    where status <> 'holds'
),

unioned as (
    select * from statements
    union all
    select * from notes
    union all
    select * from between_documents
    {%- for part in parts %}
        union all
        select * from {{ ref("int_contradiction_" ~ part) }}
    {%- endfor %}
),

-- Telephones and the like stay in raw, also where they stand in the sentence at fault.
texts as (
    select stated_text as quoted
    from unioned
    union distinct
    select found_text as quoted
    from unioned
    union distinct
    select stated as quoted
    from unioned
),

private_texts as (
    select distinct t.quoted
    from texts as t
    inner join {{ ref("personal_data") }} as x on {{ matches("t.quoted", "x.pattern") }}
    where {{ may_hold_personal_data("t.quoted") }}
),

-- A figure without zeros that nobody printed.
plain as (
    select
        u.document_key,
        u.kind,
        u.severity,
        u.subject,
        u.subject_zh,
        u.found,
        u.difference,
        u.unit,
        u.stated_page,
        u.stated_place,
        u.found_page,
        u.found_place,
        case when s.quoted is null then u.stated else '(withheld)' end as stated,
        case when a.quoted is null then u.stated_text else '(withheld)' end as stated_text,
        case when b.quoted is null then u.found_text else '(withheld)' end as found_text,
        {{ plain_number("abs(u.difference)") }} as plain_difference
    from unioned as u
    left join private_texts as s on u.stated = s.quoted
    left join private_texts as a on u.stated_text = a.quoted
    left join private_texts as b on u.found_text = b.quoted
),

told as (
    select
        p.*,
        {%- for column in ("message", "message_zh") %}
            {%- set suffix = "_zh" if column == "message_zh" else "" %}
            {%- set subject = "coalesce(n.figure_name" ~ suffix ~ ", p.subject" ~ suffix ~ ")" %}
            replace(
                replace(
                    replace(
                        replace(
                            replace(
                                replace(
                                    replace(
                                        replace(
                                            replace(
                                                k.{{ column }},
                                                '{page}', coalesce(cast(p.stated_page as varchar(10)), '?')
                                            ),
                                            '{found_page}', coalesce(cast(p.found_page as varchar(10)), '?')
                                        ),
                                        '{found_place}', coalesce(p.found_place, '')
                                    ),
                                    '{found_text}', coalesce(p.found_text, '')
                                ),
                                '{difference}', coalesce(p.plain_difference, '')
                            ),
                            ' {unit}', coalesce(concat(' ', p.unit), '')
                        ),
                        '{unit}', coalesce(p.unit, '')
                    ),
                    '{found}', coalesce(p.found, '')
                ),
                '{stated}', coalesce(p.stated, '')
            ) as {{ column }}_of,
            coalesce({{ subject }}, '') as {{ column }}_subject
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from plain as p
    inner join {{ ref("contradiction_kind") }} as k on p.kind = k.kind
    left join {{ ref("int_figure_name") }} as n on p.subject = n.figure_code
),

keyed as (
    select
        *,
        {{ hash_key(["document_key", "kind", "subject", "stated_place", "stated", "found_place"]) }}
            as contradiction_key
    from told
),

final as (
    select
        contradiction_key,
        document_key,
        kind,
        severity,
        subject,
        stated,
        found,
        difference,
        unit,
        stated_page,
        stated_place,
        stated_text,
        found_page,
        found_place,
        found_text,
        replace(message_of, '{subject}', message_subject) as message,
        replace(message_zh_of, '{subject}', message_zh_subject) as message_zh
    from keyed
    qualify row_number() over (partition by contradiction_key order by severity, found, stated_page) = 1
)

select * from final
