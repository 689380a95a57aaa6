-- Measures of one row that add up, by the registry's terms.
with amounts as (
    select
        document_key,
        statement_code,
        root_table_no,
        coalesce(side, '') as side,
        measure_code,
        -- Three-public funds stand in columns or in rows; either way they are one whole.
        case
            when statement_code = 'three_public' and is_total then 'TOTAL'
            else concat_ws('.', table_no, row_no, block_no)
        end as row_key,
        case when is_total then 'TOTAL' else coalesce(function_code, economic_code, line_item) end as row_name,
        amount,
        half_digit,
        cell
    from {{ ref("int_statement_amount") }}
),

terms as (
    select *
    from {{ ref("int_identity_term") }}
    where kind = 'horizontal'
),

measures as (
    select distinct
        document_key,
        statement_code,
        root_table_no,
        side,
        measure_code
    from amounts
),

-- A term does not count where the table has a measure that already holds it.
held as (
    select distinct
        m.document_key,
        m.root_table_no,
        m.side,
        t.term_no,
        t.statement_code
    from terms as t
    inner join {{ ref("measure") }} as b
        on concat('|', t.only_if_absent, '|') like concat('%|', b.measure_code, '|%')
    inner join measures as m on t.statement_code = m.statement_code and b.measure_code = m.measure_code
),

counted as (
    select
        a.*,
        t.rule_code,
        t.variant,
        t.weight,
        t.role = 'result' as is_result
    from amounts as a
    inner join terms as t on a.statement_code = t.statement_code and a.measure_code = t.measure
    left join held as h
        on
            a.document_key = h.document_key
            and a.root_table_no = h.root_table_no
            and a.side = h.side
            and t.term_no = h.term_no
            and t.statement_code = h.statement_code
    where h.term_no is null
),

final as (
    select
        document_key,
        rule_code,
        statement_code,
        concat_ws(' / ', max(row_name), nullif(side, ''), nullif(variant, '')) as scope,
        sum(case when is_result then amount * weight end) as expected,
        sum(case when not is_result then amount * weight end) as actual,
        count(case when not is_result then 1 end) as term_count,
        max(half_digit) as half_digit,
        {{ text_list("case when is_result then cell end") }} as expected_cells,
        {{ text_list("case when not is_result then cell end") }} as actual_cells
    from counted
    group by document_key, rule_code, variant, statement_code, root_table_no, side, row_key
    having count(case when is_result then 1 end) > 0 and count(case when not is_result then 1 end) > 0
)

select * from final
