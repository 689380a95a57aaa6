-- What each document covers: a department with its units, or one unit; by the surest words that say so.
with titles as (
    select
        document_key,
        'title' as place,
        {{ normal_name("title") }} as text
    from {{ ref("int_document_title") }}
),

covers as (
    select
        document_key,
        'cover' as place,
        cover_text as text
    from {{ ref("int_cover") }}
),

names as (
    select
        document_key,
        'name' as place,
        {{ normal_name("printed_name") }} as text
    from {{ ref("int_document_department") }}
),

-- Where no title says it, the file's name does; it is as sure as a cover.
files as (
    select
        document_key,
        'cover' as place,
        {{ normal_name("file_name") }} as text
    from {{ ref("int_document") }}
    where file_name is not null
),

sentences as (
    select
        s.document_key,
        'sentence' as place,
        s.sentence_normalised as text
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where
        s.page_number <= 12
        and length(s.sentence_normalised) between 8 and 400
        and {{ matches("s.sentence_normalised", "'(汇总|编制范围|二级|本级|^第.部分.*(预算|决算))'") }}
),

texts as (
    select * from titles
    union all
    select * from covers
    union all
    select * from names
    union all
    select * from files
    union all
    select * from sentences
),

-- Printed prose repeats: each wording is tried once.
wordings as (
    select distinct
        place,
        text
    from texts
),

told as (
    select
        w.place,
        w.text,
        p.scope,
        p.priority
    from wordings as w
    inner join {{ ref("scope_wording") }} as p
        on w.place = p.place and {{ matches("w.text", "p.pattern") }}
    qualify row_number() over (partition by w.place, w.text order by p.priority desc, p.pattern asc) = 1
),

chosen as (
    select
        t.document_key,
        w.scope,
        t.text as evidence
    from texts as t
    inner join told as w on t.place = w.place and t.text = w.text
    qualify row_number() over (partition by t.document_key order by w.priority desc, t.text asc) = 1
),

final as (
    select
        d.document_key,
        -- Most disclosures are departments' own; a unit's says so.
        coalesce(c.scope, 'department_consolidated') as scope,
        c.evidence
    from {{ ref("int_document") }} as d
    left join chosen as c on d.document_key = c.document_key
)

select * from final
