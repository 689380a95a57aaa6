-- Measures of one row that add up, by the seed of terms.
with amounts as (
    select
        document_key,
        statement_code,
        root_table_no,
        side,
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

measures as (
    select distinct
        document_key,
        root_table_no,
        side,
        measure_code
    from amounts
),

terms as (
    select
        a.document_key,
        a.statement_code,
        a.root_table_no,
        a.side,
        a.row_key,
        a.row_name,
        a.amount,
        a.half_digit,
        a.cell,
        t.rule_code,
        t.weight,
        t.is_result
    from amounts as a
    inner join {{ ref("reconciliation_term") }} as t
        on a.statement_code = t.statement_code and a.measure_code = t.measure_code
    where
        t.only_if_absent is null
        or not exists (
            select 1
            from measures as m
            where
                m.document_key = a.document_key
                and m.root_table_no = a.root_table_no
                and coalesce(m.side, '') = coalesce(a.side, '')
                and concat('|', t.only_if_absent, '|') like concat('%|', m.measure_code, '|%')
        )
),

final as (
    select
        document_key,
        rule_code,
        statement_code,
        concat_ws(' / ', max(row_name), max(side)) as scope,
        sum(case when is_result then amount end) as expected,
        sum(case when not is_result then amount * weight end) as actual,
        count(case when not is_result then 1 end) as term_count,
        max(half_digit) as half_digit,
        {{ text_list("case when is_result then cell end", "cell") }} as expected_cells,
        {{ text_list("case when not is_result then cell end", "cell") }} as actual_cells
    from terms
    group by document_key, rule_code, statement_code, root_table_no, side, row_key
    having count(case when is_result then 1 end) > 0 and count(case when not is_result then 1 end) > 0
)

select * from final
