-- What each row of a statement is of: a functional code, an economic code, a line item, or the whole.
with codes as (
    select
        r.*,
        coalesce(c.completed_code, r.whole_code, n.code) as code,
        n.code as named_code,
        c.completed_code,
        c.is_by_name
    from {{ ref("int_row_code") }} as r
    left join {{ ref("int_clipped_code") }} as c on r.whole_code = c.whole_code and r.label = c.label
    left join {{ ref("int_named_code") }} as n
        on
            r.document_key = n.document_key
            and r.table_no = n.table_no
            and r.row_no = n.row_no
            and r.block_no = n.block_no
),

unit_counts as (
    select
        document_key,
        root_table_no,
        count(distinct spending_unit) as unit_count,
        max(case when has_total_label then 1 else 0 end) = 0 as lacks_total
    from {{ ref("int_row_code") }}
    group by document_key, root_table_no
),

judged as (
    select
        c.*,
        coalesce(c.label, c.spending_unit) as row_label,
        c.has_total_label and c.code is null as is_total_label,
        -- A row that names nothing but the one spending unit of a statement without a total, or of three-public
        -- nothing at all, is of the department as a whole.
        c.key_kind <> 'line_item'
        and c.code is null
        and c.label is null
        and (
            (c.spending_unit is not null and u.unit_count = 1 and u.lacks_total)
            or (c.spending_unit is null and c.key_kind = 'three_public')
        ) as is_only_row,
        {{ matches("c.code", "'^2([0-9]{2}|[0-9]{4}|[0-9]{6})$'") }} as is_function_code,
        {{ matches("c.code", "'^3([0-9]{2}|[0-9]{4}|[0-9]{6})$'") }} as is_economic_code
    from codes as c
    left join unit_counts as u on c.document_key = u.document_key and c.root_table_no = u.root_table_no
),

three_public_rows as (
    select
        j.document_key,
        j.table_no,
        j.row_no,
        j.block_no,
        l.measure_code
    from judged as j
    inner join {{ ref("three_public_label") }} as l on {{ matches("j.label", "l.pattern") }}
    where j.key_kind = 'three_public' and j.code is null
    qualify row_number() over (
        partition by j.document_key, j.table_no, j.row_no, j.block_no order by l.priority desc
    ) = 1
),

final as (
    select
        j.document_key,
        j.statement_code,
        j.key_kind,
        j.root_table_no,
        j.table_no,
        j.page_number,
        j.row_no,
        j.block_no,
        j.row_year,
        j.printed_code,
        j.printed_label,
        j.label,
        j.whole_code,
        j.completed_code,
        j.named_code,
        j.is_by_name,
        j.code,
        p.measure_code as row_measure_code,
        j.is_total_label or j.is_only_row as is_total,
        case when j.key_kind <> 'line_item' and j.is_function_code then j.code end as function_code,
        case when j.key_kind <> 'line_item' and j.is_economic_code then j.code end as economic_code,
        case
            when j.is_total_label or j.is_only_row then null
            when j.key_kind <> 'line_item' and (j.is_function_code or j.is_economic_code) then null
            else
                {{ replace_all(
                    "j.row_label",
                    "'^(其中[:]?)?([一二三四五六七八九十]+、|[0-9]+[.、]|[(][0-9]+[)]|[(][一二三四五六七八九十]+[)])?'",
                    "''"
                ) }}
        end as line_item
    from judged as j
    left join three_public_rows as p
        on
            j.document_key = p.document_key
            and j.table_no = p.table_no
            and j.row_no = p.row_no
            and j.block_no = p.block_no
)

select * from final
