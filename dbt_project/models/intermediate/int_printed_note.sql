-- Every formula a form prints, and whether its table lets it be evaluated: a formula may name lines the table does not
-- have, or such as cannot make up that total.
with formulas as (
    select * from {{ ref("int_printed_formula") }}
),

-- Columns go on over the parts of a table, lines do not.
places as (
    select
        document_key,
        root_table_no,
        axis,
        number_no,
        count(*) as place_count
    from {{ ref("int_printed_number") }}
    group by document_key, root_table_no, axis, number_no, case when axis = 'column' then table_no end
),

numbers as (
    select
        document_key,
        root_table_no,
        axis,
        number_no,
        max(place_count) as place_count
    from places
    group by document_key, root_table_no, axis, number_no
),

-- A formula in the header is told of the column it stands in.
headed as (
    select distinct f.formula_key
    from formulas as f
    inner join {{ ref("int_printed_number") }} as n
        on
            f.document_key = n.document_key
            and f.table_no = n.table_no
            and f.column_no = n.from_column
            and f.target_no = n.number_no
    where f.axis = 'column' and n.axis = 'column'
),

targets as (
    select
        f.formula_key,
        max(n.place_count) as place_count
    from formulas as f
    inner join numbers as n
        on
            f.document_key = n.document_key
            and f.root_table_no = n.root_table_no
            and f.axis = n.axis
            and f.target_no = n.number_no
    group by f.formula_key
),

-- Numbers of one table only: the ranges are bounded by it.
named as (
    select
        s.formula_key,
        s.summand_no,
        n.number_no,
        n.place_count
    from {{ ref("int_printed_summand") }} as s
    inner join formulas as f on s.formula_key = f.formula_key
    inner join numbers as n
        on
            f.document_key = n.document_key
            and f.root_table_no = n.root_table_no
            and f.axis = n.axis
            and s.from_no <= n.number_no
            and s.to_no >= n.number_no
),

sums as (
    select
        s.formula_key,
        sum(s.to_no - s.from_no + 1) as number_count,
        max(case when s.to_no < s.from_no then 1 else 0 end) as is_backward,
        max(case when s.target_no between s.from_no and s.to_no then 1 else 0 end) as holds_target
    from {{ ref("int_printed_summand") }} as s
    group by s.formula_key
),

found as (
    select
        formula_key,
        count(*) as found_count,
        count(distinct number_no) as distinct_count,
        max(place_count) as place_count
    from named
    group by formula_key
),

-- A number named twice counts once by mistake or twice by mistake: 7=1+3+3.
repeated as (
    select distinct a.formula_key
    from {{ ref("int_printed_summand") }} as a
    inner join {{ ref("int_printed_summand") }} as b
        on
            a.formula_key = b.formula_key
            and a.summand_no < b.summand_no
            and a.from_no <= b.to_no
            and a.to_no >= b.from_no
),

judged as (
    select
        f.*,
        case
            when f.target_no is null or s.formula_key is null or s.is_backward = 1 then 'no_sum'
            when s.holds_target = 1 then 'sum_of_itself'
            when r.formula_key is not null then 'named_twice'
            when t.place_count is null and n.found_count is null then 'no_numbers'
            when t.place_count is null then 'result_missing'
            when coalesce(n.found_count, 0) < s.number_count then 'part_missing'
            when t.place_count > 1 or n.place_count > 1 then 'number_repeated'
            when f.column_no is not null and h.formula_key is null then 'other_column'
        end as reason_code
    from formulas as f
    left join sums as s on f.formula_key = s.formula_key
    left join targets as t on f.formula_key = t.formula_key
    left join found as n on f.formula_key = n.formula_key
    left join repeated as r on f.formula_key = r.formula_key
    left join headed as h on f.formula_key = h.formula_key
),

final as (
    select
        formula_key as note_key,
        document_key,
        case axis when 'row' then 'printed_row_note' else 'printed_column_note' end as rule_code,
        statement_code,
        root_table_no,
        table_no,
        page_number,
        sentence_no,
        cell,
        formula as note_text,
        axis,
        target_no,
        case when reason_code is null then 'evaluable' else 'not_evaluable' end as status,
        reason_code,
        case reason_code
            when 'no_sum' then 'it is no sum of numbers'
            when 'sum_of_itself' then 'the result is among its own parts'
            when 'named_twice' then 'it names a part twice'
            when 'no_numbers' then concat('the table prints none of these ', axis, ' numbers')
            when 'result_missing' then concat('the table has no ', axis, ' ', target_no)
            when 'part_missing' then concat('the table lacks a ', axis, ' that it adds up')
            when 'number_repeated' then concat('the table prints a ', axis, ' number twice')
            when 'other_column' then 'it stands over a column with another number'
        end as reason
    from judged
)

select * from final
