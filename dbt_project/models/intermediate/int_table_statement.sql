-- Which statement each table is: by the line over its first part that a title pattern matches, nearest first; else by
-- the words in its first rows; else, where a form goes on without both, by the table before.
with title_lines as (
    select
        l.document_key,
        l.root_table_no,
        l.place,
        {{ replace_all("l.line_text", "'[(]?(金额)?单位[:].*$'", "''") }} as line_text,
        f.report_type
    from {{ ref("int_line_above") }} as l
    inner join {{ ref("int_document_profile") }} as f on l.document_key = f.document_key
    where l.table_no = l.root_table_no
),

title_like as (
    select *
    from title_lines
    where length(line_text) <= 60 and {{ matches("line_text", "'表([(][^()]*[)]|[-—:].+)?$'") }}
),

-- Patterns cost more than joins: each is tried once on each wording.
title_wordings as (
    select distinct
        line_text,
        report_type
    from title_like
),

titles as (
    select
        w.line_text,
        w.report_type,
        t.statement_code
    from title_wordings as w
    inner join {{ ref("statement_title") }} as t
        on
            {{ matches("w.line_text", "t.pattern") }}
            and (t.report_type is null or w.report_type = t.report_type)
    qualify row_number() over (
        partition by w.line_text, w.report_type order by t.priority desc, t.pattern asc
    ) = 1
),

titled as (
    select
        l.document_key,
        l.root_table_no,
        l.line_text as title_line,
        t.statement_code
    from title_like as l
    inner join titles as t
        on l.line_text = t.line_text and coalesce(l.report_type, '') = coalesce(t.report_type, '')
    qualify row_number() over (partition by l.document_key, l.root_table_no order by l.place asc) = 1
),

-- Words tell a table without a title; whatever they say, their amounts do not.
untitled as (
    select
        w.document_key,
        w.table_no,
        {{ replace_all("w.words", "'[0-9,]+[.][0-9]+'", "'0.00'") }} as words
    from {{ ref("int_table_words") }} as w
    left join titled as m on w.document_key = m.document_key and w.table_no = m.root_table_no
    where m.root_table_no is null
),

table_wordings as (
    select distinct words
    from untitled
),

told_wordings as (
    select
        w.words,
        t.statement_code
    from table_wordings as w
    inner join {{ ref("table_trait") }} as t on {{ matches("w.words", "t.pattern") }}
    qualify row_number() over (partition by w.words order by t.priority desc, t.pattern asc) = 1
),

told_by_words as (
    select
        u.document_key,
        u.table_no,
        t.statement_code
    from untitled as u
    inner join told_wordings as t on u.words = t.words
),

named as (
    select
        p.document_key,
        p.extractor_version,
        p.table_no,
        p.root_table_no,
        p.page_number,
        p.row_count,
        p.column_count,
        p.title,
        m.title_line,
        coalesce(m.statement_code, w.statement_code) as statement_code
    from {{ ref("stg_table_part") }} as p
    inner join {{ ref("int_document") }} as d
        on p.document_key = d.document_key and p.extractor_version = d.extractor_version
    left join titled as m on p.document_key = m.document_key and p.root_table_no = m.root_table_no
    left join told_by_words as w on p.document_key = w.document_key and p.root_table_no = w.table_no
),

with_kind as (
    select
        n.*,
        s.kind
    from named as n
    left join {{ ref("statement") }} as s on n.statement_code = s.statement_code
),

-- A form runs over pages on which it prints neither title nor header.
continued as (
    select
        *,
        case
            when
                statement_code is null
                and lag(kind) over (partition by document_key order by table_no) = 'form'
                and lag(column_count) over (partition by document_key order by table_no) = column_count
                and page_number - lag(page_number) over (partition by document_key order by table_no) between 0 and 2
                then lag(statement_code) over (partition by document_key order by table_no)
            else statement_code
        end as whole_statement_code
    from with_kind
),

final as (
    select
        c.document_key,
        c.extractor_version,
        c.table_no,
        c.root_table_no,
        c.page_number,
        c.row_count,
        c.column_count,
        c.title,
        c.title_line,
        s.statement_code,
        s.kind as statement_kind,
        s.key_kind
    from continued as c
    left join {{ ref("statement") }} as s on c.whole_statement_code = s.statement_code
)

select * from final
