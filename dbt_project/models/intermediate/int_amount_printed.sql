{% set minus = "[-–—﹣△▲▽▼]" %}
{#- Commas part thousands or the cell is no number: 1,2,3 is not 123. -#}
{% set number = minus ~ "?(([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?|[.][0-9]+)" %}
{#- An amount may say its unit itself: 758.69万元. -#}
{% set unit_suffix = "(百万|千|万|亿)?元" %}
{#- Footnote marks and fractions, which the normal form turns into digits like any other. -#}
{% set mark = "[¼½¾²³¹⁰-₟⅐-↏①-⓿❶-➓㈀-㏿]" %}
{#- Yuan. Nothing printed in a disclosure is as much: a province's whole budget is near 1e12. -#}
{% set too_much = 10000000000000 %}

{#- Most cells say a number and nothing else; the other patterns cost more and are tried on the rest. -#}
{% set plain = "([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?" %}

-- Every amount cell of a statement with its row, its measure and its value in yuan, null where it cannot be one; as
-- printed, before anything a person has corrected.
with cells as (
    select
        *,
        printed_text = text_normalised and {{ matches("text_normalised", "'^" ~ plain ~ "$'") }} as is_plain
    from {{ ref("int_block_cell") }}
    where role = 'amount' and text_normalised <> ''
),

figures as (
    select
        *,
        case
            when is_plain then text_normalised
            else {{ replace_all("replace(text_normalised, '−', '-')", "'(" ~ unit_suffix ~ ")$'", "''") }}
        end as figure,
        case
            when is_plain then ''
            else regexp_extract(text_normalised, '({{ unit_suffix }})$', 1)
        end as printed_unit
    from cells
),

numbers as (
    select
        *,
        case
            when is_plain then {{ decimal_of("replace(figure, ',', '')") }}
            when
                {{ matches("figure", "'^(" ~ number ~ "|[(]" ~ number ~ "[)])$'") }}
                and not {{ matches("printed_text", "'" ~ mark ~ "'") }}
                then
                    {{ decimal_of(replace_all("figure", "'[^0-9.]'", "''")) }}
                    * case when {{ matches("figure", "'^[(]|^" ~ minus ~ "'") }} then -1 else 1 end
        end as printed_amount,
        case
            when figure not like '%.%' then 0
            else length(regexp_extract(figure, '[.]([0-9]+)', 1))
        end as decimals,
        not is_plain and {{ matches("figure", "'^[-–—﹣/]*$'") }} as is_blank_mark
    from figures
),

final as (
    select
        n.document_key,
        n.statement_code,
        n.root_table_no,
        n.table_no,
        n.page_number,
        n.row_no,
        n.column_no,
        n.block_no,
        n.header_path,
        n.printed_text,
        n.printed_amount,
        n.decimals,
        n.is_blank_mark,
        n.is_ambiguous,
        n.ocr_confidence,
        n.x0,
        n.top,
        n.x1,
        n.bottom,
        coalesce(own.unit, u.unit) as unit,
        coalesce(own.factor, u.factor) as factor,
        case
            when abs(n.printed_amount) * coalesce(own.factor, u.factor) <= {{ too_much }}
                then cast(n.printed_amount * coalesce(own.factor, u.factor) as decimal(20, 2))
        end as amount,
        case
            when r.row_measure_code is not null and n.measure_code in ('amount', 'total') then r.row_measure_code
            else n.measure_code
        end as measure_code,
        case when r.row_year = f.fiscal_year - 1 then 'prior_year' else coalesce(r.row_side, n.side) end as side,
        r.printed_code,
        r.printed_label,
        r.label,
        r.code,
        r.completed_code,
        r.named_code,
        r.is_by_name,
        r.function_code,
        r.economic_code,
        case
            when r.row_measure_code is not null and n.measure_code in ('amount', 'total') then null
            else i.line_item
        end as line_item,
        r.is_total or (r.row_measure_code is not null and n.measure_code in ('amount', 'total')) as is_total
    from numbers as n
    inner join {{ ref("int_row") }} as r
        on
            n.document_key = r.document_key
            and n.table_no = r.table_no
            and n.row_no = r.row_no
            and n.block_no = r.block_no
    left join {{ ref("int_line_item") }} as i
        on
            n.document_key = i.document_key
            and n.table_no = i.table_no
            and n.row_no = i.row_no
            and n.block_no = i.block_no
    inner join {{ ref("int_table_unit") }} as u on n.document_key = u.document_key and n.table_no = u.table_no
    left join {{ ref("unit_of_money") }} as own on n.printed_unit = own.unit
    inner join {{ ref("int_document_profile") }} as f on n.document_key = f.document_key
)

select * from final
