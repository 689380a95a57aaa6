{#
  The number that digits say, null where they say none or too large a one. Decimals of eighteen digits are read forty
  times as fast as longer ones, and nearly every number has room there.
#}
{% macro decimal_of(digits) -%}
    coalesce(
        cast(try_cast({{ digits }} as decimal(18, 6)) as decimal(24, 6)), try_cast({{ digits }} as decimal(24, 6))
    )
{%- endmacro %}
