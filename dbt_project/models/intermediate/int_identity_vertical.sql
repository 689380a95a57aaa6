-- Parent and children by code: a class and its groups, a group and its items, the total and what stands under nothing.
with amounts as (
    select
        document_key,
        statement_code,
        root_table_no,
        side,
        measure_code,
        case when is_total then 'TOTAL' else coalesce(function_code, economic_code) end as code,
        sum(amount) as amount,
        max(half_digit) as half_digit,
        {{ text_list("cell") }} as cells
    from {{ ref("int_statement_amount") }}
    where (function_code is not null or economic_code is not null or is_total) and measure_code <> 'quantity'
    group by
        document_key,
        statement_code,
        root_table_no,
        side,
        measure_code,
        case when is_total then 'TOTAL' else coalesce(function_code, economic_code) end
),

codes as (
    select distinct
        document_key,
        root_table_no,
        code
    from amounts
    where code <> 'TOTAL'
),

-- The nearest code above that the statement itself prints; forms may leave classes or groups out.
parents as (
    select
        c.document_key,
        c.root_table_no,
        c.code,
        coalesce(g.code, p.code, 'TOTAL') as parent_code
    from codes as c
    left join codes as g
        on
            c.document_key = g.document_key
            and c.root_table_no = g.root_table_no
            and case when length(c.code) > 5 then substr(c.code, 1, 5) end = g.code
    left join codes as p
        on
            c.document_key = p.document_key
            and c.root_table_no = p.root_table_no
            and case when length(c.code) > 3 then substr(c.code, 1, 3) end = p.code
),

children as (
    select
        a.document_key,
        a.root_table_no,
        a.side,
        a.measure_code,
        p.parent_code,
        sum(a.amount) as amount,
        count(*) as term_count,
        {{ text_list("a.cells") }} as cells
    from amounts as a
    inner join parents as p
        on a.document_key = p.document_key and a.root_table_no = p.root_table_no and a.code = p.code
    group by a.document_key, a.root_table_no, a.side, a.measure_code, p.parent_code
),

with_children as (
    select distinct
        document_key,
        root_table_no,
        parent_code
    from parents
),

-- Which rule a parent falls under depends on its code alone.
rules as (
    select
        c.parent_code,
        t.rule_code
    from (select distinct parent_code from with_children) as c
    inner join {{ ref("int_identity_term") }} as t on {{ matches("c.parent_code", "t.subject") }}
    where t.kind = 'vertical' and t.role = 'result'
),

final as (
    select
        a.document_key,
        r.rule_code,
        a.statement_code,
        concat_ws(' / ', a.code, a.measure_code, a.side) as scope,
        a.amount as expected,
        coalesce(c.amount, 0) as actual,
        coalesce(c.term_count, 0) as term_count,
        a.half_digit,
        a.cells as expected_cells,
        c.cells as actual_cells
    from amounts as a
    inner join with_children as w
        on a.document_key = w.document_key and a.root_table_no = w.root_table_no and a.code = w.parent_code
    inner join rules as r on a.code = r.parent_code
    left join children as c
        on
            a.document_key = c.document_key
            and a.root_table_no = c.root_table_no
            and a.measure_code = c.measure_code
            and coalesce(a.side, '') = coalesce(c.side, '')
            and a.code = c.parent_code
)

select * from final
