{% set joined_code = "'^([0-9]{7}|[0-9]{5}|[0-9]{3})[-—_]?" %}

-- Each row of each block: its code in up to three parts and its label, as printed.
with keys as (
    select
        c.*,
        coalesce(t.is_grand, false) as is_total_label,
        t.label is not null as is_sum_label,
        t.rank_no as total_rank,
        row_number() over (
            partition by c.document_key, c.table_no, c.row_no, c.block_no, c.role order by c.column_no
        ) as role_no
    from {{ ref("int_block_cell") }} as c
    left join {{ ref("total_label") }} as t
        on
            c.text_normalised = t.label
            and c.key_part in ('label', 'spending_unit')
            and (t.key_kind is null or c.key_kind = t.key_kind)
),

parts as (
    select
        document_key,
        statement_code,
        key_kind,
        root_table_no,
        table_no,
        page_number,
        row_no,
        block_no,
        sum(case when role = 'code' then 1 else 0 end) as code_columns,
        sum(case when is_key = 1 then 1 else 0 end) as key_columns,
        min(case when key_part = 'label' then indent end) as label_indent,
        -- A total may share its row with header words: 类｜款｜项｜合计.
        max(case when is_total_label then 1 else 0 end) = 1 as has_total_label,
        max(case when is_sum_label then 1 else 0 end) = 1 as has_sum_label,
        max(total_rank) as total_rank,
        -- The part that a block is of, where the row's label and amounts stand in one block alone.
        case
            when min(coalesce(part_name, '')) = max(coalesce(part_name, '')) then max(part_name)
        end as part_name,
        max(case when key_part = 'code' and role_no = 1 then text_normalised end) as part_1,
        max(case when key_part = 'code' and role_no = 2 then text_normalised end) as part_2,
        max(case when key_part = 'code' and role_no = 3 then text_normalised end) as part_3,
        {{ text_list("case when key_part = 'code' then text_normalised end", "column_no", "") }} as printed_code,
        {{ text_list("case when key_part = 'label' then text_normalised end", "column_no", "") }} as label_normalised,
        {{ text_list("case when key_part = 'label' then printed_text end", "column_no", "") }} as printed_label,
        {{ text_list("case when key_part = 'spending_unit' then printed_text end", "column_no", "") }}
            as printed_unit,
        {{ text_list("case when key_part = 'spending_unit' then text_normalised end", "column_no", "") }}
            as spending_unit
    from keys
    group by document_key, statement_code, key_kind, root_table_no, table_no, page_number, row_no, block_no
),

years as (
    select
        c.document_key,
        c.table_no,
        c.row_no,
        max(try_cast(regexp_extract(c.text_normalised, '(20[0-9][0-9])', 1) as integer)) as row_year
    from {{ ref("int_statement_cell") }} as c
    inner join {{ ref("int_column") }} as k
        on c.document_key = k.document_key and c.table_no = k.table_no and c.column_no = k.column_no
    where k.role = 'year'
    group by c.document_key, c.table_no, c.row_no
),

bare as (
    select
        *,
        replace(replace(label_normalised, '[', ''), ']', '') as bare_label
    from parts
),

-- A code in front of its name in one cell: 2120101-行政运行, [201]一般公共服务支出, 201 一般公共服务支出.
final as (
    select
        p.document_key,
        p.statement_code,
        p.key_kind,
        p.root_table_no,
        p.table_no,
        p.page_number,
        p.row_no,
        p.block_no,
        p.key_columns,
        p.code_columns,
        p.has_total_label,
        p.has_sum_label,
        p.total_rank,
        p.part_name,
        p.label_indent,
        y.row_year,
        coalesce(p.printed_label, p.printed_unit) as printed_label,
        p.spending_unit,
        coalesce(
            p.printed_code,
            nullif(regexp_extract(p.bare_label, {{ joined_code }}[^0-9.年]', 1), '')
        ) as printed_code,
        coalesce(
            p.part_1,
            nullif(regexp_extract(p.bare_label, {{ joined_code }}[^0-9.年]', 1), '')
        ) as part_1,
        p.part_2,
        p.part_3,
        case
            when
                p.printed_code is null
                and {{ matches("p.bare_label", joined_code ~ "[^0-9.年]'") }}
                then {{ replace_all("p.bare_label", joined_code ~ "'", "''") }}
            else p.label_normalised
        end as label
    from bare as p
    left join years as y
        on p.document_key = y.document_key and p.table_no = y.table_no and p.row_no = y.row_no
)

select * from final
