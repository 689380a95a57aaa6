{% set axis = "(行|栏|列)" %}
{% set number = "[0-9]{1,3}" %}

-- What a form itself says adds up: notes under a table or in its rows (57行=(31+32+...+56)行, 1栏各行=(2+3)栏各行),
-- formulas in its header or its row of column numbers (7=1+3+3). One row per formula; its sum as signed numbers.
with statements as (
    select
        document_key,
        extractor_version,
        statement_code,
        root_table_no,
        table_no,
        page_number
    from {{ ref("int_table_statement") }}
    where statement_kind = 'statement'
),

sentences as (
    select
        s.document_key,
        s.page_number,
        s.sentence_no,
        s.top,
        s.sentence_normalised
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where {{ matches("s.sentence_normalised", "'[0-9][)]?" ~ axis ~ "[^=]{0,4}(=|等于).*[0-9]'") }}
),

with_notes as (
    select distinct document_key
    from sentences
),

table_ends as (
    select
        t.document_key,
        t.statement_code,
        t.root_table_no,
        t.table_no,
        t.page_number,
        max(c.bottom) as bottom
    from {{ ref("stg_cell") }} as c
    inner join statements as t
        on
            c.document_key = t.document_key
            and c.extractor_version = t.extractor_version
            and c.table_no = t.table_no
    inner join with_notes as n on t.document_key = n.document_key
    group by t.document_key, t.statement_code, t.root_table_no, t.table_no, t.page_number
),

-- A note stands under its table, if need be on the next page.
notes as (
    select
        s.document_key,
        t.statement_code,
        t.root_table_no,
        t.table_no,
        s.page_number,
        s.sentence_no,
        cast(null as varchar(100)) as cell,
        cast(null as integer) as column_no,
        s.sentence_normalised as text,
        false as is_of_header
    from sentences as s
    inner join table_ends as t
        on
            s.document_key = t.document_key
            and (
                s.page_number - 1 = t.page_number
                or (s.page_number = t.page_number and s.top + 3 >= t.bottom)
            )
    qualify row_number() over (
        partition by s.document_key, s.sentence_no order by t.page_number desc, t.bottom desc, t.table_no desc
    ) = 1
),

cells as (
    select
        t.document_key,
        t.statement_code,
        t.root_table_no,
        t.table_no,
        t.page_number,
        cast(null as integer) as sentence_no,
        concat_ws(':', t.page_number, t.table_no, c.row_no, c.column_no) as cell,
        case when c.row_kind in ('header', 'column_number') then c.column_no end as column_no,
        c.text_normalised as text,
        c.row_kind in ('header', 'column_number') as is_of_header
    from {{ ref("stg_cell") }} as c
    inner join statements as t
        on
            c.document_key = t.document_key
            and c.extractor_version = t.extractor_version
            and c.table_no = t.table_no
    where
        c.text_normalised like '%=%'
        and (
            (
                c.row_kind in ('header', 'column_number')
                and {{ matches("c.text_normalised", "'(^|[^0-9.])[0-9]{1,2}=[(]?[0-9]{1,2}[-+][-+0-9.()]+$'") }}
            )
            or {{ matches("c.text_normalised", "'[0-9][)]?" ~ axis ~ "[^=]{0,4}=.*[0-9]'") }}
        )
),

texts as (
    select *
    from notes
    union all
    select *
    from cells
),

-- One formula a line, in one spelling: no brackets (none stands after a minus), ... and 至 as ~.
broken as (
    select
        *,
        {{ replace_all(
            break_before("replace(text, '等于', '=')", "第?" ~ number ~ axis ~ "(各" ~ axis ~ ")?="),
            "'[;,。、:]'",
            "chr(10)"
        ) }} as formula_lines
    from texts
),

lines as (
    {{ split_lines(
        "broken",
        [
            "document_key", "statement_code", "root_table_no", "table_no", "page_number", "sentence_no", "cell",
            "column_no", "is_of_header"
        ],
        "formula_lines"
    ) }}
),

spelled as (
    select
        *,
        {{ replace_all(
            replace_all(
                replace_all("line_text", "'[第()]|各(行|栏|列)|之和|合计|总和|相加'", "''"),
                "'[+]?([.·…⋯]{2,}|…|⋯)[+]?|至|到'",
                "'~'"
            ),
            "'[−–—]|减'",
            "'-'"
        ) }} as spelling,
        line_text like '%-(%' or line_text like '%=%=%' or {{ matches("line_text", "'[*/×÷%]'") }} as is_no_sum
    from lines
    where line_text like '%=%'
),

parsed as (
    select
        *,
        regexp_extract(
            spelling,
            '(^|[^0-9.])({{ number }}){{ axis }}?=({{ number }}{{ axis }}?([-+~]{{ number }}{{ axis }}?)+)[^0-9=]*$',
            2
        ) as result_number,
        regexp_extract(
            spelling,
            '(^|[^0-9.]){{ number }}{{ axis }}?=({{ number }}{{ axis }}?([-+~]{{ number }}{{ axis }}?)+)[^0-9=]*$',
            3
        ) as summed,
        regexp_extract(spelling, '{{ number }}{{ axis }}', 1) as axis_word
    from spelled
),

final as (
    select
        {{ hash_key(["document_key", "root_table_no", "line_text"]) }} as formula_key,
        document_key,
        statement_code,
        root_table_no,
        min(table_no) as table_no,
        min(page_number) as page_number,
        min(sentence_no) as sentence_no,
        min(cell) as cell,
        min(column_no) as column_no,
        line_text as formula,
        case when axis_word = '行' then 'row' else 'column' end as axis,
        try_cast(nullif(result_number, '') as integer) as target_no,
        case
            when summed = '' or is_no_sum then null
            else
                {{ replace_all(
                    break_before(replace_all("summed", "'" ~ axis ~ "'", "''"), "[-+~]"), "'[+]'", "''"
                ) }}
        end as summands
    from parsed
    where is_of_header or {{ matches("spelling", "'" ~ number ~ axis ~ "='") }}
    group by
        document_key,
        statement_code,
        root_table_no,
        line_text,
        axis_word,
        result_number,
        summed,
        is_no_sum
)

select * from final
