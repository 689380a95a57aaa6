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

-- The value is the next cell that says something, unless that is a label itself.
in_order as (
    select
        *,
        case when field is not null or indicator_role is not null or fund_role is not null then 1 else 0 end as is_head,
        lead(printed) over (partition by document_key, place order by column_no) as next_printed,
        lead(words) over (partition by document_key, place order by column_no) as next_words,
        lead(column_no) over (partition by document_key, place order by column_no) as next_column,
        lead(field) over (partition by document_key, place order by column_no) as next_field,
        lead(indicator_role) over (partition by document_key, place order by column_no) as next_indicator_role
    from cells
),

last_of_row as (
    select
        document_key,
        place,
        printed,
        words,
        column_no
    from cells
    qualify row_number() over (partition by document_key, place order by column_no desc) = 1
),

right_of as (
    select
        false as is_column,
        i.document_key,
        i.block_no,
        i.field,
        i.goal_no,
        i.weight,
        i.printed as label,
        i.place,
        i.page_number,
        i.table_no,
        i.row_no,
        case when i.field = 'total_score' then e.column_no else i.next_column end as column_no,
        case when i.field = 'total_score' then e.printed else i.next_printed end as printed,
        case when i.field = 'total_score' then e.words else i.next_words end as words
    from in_order as i
    inner join last_of_row as e on i.document_key = e.document_key and i.place = e.place
    where
        i.value_place = 'right'
        and i.row_kind not in ('list_header', 'subheader', 'indicator_header')
        and i.next_column is not null
        and i.next_field is null
        and (i.next_indicator_role is null or i.row_kind <> 'indicator_header')
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
