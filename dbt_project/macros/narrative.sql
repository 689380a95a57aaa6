{#
  A sentence in lines: the first up to the first number that something is counted or measured in, each other one such a
  number, a tab and what follows it. Dates, ordinals and lists (2020年, 1., 5、) are text.
#}
{% macro break_at_numbers(expression) -%}
    {{ return(adapter.dispatch("break_at_numbers", "yujuesuan")(expression)) }}
{%- endmacro %}

{% macro default__break_at_numbers(expression) -%}
    regexp_replace({{ expression }}, {{ _measured_number() }}, chr(10) || '\1' || chr(9) || '\5', 'g')
{%- endmacro %}

{% macro spark__break_at_numbers(expression) -%}
    regexp_replace({{ expression }}, {{ _measured_number() }}, concat(chr(10), '$1', chr(9), '$5'))
{%- endmacro %}

{% macro _measured_number() -%}
    '([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?)([^-0-9.,年月日号时点、()—:;。…+*/=<>≥≤×~ ])'
{%- endmacro %}

{# A clause for comparison: no quotes, no remarks in brackets; (类), (款), (项) stay, a year is Y. #}
{% macro clause_words(expression) -%}
    {%- set bare = replace_all(expression, "'[ “”\"‘’《》]|[(][^()类款项]*[)]'", "''") -%}
    {%- set closed = replace_all(bare, "'^[^()]*[)]'", "''") -%}
    replace({{ replace_all(closed, "'(20[0-9][0-9])(年度|年末|年底|年)'", "'Y'") }}, '出国境', '出国')
{%- endmacro %}

{# A name of a functional code without what forms leave out or add: remarks in brackets, 支出 at the end. #}
{% macro bare_function_name(expression) -%}
    {{ replace_all(replace_all(normal_name(expression), "'[(][^()]*[)]'", "''"), "'支出$'", "''") }}
{%- endmacro %}

{# The value of a row or else of the nearest row before it that has one: goes before `over (…)`. #}
{% macro last_known(expression) -%}
    {{ return(adapter.dispatch("last_known", "yujuesuan")(expression)) }}
{%- endmacro %}

{% macro default__last_known(expression) -%}
    last_value({{ expression }} ignore nulls)
{%- endmacro %}

{% macro spark__last_known(expression) -%}
    last_value({{ expression }}, true)
{%- endmacro %}
