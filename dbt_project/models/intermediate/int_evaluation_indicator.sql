{% set weight_mark = "'[(（][0-9.]+分[)）]$'" %}

-- The indicators of each form with their three levels. Where the cells stand under their heads the columns say what
-- each is; where a grid lost its merged cells and rows slid, the order of the cells does.
with heads as (
    select
        c.document_key,
        r.block_no,
        r.indicator_header_place,
        c.place,
        c.column_no,
        c.column_span,
        c.indicator_role
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    where r.row_kind in ('indicator_header', 'subheader', 'list_header') and c.indicator_role is not null
),

header_roles as (
    select
        document_key,
        indicator_header_place,
        max(case when indicator_role = 'actual' then 1 else 0 end) as has_actual,
        max(case when indicator_role = 'score' then 1 else 0 end) as has_score,
        min(case when indicator_role = 'level1' then column_no end) as level1_column,
        min(case when indicator_role = 'level2' then column_no end) as level2_column
    from heads
    group by document_key, indicator_header_place
),

body as (
    select
        c.document_key,
        r.block_no,
        r.indicator_header_place,
        c.has_merged_cells,
        c.place,
        c.page_number,
        c.table_no,
        c.row_no,
        c.column_no,
        c.printed,
        c.words,
        c.weight,
        c.is_level1_name,
        c.is_level2_name
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    where
        r.row_kind = 'other'
        and r.indicator_header_place is not null
        and (r.label_place is null or r.indicator_header_place >= r.label_place)
        and coalesce(c.field, '') <> 'indicators'
),

-- The head over a cell: the lowest that reaches over its column.
headed as (
    select
        b.*,
        h.indicator_role as role
    from body as b
    left join heads as h
        on
            b.document_key = h.document_key
            and b.indicator_header_place = h.indicator_header_place
            and b.place > h.place
            and b.column_no between h.column_no and h.column_no + h.column_span - 1
    qualify row_number() over (
        partition by b.document_key, b.place, b.column_no order by h.place desc, h.column_no desc
    ) = 1
),

-- Only a grid without merged cells lets rows slide. An indicator may be named as its second level is:
-- 服务对象满意度.
loose as (
    select
        *,
        is_level2_name and row_number() over (
            partition by document_key, place, is_level2_name and not is_level1_name order by column_no
        ) = 1 as is_level2
    from headed
    where not has_merged_cells
),

-- A row slid where its cells do not stand under the heads that they belong under.
slides as (
    select
        h.document_key,
        h.place,
        max(
            case
                when h.is_level1_name and not h.is_level2 and h.column_no <> r.level1_column then 1
                when h.is_level2 and not h.is_level1_name and h.column_no <> r.level2_column then 1
                when h.role in ('level1', 'level2') and not h.is_level1_name and not h.is_level2 then 1
                else 0
            end
        ) = 1
        or (
            max(case when h.role = 'level3' then 1 else 0 end) <> max(case when h.role = 'target' then 1 else 0 end)
            -- A target may be left blank beside what was reached.
            and max(case when h.role = 'actual' then 1 else 0 end) = 0
        ) as is_slid
    from loose as h
    inner join header_roles as r
        on h.document_key = r.document_key and h.indicator_header_place = r.indicator_header_place
    group by h.document_key, h.place
),

slid as (
    select
        h.*,
        r.has_actual,
        r.has_score,
        row_number() over (
            partition by h.document_key, h.place, h.is_level1_name or h.is_level2 order by h.column_no
        ) as text_no,
        max(case when h.is_level1_name then 1 else 0 end) over (
            partition by h.document_key, h.place order by h.column_no rows between unbounded preceding and 1 preceding
        ) as has_level1_before
    from loose as h
    inner join slides as s on h.document_key = s.document_key and h.place = s.place
    inner join header_roles as r
        on h.document_key = r.document_key and h.indicator_header_place = r.indicator_header_place
    where s.is_slid
),

