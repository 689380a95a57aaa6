-- Which statement each table is: by the line over its first part that a title pattern matches, nearest first.
with title_lines as (
    select
        l.document_key,
        l.root_table_no,
        l.place,
        l.line_text,
        f.report_type
    from {{ ref("int_line_above") }} as l
    inner join {{ ref("int_document_profile") }} as f on l.document_key = f.document_key
    where
        l.table_no = l.root_table_no
        and length(l.line_text) <= 60
        and {{ matches("l.line_text", "'表([(][^()]*[)]|[-—:].+)?$'") }}
),

matched as (
    select
        l.document_key,
        l.root_table_no,
        l.line_text as title_line,
        t.statement_code
    from title_lines as l
    inner join {{ ref("statement_title") }} as t
        on
            {{ matches("l.line_text", "t.pattern") }}
            and (t.report_type is null or l.report_type = t.report_type)
    qualify row_number() over (
        partition by l.document_key, l.root_table_no order by l.place asc, t.priority desc, t.pattern asc
    ) = 1
),

final as (
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
        m.statement_code,
        s.kind as statement_kind,
        s.key_kind
    from {{ ref("stg_table_part") }} as p
    inner join {{ ref("int_document") }} as d
        on p.document_key = d.document_key and p.extractor_version = d.extractor_version
    left join matched as m on p.document_key = m.document_key and p.root_table_no = m.root_table_no
    left join {{ ref("statement") }} as s on m.statement_code = s.statement_code
)

select * from final
