-- The whole code of each row: parts joined, blank parents taken from the rows above, over page breaks too.
with split_tables as (
    select distinct
        document_key,
        root_table_no
    from {{ ref("int_row_printed") }}
    where part_2 is not null or part_3 is not null
),

ordered as (
    select
        r.document_key,
        r.root_table_no,
        r.table_no,
        r.row_no,
        r.block_no,
        r.part_1,
        r.part_2,
        r.part_3,
        count(r.part_1) over (
            partition by r.document_key, r.root_table_no, r.block_no
            order by r.table_no, r.row_no
            rows between unbounded preceding and current row
        ) as class_run,
        count(case when r.part_1 is not null or r.part_2 is not null then 1 end) over (
            partition by r.document_key, r.root_table_no, r.block_no
            order by r.table_no, r.row_no
            rows between unbounded preceding and current row
        ) as group_run
    from {{ ref("int_row_printed") }} as r
    inner join split_tables as t on r.document_key = t.document_key and r.root_table_no = t.root_table_no
),

inherited as (
    select
        *,
        max(part_1) over (partition by document_key, root_table_no, block_no, class_run) as class_part,
        max(part_2) over (partition by document_key, root_table_no, block_no, group_run) as group_part
    from ordered
),

joined as (
    select
        *,
        case
            when length(part_3) >= 5 then part_3
            when length(part_2) >= 5 and part_3 is null then part_2
            when part_3 is not null then class_part || group_part || part_3
            else class_part || part_2
        end as whole_code
    from inherited
    where part_2 is not null or part_3 is not null
),

coded as (
    select
        *,
        part_1 as whole_code
    from {{ ref("int_row_printed") }}
    where part_2 is null and part_3 is null
    union all
    select
        r.*,
        j.whole_code
    from {{ ref("int_row_printed") }} as r
    inner join joined as j
        on
            r.document_key = j.document_key
            and r.table_no = j.table_no
            and r.row_no = j.row_no
            and r.block_no = j.block_no
),

final as (
    select
        document_key,
        statement_code,
        key_kind,
        root_table_no,
        table_no,
        page_number,
        row_no,
        block_no,
        key_columns,
        has_total_label,
        has_sum_label,
        total_rank,
        part_name,
        label_indent,
        row_year,
        printed_code,
        printed_label,
        spending_unit,
        label,
        whole_code
    from coded
)

select * from final
