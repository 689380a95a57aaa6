{% test columns_conform(model) %}
    {#
      Every column of a model against the check that its own description carries (config.meta.check), in one
      scan: is_required; least, most; values; pattern. A text is never blank. A row is a column that fails,
      with the count and one value.
    #}
    {%- set nodes = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.resource_type == "model" and node.relation_name == model | string -%}
            {%- do nodes.append(node) -%}
        {%- endfor -%}
        {%- if not nodes -%}
            {{ exceptions.raise_compiler_error("no model has the relation " ~ model) }}
        {%- endif -%}
    {%- endif -%}
    with violations as (
        select
            cast(null as varchar(200)) as column_name,
            cast(null as varchar(4000)) as value
        where 1 = 0
        {%- for column in (nodes[0].columns.values() if nodes else []) -%}
            {%- set check = column.config.meta.get("check", {}) -%}
            {%- set failures = [] -%}
            {%- if check.get("is_required") -%}
                {%- do failures.append(column.name ~ " is null") -%}
            {%- endif -%}
            {%- if column.data_type == "string" -%}
                {%- do failures.append("trim(" ~ column.name ~ ") = ''") -%}
            {%- endif -%}
            {%- if "least" in check -%}
                {%- do failures.append(column.name ~ " < " ~ check.least) -%}
            {%- endif -%}
            {%- if "most" in check -%}
                {%- do failures.append(column.name ~ " > " ~ check.most) -%}
            {%- endif -%}
            {%- if "values" in check -%}
                {%- do failures.append(column.name ~ " not in ('" ~ check["values"] | join("', '") ~ "')") -%}
            {%- endif -%}
            {%- if "pattern" in check -%}
                {%- do failures.append("not " ~ matches(column.name, "'" ~ check.pattern ~ "'")) -%}
            {%- endif -%}
            {%- if failures %}
        union all
        select
            '{{ column.name }}' as column_name,
            cast({{ column.name }} as varchar(4000)) as value
        from {{ model }}
        where {{ failures | join(" or ") }}
            {%- endif -%}
        {%- endfor %}
    )

    select
        column_name,
        count(*) as violation_count,
        min(value) as example
    from violations
    group by column_name
{% endtest %}
