{#
  Whether a text may match a pattern of the seed `personal_data`: each of them needs six digits running, or some on
  both sides of a dash or a bracket. One fixed pattern costs less than the seed's, which are tried on the rest.
#}
{% macro may_hold_personal_data(text) -%}
    {{ matches(text, "'[0-9]{6}|[0-9]{3,4}[-)—][0-9]{3}'") }}
{%- endmacro %}
