{# Whether two figures, written with equally many decimals, are one misread character apart: a digit, a sign or the point. #}
{% macro one_character_apart(one, other) -%}
    (levenshtein({{ one }}, {{ other }}) = 1 or ({{ one }} <> {{ other }} and {{ _digits(one) }} = {{ _digits(other) }}))
{%- endmacro %}

{% macro _digits(figure) -%}
    {{ replace_all("replace(" ~ figure ~ ", '.', '')", "'^0+|0+$'", "''") }}
{%- endmacro %}
