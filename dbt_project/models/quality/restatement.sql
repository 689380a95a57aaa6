-- What changed between one version of a disclosure and the next, figure by figure.
with versions as (
    select distinct
        disclosure_key,
        document_key,
        revision_no
    from {{ ref("int_disclosed_amount") }}
),

pairs as (
    select
        disclosure_key,
        document_key as later_document_key,
        lag(document_key) over (partition by disclosure_key order by revision_no, document_key) as earlier_document_key
    from versions
),

earlier as (
    select
        p.later_document_key,
        p.earlier_document_key,
        a.*
    from pairs as p
    inner join {{ ref("int_disclosed_amount") }} as a on p.earlier_document_key = a.document_key
),

later as (
    select
        p.later_document_key,
        p.earlier_document_key,
        a.*
    from pairs as p
    inner join {{ ref("int_disclosed_amount") }} as a on p.later_document_key = a.document_key
    where p.earlier_document_key is not null
),

compared as (
    select
        coalesce(l.later_document_key, e.later_document_key) as later_document_key,
        coalesce(l.earlier_document_key, e.earlier_document_key) as earlier_document_key,
        coalesce(l.statement_code, e.statement_code) as statement_code,
        coalesce(l.side, e.side) as side,
        coalesce(l.measure_code, e.measure_code) as measure_code,
        coalesce(l.item, e.item) as item,
        coalesce(l.occurrence_no, e.occurrence_no) as occurrence_no,
        e.amount as earlier_amount,
        l.amount as later_amount,
        e.printed_text as earlier_text,
        l.printed_text as later_text,
        e.cell as earlier_cell,
        l.cell as later_cell
    from later as l
    full outer join earlier as e
        on
            l.later_document_key = e.later_document_key
            and l.statement_code = e.statement_code
            and l.side = e.side
            and l.measure_code = e.measure_code
            and l.item = e.item
            and l.occurrence_no = e.occurrence_no
),

final as (
    select
        {{ hash_key([
            "c.later_document_key", "c.statement_code", "c.side", "c.measure_code", "c.item", "c.occurrence_no"
        ]) }} as restatement_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        c.earlier_document_key,
        c.later_document_key,
        c.statement_code,
        nullif(c.side, '') as side,
        c.measure_code,
        c.item,
        case
            when c.earlier_cell is null then 'added'
            when c.later_cell is null then 'removed'
            else 'changed'
        end as kind,
        c.earlier_amount,
        c.later_amount,
        cast(coalesce(c.later_amount, 0) - coalesce(c.earlier_amount, 0) as decimal(20, 2)) as difference,
        c.earlier_text,
        c.later_text,
        c.earlier_cell,
        c.later_cell
    from compared as c
    inner join {{ ref("dim_document") }} as d on c.later_document_key = d.document_key
    -- A figure that is the same is no change; nor is a zero that one version leaves empty.
    where coalesce(c.earlier_amount, 0) <> coalesce(c.later_amount, 0)
)

select * from final
