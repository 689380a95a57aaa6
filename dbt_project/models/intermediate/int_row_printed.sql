{% set joined_code = "'^([0-9]{7}|[0-9]{5}|[0-9]{3})[-—_]?" %}

-- Each row of each block: its code in up to three parts and its label, as printed.
with key_kinds as (
    select distinct key_kind
    from {{ ref("statement") }}
),

labels as (
    select
        t.label,
        k.key_kind,
        t.is_grand,
        t.rank_no
    from {{ ref("total_label") }} as t
    inner join key_kinds as k on t.key_kind is null or t.key_kind = k.key_kind
),

keys as (
    select
        c.document_key,
        c.table_no,
        c.row_no,
        c.column_no,
        c.block_no,
        c.role,
        c.is_key,
        c.key_part,
        c.part_name,
        c.indent,
        c.printed_text,
        c.text_normalised,
        coalesce(t.is_grand, false) as is_total_label,
        t.label is not null as is_sum_label,
        t.rank_no as total_rank
    from {{ ref("int_block_cell") }} as c
    left join labels as t
        on
            case when c.key_part in ('label', 'spending_unit') then c.text_normalised end = t.label
            and c.key_kind = t.key_kind
),

parts as (
    select
        document_key,
        table_no,
        row_no,
        block_no,
        sum(case when role = 'code' then 1 else 0 end) as code_columns,
        sum(is_key) as key_columns,
        min(case when key_part = 'label' then indent end) as label_indent,
        -- A total may share its row with header words: 类｜款｜项｜合计.
        max(case when is_total_label then 1 else 0 end) = 1 as has_total_label,
        max(case when is_sum_label then 1 else 0 end) = 1 as has_sum_label,
        max(total_rank) as total_rank,
        -- The part that a block is of, where the row's label and amounts stand in one block alone.
        case
            when min(coalesce(part_name, '')) = max(coalesce(part_name, '')) then max(part_name)
        end as part_name,
        min(case when key_part = 'code' then text_normalised end) as first_code,
        min(case when key_part = 'label' then text_normalised end) as first_label,
        min(case when key_part = 'label' then printed_text end) as first_printed_label,
        min(case when key_part = 'spending_unit' then printed_text end) as first_printed_unit,
        min(case when key_part = 'spending_unit' then text_normalised end) as first_unit,
        greatest(
            count(case when key_part = 'code' then 1 end),
            count(case when key_part = 'label' then 1 end),
            count(case when key_part = 'spending_unit' then 1 end)
        ) as most_texts
    from keys
    group by document_key, table_no, row_no, block_no
),

codes as (
    select
        document_key,
        table_no,
        row_no,
        block_no,
        key_part,
        text_normalised,
        row_number() over (partition by document_key, table_no, row_no, block_no order by column_no) as code_no
    from keys
    where role = 'code'
),

code_parts as (
    select
        document_key,
        table_no,
        row_no,
        block_no,
        max(case when code_no = 1 then text_normalised end) as part_1,
        max(case when code_no = 2 then text_normalised end) as part_2,
        max(case when code_no = 3 then text_normalised end) as part_3
    from codes
    where key_part = 'code'
    group by document_key, table_no, row_no, block_no
),

-- To put texts in order costs much: it is done where there is more than one.
joined_texts as (
    select
        k.document_key,
        k.table_no,
        k.row_no,
        k.block_no,
        {{ text_list("case when k.key_part = 'code' then k.text_normalised end", "k.column_no", "") }} as code,
        {{ text_list("case when k.key_part = 'label' then k.text_normalised end", "k.column_no", "") }} as label,
        {{ text_list("case when k.key_part = 'label' then k.printed_text end", "k.column_no", "") }}
            as printed_label,
        {{ text_list("case when k.key_part = 'spending_unit' then k.printed_text end", "k.column_no", "") }}
            as printed_unit,
        {{ text_list("case when k.key_part = 'spending_unit' then k.text_normalised end", "k.column_no", "") }}
            as unit
    from keys as k
    inner join parts as m
        on
            k.document_key = m.document_key
            and k.table_no = m.table_no
            and k.row_no = m.row_no
            and k.block_no = m.block_no
    where k.key_part is not null and m.most_texts > 1
    group by k.document_key, k.table_no, k.row_no, k.block_no
),

texts as (
    select
        p.*,
        c.part_1,
        c.part_2,
        c.part_3,
        coalesce(j.code, p.first_code) as printed_code,
        coalesce(j.label, p.first_label) as label_normalised,
        coalesce(j.printed_label, p.first_printed_label) as printed_label,
        coalesce(j.printed_unit, p.first_printed_unit) as printed_unit,
        coalesce(j.unit, p.first_unit) as spending_unit
    from parts as p
    left join joined_texts as j
        on
            p.document_key = j.document_key
            and p.table_no = j.table_no
            and p.row_no = j.row_no
            and p.block_no = j.block_no
    left join code_parts as c
        on
            p.document_key = c.document_key
            and p.table_no = c.table_no
            and p.row_no = c.row_no
            and p.block_no = c.block_no
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
    from texts
),

-- A code in front of its name in one cell: 2120101-行政运行, [201]一般公共服务支出, 201 一般公共服务支出.
final as (
    select
        p.document_key,
        t.statement_code,
        t.key_kind,
        t.root_table_no,
        p.table_no,
        t.page_number,
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
    inner join {{ ref("int_table_statement") }} as t on p.document_key = t.document_key and p.table_no = t.table_no
    left join years as y
        on p.document_key = y.document_key and p.table_no = y.table_no and p.row_no = y.row_no
)

select * from final
