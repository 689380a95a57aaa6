{%- set in_order = "order by column_no rows between unbounded preceding" -%}

-- The columns of statements with the block they stand in: labels to the left, amounts to the right.
with columns_of_tables as (
    select
        *,
        case
            when role in ('code', 'name', 'spending_unit', 'spending_unit_code') then 1
            when role = 'amount' then 0
        end as is_key,
        min(case when role = 'amount' then column_no end) over (partition by document_key, table_no) as first_amount
    from {{ ref("int_column") }}
),

column_starts as (
    select
        *,
        case
            when
                is_key = 1
                and coalesce(
                    {{ last_known("is_key") }} over (
                        partition by document_key, table_no {{ in_order }} and 1 preceding
                    ), 0
                ) = 0
                then 1
            else 0
        end as is_start
    from columns_of_tables
),

final as (
    select
        document_key,
        statement_code,
        root_table_no,
        table_no,
        column_no,
        role,
        part_name,
        measure_code,
        side,
        is_key,
        first_amount,
        sum(is_start) over (partition by document_key, table_no {{ in_order }} and current row) as block_no
    from column_starts
)

select * from final
