-- The figures that the registry's identities across statements are made of: one row per cell and term it stands for.
with figures as (
    select
        document_key,
        statement_code,
        coalesce(side, '') as side,
        measure_code,
        case when is_total then 'TOTAL' else coalesce(function_code, economic_code, line_item) end as subject,
        table_no,
        row_no,
        column_no,
        amount,
        half_digit,
        cell
    from {{ ref("int_statement_amount") }}
    union all
    select
        document_key,
        statement_code,
        'expenditure' as side,
        measure_code,
        class_code as subject,
        table_no,
        row_no,
        block_no as column_no,
        amount,
        half_digit,
        cell
    from {{ ref("int_class_line") }}
),

-- Names repeat from document to document: each is matched once.
names as (
    select distinct
        statement_code,
        side,
        measure_code,
        subject
    from figures
),

terms as (
    select
        n.statement_code,
        n.side,
        n.measure_code,
        n.subject,
        t.term_no,
        t.rule_code,
        t.variant,
        t.role,
        t.weight,
        t.takes
    from names as n
    inner join {{ ref("int_identity_term") }} as t
        on n.statement_code = t.statement_code and n.side = t.side
    where
        t.kind = 'across'
        and {{ matches("n.measure_code", "t.measure") }}
        and {{ matches("n.subject", "t.subject") }}
),

-- A line told by name goes before the grand total; the first block before a second one.
final as (
    select
        f.document_key,
        t.rule_code,
        t.variant,
        t.term_no,
        t.role,
        t.weight,
        f.statement_code,
        f.subject,
        case when t.takes = 'each' then f.subject else '' end as each_subject,
        f.amount,
        f.half_digit,
        f.cell
    from figures as f
    inner join terms as t
        on
            f.statement_code = t.statement_code
            and f.side = t.side
            and f.measure_code = t.measure_code
            and f.subject = t.subject
    qualify
        t.takes is not null
        or row_number() over (
            partition by f.document_key, t.term_no
            order by
                case when f.subject = 'TOTAL' then 1 else 0 end,
                case when f.measure_code = 'total' then 0 else 1 end,
                f.table_no,
                f.row_no,
                f.column_no
        ) = 1
)

select * from final
