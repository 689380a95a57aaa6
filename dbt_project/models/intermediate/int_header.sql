-- Every header path that statements print, with the role and measure that the seeds give it; null where none does.
with headers as (
    select distinct
        statement_code,
        header_path
    from {{ ref("int_statement_cell") }}
),

final as (
    select
        h.statement_code,
        h.header_path,
        c.role,
        c.measure_code,
        c.measure_if_alone,
        s.side
    from headers as h
    left join {{ ref("column_header") }} as c
        on
            {{ matches("h.header_path", "c.pattern") }}
            and (c.statement_code is null or h.statement_code = c.statement_code)
    left join {{ ref("column_side") }} as s
        on
            {{ matches("h.header_path", "s.pattern") }}
            and (s.statement_code is null or h.statement_code = s.statement_code)
    qualify row_number() over (
        partition by h.statement_code, h.header_path
        order by c.priority desc nulls last, c.pattern asc, s.priority desc nulls last, s.pattern asc
    ) = 1
)

select * from final
