-- Lines of one block of a summary that add up. What a label is for a rule the registry says: the sum (result), what
-- is added (part), what is told within another line (within), what ends the lines of a heading (end), what keeps the
-- rule from being used (never). A block with an amount on a line that is none of these is not evaluated, nor one that
-- numbers its lines from 一 twice: it tells its sum in two ways.
with statements as (
    select distinct statement_code
    from {{ ref("int_identity_term") }}
    where kind = 'summary'
),

lines as (
    select
        a.document_key,
        a.statement_code,
        a.root_table_no,
        a.block_no,
        coalesce(a.side, '') as side,
        a.measure_code,
        a.table_no * 100000 + a.row_no as place,
        case when a.is_total then 'TOTAL' else coalesce(a.label, a.line_item) end as subject,
        a.amount,
        a.half_digit,
        a.cell
    from {{ ref("int_statement_amount") }} as a
    inner join statements as s on a.statement_code = s.statement_code
),

terms as (
    select distinct
        rule_code,
        role,
        subject,
        takes,
        weight,
        max(case when role = 'part' and takes <> 'one' then takes end) over (partition by rule_code) as reach
    from {{ ref("int_identity_term") }}
    where kind = 'summary'
),

named as (
    select
        n.subject,
        t.rule_code,
        t.role,
        t.takes,
        t.weight
    from (select distinct subject from lines) as n
    inner join terms as t on {{ matches("n.subject", "t.subject") }}
    qualify row_number() over (
        partition by n.subject, t.rule_code
        order by
            case t.role when 'result' then 0 when 'part' then 1 when 'within' then 2 else 3 end,
            t.takes
    ) = 1
),

-- A block is evaluated by the rules that it has the sum of.
blocks as (
    select
        l.document_key,
        l.root_table_no,
        l.block_no,
        l.side,
        l.measure_code,
        n.rule_code,
        row_number() over (
            order by l.document_key, l.root_table_no, l.block_no, l.side, l.measure_code, n.rule_code
        ) as block_key
    from lines as l
    inner join named as n on l.subject = n.subject and n.role = 'result'
    group by l.document_key, l.root_table_no, l.block_no, l.side, l.measure_code, n.rule_code
),

reaches as (
    select distinct
        rule_code,
        reach
    from terms
),

placed as (
    select
        l.*,
        b.block_key,
        b.rule_code,
        r.reach,
        coalesce(n.role, 'unknown') as role,
        n.takes,
        n.weight,
        case when n.role = 'end' or (n.role = 'result' and n.takes = 'under') then 1 else 0 end as is_start
    from lines as l
    inner join blocks as b
        on
            l.document_key = b.document_key
            and l.root_table_no = b.root_table_no
            and l.block_no = b.block_no
            and l.side = b.side
            and l.measure_code = b.measure_code
    inner join reaches as r on b.rule_code = r.rule_code
    left join named as n on l.subject = n.subject and b.rule_code = n.rule_code
    where n.role <> 'within' or (n.role is null and l.amount <> 0)
),

-- Only lines under a heading stand in runs.
runs as (
    select
        *,
        sum(is_start) over (
            partition by block_key
            order by place
            rows between unbounded preceding and current row
        ) as run_no
    from placed
    where reach = 'under'
    union all
    select
        *,
        0 as run_no
    from placed
    where reach <> 'under'
),

reached as (
    select
        *,
        max(case when role = 'result' then place end) over (
            partition by block_key, run_no
        ) as result_place,
        max(case when takes = 'one' then place end) over (
            partition by block_key, run_no
        ) as first_place
    from runs
),

counted as (
    select
        *,
        case
            when role = 'result' or takes = 'one' then true
            when reach = 'above' then place < result_place
            when reach = 'rest' then place > first_place
            else true
        end as is_within_reach
    from reached
),

final as (
    select
        document_key,
        rule_code,
        statement_code,
        concat_ws(
            ' / ', max(case when role = 'result' then subject end), nullif(measure_code, 'amount'), nullif(side, '')
        ) as scope,
        sum(case when role = 'result' then amount end) as expected,
        sum(case when role = 'part' then amount * weight end) as actual,
        count(case when role = 'part' then 1 end) as term_count,
        max(half_digit) as half_digit,
        {{ text_list("case when role = 'result' then cell end") }} as expected_cells,
        {{ text_list("case when role = 'part' then cell end") }} as actual_cells
    from counted
    where is_within_reach
    group by
        document_key,
        rule_code,
        statement_code,
        block_key,
        side,
        measure_code,
        run_no
    having
        count(case when role = 'result' then 1 end) = 1
        and count(case when role = 'part' then 1 end) > 0
        and count(case when role = 'never' then 1 end) = 0
        and count(case when role = 'unknown' and amount <> 0 then 1 end) = 0
        and count(case when role = 'part' and {{ matches("subject", "'^[(]?一[)、]'") }} then 1 end) <= 1
)

select * from final
