{% test columns_conform(model, references={}, unique_together=[]) %}
    {#
      Every rule for the columns of a model or seed in one test, for a test costs dbt more than the engine. What a
      column is held to stands in its own description (config.meta.check): is_required; required_where, a condition;
      is_unique; least, most; values; pattern. A text of a model is never blank. References map a column to the
      relation (to) and column (field) that has its values; unique_together are columns that make a key.

      What does not conform ends the query with a message: each rule that is broken, in how many rows (of values
      that are not unique: how many values), and one value.
    #}
    {%- set nodes = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.relation_name == model | string -%}
            {%- do nodes.append(node) -%}
        {%- endfor -%}
        {%- if not nodes -%}
            {{ exceptions.raise_compiler_error("nothing in the project has the relation " ~ model) }}
        {%- endif -%}
    {%- endif -%}
    with violations as (
        select
            cast(null as varchar(4000)) as rule,
            cast(null as varchar(4000)) as value
        where 1 = 0
        {%- for column in (nodes[0].columns.values() if nodes else []) -%}
            {%- set check = column.config.meta.get("check", {}) -%}
            {%- set failures = [] -%}
            {%- if check.get("is_required") -%}
                {%- do failures.append(column.name ~ " is null") -%}
            {%- endif -%}
            {%- if "required_where" in check -%}
                {%- do failures.append(column.name ~ " is null and " ~ check.required_where) -%}
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
                {%- set literals = [] -%}
                {%- for value in check["values"] -%}
                    {%- do literals.append("'" ~ value ~ "'" if value is string else value | string) -%}
                {%- endfor -%}
                {%- do failures.append(column.name ~ " not in (" ~ literals | join(", ") ~ ")") -%}
            {%- endif -%}
            {%- if "pattern" in check -%}
                {%- do failures.append("not " ~ matches(column.name, "'" ~ check.pattern ~ "'")) -%}
            {%- endif -%}
            {%- for failure in failures %}
        union all
        select
            '{{ failure | replace("'", "''") }}' as rule,
            cast({{ column.name }} as varchar(4000)) as value
        from {{ model }}
        where {{ failure }}
            {%- endfor -%}
            {%- if check.get("is_unique") %}
        union all
        select
            '{{ column.name }} is not unique' as rule,
            cast({{ column.name }} as varchar(4000)) as value
        from {{ model }}
        where {{ column.name }} is not null
        group by {{ column.name }}
        having count(*) > 1
            {%- endif -%}
        {%- endfor -%}
        {%- if unique_together %}
        union all
        select
            '{{ unique_together | join(", ") }} are not unique' as rule,
            {% for column in unique_together -%}
            cast({{ column }} as varchar(2000)){{ " || ', ' || " if not loop.last }}
            {%- endfor %} as value
        from {{ model }}
        where {{ unique_together | join(" is not null and ") }} is not null
        group by {{ unique_together | join(", ") }}
        having count(*) > 1
        {%- endif -%}
        {%- for column, parent in references.items() %}
        union all
        select
            '{{ column }} is not in {{ parent.to.identifier }}.{{ parent.field }}' as rule,
            cast(child.{{ column }} as varchar(4000)) as value
        from {{ model }} as child
        where
            child.{{ column }} is not null
            and not exists (select 1 from {{ parent.to }} as parent where parent.{{ parent.field }} = child.{{ column }})
        {%- endfor %}
    ),

    counted as (
        select
            rule || ': ' || cast(count(*) as varchar(20)) || coalesce(' (such as ' || min(value) || ')', '') as message
        from violations
        group by rule
    ),

    told as (
        select
            count(*) as rule_count,
            {{ text_list("message") }} as messages
        from counted
    )

    select messages
    from told
    where
        case
            when rule_count > 0 then {{ fail_with("'" ~ model.identifier ~ ": ' || messages") }} is not null
            else false
        end
{% endtest %}