placed as (
    select
        h.document_key,
        h.block_no,
        h.indicator_header_place,
        h.place,
        h.page_number,
        h.table_no,
        h.row_no,
        h.column_no,
        h.printed,
        h.words,
        h.weight,
        h.role as place_role,
        0 as is_slid
    from headed as h
    left join slides as s on h.document_key = s.document_key and h.place = s.place and s.is_slid
    where s.place is null
    union all
    select
        document_key,
        block_no,
        indicator_header_place,
        place,
        page_number,
        table_no,
        row_no,
        column_no,
        printed,
        words,
        weight,
        case
            when is_level1_name and (not is_level2 or coalesce(has_level1_before, 0) = 0) then 'level1'
            when is_level2 then 'level2'
            when text_no = 1 then 'level3'
            when text_no = 2 then 'target'
            when text_no = 3 and has_actual = 1 then 'actual'
            when text_no = 4 and has_actual = 1 and has_score = 1 then 'score'
            else 'standard'
        end as place_role,
        1 as is_slid
    from slid
),

grouped as (
    select
        document_key,
        block_no,
        indicator_header_place,
        place,
        page_number,
        table_no,
        row_no,
        max(case when place_role = 'level1' then {{ replace_all("printed", weight_mark, "''") }} end) as level1,
        max(case when place_role = 'level1' then weight end) as level1_weight,
        max(case when place_role = 'level2' then {{ replace_all("printed", weight_mark, "''") }} end) as level2,
        max(case when place_role = 'level2' then weight end) as level2_weight,
        max(case when place_role = 'level3' then printed end) as level3,
        max(case when place_role = 'level3' then weight end) as level3_weight,
        max(case when place_role = 'level3' then column_no end) as level3_column,
        max(case when place_role = 'comparison' then printed end) as comparison,
        max(case when place_role = 'target' then printed end) as target,
        max(case when place_role = 'measure_unit' then printed end) as measure_unit,
        {{ text_list("case when place_role = 'prior' then printed end", "column_no") }} as prior_values,
        max(case when place_role = 'actual' then printed end) as actual,
        max(case when place_role = 'score' then {{ printed_number("words", "分") }} end) as score,
        max(case when place_role = 'weight' then {{ printed_number("words", "分|%") }} end) as own_weight,
        {{ text_list("case when place_role in ('standard', 'deviation') then printed end", "column_no") }} as standard,
        max(is_slid) = 1 as is_read_in_order
    from placed
    group by document_key, block_no, indicator_header_place, place, page_number, table_no, row_no
),

-- The goal a row stands under.
with_goal as (
    select
        g.*,
        o.goal_order
    from grouped as g
    left join {{ ref("int_evaluation_goal") }} as o
        on g.document_key = o.document_key and g.block_no = o.block_no and g.place >= o.place
    qualify row_number() over (partition by g.document_key, g.place order by o.goal_order desc) = 1
),

-- A level is printed once for the rows it covers.
level1_runs as (
    select
        *,
        count(level1) over (
            partition by document_key, block_no, goal_order
            order by place
            rows between unbounded preceding and current row
        ) as level1_run
    from with_goal
),

level2_runs as (
    select
        *,
        count(level2) over (
            partition by document_key, block_no, goal_order, level1_run
            order by place
            rows between unbounded preceding and current row
        ) as level2_run
    from level1_runs
),

final as (
    select
        document_key,
        block_no,
        goal_order,
        place,
        page_number,
        table_no,
        row_no,
        level3_column,
        max(level1) over (partition by document_key, block_no, goal_order, level1_run) as level1,
        max(level1_weight) over (partition by document_key, block_no, goal_order, level1_run) as level1_weight,
        max(level2) over (partition by document_key, block_no, goal_order, level1_run, level2_run) as level2,
        max(level2_weight) over (partition by document_key, block_no, goal_order, level1_run, level2_run)
            as level2_weight,
        case when level3_weight is null then level3 else {{ replace_all("level3", weight_mark, "''") }} end as level3,
        nullif(concat(coalesce(comparison, ''), coalesce(target, ''), coalesce(measure_unit, '')), '') as target,
        prior_values,
        actual,
        score,
        coalesce(own_weight, level3_weight) as weight,
        standard,
        is_read_in_order
    from level2_runs
)

select * from final
