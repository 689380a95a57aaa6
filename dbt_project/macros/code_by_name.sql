{#
  The rows of a relation with the one code of so many digits that their name has within the parent's code; null
  where none or more than one has. The relation `names` holds code and name.
#}
{% macro code_by_name(relation, row_key, digits, parent, stands, code) -%}
    select
        r.*,
        n.code as {{ code }}
    from {{ relation }} as r
    left join (
        select
            p.{{ row_key | join(", p.") }},
            max(c.code) as code
        from {{ relation }} as p
        inner join names as c
            on p.name = c.name and length(c.code) = {{ digits }} and c.code like {{ parent }} || '%'
        where {{ stands }}
        group by p.{{ row_key | join(", p.") }}
        having count(distinct c.code) = 1
    ) as n
        on {% for column in row_key %}{{ " and " if not loop.first }}r.{{ column }} = n.{{ column }}{% endfor %}
{%- endmacro %}
