{# A number as a person writes it: no zeros after the last digit that counts. #}
{% macro plain_number(expression) -%}
    trim(trailing '.' from trim(trailing '0' from cast(cast({{ expression }} as decimal(24, 6)) as varchar(40))))
{%- endmacro %}
