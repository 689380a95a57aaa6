{%- set row_key = ["document_key", "root_table_no", "block_no", "table_no", "row_no"] -%}
{%- set in_block = "partition by document_key, root_table_no, block_no" -%}

-- Forms that print no codes: codes by name within the parent. Indents tell the levels; where there is but one indent,
-- the names do.
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

-- Half a character of indent tells a level; a sum stands where it likes.
indented as (
    select
        r.document_key,
        r.root_table_no,
        r.table_no,
        r.row_no,
        r.block_no,
        {{ normal_name("r.label") }} as name,
        dense_rank() over (
            partition by r.document_key, r.root_table_no, r.block_no order by round(r.label_indent / 4)
        ) as indent_no
    from {{ ref("int_row_code") }} as r
    inner join uncoded as u
        on r.document_key = u.document_key and r.root_table_no = u.root_table_no and r.block_no = u.block_no
    where r.label is not null and not r.has_sum_label
),

levelled as (
    select
        *,
        case when max(indent_no) over ({{ in_block }}) > 1 then indent_no end as level_no,
        coalesce(lag(name) over ({{ in_block }} order by table_no, row_no), '') as name_above
    from indented
),

names as (
    select distinct
        code,
        {{ normal_name("name") }} as name
    from {{ ref("int_classification") }}
),

with_class as (
    {{ code_by_name("levelled", row_key, 3, "''", "coalesce(p.level_no, 1) = 1", "class_code") }}
),

class_runs as (
    select
        *,
        sum(case when level_no = 1 or class_code is not null then 1 else 0 end) over (
            {{ in_block }}
            order by table_no, row_no
            rows between unbounded preceding and current row
        ) as class_run
    from with_class
),

in_class as (
    select
        *,
        max(class_code) over ({{ in_block }}, class_run) as parent_class
    from class_runs
),

-- A group and its only item may have one name: the first is the group.
with_group as (
    {{ code_by_name(
        "in_class",
        row_key,
        5,
        "p.parent_class",
        "p.class_code is null and (p.level_no = 2 or (p.level_no is null and p.name <> p.name_above))",
        "group_code",
    ) }}
),

group_runs as (
    select
        *,
        sum(case when level_no <= 2 or class_code is not null or group_code is not null then 1 else 0 end) over (
            {{ in_block }}
            order by table_no, row_no
            rows between unbounded preceding and current row
        ) as group_run
    from with_group
),

in_group as (
    select
        *,
        max(group_code) over ({{ in_block }}, group_run) as parent_group
    from group_runs
),

-- Forms may leave the groups out: an item is then told by its class.
with_item as (
    {{ code_by_name(
        "in_group",
        row_key,
        7,
        "coalesce(p.parent_group, p.parent_class)",
        "p.class_code is null and p.group_code is null",
        "item_code",
    ) }}
),

-- A table whose outermost rows are not all classes lists something else: units, projects.
certain as (
    select
        document_key,
        root_table_no,
        block_no
    from with_item
    group by document_key, root_table_no, block_no
    having count(case when (level_no = 1 and class_code is null) or class_run = 0 then 1 end) = 0
),

final as (
    select
        w.document_key,
        w.table_no,
        w.row_no,
        w.block_no,
        w.name,
        coalesce(w.class_code, w.group_code, w.item_code) as code
    from with_item as w
    inner join certain as c
        on w.document_key = c.document_key and w.root_table_no = c.root_table_no and w.block_no = c.block_no
)

select * from final
