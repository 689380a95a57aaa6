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

table_traits as (
    select
        document_key,
        root_table_no,
        count(distinct spending_unit) as unit_count,
        max(case when has_total_label then 1 else 0 end) = 0 as lacks_total,
        max(case when has_total_label then total_rank end) as highest_total
    from codes
    group by document_key, root_table_no
),

-- Two halves of an economic statement each end in 合计: those are the totals of the halves.
halves as (
    select
        document_key,
        root_table_no,
        block_no,
        case
            when count(case when substr(code, 1, 3) not in ('301', '303') then 1 end) = 0 then '人员经费'
            when count(case when substr(code, 1, 3) in ('301', '303') then 1 end) = 0 then '公用经费'
        end as part_name
    from codes
    where code like '3%'
    group by document_key, root_table_no, block_no
),

sums_in_row as (
    select
        document_key,
        table_no,
        row_no,
        count(*) as sum_count
    from codes
    where has_sum_label
    group by document_key, table_no, row_no
),

judged as (
    select
        c.*,
        coalesce(c.label, c.spending_unit) as row_label,
        -- 收入合计 above 收入总计 is a line of the summary.
        c.has_total_label
        and c.code is null
        and (c.key_kind <> 'line_item' or c.total_rank = t.highest_total) as is_total_label,
        case when c.has_sum_label and s.sum_count > 1 then coalesce(c.part_name, h.part_name) end as summed_part,
        -- A row that names nothing but the one spending unit of a statement without a total, or of three-public
        -- nothing at all, is of the department as a whole.
        c.key_kind <> 'line_item'
        and c.code is null
        and c.label is null
        and (
            (c.spending_unit is not null and t.unit_count = 1 and t.lacks_total)
            or (c.spending_unit is null and c.key_kind = 'three_public')
        ) as is_only_row,
        {{ matches("c.code", "'^2([0-9]{2}|[0-9]{4}|[0-9]{6})$'") }} as is_function_code,
        {{ matches("c.code", "'^3([0-9]{2}|[0-9]{4}|[0-9]{6})$'") }} as is_economic_code
    from codes as c
    left join table_traits as t on c.document_key = t.document_key and c.root_table_no = t.root_table_no
    left join sums_in_row as s
        on c.document_key = s.document_key and c.table_no = s.table_no and c.row_no = s.row_no
    left join halves as h
        on c.document_key = h.document_key and c.root_table_no = h.root_table_no and c.block_no = h.block_no
),

three_public_rows as (
    select
        j.document_key,
        j.table_no,
        j.row_no,
        j.block_no,
        l.measure_code,
        case when l.side = 'prior_year' or j.label_year = j.fiscal_year - 1 then 'prior_year' else l.side end as side
    from (
        select
            r.*,
            f.fiscal_year,
            try_cast(regexp_extract(r.label, '^(20[0-9][0-9])年', 1) as integer) as label_year
        from judged as r
        inner join {{ ref("int_document_profile") }} as f on r.document_key = f.document_key
        where r.key_kind = 'three_public' and r.code is null
    ) as j
    inner join {{ ref("three_public_label") }} as l on {{ matches("j.label", "l.pattern") }}
    qualify row_number() over (
        partition by j.document_key, j.table_no, j.row_no, j.block_no order by l.priority desc
    ) = 1
),

-- Budget beside actual are two sides; one of them alone is the whole statement.
row_sides as (
    select
        *,
        max(case when side = 'budget' then 1 else 0 end) over (partition by document_key, table_no)
        + max(case when side = 'actual' then 1 else 0 end) over (partition by document_key, table_no) as side_count
    from three_public_rows
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
        case when p.side in ('budget', 'actual') and p.side_count < 2 then null else p.side end as row_side,
        (j.is_total_label and j.summed_part is null) or j.is_only_row or p.side is not null as is_total,
        case when j.key_kind <> 'line_item' and j.is_function_code then j.code end as function_code,
        case when j.key_kind <> 'line_item' and j.is_economic_code then j.code end as economic_code,
        case
            when j.summed_part is not null then concat(j.summed_part, '合计')
            when j.is_total_label or j.is_only_row or p.side is not null then null
            when j.key_kind <> 'line_item' and (j.is_function_code or j.is_economic_code) then null
            else
                {{ replace_all(
                    "j.row_label",
                    "'^(其中[:]?)?([一二三四五六七八九十]+、|[0-9]+[.、]|[(][0-9]+[)]|[(][一二三四五六七八九十]+[)])?'",
                    "''"
                ) }}
        end as line_item
    from judged as j
    left join row_sides as p
        on
            j.document_key = p.document_key
            and j.table_no = p.table_no
            and j.row_no = p.row_no
            and j.block_no = p.block_no
)

select * from final
