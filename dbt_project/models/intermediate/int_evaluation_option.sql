-- The options of each form with their boxes. A box stands before or behind its option, or in a cell of its own.
with glyphs as (
    select
        {{ text_list("glyph", "glyph", "") }} as printed_glyphs,
        {{ text_list("case when is_checked then '☑' else '□' end", "glyph", "") }} as plain_glyphs
    from {{ ref("checkbox_glyph") }}
),

cells as (
    select
        c.document_key,
        r.block_no,
        c.place,
        c.page_number,
        c.table_no,
        c.row_no,
        c.row_span,
        c.column_no,
        c.printed,
        c.words,
        c.field
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    where c.words <> '' and r.row_kind not in ('list_header', 'indicator_header', 'fund_header', 'subheader')
),

texts as (
    select
        t.words,
        replace(replace(translate(t.words, g.printed_glyphs, g.plain_glyphs), '☑☑', '☑'), '□☑', '☑') as boxed_words
    from (select distinct words from cells) as t
    cross join glyphs as g
),

boxed as (
    select
        words,
        boxed_words,
        {{ matches("boxed_words", "'^[☑□]'") }} as is_box_first
    from texts
    where {{ matches("boxed_words", "'[☑□]'") }}
),

-- One line for each option: cut before each ordinal, and at each box.
cut as (
    select
        words,
        case
            when is_box_first then {{ break_before("boxed_words", "[☑□]") }}
            when {{ matches("boxed_words", "'^[1-9][、.][☑□]'") }} then {{ break_before("boxed_words", "[1-9][、.]") }}
            else
                replace(
                    replace({{ break_before("boxed_words", "[1-9][、.]") }}, '☑', concat('☑', chr(10))),
                    '□',
                    concat('□', chr(10))
                )
        end as option_lines
    from boxed
),

lines as (
    {{ split_lines("cut", ["words"], "option_lines") }}
),

options as (
    select
        words,
        line_no,
        try_cast(nullif(regexp_extract(line_text, '([1-9])[、.]', 1), '') as integer) as option_no,
        {{ replace_all("line_text", "'[☑□]|^[☑□]?[1-9][、.]|[;,:]$'", "''") }} as option_name,
        case
            when {{ matches("line_text", "'☑'") }} then true
            when {{ matches("line_text", "'□'") }} then false
        end as is_checked
    from lines
    where line_text <> ''
),

-- The question is the label beside, which may reach over several rows.
asked as (
    select
        c.document_key,
        c.block_no,
        l.field as option_group,
        c.place,
        c.page_number,
        c.table_no,
        c.row_no,
        c.column_no,
        c.printed,
        c.words
    from cells as c
    inner join boxed as b on c.words = b.words
    inner join cells as l
        on
            c.document_key = l.document_key
            and c.block_no = l.block_no
            and c.table_no = l.table_no
            and c.row_no between l.row_no and l.row_no + l.row_span - 1
            and c.column_no > l.column_no
    where l.field in ('category', 'attribute', 'type', 'funding_source') and c.field is null
    qualify row_number() over (partition by c.document_key, c.place, c.column_no order by l.column_no desc) = 1
),

neighbours as (
    select
        document_key,
        place,
        column_no,
        lag(printed) over (partition by document_key, place order by column_no) as name_before,
        lag(words) over (partition by document_key, place order by column_no) as words_before,
        lead(words) over (partition by document_key, place order by column_no) as words_behind
    from cells
),

found as (
    select
        a.document_key,
        a.block_no,
        a.option_group,
        a.place,
        a.page_number,
        a.table_no,
        a.row_no,
        a.column_no,
        o.line_no,
        case
            when o.option_name = '' then n.name_before
            else o.option_name
        end as option_name,
        case
            when o.option_name = ''
                then try_cast(nullif(regexp_extract(n.words_before, '^([1-9])[、.]', 1), '') as integer)
            else o.option_no
        end as option_no,
        o.is_checked,
        case
            when {{ matches("n.words_behind", "'[0-9]+([.][0-9]+)?(亿|万)?元$'") }}
                then regexp_extract(replace(n.words_behind, ',', ''), '([0-9]+([.][0-9]+)?(亿|万)?元)$', 1)
        end as amount_words,
        a.printed
    from asked as a
    inner join options as o on a.words = o.words
    inner join neighbours as n
        on a.document_key = n.document_key and a.place = n.place and a.column_no = n.column_no
),

final as (
    select
        document_key,
        block_no,
        option_group,
        place,
        page_number,
        table_no,
        row_no,
        column_no,
        row_number() over (
            partition by document_key, block_no, option_group order by place, column_no, line_no
        ) as option_order,
        option_no,
        {{ replace_all("option_name", "'^[1-9][、.．]'", "''") }} as option_name,
        is_checked,
        {{ printed_money("amount_words", "1") }} as amount,
        printed
    from found
    where option_name is not null and option_name <> ''
)

select * from final
