-- The unit of money of each table: its own unit line, else the one most of the document's tables print.
with parts as (
    select
        p.document_key,
        p.root_table_no,
        p.table_no,
        p.unit_line_normalised as unit_line
    from {{ ref("stg_table_part") }} as p
    inner join {{ ref("int_document") }} as d
        on p.document_key = d.document_key and p.extractor_version = d.extractor_version
    where p.unit_line_normalised is not null
),

-- Patterns cost more than joins: each is tried once on each wording.
line_wordings as (
    select distinct unit_line
    from parts
),

lines_told as (
    select
        w.unit_line,
        u.unit,
        u.factor
    from line_wordings as w
    inner join {{ ref("unit_of_money") }} as u
        on {{ matches("w.unit_line", "concat('单位[:]?(人民币)?', u.pattern)") }}
    qualify row_number() over (partition by w.unit_line order by u.priority desc) = 1
),

unit_lines as (
    select
        p.document_key,
        p.root_table_no,
        p.table_no,
        t.unit,
        t.factor
    from parts as p
    inner join lines_told as t on p.unit_line = t.unit_line
),

-- Some tables print their unit in the header alone: 预算数（万元）.
headers as (
    select
        c.document_key,
        c.table_no,
        c.row_no,
        c.text_normalised as header_words
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_document") }} as d
        on c.document_key = d.document_key and c.extractor_version = d.extractor_version
    where c.row_kind = 'header' and c.text_normalised like '%元%'
),

header_wordings as (
    select distinct header_words
    from headers
),

headers_told as (
    select
        w.header_words,
        u.unit,
        u.factor,
        u.priority
    from header_wordings as w
    inner join {{ ref("unit_of_money") }} as u
        on {{ matches("w.header_words", "concat('[(](金额)?(单位[:]?)?(人民币)?', u.pattern, '[)]')") }}
),

header_units as (
    select
        h.document_key,
        h.table_no,
        t.unit,
        t.factor
    from headers as h
    inner join headers_told as t on h.header_words = t.header_words
    qualify row_number() over (partition by h.document_key, h.table_no order by t.priority desc, h.row_no asc) = 1
),

document_unit as (
    select
        document_key,
        unit,
        factor,
        count(*) as times
    from unit_lines
    group by document_key, unit, factor
    qualify row_number() over (partition by document_key order by count(*) desc, factor desc) = 1
),

final as (
    select
        t.document_key,
        t.table_no,
        t.root_table_no,
        coalesce(own.unit, head.unit, root.unit, doc.unit) as unit,
        coalesce(own.factor, head.factor, root.factor, doc.factor) as factor,
        coalesce(own.unit, head.unit, root.unit) is not null as is_unit_printed
    from {{ ref("int_table_statement") }} as t
    left join unit_lines as own on t.document_key = own.document_key and t.table_no = own.table_no
    left join header_units as head on t.document_key = head.document_key and t.root_table_no = head.table_no
    left join unit_lines as root on t.document_key = root.document_key and t.root_table_no = root.table_no
    left join document_unit as doc on t.document_key = doc.document_key
)

select * from final
