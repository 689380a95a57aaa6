-- Line items by name; one that stands again under another heading (carry-over by fund, say) is told by that heading.
with items as (
    select
        document_key,
        root_table_no,
        table_no,
        row_no,
        block_no,
        line_item,
        row_number() over (
            partition by document_key, root_table_no, block_no, line_item order by table_no, row_no
        ) as occurrence
    from {{ ref("int_row") }}
    where line_item is not null and line_item <> ''
),

runs as (
    select
        *,
        sum(case when occurrence = 1 then 1 else 0 end) over (
            partition by document_key, root_table_no, block_no
            order by table_no, row_no
            rows between unbounded preceding and current row
        ) as heading_run
    from items
),

headed as (
    select
        *,
        max(case when occurrence = 1 then line_item end) over (
            partition by document_key, root_table_no, block_no, heading_run
        ) as heading
    from runs
),

final as (
    select
        document_key,
        table_no,
        row_no,
        block_no,
        case when occurrence > 1 and heading <> line_item then concat(heading, '／', line_item) else line_item end
            as line_item
    from headed
)

select * from final
