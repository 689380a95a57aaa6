-- Forms that print no codes: codes by name within the parent, the levels told by indent.
with uncoded as (
    select
        document_key,
        root_table_no,
        block_no
    from {{ ref("int_row_code") }}
    where key_kind = 'any'
    group by document_key, root_table_no, block_no
    having count(whole_code) = 0
),

-- Half a character of indent tells a level; a total stands where it likes.
rows_by_level as (
    select
        r.document_key,
        r.root_table_no,
        r.table_no,
        r.row_no,
        r.block_no,
        {{ normal_name("r.label") }} as name,
        dense_rank() over (
            partition by r.document_key, r.root_table_no, r.block_no order by round(r.label_indent / 4)
        ) as level_no
    from {{ ref("int_row_code") }} as r
    inner join uncoded as u
        on r.document_key = u.document_key and r.root_table_no = u.root_table_no and r.block_no = u.block_no
    where r.label is not null and not r.has_total_label
),

names as (
    select distinct
        code,
        {{ normal_name("name") }} as name
    from {{ ref("int_classification") }}
),

runs as (
    select
        *,
        sum(case when level_no = 1 then 1 else 0 end) over (
            partition by document_key, root_table_no, block_no
            order by table_no, row_no
            rows between unbounded preceding and current row
        ) as class_run,
        sum(case when level_no <= 2 then 1 else 0 end) over (
            partition by document_key, root_table_no, block_no
            order by table_no, row_no
            rows between unbounded preceding and current row
        ) as group_run
    from rows_by_level
),

classes as (
    select
        r.document_key,
        r.root_table_no,
        r.block_no,
        r.class_run,
        r.table_no,
        r.row_no,
        n.code
    from runs as r
    inner join names as n on r.name = n.name and length(n.code) = 3
    where r.level_no = 1
),

-- A table whose outermost rows are not all classes lists something else: units, projects.
certain as (
    select
        r.document_key,
        r.root_table_no,
        r.block_no
    from runs as r
    left join classes as c
        on
            r.document_key = c.document_key
            and r.table_no = c.table_no
            and r.row_no = c.row_no
            and r.block_no = c.block_no
    where r.level_no = 1
    group by r.document_key, r.root_table_no, r.block_no
    having count(*) = count(c.code) and count(*) = count(distinct r.row_no * 10000 + r.table_no)
),

groups as (
    select
        r.document_key,
        r.root_table_no,
        r.block_no,
        r.group_run,
        r.table_no,
        r.row_no,
        max(n.code) as code
    from runs as r
    inner join classes as c
        on
            r.document_key = c.document_key
            and r.root_table_no = c.root_table_no
            and r.block_no = c.block_no
            and r.class_run = c.class_run
    inner join names as n on r.name = n.name and length(n.code) = 5 and n.code like c.code || '%'
    where r.level_no = 2
    group by r.document_key, r.root_table_no, r.block_no, r.group_run, r.table_no, r.row_no
    having count(distinct n.code) = 1
),

items as (
    select
        r.document_key,
        r.root_table_no,
        r.block_no,
        r.table_no,
        r.row_no,
        max(n.code) as code
    from runs as r
    inner join groups as g
        on
            r.document_key = g.document_key
            and r.root_table_no = g.root_table_no
            and r.block_no = g.block_no
            and r.group_run = g.group_run
    inner join names as n on r.name = n.name and length(n.code) = 7 and n.code like g.code || '%'
    where r.level_no = 3
    group by r.document_key, r.root_table_no, r.block_no, r.table_no, r.row_no
    having count(distinct n.code) = 1
),

unioned as (
    select
        document_key,
        root_table_no,
        block_no,
        table_no,
        row_no,
        code
    from classes
    union all
    select
        document_key,
        root_table_no,
        block_no,
        table_no,
        row_no,
        code
    from groups
    union all
    select
        document_key,
        root_table_no,
        block_no,
        table_no,
        row_no,
        code
    from items
),

final as (
    select
        u.document_key,
        u.table_no,
        u.row_no,
        u.block_no,
        u.code
    from unioned as u
    inner join certain as c
        on u.document_key = c.document_key and u.root_table_no = c.root_table_no and u.block_no = c.block_no
)

select * from final
