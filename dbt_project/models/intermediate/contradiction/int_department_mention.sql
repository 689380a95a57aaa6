-- The department as it is called where its name is due: over its tables, in headings, before its figures.
{% set tail = "'((金额)?单位[:](人民币)?[万亿千百]*元|填报日期|日期).*$'" %}

with sentences as (
    select
        s.document_key,
        s.page_number,
        concat('sentence ', s.sentence_no) as place,
        s.sentence_normalised as text_normalised
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where {{ matches("s.sentence_normalised", "'局|委|办|院|厅|部|会|中心|政府|学校|队|站|所|馆|处'") }}
),

-- Everything a mention may begin with, matched once for each distinct text up to its first figure.
heads as (
    select
        *,
        {{ replace_all("substr(text_normalised, 1, 80)", "'[0-9.,]+(万元|元|人|辆).*$'", "''") }} as head
    from sentences
),

distinct_heads as (
    select distinct head
    from heads
),

told as (
    select
        h.head,
        regexp_extract(h.head, p.pattern, 2) as mentioned_name
    from distinct_heads as h
    inner join {{ ref("department_mention") }} as p
        on h.head like p.like_pattern and {{ matches("h.head", "p.pattern") }}
),

in_prose as (
    select
        h.document_key,
        h.page_number,
        h.place,
        h.text_normalised,
        t.mentioned_name
    from heads as h
    inner join told as t on h.head = t.head
),

line_wordings as (
    select distinct
        line_text,
        {{ replace_all("line_text", tail, "''") }} as words
    from {{ ref("int_line_above") }}
    where place between 1 and 99
),

named_lines as (
    select
        w.line_text,
        {{ replace_all("w.words", "p.pattern", "''") }} as mentioned_name
    from line_wordings as w
    inner join {{ ref("department_line") }} as p on {{ matches("w.words", "p.pattern") }}
    where p.priority >= 30
),

over_tables as (
    select
        l.document_key,
        l.page_number,
        concat('above table ', l.table_no) as place,
        l.line_text as text_normalised,
        n.mentioned_name
    from {{ ref("int_line_above") }} as l
    inner join named_lines as n on l.line_text = n.line_text
    where l.place between 1 and 99
),

mentions as (
    select * from in_prose
    union all
    select * from over_tables
),

-- What is left once the year and the words before a name are taken off.
trimmed as (
    select
        document_key,
        page_number,
        place,
        text_normalised,
        {{ replace_all(
            "mentioned_name",
            "'^(其中[:]?|20[0-9]{2}年度?|[(]?[一二三四五六七八九十0-9]+[)、.]+)|20[0-9]{2}年度?|(部门|单位|的)$|[ “”\"]'",
            "''"
        ) }} as mentioned_name
    from mentions
),

-- A sentence may fit several patterns.
final as (
    select distinct *
    from trimmed
    where
        length(mentioned_name) between 4 and 40
        and {{ matches("mentioned_name", "'(局|委|办|院|厅|部|会|中心|政府|学校|队|站|所|馆|处|办公室|[)])$'") }}
        and not {{ matches("mentioned_name", "'[,。;:、0-9]|^(本|我|全|各|及|与|由|按|根据|对|从|关于|纳入)'") }}
)

select * from final
