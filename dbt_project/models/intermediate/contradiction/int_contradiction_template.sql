-- Text of the form that nobody filled in: choices not made, placeholders, dots, instructions. Patterns are matched
-- with what is distinct once every digit reads 0: most prose is a form's own, and repeats.
with sentences as (
    select
        s.document_key,
        s.page_number,
        concat('sentence ', s.sentence_no) as place,
        s.sentence_normalised as text_normalised,
        {{ replace_all("s.sentence_normalised", "'[0-9]+'", "'0'") }} as shape
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    -- Whatever was not filled in has one of these; the brackets of a path of names and of an ordinal do not count.
    where
        {{ matches(
            replace_all("s.sentence_normalised", "'[(]([类款项境护费]|[一二三四五六七八九十0-9]+)[)]'", "''"),
            "'_|[X×○]|[.]{3}|…|[(/]|参照'"
        ) }}
),

-- Of tables those that are not read into amounts: a statement's own notation is no prose.
cells as (
    select
        c.document_key,
        c.page_number,
        concat_ws(':', c.page_number, c.table_no, c.row_no, c.column_no) as place,
        {{ replace_all("c.text_normalised", "'[ \n]+'", "''") }} as text_normalised,
        {{ replace_all(replace_all("c.text_normalised", "'[ \n]+'", "''"), "'[0-9]+'", "'0'") }} as shape
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_table_statement") }} as t
        on
            c.document_key = t.document_key
            and c.extractor_version = t.extractor_version
            and c.table_no = t.table_no
    where coalesce(t.statement_kind, 'form') = 'form' and {{ matches("c.text_normalised", "'_|[X×○]|[.]{3}|…|[(/]'") }}
),

places as (
    select * from sentences
    union all
    select * from cells
),

shapes as (
    select distinct shape
    from places
),

recognised as (
    select
        s.shape,
        t.severity,
        t.name,
        t.name_zh
    from shapes as s
    inner join {{ ref("template_text") }} as t on {{ matches("s.shape", "t.pattern") }}
    qualify row_number() over (
        partition by s.shape order by case t.severity when 'error' then 0 else 1 end, t.pattern
    ) = 1
),

final as (
    select
        p.document_key,
        'template' as kind,
        r.severity,
        r.name as subject,
        r.name_zh as subject_zh,
        p.text_normalised as stated,
        cast(null as varchar(400)) as found,
        cast(null as decimal(24, 6)) as difference,
        cast(null as varchar(10)) as unit,
        p.page_number as stated_page,
        p.place as stated_place,
        p.text_normalised as stated_text,
        cast(null as integer) as found_page,
        cast(null as varchar(40)) as found_place,
        cast(null as varchar(400)) as found_text
    from places as p
    inner join recognised as r on p.shape = r.shape
)

select * from final
