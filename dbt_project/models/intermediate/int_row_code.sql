-- The whole code of each row: parts joined, blank parents taken from the rows above, over page breaks too.
with ordered as (
    select
        *,
        count(part_1) over (
            partition by document_key, root_table_no, block_no
            order by table_no, row_no
            rows between unbounded preceding and current row
        ) as class_run,
        count(case when part_1 is not null or part_2 is not null then 1 end) over (
            partition by document_key, root_table_no, block_no
            order by table_no, row_no
            rows between unbounded preceding and current row
        ) as group_run
    from {{ ref("int_row_printed") }}
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
            when part_1 is null and part_2 is null and part_3 is null then null
            when length(part_3) >= 5 then part_3
            when length(part_2) >= 5 and part_3 is null then part_2
            when part_3 is not null then class_part || group_part || part_3
            when part_2 is not null then class_part || part_2
            else part_1
        end as whole_code
    from inherited
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
    from joined
)

select * from final
