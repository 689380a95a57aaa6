{# A name for comparison: no white space, brackets of one kind. #}
{% macro normal_name(expression) -%}
    replace(replace(replace({{ expression }}, ' ', ''), '（', '('), '）', ')')
{%- endmacro %}
