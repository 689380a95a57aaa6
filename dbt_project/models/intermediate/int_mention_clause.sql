{%- set compared = "'(与|比|较|同|和)20[0-9][0-9]|20[0-9][0-9]年?[-—–~至]+20[0-9][0-9]年'" -%}

-- Mentions with the words of their clause, conformed: the department's own name taken out, years told apart.
with names as (
    select
        document_key,
        {{ normal_name("printed_name") }} as name
    from {{ ref("int_document_department") }}
    union distinct
    select
        document_key,
        {{ normal_name("department_name") }} as name
    from {{ ref("int_document_department") }}
),

two_names as (
    select
        document_key,
        max(name) as one_name,
        min(name) as other_name
    from names
    group by document_key
),

joined as (
    select
        m.document_key,
        m.sentence_no,
        m.mention_no,
        m.position,
        m.value,
        m.printed_number,
        m.unit,
        m.unit_kind,
        m.factor,
        m.text_after,
        s.section_code,
        s.block_no,
        s.run_no,
        s.is_headed,
        substring(
            replace(replace(m.lead_text, coalesce(n.one_name, '#'), ''), coalesce(n.other_name, '#'), ''), -120
        ) as lead_text
    from {{ ref("int_mention") }} as m
    inner join {{ ref("int_narrative_sentence") }} as s
        on m.document_key = s.document_key and m.sentence_no = s.sentence_no
    left join two_names as n on m.document_key = n.document_key
),

-- Prose repeats itself: each text is read once.
leads as (
    select distinct lead_text
    from joined
),

read_leads as (
    select
        lead_text,
        {{ clause_words("lead_text") }} as words,
        cast(nullif(regexp_extract(lead_text, '(与|比|较|同|和)(20[0-9][0-9])年?', 2), '') as integer) as base_year,
        {{ matches("lead_text", "'(与|比|较|同|和)(上年|去年|上一年)'") }} as is_on_last_year,
        cast(
            nullif(regexp_extract({{ replace_all("lead_text", compared, "''") }}, '^.*(20[0-9][0-9])年', 1), '')
            as integer
        ) as own_year,
        {{ matches("lead_text", "'(增加|增长|减少|下降)[(](增加|增长|减少|下降)[)]$'") }} as is_unfilled,
        {{ matches("lead_text", "'^[^(]*[)]'") }} as closes_bracket,
        {{ matches("lead_text", "'原因|由于|因为|主要(是|为|系)|所以|导致'") }} as has_reason,
        {{ matches("lead_text", "'其中|包括'") }} as opens_parts
    from leads
),

final as (
    select
        j.*,
        r.words,
        r.base_year,
        r.is_on_last_year,
        r.own_year,
        r.is_unfilled,
        r.closes_bracket,
        r.has_reason,
        r.opens_parts,
        substring(case when j.unit_kind = 'count' then j.text_after else '' end, 1, 10) as after
    from joined as j
    inner join read_leads as r on j.lead_text = r.lead_text
)

select * from final
