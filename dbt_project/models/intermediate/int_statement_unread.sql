-- What may hold a statement that was not found: pages that could not be read, tables of money that no title or trait
-- names, and titles over which no table was read. Without a statement code it may be any.
with scanned_pages as (
    select
        p.document_key,
        p.extractor_version,
        p.page_number
    from {{ ref("stg_page") }} as p
    inner join {{ ref("int_document") }} as d
        on p.document_key = d.document_key and p.extractor_version = d.extractor_version
    where p.kind = 'scanned'
),

read_pages as (
    select
        p.document_key,
        p.page_number
    from scanned_pages as p
    inner join {{ ref("stg_sentence") }} as s
        on
            p.document_key = s.document_key
            and p.extractor_version = s.extractor_version
            and p.page_number = s.page_number
    union distinct
    select
        p.document_key,
        p.page_number
    from scanned_pages as p
    inner join {{ ref("stg_cell") }} as c
        on
            p.document_key = c.document_key
            and p.extractor_version = c.extractor_version
            and p.page_number = c.page_number
    where c.text_normalised <> ''
),

unread_pages as (
    select
        p.document_key,
        cast(null as varchar(200)) as statement_code,
        'page_unread' as reason,
        p.page_number
    from scanned_pages as p
    left join read_pages as r on p.document_key = r.document_key and p.page_number = r.page_number
    where r.page_number is null
),

unnamed_tables as (
    select
        t.document_key,
        cast(null as varchar(200)) as statement_code,
        'table_unrecognised' as reason,
        t.page_number
    from {{ ref("int_table_statement") }} as t
    inner join {{ ref("int_table_unit") }} as u on t.document_key = u.document_key and t.table_no = u.table_no
    where
        t.statement_code is null
        and t.table_no = t.root_table_no
        and u.is_unit_printed
        and {{ matches("t.title", "'表'") }}
),

short_lines as (
    select
        s.document_key,
        s.page_number,
        s.sentence_normalised as line_text,
        f.report_type
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    inner join {{ ref("int_document_profile") }} as f on s.document_key = f.document_key
    where
        length(s.sentence_normalised) between 4 and 60
        and {{ matches("s.sentence_normalised", "'表([(][^()]*[)])?$'") }}
),

wordings as (
    select distinct
        line_text,
        report_type
    from short_lines
),

titles as (
    select
        w.line_text,
        w.report_type,
        t.statement_code
    from wordings as w
    inner join {{ ref("statement_title") }} as t
        on
            {{ matches("w.line_text", "t.pattern") }}
            and (t.report_type is null or w.report_type = t.report_type)
    qualify row_number() over (
        partition by w.line_text, w.report_type order by t.priority desc, t.pattern asc
    ) = 1
),

titled_lines as (
    select
        l.document_key,
        l.page_number,
        t.statement_code
    from short_lines as l
    inner join titles as t on l.line_text = t.line_text and l.report_type = t.report_type
),

-- A page with many titles is a table of contents; one that also prints the unit of money is a statement's.
title_pages as (
    select
        document_key,
        page_number
    from titled_lines
    group by document_key, page_number
    having count(distinct statement_code) <= 2
),

unit_pages as (
    select distinct
        s.document_key,
        s.page_number
    from {{ ref("stg_sentence") }} as s
    inner join title_pages as p on s.document_key = p.document_key and s.page_number = p.page_number
    where length(s.sentence_normalised) <= 80 and {{ matches("s.sentence_normalised", "'单位[:](人民币)?[万亿千百]*元'") }}
),

named as (
    select distinct
        document_key,
        statement_code
    from {{ ref("int_table_statement") }}
    where statement_code is not null
),

titles_alone as (
    select distinct
        l.document_key,
        l.statement_code,
        'title_without_table' as reason,
        l.page_number
    from titled_lines as l
    inner join title_pages as p on l.document_key = p.document_key and l.page_number = p.page_number
    inner join unit_pages as u on l.document_key = u.document_key and l.page_number = u.page_number
    left join named as n on l.document_key = n.document_key and l.statement_code = n.statement_code
    where n.statement_code is null
),

found as (
    select
        document_key,
        statement_code,
        reason,
        page_number,
        3 as priority
    from titles_alone
    union all
    select
        document_key,
        statement_code,
        reason,
        page_number,
        2 as priority
    from unread_pages
    union all
    select
        document_key,
        statement_code,
        reason,
        page_number,
        1 as priority
    from unnamed_tables
),

final as (
    select
        document_key,
        statement_code,
        reason,
        page_number
    from found
    qualify row_number() over (
        partition by document_key, statement_code order by priority desc, page_number asc
    ) = 1
)

select * from final
