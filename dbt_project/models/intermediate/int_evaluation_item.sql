-- The projects of the lists: one row per project with its figures and its goal, which may run over a page break.
with heads as (
    select
        c.document_key,
        r.block_no,
        c.place as header_place,
        c.column_no,
        c.column_span,
        c.list_role,
        c.words
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    where r.row_kind = 'list_header' and c.list_role is not null
    qualify row_number() over (partition by c.document_key, c.place, c.list_role order by c.column_no) = 1
),

body as (
    select
        c.document_key,
        r.block_no,
        r.list_header_place,
        c.place,
        c.page_number,
        c.table_no,
        c.row_no,
        c.column_no,
        c.printed,
        c.words,
        h.list_role
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    inner join heads as h
        on
            r.document_key = h.document_key
            and r.list_header_place = h.header_place
            and c.column_no between h.column_no and h.column_no + h.column_span - 1
    where r.row_kind not in ('list_header', 'subheader') and r.list_header_place = r.label_place and c.words <> ''
),

starts as (
    select
        *,
        max(
            case
                when list_role = 'project_name' and not {{ matches("words", "'^[*0-9]+$'") }} then place
            end
        ) over (
            partition by document_key, block_no order by place
            range between unbounded preceding and current row
        ) as item_place
    from body
),

goals as (
    select
        document_key,
        list_header_place,
        max(case when list_role = 'goal' then 1 else 0 end) as has_goal
    from (
        select
            document_key,
            header_place as list_header_place,
            list_role
        from heads
    ) as h
    group by document_key, list_header_place
),

items as (
    select
        s.document_key,
        s.block_no,
        s.item_place,
        min(s.list_header_place) as list_header_place,
        min(s.page_number) as page_number,
        min(s.table_no) as table_no,
        max(case when s.list_role = 'project_name' and s.place = s.item_place then s.printed end) as project_name,
        max(case when s.list_role = 'unit_name' and s.place = s.item_place then s.printed end) as unit_name,
        max(case when s.list_role = 'budget' and s.place = s.item_place then s.words end) as budget,
        max(case when s.list_role = 'budget' and s.place = s.item_place then s.column_no end) as budget_column,
        max(case when s.list_role = 'executed' and s.place = s.item_place then s.words end) as executed,
        max(case when s.list_role = 'executed' and s.place = s.item_place then s.column_no end) as executed_column,
        max(case when s.list_role = 'rate' and s.place = s.item_place then s.words end) as rate,
        max(case when s.list_role = 'total_score' and s.place = s.item_place then s.words end) as total_score,
        {{ text_list("case when s.list_role = 'goal' then s.printed end", "s.place", "") }} as goal_text
    from starts as s
    where s.item_place is not null
    group by s.document_key, s.block_no, s.item_place
),

total_labels as (
    select distinct label
    from {{ ref("total_label") }}
),

final as (
    select
        i.*,
        t.label is not null as is_total,
        row_number() over (partition by i.document_key, i.block_no order by i.item_place) as item_no
    from items as i
    inner join goals as g
        on i.document_key = g.document_key and i.list_header_place = g.list_header_place
    left join total_labels as t on replace(i.project_name, ' ', '') = t.label
    where
        (g.has_goal = 1 and i.goal_text is not null)
        or (g.has_goal = 0 and (i.budget is not null or i.executed is not null))
)

select * from final
