-- What each column of a statement table is, told by the narrowest cells in it.
with paths as (
    select
        document_key,
        statement_code,
        root_table_no,
        table_no,
        column_no,
        header_path,
        -- The fewest columns first, then those under a header, then from above.
        min(
            cast(column_span as bigint) * 1000000000 + case when header_path = '' then 100000000 else 0 end + row_no
        ) as place
    from {{ ref("int_statement_cell") }}
    group by document_key, statement_code, root_table_no, table_no, column_no, header_path
),

narrowest as (
    select *
    from paths
    qualify row_number() over (partition by document_key, table_no, column_no order by place) = 1
),

known as (
    select
        n.*,
        h.role,
        h.measure_code,
        h.measure_if_alone,
        h.side,
        h.side_if_alone,
        h.part_name,
        coalesce(
            try_cast(regexp_extract(n.header_path, '(20[0-9][0-9])年?(预算|决算|执行)?', 1) as integer)
            = f.fiscal_year - 1, false
        ) as is_of_last_year
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
        bool_or(side = 'budget') as has_budget,
        (bool_or('budget' in (side, side_if_alone)) and bool_or(side = 'actual'))
        or (bool_or(side = 'budget') and bool_or(side = 'adjusted_budget')) as has_both
    from known
    where not is_of_last_year
    group by document_key, statement_code
),

measures as (
    select distinct
        document_key,
        table_no,
        side,
        measure_code
    from known
    where measure_code is not null
),

resolved as (
    select
        k.*,
        coalesce(s.has_both, false) as has_both,
        case
            when k.measure_if_alone is not null and alone.measure_code is null then k.measure_if_alone
            else k.measure_code
        end as own_measure,
        case
            when k.side_if_alone is not null and not coalesce(s.has_budget, false) then k.side_if_alone
            else k.side
        end as own_side
    from known as k
    left join measures as alone
        on
            k.document_key = alone.document_key
            and k.table_no = alone.table_no
            and k.measure_if_alone = alone.measure_code
            and coalesce(k.side, '') = coalesce(alone.side, '')
    left join sides as s on k.document_key = s.document_key and k.statement_code = s.statement_code
),

final as (
    select
        document_key,
        statement_code,
        root_table_no,
        table_no,
        column_no,
        header_path,
        role,
        part_name,
        -- A summary's sides are revenue and expenditure: last year's figures are a measure there.
        case
            when is_of_last_year and own_side in ('revenue', 'expenditure') and own_measure = 'amount'
                then 'prior_year'
            else own_measure
        end as measure_code,
        case
            when own_side in ('revenue', 'expenditure') then own_side
            when is_of_last_year then 'prior_year'
            when own_side in ('budget', 'actual') and not has_both then null
            else own_side
        end as side
    from resolved
)

select * from final
