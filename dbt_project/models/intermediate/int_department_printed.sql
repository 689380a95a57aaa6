-- The names of the department that a document prints, the surest first.
{% set tail = "'((金额)?单位[:](人民币)?[万亿千百]*元|填报日期|日期).*$'" %}

with lines as (
    select
        document_key,
        {{ replace_all("line_text", tail, "''") }} as line_text
    from {{ ref("int_line_above") }}
    where place between 1 and 99
),

-- Patterns cost more than joins: each is tried once on each wording.
line_wordings as (
    select distinct line_text
    from lines
),

named_lines as (
    select
        w.line_text,
        p.priority,
        {{ replace_all("w.line_text", "p.pattern", "''") }} as printed_name
    from line_wordings as w
    inner join {{ ref("department_line") }} as p on {{ matches("w.line_text", "p.pattern") }}
),

line_candidates as (
    select
        l.document_key,
        n.priority,
        n.printed_name
    from lines as l
    inner join named_lines as n on l.line_text = n.line_text
),

-- A cover is surer than a sentence further in.
cover_candidates as (
    select
        c.document_key,
        p.priority + 5 as priority,
        regexp_extract(c.cover_text, p.pattern, 1) as printed_name
    from {{ ref("int_cover") }} as c
    inner join {{ ref("department_sentence") }} as p on {{ matches("c.cover_text", "p.pattern") }}
),

sentences as (
    select
        s.document_key,
        s.sentence_normalised as sentence
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where s.page_number <= 6
),

sentence_wordings as (
    select distinct sentence
    from sentences
),

named_sentences as (
    select
        w.sentence,
        p.priority,
        regexp_extract(w.sentence, p.pattern, 1) as printed_name
    from sentence_wordings as w
    inner join {{ ref("department_sentence") }} as p on {{ matches("w.sentence", "p.pattern") }}
),

sentence_candidates as (
    select
        s.document_key,
        n.priority,
        n.printed_name
    from sentences as s
    inner join named_sentences as n on s.sentence = n.sentence
),

file_candidates as (
    select
        document_key,
        0 as priority,
        {{ replace_all("file_name", "'[.][Pp][Dd][Ff]$'", "''") }} as printed_name
    from {{ ref("int_document") }}
    union all
    select
        document_key,
        1 as priority,
        publisher as printed_name
    from {{ ref("int_document") }}
    where publisher is not null
),

-- No name of a department that prose tells is longer than forty characters.
candidates as (
    select
        *,
        60 as most_characters
    from line_candidates
    union all
    select
        *,
        40 as most_characters
    from cover_candidates
    union all
    select
        *,
        40 as most_characters
    from sentence_candidates
    union all
    select
        *,
        60 as most_characters
    from file_candidates
),

counted as (
    select
        document_key,
        printed_name,
        max(priority) as priority,
        count(*) as times
    from candidates
    where
        length(printed_name) between 3 and most_characters
        and not {{ matches("printed_name", "'表$|^第[一二三四五六]部分|^目录'") }}
    group by document_key, printed_name
),

final as (
    select
        document_key,
        printed_name,
        priority,
        times,
        row_number() over (partition by document_key order by priority desc, times desc, printed_name asc) as choice
    from counted
)

select * from final
