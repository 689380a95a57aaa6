{%- set ordinal = "([0-9]{1,2}[.、]|[(][0-9一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、)" -%}
-- The names that a department's disclosure lists as units it covers, one row per name as printed.
with matched as (
    select distinct s.sentence_normalised
    from {{ ref("stg_sentence") }} as s
    where
        s.page_number <= 15
        and length(s.sentence_normalised) between 8 and 600
        and {{ matches("s.sentence_normalised", "'单位|本级'") }}
),

worded as (
    select
        m.sentence_normalised,
        bool_or(w.is_heading) as is_heading
    from matched as m
    inner join {{ ref("member_list_wording") }} as w on {{ matches("m.sentence_normalised", "w.pattern") }}
    group by m.sentence_normalised
),

lists as (
    select
        s.document_key,
        s.page_number,
        s.sentence_no,
        s.sentence_normalised,
        w.is_heading
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    inner join worded as w on s.sentence_normalised = w.sentence_normalised
    where s.page_number <= 15
),

-- Units on lines of their own: 1.某某局本级 2.某某中心
numbered_lines as (
    select
        s.document_key,
        s.page_number,
        s.sentence_no,
        s.sentence_normalised
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    inner join lists as l on s.document_key = l.document_key
    where
        l.is_heading
        and s.sentence_no > l.sentence_no
        and s.sentence_no <= l.sentence_no + 30
        and s.page_number <= l.page_number + 1
        and length(s.sentence_normalised) between 5 and 60
        and {{ matches("s.sentence_normalised", "'^" ~ ordinal ~ "'") }}
),

texts as (
    select
        document_key,
        page_number,
        {{ replace_all("sentence_normalised", "'[、,;:。]|(包括|分别是)'", "chr(10)") }} as list_text
    from lists
    union all
    select
        document_key,
        page_number,
        {{ replace_all("sentence_normalised", "'[;。]'", "chr(10)") }} as list_text
    from numbered_lines
),

parted as (
    {{ split_lines("texts", ["document_key", "page_number"], "list_text") }}
),

cells as (
    select
        c.document_key,
        c.page_number,
        c.text_normalised as line_text
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_table_statement") }} as t
        on
            c.document_key = t.document_key
            and c.extractor_version = t.extractor_version
            and c.table_no = t.table_no
    where t.statement_code = 'member_units' and c.row_kind = 'body'
),

listed as (
    select
        document_key,
        page_number,
        line_text
    from parted
    union all
    select * from cells
),

named as (
    select
        document_key,
        page_number,
        {{ replace_all("replace(line_text, ' ', '')", "'^" ~ ordinal ~ "|(部门|单位)?(预算|决算)$|和$'", "''") }} as unit_name
    from listed
),

final as (
    select
        document_key,
        unit_name,
        min(page_number) as page_number
    from named
    where length(unit_name) between 4 and 40 and not {{ matches("unit_name", "'[0-9]|表$|单位$|名称$|^其中|职能|职责|如下'") }}
    group by document_key, unit_name
)

select * from final
