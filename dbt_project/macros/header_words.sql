{#
  A header path without what varies and says nothing of the measure: 其中, the unit in brackets, formulas
  (7=1+3), ordinals before a word.
#}
{% macro header_words(expression) -%}
    {%- set ordinal = "([一二三四五六七八九十]+、|[0-9]{1,2}[.、]|[(][一二三四五六七八九十0-9]{1,2}[)])" -%}
    {%- set bare = replace_all(expression, "'其中[:]?|[(]?(金额)?(单位[:]?)?(人民币)?[(]?(万|千|亿)?元[)]|[0-9]*[=][-+0-9()]+'", "''") -%}
    {%- set steps = replace_all(bare, "' / " ~ ordinal ~ "'", "' / '") -%}
    {{ replace_all(steps, "'^( / )*" ~ ordinal ~ "?|( / )+$'", "''") }}
{%- endmacro %}
