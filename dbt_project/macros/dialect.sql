{#
  What DuckDB and Spark write differently, and nothing else. Patterns are regular expressions both engines
  read alike (no look-around, character classes instead of backslashes).
#}

{% macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch("matches", "yujuesuan")(expression, pattern)) }}
{%- endmacro %}

{% macro default__matches(expression, pattern) -%}
    regexp_matches({{ expression }}, {{ pattern }})
{%- endmacro %}

{% macro spark__matches(expression, pattern) -%}
    ({{ expression }} rlike {{ pattern }})
{%- endmacro %}

{% macro replace_all(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch("replace_all", "yujuesuan")(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ pattern }}, {{ replacement }}, 'g')
{%- endmacro %}

{% macro spark__replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ pattern }}, {{ replacement }})
{%- endmacro %}

{% macro rewrite_all(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch("rewrite_all", "yujuesuan")(expression, pattern, replacement)) }}
{%- endmacro %}

{#- All matches of a pattern; {1} and {2} in the replacement, which is given without quotes, are its groups. -#}
{% macro default__rewrite_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ pattern }}, '{{ replacement | replace("{1}", "\\1") | replace("{2}", "\\2") }}', 'g')
{%- endmacro %}

{% macro spark__rewrite_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ pattern }}, '{{ replacement | replace("{1}", "$1") | replace("{2}", "$2") }}')
{%- endmacro %}

{% macro break_before(expression, pattern) -%}
    {{ return(adapter.dispatch("break_before", "yujuesuan")(expression, pattern)) }}
{%- endmacro %}

{#- A text with a line feed before whatever matches the pattern, which is given without quotes. -#}
{% macro default__break_before(expression, pattern) -%}
    regexp_replace({{ expression }}, '({{ pattern }})', chr(10) || '\1', 'g')
{%- endmacro %}

{% macro spark__break_before(expression, pattern) -%}
    regexp_replace({{ expression }}, '({{ pattern }})', '\n$1')
{%- endmacro %}

{% macro split_lines(relation, key_columns, text_column) -%}
    {{ return(adapter.dispatch("split_lines", "yujuesuan")(relation, key_columns, text_column)) }}
{%- endmacro %}

{#- One row per line of a text: the key columns, line_no from 1 and line_text. -#}
{% macro default__split_lines(relation, key_columns, text_column) -%}
    select
        {{ key_columns | join(", ") }},
        generate_subscripts(string_split({{ text_column }}, chr(10)), 1) as line_no,
        unnest(string_split({{ text_column }}, chr(10))) as line_text
    from {{ relation }}
    where {{ text_column }} is not null
{%- endmacro %}

{% macro spark__split_lines(relation, key_columns, text_column) -%}
    select {{ key_columns | join(", ") }}, line_index + 1 as line_no, line_text
    from {{ relation }}
    lateral view posexplode(split({{ text_column }}, '\n')) lines as line_index, line_text
    where {{ text_column }} is not null
{%- endmacro %}

{% macro text_list(expression, order_by=none, separator="; ") -%}
    {{ return(adapter.dispatch("text_list", "yujuesuan")(expression, order_by or expression, separator)) }}
{%- endmacro %}

{#- The values of a group as one text, in the order given or their own. -#}
{% macro default__text_list(expression, order_by, separator) -%}
    {%- if expression == order_by -%}
    {#- Three times as fast as an ordered aggregate over many small groups. -#}
    array_to_string(list_sort(list({{ expression }}) filter (where {{ expression }} is not null)), '{{ separator }}')
    {%- else -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
    {%- endif -%}
{%- endmacro %}

{% macro spark__text_list(expression, order_by, separator) -%}
    nullif(
        array_join(
            transform(
                array_sort(collect_list(named_struct('place', {{ order_by }}, 'value', {{ expression }}))),
                pair -> pair.value
            ),
            '{{ separator }}'
        ),
        ''
    )
{%- endmacro %}

{% macro fail_with(message) -%}
    {{ return(adapter.dispatch("fail_with", "yujuesuan")(message)) }}
{%- endmacro %}

{#- An expression that ends the query with a message of its own. -#}
{% macro default__fail_with(message) -%}
    error({{ message }})
{%- endmacro %}

{% macro spark__fail_with(message) -%}
    raise_error({{ message }})
{%- endmacro %}
