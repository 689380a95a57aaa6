{%- set number = "[0-9]+([.][0-9]+)?" -%}
{%- set term = number ~ "[^-0-9+*()pm]*" -%}
{%- set factor = "(" ~ term ~ "|[(]" ~ term ~ "([pm]" ~ term ~ ")*[)][^-0-9+*()pm]*)" -%}
{%- set unit_of = "'^" ~ number ~ "'" -%}

-- Calculations written out in prose and in forms (70人*20天*450元=63万元), each side taken apart: what stands before the
-- mark of equality as a sum of products, what stands after it as one number. What does not read so without doubt is
-- left out: words between the numbers, ranges, percentages of percentages, more marks than that.
with sentences as (
    select
        s.document_key,
        s.page_number,
        concat('sentence ', s.sentence_no) as place,
        s.sentence_normalised as text_normalised
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where s.sentence_normalised like '%=%'
),

-- A statement's own notation is no prose.
cells as (
    select
        c.document_key,
        c.page_number,
        concat_ws(':', c.page_number, c.table_no, c.row_no, c.column_no) as place,
        c.text_normalised
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_table_statement") }} as t
        on
            c.document_key = t.document_key
            and c.extractor_version = t.extractor_version
            and c.table_no = t.table_no
    where
        c.text_normalised like '%=%'
        and coalesce(t.statement_kind, 'form') = 'form'
        and c.row_kind = 'body'
),

texts as (
    select * from sentences
    union all
    select * from cells
),

-- One calculation a line, without spaces and separators of thousands, times as *.
spelled as (
    select
        *,
        {{ replace_all(
            rewrite_all(
                rewrite_all(
                    replace_all(replace_all("text_normalised", "'[ \\n]+'", "''"), "'[×✕✖xX]'", "'*'"),
                    "'([0-9]),([0-9][0-9][0-9])'",
                    "{1}{2}"
                ),
                "'([0-9]),([0-9][0-9][0-9])'",
                "{1}{2}"
            ),
            "'[,;。:、!?|]'",
            "chr(10)"
        ) }} as spelling
    from texts
),

lines as (
    {{ split_lines("spelled", ["document_key", "page_number", "place", "text_normalised"], "spelling") }}
),

calculations as (
    select distinct
        document_key,
        page_number,
        place,
        text_normalised,
        line_text as calculation,
        {{ replace_all("line_text", "'^[(]?[0-9]{1,2}[)]|[“”\"]'", "''") }} as equation
    from lines
    where
        {{ matches("line_text", "'[0-9][^=]*[-+*][^=]*=[0-9]'") }}
        -- Letters, comparisons and divisions but for those of a unit (元/人) are of something else.
        and not {{ matches("line_text", "'[A-Za-z<>≤≥≈÷^~…]|[0-9)]/|/[0-9(]'") }}
),

-- Sides of the mark: a*b=c=d says that a*b is c.
sides_of as (
    select distinct
        equation,
        {{ replace_all("equation", "'='", "chr(10)") }} as sides
    from calculations
),

sides as (
    {{ split_lines("sides_of", ["equation"], "sides") }}
),

pairs as (
    select
        equation,
        line_no as side_no,
        line_text as left_side,
        lag(line_text) over (partition by equation order by line_no) as side_before,
        lead(line_text) over (partition by equation order by line_no) as right_side,
        length(line_text) - length(replace(line_text, '(', '')) as opened,
        length(line_text) - length(replace(line_text, ')', '')) as closed
    from sides
),

-- Without the words before it, and the bracket that it may stand in.
labelled as (
    select
        equation,
        side_no,
        {{ replace_all("left_side", "'[0-9].*$'", "''") }} as label,
        case
            when opened = closed then {{ replace_all("left_side", "'^[^-0-9(+*]+'", "''") }}
            when opened = closed + 1 then {{ replace_all("left_side", "'^[^-0-9(+*]*[(][^-0-9(+*]*'", "''") }}
        end as formula,
        regexp_extract(right_side, '^{{ number }}', 0) as told,
        {{ replace_all("right_side", unit_of, "''") }} as result_words
    from pairs
    where
        {{ matches("left_side", "'[0-9].*[-+*]'") }}
        -- Behind another result a calculation may have lost the line that it began.
        and not {{ matches("coalesce(side_before, '')", "'[0-9]'") }}
        and {{ matches("right_side", "'^" ~ number ~ "[^-0-9+*]*$'") }}
),

