{# Whether a name is another but for one character, which is its residue, at the same place. #}
{% macro one_character_off(name, own_name, residue) -%}
    (
        length({{ residue }}) = 1
        and length({{ name }}) = length({{ own_name }})
        and replace({{ name }}, {{ residue }}, '') = concat(
            substr({{ own_name }}, 1, position({{ residue }} in {{ name }}) - 1),
            substr({{ own_name }}, position({{ residue }} in {{ name }}) + 1)
        )
    )
{%- endmacro %}
