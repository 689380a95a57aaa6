{# A printed text for comparison with one typed by hand: no white space or line breaks, brackets of one kind. #}
{% macro printed_form(expression) -%}
    replace(replace({{ normal_name(expression) }}, chr(10), ''), '　', '')
{%- endmacro %}