-- 1.70人 is the first line of a list, or 1.7: it is read both ways.
readings as (
    select
        equation,
        side_no,
        label,
        told,
        result_words,
        formula
    from labelled
    where formula is not null
    union all
    select
        equation,
        side_no,
        label,
        told,
        result_words,
        {{ replace_all("formula", "'^[0-9]{1,2}[.]'", "''") }} as formula
    from labelled
    where side_no = 1 and {{ matches("formula", "'^[0-9]{1,2}[.][0-9]'") }}
),

-- Within brackets p stands for plus and m for minus, so that what is left of them stands between products.
{%- set bracketed = namespace(text="formula") %}
{%- for _ in range(4) %}
    {%- set bracketed.text = rewrite_all(bracketed.text, "'([(][^()]*)[+]([^()]*[)])'", "{1}p{2}") %}
    {%- set bracketed.text = rewrite_all(bracketed.text, "'([(][^()]*)-([^()]*[)])'", "{1}m{2}") %}
{%- endfor %}

grouped as (
    select
        equation,
        side_no,
        label,
        told,
        result_words,
        {{ bracketed.text }} as formula
    from readings
),

-- 3-5人*200元 is a range, not a difference.
parsed as (
    select *
    from grouped
    where
        {{ matches("formula", "'^" ~ factor ~ "([-+*]" ~ factor ~ ")*$'") }}
        and {{ matches("formula", "'[-+*pm]'") }}
        and not {{ matches("formula", "'-.*[*]|[*].*-'") }}
),

sums_of as (
    select distinct
        formula,
        {{ break_before("formula", "[-+]") }} as products
    from parsed
),

products as (
    {{ split_lines("sums_of", ["formula"], "products") }}
),

products_of as (
    select
        formula,
        line_no as product_no,
        case when line_text like '-%' then -1 else 1 end as product_sign,
        replace({{ replace_all("line_text", "'^[-+]'", "''") }}, '*', chr(10)) as factors
    from products
),

factors as (
    {{ split_lines("products_of", ["formula", "product_no", "product_sign"], "factors") }}
),

factors_of as (
    select
        formula,
        product_no,
        product_sign,
        line_no as factor_no,
        case when line_text like '(%' then {{ replace_all("line_text", "'^.*[)]'", "''") }} else '' end as group_unit,
        {{ break_before(replace_all("line_text", "'^[(]|[)].*$'", "''"), "[pm]") }} as terms
    from factors
),

terms as (
    {{ split_lines(
        "factors_of", ["formula", "product_no", "product_sign", "factor_no", "group_unit"], "terms"
    ) }}
),

numbers as (
    select
        formula,
        product_no,
        product_sign,
        factor_no,
        line_text,
        case when line_text like 'm%' then -1 else 1 end as term_sign,
        {{ decimal_of("regexp_extract(line_text, '" ~ number ~ "', 0)") }} as value,
        length(regexp_extract(line_text, '[.]([0-9]+)', 1)) as decimals,
        coalesce(
            nullif({{ replace_all("line_text", "'^[pm]?" ~ number ~ "'", "''") }}, ''), group_unit
        ) as unit
    from terms
),

unit_words as (
    select distinct unit
    from numbers
),

units as (
    select
        w.unit,
        u.kind,
        u.factor
    from unit_words as w
    inner join {{ ref("arithmetic_unit") }} as u
        on u.kind <> 'about' and {{ matches("w.unit", "'^(' || u.pattern || ')$'") }}
    qualify row_number() over (partition by w.unit order by u.pattern) = 1
),

factor_values as (
    select
        n.formula,
        n.product_no,
        n.product_sign,
        n.factor_no,
        sum(cast(n.term_sign * n.value as double) * coalesce(u.factor, 1)) as factor_value,
        -- What the last digit of a rounded number leaves open; whole numbers are counted.
        sum(case when n.decimals > 0 then 0.5 * power(10, -n.decimals) * coalesce(u.factor, 1) else 0 end) as half,
        max(case when u.kind = 'money' then 1 else 0 end) as has_money,
        min(case when u.kind = 'money' then 1 else 0 end) as is_money,
        min(case when n.unit = '' or u.unit is not null then 1 else 0 end) as is_known,
        max(case when n.unit <> '' or n.decimals > 0 or n.value >= 100 then 1 else 0 end) as is_no_ordinal
    from numbers as n
    left join units as u on n.unit = u.unit
    group by n.formula, n.product_no, n.product_sign, n.factor_no
),

