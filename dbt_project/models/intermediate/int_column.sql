-- What each column of a statement table is, told by the narrowest cells in it.
with narrowest as (
    select
        document_key,
        statement_code,
        root_table_no,
        table_no,
        column_no,
        header_path
    from {{ ref("int_statement_cell") }}
    qualify row_number() over (
        partition by document_key, table_no, column_no
        order by column_span, case when header_path = '' then 1 else 0 end, row_no
    ) = 1
),

known as (
    select
        n.*,
        h.role,
        h.measure_code,
        h.measure_if_alone,
        f.fiscal_year,
        case
            when
                try_cast(regexp_extract(n.header_path, '(20[0-9][0-9])年?(预算|决算|执行)?', 1) as integer) = f.fiscal_year - 1
                then 'prior_year'
            else h.side
        end as side
    from narrowest as n
    inner join {{ ref("int_header") }} as h
        on n.statement_code = h.statement_code and n.header_path = h.header_path
    inner join {{ ref("int_document_profile") }} as f on n.document_key = f.document_key
),

-- Budget beside actual are two sides; one of them alone is the whole statement.
sides as (
    select
        document_key,
        statement_code,
        count(distinct side) as side_count
    from known
    where side in ('budget', 'actual')
    group by document_key, statement_code
),

measures as (
    select distinct
        document_key,
        table_no,
        measure_code
    from known
    where measure_code is not null
),

final as (
    select
        k.document_key,
        k.statement_code,
        k.root_table_no,
        k.table_no,
        k.column_no,
        k.header_path,
        k.role,
        case
            when k.measure_if_alone is not null and alone.measure_code is null then k.measure_if_alone
            else k.measure_code
        end as measure_code,
        case when k.side in ('budget', 'actual') and s.side_count < 2 then null else k.side end as side
    from known as k
    left join measures as alone
        on
            k.document_key = alone.document_key
            and k.table_no = alone.table_no
            and k.measure_if_alone = alone.measure_code
    left join sides as s on k.document_key = s.document_key and k.statement_code = s.statement_code
)

select * from final
