{%- set chapter = "'^第[一二三四五六七八九十]+部分'" -%}
{%- set main_mark = "'^[一二三四五六七八九十]+、'" -%}
{%- set sub_mark = "'^[(][一二三四五六七八九十]+[)]'" -%}
{%- set plain_line = "'^([0-9]{1,2}[.、])?[^,;。0-9]*[:。]?$|^20[0-9][0-9]年[^,;。0-9]*[:]?$'" -%}
{%- set any_mark -%}
    '^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)]|[0-9]{1,2}([.][^0-9]|、)|[(][0-9]{1,2}[)]|[①-⑳])'
{%- endset %}

-- Sentences of the prose that tell figures or head others, with the section they stand in, the block (from one
-- ordinal to the next) and the run (up to a full stop).
with source as (
    select
        s.document_key,
        s.sentence_no,
        s.paragraph_no,
        s.page_number,
        s.sentence_normalised as sentence
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
),

marked as (
    select
        *,
        case
            when {{ matches("sentence", chapter) }} then 1
            when {{ matches("sentence", main_mark) }} then 2
            when {{ matches("sentence", sub_mark) }} then 3
            when length(sentence) <= 40 and {{ matches("sentence", plain_line) }} then 4
        end as depth,
        {{ matches("sentence", any_mark) }} as is_headed,
        lag(sentence) over (partition by document_key order by sentence_no) as sentence_before
    from source
),

headings as (
    select distinct
        depth,
        substring({{ replace_all("sentence", "'[,。;].*$'", "''") }}, 1, 50) as heading
    from marked
    where depth is not null
),

-- A heading of a deeper level that names no section leaves the one above in force.
named_headings as (
    select
        h.depth,
        h.heading,
        nullif(s.section_code, 'above') as section_code
    from headings as h
    left join {{ ref("narrative_section") }} as s
        on h.depth <= s.depth and {{ matches("h.heading", "s.pattern") }}
    qualify row_number() over (partition by h.depth, h.heading order by s.priority desc, s.pattern asc) = 1
),

headed as (
    select
        m.*,
        case when m.depth = 1 then coalesce(n.section_code, 'other') end as chapter_section,
        case when m.depth = 1 then '' when m.depth = 2 then coalesce(n.section_code, '') end as main_section,
        case
            when m.depth <= 2 then ''
            when m.depth = 3 then coalesce(n.section_code, '')
            when m.depth = 4 then n.section_code
        end as sub_section
    from marked as m
    left join named_headings as n
        on
            m.depth = n.depth
            and n.heading = substring({{ replace_all("m.sentence", "'[,。;].*$'", "''") }}, 1, 50)
),

placed as (
    select
        *,
        last_value(chapter_section ignore nulls) over in_order as chapter_now,
        last_value(main_section ignore nulls) over in_order as main_now,
        last_value(sub_section ignore nulls) over in_order as sub_now,
        sum(case when is_headed then 1 else 0 end) over in_order as block_no,
        sum(case when is_headed or sentence_before like '%。' then 1 else 0 end) over in_order as run_no
    from headed
    window in_order as (partition by document_key order by sentence_no rows unbounded preceding)
),

final as (
    select
        document_key,
        sentence_no,
        paragraph_no,
        page_number,
        sentence,
        is_headed,
        block_no,
        run_no,
        coalesce(nullif(sub_now, ''), nullif(main_now, ''), chapter_now, 'other') as section_code
    from placed
)

select * from final
