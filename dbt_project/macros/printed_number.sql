{#
  What a cell with one number and nothing else but its unit says: the number as stated, null where the cell holds
  anything else (达标, 3次). The pattern in `suffix` names the units that may follow.
#}
{% macro printed_number(words, suffix="") -%}
    case
        when {{ matches("replace(" ~ words ~ ", ',', '')", "'^[-+]?[0-9]+([.][0-9]+)?(" ~ suffix ~ ")?$'") }}
            then {{ decimal_of("regexp_extract(replace(" ~ words ~ ", ',', ''), '^([-+]?[0-9]+([.][0-9]+)?)', 1)") }}
    end
{%- endmacro %}

{# Money in yuan of a cell: by the unit behind the number, else by the factor of its table. #}
{% macro printed_money(words, factor) -%}
    cast(
        {{ printed_number(words, "百万元?|亿元?|万元?|千元|元") }} * case
            when {{ matches(words, "'亿元?$'") }} then 100000000
            when {{ matches(words, "'百万元?$'") }} then 1000000
            when {{ matches(words, "'万元?$'") }} then 10000
            when {{ matches(words, "'千元$'") }} then 1000
            when {{ matches(words, "'元$'") }} then 1
            else {{ factor }}
        end as decimal(20, 2)
    )
{%- endmacro %}
