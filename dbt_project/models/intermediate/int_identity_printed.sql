-- Identities that a form prints itself: lines and columns that add up by their numbers. Blank cells count 0.
with notes as (
    select *
    from {{ ref("int_printed_note") }}
    where status = 'evaluable'
),

documents as (
    select distinct document_key
    from notes
),

amounts as (
    select
        a.document_key,
        a.root_table_no,
        a.table_no,
        a.row_no,
        a.block_no,
        a.column_no,
        coalesce(a.measure_code, '') as measure_code,
        a.amount,
        a.amount is null and not a.is_blank_mark as is_unread,
        concat_ws(':', a.page_number, a.table_no, a.row_no, a.column_no) as cell
    from {{ ref("int_amount") }} as a
    inner join documents as n on a.document_key = n.document_key
),

digits as (
    select
        document_key,
        root_table_no,
        max(half_digit) as half_digit
    from {{ ref("int_statement_amount") }}
    group by document_key, root_table_no
),

members as (
    select
        n.note_key,
        n.axis,
        m.number_no,
        m.table_no,
        m.row_no,
        m.from_column,
        m.to_column,
        0 as sign
    from notes as n
    inner join {{ ref("int_printed_number") }} as m
        on
            n.document_key = m.document_key
            and n.root_table_no = m.root_table_no
            and n.axis = m.axis
            and n.target_no = m.number_no
    union all
    select
        n.note_key,
        n.axis,
        m.number_no,
        m.table_no,
        m.row_no,
        m.from_column,
        m.to_column,
        s.sign
    from notes as n
    inner join {{ ref("int_printed_summand") }} as s on n.note_key = s.formula_key
    inner join {{ ref("int_printed_number") }} as m
        on
            n.document_key = m.document_key
            and n.root_table_no = m.root_table_no
            and n.axis = m.axis
            and s.from_no <= m.number_no
            and s.to_no >= m.number_no
),

-- A part of a table that lacks one of the columns lets none of its lines be added up.
columns_found as (
    select
        note_key,
        table_no,
        count(distinct number_no) as number_count
    from members
    where axis = 'column'
    group by note_key, table_no
),

whole_parts as (
    select
        note_key,
        table_no
    from columns_found
    qualify number_count = max(number_count) over (partition by note_key)
),

-- Lines add up column by column, columns line by line within one block.
figures as (
    select
        n.note_key,
        n.axis,
        m.sign,
        a.measure_code as line_key,
        a.measure_code as line_name,
        a.amount,
        a.is_unread,
        a.cell
    from notes as n
    inner join members as m on n.note_key = m.note_key
    inner join amounts as a
        on
            n.document_key = a.document_key
            and m.table_no = a.table_no
            and m.row_no = a.row_no
            and m.from_column < a.column_no
            and m.to_column > a.column_no
    where n.axis = 'row'
    union all
    select
        n.note_key,
        n.axis,
        m.sign,
        concat_ws('.', a.table_no, a.row_no, a.block_no) as line_key,
        coalesce(r.code, r.label, concat('row ', a.row_no)) as line_name,
        a.amount,
        a.is_unread,
        a.cell
    from notes as n
    inner join members as m on n.note_key = m.note_key
    inner join amounts as a
        on
            n.document_key = a.document_key
            and m.table_no = a.table_no
            and m.from_column = a.column_no
    inner join whole_parts as w on m.note_key = w.note_key and m.table_no = w.table_no
    left join {{ ref("int_row") }} as r
        on
            a.document_key = r.document_key
            and a.table_no = r.table_no
            and a.row_no = r.row_no
            and a.block_no = r.block_no
    where n.axis = 'column'
),

sums as (
    select
        note_key,
        line_key,
        min(line_name) as line_name,
        coalesce(sum(case when sign = 0 then amount end), 0) as expected,
        sum(amount * sign) as actual,
        count(case when sign <> 0 then amount end) as term_count,
        {{ text_list("case when sign = 0 then cell end") }} as expected_cells,
        {{ text_list("case when sign <> 0 and amount is not null then cell end") }} as actual_cells
    from figures
    group by note_key, line_key
    having
        (
            count(case when sign = 0 then amount end) = 1
            -- A line that is left blank although its parts are not is not their sum.
            or (max(axis) = 'row' and count(case when sign = 0 then amount end) = 0 and sum(amount * sign) <> 0)
        )
        and count(case when sign <> 0 then amount end) > 0
        and count(case when is_unread then 1 end) = 0
),

final as (
    select
        n.document_key,
        n.rule_code,
        n.statement_code,
        concat_ws(' / ', n.note_text, nullif(nullif(s.line_name, ''), 'amount')) as scope,
        s.expected,
        s.actual,
        s.term_count,
        d.half_digit,
        coalesce(s.expected_cells, concat('line ', n.target_no)) as expected_cells,
        s.actual_cells
    from sums as s
    inner join notes as n on s.note_key = n.note_key
    inner join digits as d on n.document_key = d.document_key and n.root_table_no = d.root_table_no
)

select * from final
