-- One figure told in two statements, by the seed of pairs.
with lines as (
    select
        a.document_key,
        f.report_type,
        a.statement_code,
        a.side,
        a.measure_code,
        case when a.is_total then 'TOTAL' else a.line_item end as line_name,
        a.table_no,
        a.row_no,
        a.column_no,
        a.amount,
        a.half_digit,
        a.cell
    from {{ ref("int_statement_amount") }} as a
    inner join {{ ref("int_document_profile") }} as f on a.document_key = f.document_key
    where a.function_code is null and a.economic_code is null
),

-- A line told by name goes before the grand total; the first block before a second one.
left_sides as (
    select
        p.rule_code,
        p.left_statement,
        p.right_statement,
        l.*
    from {{ ref("reconciliation_pair") }} as p
    inner join lines as l
        on
            p.left_statement = l.statement_code
            and (p.report_type is null or p.report_type = l.report_type)
            and coalesce(p.left_side, '') = coalesce(l.side, '')
            and {{ matches("l.measure_code", "p.left_measure") }}
            and {{ matches("l.line_name", "p.left_line") }}
    qualify row_number() over (
        partition by p.rule_code, p.left_statement, l.document_key
        order by
            case when l.line_name = 'TOTAL' then 1 else 0 end,
            case when l.measure_code = 'total' then 0 else 1 end,
            l.table_no,
            l.row_no,
            l.column_no
    ) = 1
),

right_sides as (
    select
        p.rule_code,
        p.left_statement,
        p.right_statement,
        r.*
    from {{ ref("reconciliation_pair") }} as p
    inner join lines as r
        on
            p.right_statement = r.statement_code
            and (p.report_type is null or p.report_type = r.report_type)
            and coalesce(p.right_side, '') = coalesce(r.side, '')
            and {{ matches("r.measure_code", "p.right_measure") }}
            and {{ matches("r.line_name", "p.right_line") }}
    qualify row_number() over (
        partition by p.rule_code, p.left_statement, r.document_key
        order by
            case when r.line_name = 'TOTAL' then 1 else 0 end,
            case when r.measure_code = 'total' then 0 else 1 end,
            r.table_no,
            r.row_no,
            r.column_no
    ) = 1
),

final as (
    select
        l.document_key,
        l.rule_code,
        l.left_statement as statement_code,
        concat_ws(' = ', l.left_statement, l.right_statement) as scope,
        l.amount as expected,
        r.amount as actual,
        1 as term_count,
        greatest(l.half_digit, r.half_digit) as half_digit,
        l.cell as expected_cells,
        r.cell as actual_cells
    from left_sides as l
    inner join right_sides as r
        on l.document_key = r.document_key and l.rule_code = r.rule_code and l.left_statement = r.left_statement
)

select * from final
