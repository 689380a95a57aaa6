-- What stands right of a label, or under the head of a column of funds or of goals. A blank is no row.
with cells as (
    select
        c.*,
        r.block_no,
        r.row_kind,
        r.next_place
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    where c.words <> ''
),

-- The labels of a row that is no header, and the header's own where it is a goal with its weight.
labels as (
    select *
    from cells
    where
        field is not null
        and row_kind not in ('list_header', 'subheader')
        and (row_kind <> 'indicator_header' or field = 'goal')
),

-- The value is the next cell that says something, unless that is a label itself; the total score ends its row.
columns_in_order as (
    select
        document_key,
        place,
        column_no,
        lead(column_no) over (partition by document_key, place order by column_no) as next_column
    from cells
),

last_columns as (
    select
        document_key,
        place,
        max(column_no) as last_column
    from cells
    group by document_key, place
),

right_of as (
    select
        false as is_column,
        l.document_key,
        l.block_no,
        l.field,
        l.goal_no,
        l.weight,
        l.printed as label,
        l.place,
        l.page_number,
        l.table_no,
        l.row_no,
        v.column_no,
        v.printed,
        v.words
    from labels as l
    inner join columns_in_order as o
        on l.document_key = o.document_key and l.place = o.place and l.column_no = o.column_no
    inner join last_columns as e on l.document_key = e.document_key and l.place = e.place
    inner join cells as n
        on o.document_key = n.document_key and o.place = n.place and o.next_column = n.column_no
    inner join cells as v
        on
            l.document_key = v.document_key
            and l.place = v.place
            and case when l.field = 'total_score' then e.last_column else o.next_column end = v.column_no
    where l.value_place = 'right' and l.row_kind <> 'indicator_header' and n.field is null
),

goal_counts as (
    select
        document_key,
        place,
        count(*) as goal_count
    from labels
    where field = 'goal'
    group by document_key, place
),

-- A label alone in its row, or one of several goals side by side, stands over its value.
alone as (
    select l.*
    from labels as l
    inner join {{ ref("int_evaluation_row") }} as r on l.document_key = r.document_key and l.place = r.place
    left join goal_counts as g on l.document_key = g.document_key and l.place = g.place
    where
        (
            l.field = 'goal'
            and l.value_place = 'right'
            and (r.word_count = 1 or (g.goal_count > 1 and l.goal_no is null))
            and l.row_kind <> 'indicator_header'
        )
        or l.value_place = 'below'
),

below_goal as (
    select
        false as is_column,
        a.document_key,
        a.block_no,
        a.field,
        a.goal_no,
        a.weight,
        a.printed as label,
        a.place,
        v.page_number,
        v.table_no,
        v.row_no,
        v.column_no,
        v.printed,
        v.words
    from alone as a
    inner join cells as v
        on
            a.document_key = v.document_key
            and a.block_no = v.block_no
            and a.place + a.row_span = v.place
            and v.column_no between a.column_no and a.column_no + a.column_span - 1
    where v.field is null and v.indicator_role is null
),

-- What stands under each head of the funds in the row below, over a page break too.
fund_heads as (
    select *
    from cells
    where row_kind = 'fund_header' and fund_role is not null
),

below_fund as (
    select
        true as is_column,
        h.document_key,
        h.block_no,
        h.fund_role as field,
        cast(null as integer) as goal_no,
        h.weight,
        h.printed as label,
        h.place,
        v.page_number,
        v.table_no,
        v.row_no,
        v.column_no,
        v.printed,
        v.words
    from fund_heads as h
    inner join cells as v
        on
            h.document_key = v.document_key
            and h.block_no = v.block_no
            and h.next_place = v.place
            and v.column_no between h.column_no and h.column_no + h.column_span - 1
    where v.row_kind not in ('indicator_header', 'fund_header')
),

found as (
    select * from right_of
    union all
    select * from below_goal
    union all
    select * from below_fund
),

final as (
    select *
    from found
    where field <> 'personal'
)

select * from final
