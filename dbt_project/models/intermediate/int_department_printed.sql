-- The names of the department that a document prints, the surest first.
{% set tail = "'((金额)?单位[:](人民币)?[万亿千百]*元|填报日期|日期).*$'" %}

with line_candidates as (
    select
        l.document_key,
        p.priority,
        {{ replace_all(replace_all("l.line_text", tail, "''"), "p.pattern", "''") }} as printed_name
    from {{ ref("int_line_above") }} as l
    inner join {{ ref("department_line") }} as p
        on {{ matches(replace_all("l.line_text", tail, "''"), "p.pattern") }}
    where l.place between 1 and 99
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

sentence_candidates as (
    select
        s.document_key,
        p.priority,
        regexp_extract(s.sentence_normalised, p.pattern, 1) as printed_name
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    inner join {{ ref("department_sentence") }} as p on {{ matches("s.sentence_normalised", "p.pattern") }}
    where s.page_number <= 6
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

candidates as (
    select * from line_candidates
    union all
    select * from cover_candidates
    union all
    select * from sentence_candidates
    union all
    select * from file_candidates
),

counted as (
    select
        document_key,
        printed_name,
        max(priority) as priority,
        count(*) as times
    from candidates
    where length(printed_name) between 3 and 60 and not {{ matches("printed_name", "'表$|^第[一二三四五六]部分|^目录'") }}
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
