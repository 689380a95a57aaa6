-- The reason that a sentence states, and where in it: 主要原因是….
{% set pattern -%}
    '(主要原因|主要变动原因|原因主要|变动原因|原因|主要)(说明)?(是|为|:|系|在于)+[:]?([^:].*)$'
{%- endset %}
{%- set leading -%}
    '^(其?主要|原因|增减|变动|增加|减少|下降|增长|持平|(支出)?决算数|预算收支|收支)[^,]{0,24}(是|为|:|系|在于)'
{%- endset %}

with source as (
    select
        document_key,
        sentence_no,
        block_no,
        sentence,
        {{ matches("sentence", leading) }} as is_leading,
        {{ replace_all("regexp_extract(sentence, " ~ pattern ~ ", 4)", "'[。;]+$'", "''") }} as reason
    from {{ ref("int_narrative_sentence") }}
    where sentence like '%原因%' or sentence like '%主要%'
),

final as (
    select
        document_key,
        sentence_no,
        block_no,
        is_leading,
        reason,
        length({{ replace_all("sentence", "'[。;]+$'", "''") }}) - length(reason) + 1 as position
    from source
    where reason <> '' and not {{ matches("reason", "'^(用于|保障|包括|为|[.…xX*]+$|[.…]{2})'") }}
)

select * from final
