-- The cells of these tables that say something, with the field that each names if it is a label and the column it heads
-- if it is a header.
with printed_cells as (
    select
        c.document_key,
        t.root_table_no,
        t.statement_code,
        t.has_merged_cells,
        t.column_count,
        c.table_no,
        c.page_number,
        c.row_no,
        c.column_no,
        c.row_span,
        c.column_span,
        cast(c.table_no as bigint) * 10000 + c.row_no as place,
        replace(c.printed_text, chr(10), '') as printed,
        c.text_normalised as words
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_evaluation_table") }} as t
        on
            c.document_key = t.document_key
            and c.extractor_version = t.extractor_version
            and c.table_no = t.table_no
    where c.text_normalised <> ''
),

-- Text with personal data stays in raw.
private_texts as (
    select distinct t.words
    from (select distinct words from printed_cells) as t
    inner join {{ ref("personal_data") }} as p on {{ matches("t.words", "p.pattern") }}
    where length(t.words) >= 7 and {{ may_hold_personal_data("t.words") }}
),

raw_cells as (
    select c.*
    from printed_cells as c
    left join private_texts as p on c.words = p.words
    where p.words is null
),

row_sizes as (
    select
        document_key,
        place,
        count(*) as word_count
    from raw_cells
    group by document_key, place
),

-- A name that a page break once cut: its rest stands alone in the row below.
joined as (
    select
        c.document_key,
        c.place,
        c.column_no,
        b.place as rest_place,
        concat(c.printed, b.printed) as printed,
        concat(c.words, b.words) as words
    from raw_cells as c
    inner join raw_cells as b
        on
            c.document_key = b.document_key
            and c.table_no = b.table_no
            and c.row_no + c.row_span = b.row_no
            and c.column_no = b.column_no
    inner join row_sizes as r on b.document_key = r.document_key and b.place = r.place
    where r.word_count = 1 and length(c.words) between 1 and 20 and length(b.words) between 1 and 10
),

joined_names as (
    select distinct j.words
    from joined as j
    inner join {{ ref("indicator_name") }} as n on {{ matches("j.words", "n.pattern") }}
),

mended as (
    select j.*
    from joined as j
    inner join joined_names as n on j.words = n.words
),

cells as (
    select
        c.document_key,
        c.root_table_no,
        c.statement_code,
        c.has_merged_cells,
        c.column_count,
        c.table_no,
        c.page_number,
        c.row_no,
        c.column_no,
        c.row_span,
        c.column_span,
        c.place,
        coalesce(whole.printed, c.printed) as printed,
        coalesce(whole.words, c.words) as words
    from raw_cells as c
    left join mended as whole
        on c.document_key = whole.document_key and c.place = whole.place and c.column_no = whole.column_no
    left join mended as rest
        on c.document_key = rest.document_key and c.place = rest.rest_place and c.column_no = rest.column_no
    where rest.words is null
),

short_texts as (
    select
        words,
        -- A label without its colon, its unit and its weight: 年度绩效目标1(40分), 资金总额:
        {{ replace_all("words", "':?[(](单位:?)?(万|千)?元[)]|:?[(][0-9.]+分[)]:?|:$'", "''") }} as label
    from (
        select distinct words
        from cells
        where
            (length(words) between 1 and 40 or {{ matches("words", "'^(说明|备注|注):'") }})
            -- A number names nothing.
            and not {{ matches("words", "'^[-+≥≤]?[0-9][0-9,.]*(万元|元|%|次|件|个|人|分)?$'") }}
    ) as t
),

labels as (
    select
        t.words,
        s.field,
        s.place as value_place
    from short_texts as t
    inner join {{ ref("evaluation_label") }} as s on {{ matches("t.label", "s.pattern") }}
    qualify row_number() over (partition by t.words order by s.pattern) = 1
),

headers as (
    select
        t.words,
        max(case when s.block = 'indicator' then s.role end) as indicator_role,
        max(case when s.block = 'fund' then s.role end) as fund_role,
        max(case when s.block = 'list' then s.role end) as list_role,
        max(case when s.block = 'line' then s.role end) as line_role
    from short_texts as t
    inner join {{ ref("evaluation_column") }} as s on {{ matches("t.label", "s.pattern") }}
    group by t.words
),

levels as (
    select
        t.words,
        max(case when s.level = 1 then 1 else 0 end) as is_level1_name,
        max(case when s.level = 2 then 1 else 0 end) as is_level2_name
    from short_texts as t
    inner join {{ ref("indicator_name") }} as s on {{ matches("t.label", "s.pattern") }}
    group by t.words
),

final as (
    select
        c.*,
        l.field,
        l.value_place,
        h.indicator_role,
        h.fund_role,
        h.list_role,
        h.line_role,
        coalesce(n.is_level1_name, 0) = 1 as is_level1_name,
        coalesce(n.is_level2_name, 0) = 1 as is_level2_name,
        -- The weight in brackets of a label or an indicator: (40分).
        try_cast(nullif(regexp_extract(c.words, '[(]([0-9]+([.][0-9]+)?)分[)]:?$', 1), '') as decimal(12, 4)) as weight,
        try_cast(nullif(regexp_extract(c.words, '目标([0-9]{1,2})([(]|:|$)', 1), '') as integer) as goal_no
    from cells as c
    left join labels as l on c.words = l.words
    left join headers as h on c.words = h.words
    left join levels as n on c.words = n.words
)

select * from final
