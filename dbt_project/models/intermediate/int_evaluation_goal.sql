-- The goals of each form, in order; an empty goal with a weight stands beside its indicators.
with goals as (
    select
        r.document_key,
        r.block_no,
        c.place,
        c.page_number,
        c.table_no,
        c.row_no,
        c.printed as label,
        c.goal_no,
        c.weight,
        case
            when {{ matches("c.words", "'(中?长)期'") }} then 'long_term'
            when {{ matches("c.words", "'总目标|总体|整体|实施期|^项目绩效目标'") }} then 'overall'
            else 'annual'
        end as goal_kind,
        v.printed as goal_text,
        v.column_no as value_column
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    left join {{ ref("int_evaluation_value") }} as v
        on
            c.document_key = v.document_key
            and c.place = v.place
            and c.printed = v.label
            and v.field = 'goal'
    where
        (
            c.field = 'goal'
            and (r.row_kind <> 'indicator_header' or c.weight is not null)
            and (v.printed is not null or c.weight is not null or c.goal_no is not null)
        )
        or (c.field = 'indicators' and c.weight is not null)
    qualify row_number() over (partition by c.document_key, c.place, c.column_no order by v.column_no) = 1
),

-- What was reached stands beside what was expected.
reached as (
    select
        document_key,
        block_no,
        place,
        printed as actual
    from {{ ref("int_evaluation_value") }}
    where field = 'goal_actual'
    qualify row_number() over (partition by document_key, block_no, place order by column_no) = 1
),

final as (
    select
        g.document_key,
        g.block_no,
        g.place,
        g.page_number,
        g.table_no,
        g.row_no,
        g.label,
        g.goal_no,
        g.weight,
        g.goal_kind,
        g.goal_text,
        a.actual,
        row_number() over (partition by g.document_key, g.block_no order by g.place, g.value_column) as goal_order
    from goals as g
    left join reached as a
        on g.document_key = a.document_key and g.block_no = a.block_no and g.place = a.place
)

select * from final
