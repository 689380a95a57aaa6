{# A deterministic key: the same natural key gives the same hash on every machine and engine. #}
{% macro hash_key(columns) -%}
    md5(concat_ws('|'{% for column in columns %}, coalesce(cast({{ column }} as varchar(4000)), ''){% endfor %}))
{%- endmacro %}
