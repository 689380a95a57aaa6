-- Line items by name; one that stands again under another heading (carry-over by fund, say) is told by that heading.
with lines as (
    select
        document_key,
        root_table_no,
        table_no,
        row_no,
        block_no,
        line_item
    from {{ ref("int_row") }}
    where line_item <> ''
),

-- To put lines in order costs much: it is done in blocks that tell one twice.
repeated as (
    select
        document_key,
        root_table_no,
        block_no
    from lines
    group by document_key, root_table_no, block_no
    having count(*) > count(distinct line_item)
),

items as (
    select
        l.*,
        row_number() over (
            partition by l.document_key, l.root_table_no, l.block_no, l.line_item order by l.table_no, l.row_no
        ) as occurrence
    from lines as l
    inner join repeated as r
        on
            l.document_key = r.document_key
            and l.root_table_no = r.root_table_no
            and l.block_no = r.block_no
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
    union all
    select
        l.document_key,
        l.table_no,
        l.row_no,
        l.block_no,
        l.line_item
    from lines as l
    left join repeated as r
        on
            l.document_key = r.document_key
            and l.root_table_no = r.root_table_no
            and l.block_no = r.block_no
    where r.block_no is null
)

select * from final
