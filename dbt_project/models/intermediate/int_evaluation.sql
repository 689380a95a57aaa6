{% set options = ["category", "attribute", "type"] %}
{% set words_fields = [
    "project_name", "project_code", "unit_name", "in_charge", "implementing", "category", "attribute", "type",
    "deviation", "improvement", "fill_date", "grounds", "content", "calculation_basis", "budget_history",
] %}
{% set number_fields = [
    "budget", "whole_budget", "initial_budget", "executed", "basic_total", "project_total", "rate", "execution_score",
    "total_score", "execution_weight",
] %}
{% set cells = [
    "budget_cell", "whole_budget_cell", "initial_budget_cell", "executed_cell", "basic_total_cell",
    "project_total_cell", "rate_cell", "execution_score_cell", "total_score_cell",
] %}
{% set columns = [
    "form_kind", "form_scope", "document_key", "block_no", "place", "sentence_no", "page_number", "table_no", "title",
    "goal_text", "is_total",
] + words_fields + number_fields + cells %}
{# What lists and prose tell of a project; a form may tell everything. #}
{% set item_columns = [
    "form_kind", "form_scope", "document_key", "block_no", "place", "page_number", "table_no", "title", "project_name",
    "unit_name", "fill_date", "goal_text", "budget", "budget_cell", "executed", "executed_cell", "rate", "total_score",
    "is_total",
] %}
{% set review_columns = [
    "form_kind", "form_scope", "document_key", "place", "sentence_no", "page_number", "project_name", "budget",
    "executed", "rate", "total_score", "is_total",
] %}

-- Every form, project of a list and review of the prose as one row, with what it says as printed.
with blocks as (
    select
        document_key,
        block_no,
        min(place) as place,
        min(table_no) as table_no,
        min(page_number) as page_number,
        max(case when row_kind = 'list_header' then 1 else 0 end) as is_list
    from {{ ref("int_evaluation_row") }}
    group by document_key, block_no
),

list_pages as (
    select distinct
        document_key,
        page_number
    from blocks
    where is_list = 1
),

-- A title at the foot of the page before.
page_ends as (
    select
        s.document_key,
        s.page_number,
        s.sentence_no,
        trim(s.sentence) as sentence,
        s.sentence_normalised,
        row_number() over (partition by s.document_key, s.page_number order by s.sentence_no desc) as place_from_end
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    inner join list_pages as b on s.document_key = b.document_key and s.page_number = b.page_number - 1
),

carried as (
    select
        document_key,
        page_number + 1 as page_number,
        max(case when {{ matches("sentence_normalised", "'^[^,;。]{0,50}(自评|绩效)[^,;。]{0,20}表$'") }} then sentence end)
            as title,
        max(nullif(regexp_extract(sentence_normalised, '(填报|填表)(日期|时间):([0-9年月日./-]+)', 3), '')) as fill_date
    from page_ends
    where place_from_end <= 3
    group by document_key, page_number
),

units as (
    select
        r.document_key,
        r.block_no,
        max(
            case
                when {{ matches("c.words", "'[(](单位:?)?万元[)]'") }} then 10000
                when {{ matches("c.words", "'[(](单位:?)?元[)]'") }} then 1
            end
        ) as factor
    from {{ ref("int_evaluation_row") }} as r
    inner join {{ ref("int_evaluation_cell") }} as c on r.document_key = c.document_key and r.place = c.place
    where length(c.words) <= 40
    group by r.document_key, r.block_no
),

-- The first value of a field counts; columns of funds go before a label.
chosen as (
    select
        *,
        concat_ws('/', page_number, table_no, row_no, column_no) as cell
    from {{ ref("int_evaluation_value") }}
    where field not in ('goal', 'goal_actual')
    qualify row_number() over (
        partition by document_key, block_no, field
        order by case when is_column then 0 else 1 end, place, column_no
    ) = 1
),

fields as (
    select
        document_key,
        block_no,
        {% for field in words_fields -%}
            max(case when field = '{{ field }}' then printed end) as {{ field }},
        {% endfor -%}
        {% for field in number_fields -%}
            max(case when field = '{{ field }}' then words end) as {{ field }},
            max(case when field = '{{ field }}' then cell end) as {{ field }}_cell,
        {% endfor -%}
        max(
            case
                when field = 'execution_score'
                    then nullif(regexp_extract(label, '([0-9]+([.][0-9]+)?)分?[*x×X]', 1), '')
            end
        ) as weight_in_rule
    from chosen
    group by document_key, block_no
),

-- 预算执行情况（万元）（20分）
weights as (
    select
        r.document_key,
        r.block_no,
        max(c.weight) as weight
    from {{ ref("int_evaluation_row") }} as r
    inner join {{ ref("int_evaluation_cell") }} as c on r.document_key = c.document_key and r.place = c.place
    where r.row_kind = 'fund_header' and c.fund_role is null and c.weight is not null
    group by r.document_key, r.block_no
),

told as (
    select
        document_key,
        block_no
    from {{ ref("int_evaluation_indicator") }}
    where level3 is not null
    union distinct
    select
        document_key,
        block_no
    from {{ ref("int_evaluation_goal") }}
    where goal_text is not null
),

ticks as (
    select
        document_key,
        {% for option in options -%}
            max(case when option_group = '{{ option }}' then 1 end) as has_{{ option }},
            {{ text_list(
                "case when is_checked and option_group = '" ~ option ~ "' then option_name end", "option_order", "、"
            ) }} as {{ option }},
        {% endfor -%}
        block_no
    from {{ ref("int_evaluation_option") }}
    group by document_key, block_no
),

-- What is of the department as a whole names no project.
blocks_told as (
    select
        b.document_key,
        b.block_no,
        b.place,
        b.page_number,
        b.table_no,
        t.title,
        t.unit_name as title_unit_name,
        t.fill_date as title_fill_date,
        f.project_name is null
        and (f.unit_name is not null or {{ matches("coalesce(t.title, '')", "'整体'") }}) as is_of_department,
        {{ matches("coalesce(t.title, '')", "'自评'") }}
        or f.executed is not null
        or f.execution_score is not null as is_evaluated,
        u.factor
    from blocks as b
    left join {{ ref("int_evaluation_title") }} as t on b.document_key = t.document_key and b.table_no = t.table_no
    left join units as u on b.document_key = u.document_key and b.block_no = u.block_no
    left join fields as f on b.document_key = f.document_key and b.block_no = f.block_no
    left join told as i on b.document_key = i.document_key and b.block_no = i.block_no
    where b.is_list = 0 and (f.project_name is not null or f.unit_name is not null or i.document_key is not null)
),

forms as (
    select
        case
            when not b.is_evaluated then 'application' when b.is_of_department then 'department' else 'project'
        end as form_kind,
        case when b.is_of_department then 'department' else 'project' end as form_scope,
        b.document_key,
        b.block_no,
        b.place,
        cast(null as integer) as sentence_no,
        b.page_number,
        b.table_no,
        b.title,
        coalesce(
            f.project_name,
            case
                when not b.is_of_department
                    then nullif(regexp_extract(b.title, '^(20[0-9][0-9] *年度?)?(.*?)项目(支出)?绩效', 2), '')
            end
        ) as project_name,
        coalesce(f.unit_name, b.title_unit_name) as unit_name,
        coalesce(f.fill_date, b.title_fill_date) as fill_date,
        {% for option in options -%}
            case when k.has_{{ option }} = 1 then k.{{ option }} else f.{{ option }} end as {{ option }},
        {% endfor -%}
        f.project_code,
        f.in_charge,
        f.implementing,
        f.deviation,
        f.improvement,
        f.grounds,
        f.content,
        f.calculation_basis,
        f.budget_history,
        cast(null as varchar(4000)) as goal_text,
        {% for field in number_fields if field != "execution_weight" -%}
            f.{{ field }},
            f.{{ field }}_cell,
        {% endfor -%}
        coalesce(f.execution_weight, f.weight_in_rule, cast(w.weight as varchar(40))) as execution_weight,
        false as is_total,
        b.factor
    from blocks_told as b
    left join fields as f on b.document_key = f.document_key and b.block_no = f.block_no
    left join weights as w on b.document_key = w.document_key and b.block_no = w.block_no
    left join ticks as k on b.document_key = k.document_key and b.block_no = k.block_no
),

items as (
    select
        'summary' as form_kind,
        'project' as form_scope,
        i.document_key,
        i.block_no,
        i.item_place as place,
        i.page_number,
        i.table_no,
        coalesce(t.title, c.title) as title,
        i.project_name,
        i.unit_name,
        coalesce(t.fill_date, c.fill_date) as fill_date,
        i.goal_text,
        {% for field in ["budget", "executed"] -%}
            i.{{ field }},
            case
                when i.{{ field }} is not null
                    then
                        concat_ws(
                            '/', i.page_number, i.table_no, i.item_place - cast(i.table_no as bigint) * 10000,
                            i.{{ field }}_column
                        )
            end as {{ field }}_cell,
        {% endfor -%}
        i.rate,
        i.total_score,
        i.is_total,
        u.factor
    from {{ ref("int_evaluation_item") }} as i
    inner join blocks as b on i.document_key = b.document_key and i.block_no = b.block_no
    left join {{ ref("int_evaluation_title") }} as t on b.document_key = t.document_key and b.table_no = t.table_no
    left join carried as c on b.document_key = c.document_key and b.page_number = c.page_number
    left join units as u on b.document_key = u.document_key and b.block_no = u.block_no
),

reviews as (
    select
        *,
        'project' as form_scope,
        sentence_no as place,
        false as is_total,
        1 as factor
    from {{ ref("int_evaluation_review") }}
),

together as (
    {%- for relation, told in [("forms", columns), ("items", item_columns), ("reviews", review_columns)] %}
        select
            {% for column in columns -%}
                {{ column if column in told else "null as " ~ column }},
            {% endfor -%}
            factor
        from {{ relation }}
        {{- " union all" if not loop.last }}
    {%- endfor %}
),

numbered as (
    select
        t.*,
        coalesce(t.factor, u.factor) as money_factor,
        cast(row_number() over (partition by t.document_key, t.form_kind order by t.place) as integer) as form_no
    from together as t
    left join {{ ref("int_table_unit") }} as u on t.document_key = u.document_key and t.table_no = u.table_no
),

final as (
    select
        {{ hash_key(["document_key", "form_kind", "form_no"]) }} as evaluation_key,
        *
    from numbered
)

select * from final
