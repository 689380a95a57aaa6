-- Every header path that statements print, with the role, measure and side the seeds give it; null where none does.
with headers as (
    select distinct
        c.statement_code,
        s.columns_of,
        c.header_path,
        {{ header_words("c.header_path") }} as words
    from {{ ref("int_statement_cell") }} as c
    inner join {{ ref("statement") }} as s on c.statement_code = s.statement_code
),

final as (
    select
        h.statement_code,
        h.header_path,
        c.role,
        c.measure_code,
        c.measure_if_alone,
        s.side,
        s.side_if_alone,
        b.part_name
    from headers as h
    left join {{ ref("column_header") }} as c
        on
            {{ matches("h.words", "c.pattern") }}
            and (c.statement_code is null or c.statement_code in (h.statement_code, h.columns_of))
    left join {{ ref("column_side") }} as s
        on
            {{ matches("h.words", "s.pattern") }}
            and (s.statement_code is null or s.statement_code in (h.statement_code, h.columns_of))
    left join {{ ref("block_part") }} as b
        on {{ matches("h.words", "b.pattern") }} and h.statement_code = b.statement_code
    qualify row_number() over (
        partition by h.statement_code, h.header_path
        order by
            c.priority desc nulls last,
            c.pattern asc,
            s.priority desc nulls last,
            s.pattern asc,
            b.pattern asc
    ) = 1
)

select * from final