product_values as (
    select
        formula,
        product_no,
        product_sign
        {%- for number in range(1, 7) %}
            * max(case when factor_no = {{ number }} then factor_value else 1 end)
        {%- endfor %} as product_value,
        sum(half / abs(factor_value)) as relative_half,
        sum(is_money) as money_count,
        -- A product of more factors than that, of money by money, or of what has no unit that is known, is not read.
        min(
            case when factor_no <= 6 and is_known = 1 and has_money = is_money and factor_value > 0 then 1 else 0 end
        ) as is_read,
        max(is_no_ordinal) as is_no_ordinal
    from factor_values
    group by formula, product_no, product_sign
),

formulas as (
    select
        formula,
        sum(product_value) as value,
        sum(abs(product_value) * relative_half) as half,
        max(money_count) as money_count
    from product_values
    group by formula
    having
        min(is_read) = 1
        and max(money_count) <= 1
        -- Money is added to money.
        and max(money_count) = min(money_count)
        -- Small numbers of nothing (2+3=4) are those of columns.
        and max(is_no_ordinal) = 1
),

result_units as (
    select
        w.result_words,
        u.kind,
        u.factor,
        regexp_extract(w.result_words, '^[亿万千百]*元?', 0) as unit
    from (select distinct result_words from parsed) as w
    inner join {{ ref("arithmetic_unit") }} as u
        on u.kind <> 'about' and {{ matches("w.result_words", "'^(' || u.pattern || ')'") }}
    qualify row_number() over (
        partition by w.result_words
        order by case u.kind when 'money' then 0 else 1 end asc, u.factor desc, u.pattern asc
    ) = 1
),

-- A result that is said to be about so much.
vague as (
    select distinct
        p.equation,
        p.side_no
    from parsed as p
    inner join {{ ref("arithmetic_unit") }} as u
        on u.kind = 'about' and {{ matches("concat(p.label, '|', p.result_words)", "u.pattern") }}
),

compared as (
    select
        p.equation,
        p.side_no,
        p.formula,
        p.told,
        case when r.kind = 'money' then r.unit else '' end as unit,
        cast({{ decimal_of("p.told") }} as double) as result_value,
        0.5 * power(10, -length(regexp_extract(p.told, '[.]([0-9]+)', 1))) as result_half,
        e.value,
        e.half,
        e.money_count = 1 as is_of_money,
        coalesce(r.kind, case when p.result_words in ('', ')') then 'none' end) as result_kind,
        cast(coalesce(r.factor, 1) as double) as result_factor
    from parsed as p
    inner join formulas as e on p.formula = e.formula
    left join result_units as r on p.result_words = r.result_words
    left join vague as v on p.equation = v.equation and p.side_no = v.side_no
    where v.equation is null and e.value > 0
),

scaled as (
    select
        c.equation,
        c.side_no,
        c.formula,
        c.told,
        c.unit,
        c.result_value,
        c.result_half,
        c.value * s.left_scale / case s.right_scale when 0 then c.result_factor else s.right_scale end as computed,
        c.half * s.left_scale / case s.right_scale when 0 then c.result_factor else s.right_scale end as spread
    from compared as c
    -- The unit that one side leaves out may be 元, 万元 or that of the other side.
    inner join {{ ref("arithmetic_reading") }} as s
        on
            case when c.is_of_money then 'money' else 'none' end = s.left_kind
            and c.result_kind = s.right_kind
),

-- Of all readings the one that comes nearest, in the unit of the result as printed.
nearest as (
    select *
    from scaled
    qualify row_number() over (partition by equation, side_no order by abs(computed - result_value)) = 1
),

final as (
    select
        c.document_key,
        c.page_number,
        c.place,
        c.text_normalised,
        c.calculation,
        n.formula,
        n.told,
        n.unit,
        cast(n.result_value as decimal(24, 6)) as result_value,
        cast(n.computed as decimal(24, 6)) as computed,
        cast(n.result_half as decimal(24, 6)) as result_half,
        cast(n.spread as decimal(24, 6)) as spread
    from nearest as n
    inner join calculations as c on n.equation = c.equation
    where n.computed < 1000000000000
)

select * from final
