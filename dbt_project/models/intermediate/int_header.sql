-- Every header path that statements print, with the role, measure and side the seeds give it; null where none does.
with paths as (
    select distinct
        statement_code,
        header_path
    from {{ ref("int_statement_cell") }}
),

headers as (
    select
        p.statement_code,
        s.columns_of,
        p.header_path,
        {{ header_words("p.header_path") }} as words
    from paths as p
    inner join {{ ref("statement") }} as s on p.statement_code = s.statement_code
),

-- Patterns cost more than joins: each is tried once on each wording, whatever statements print it.
wordings as (
    select distinct words
    from headers
),

column_words as (
    select
        w.words,
        c.*
    from wordings as w
    inner join {{ ref("column_header") }} as c on {{ matches("w.words", "c.pattern") }}
),

side_words as (
    select
        w.words,
        s.*
    from wordings as w
    inner join {{ ref("column_side") }} as s on {{ matches("w.words", "s.pattern") }}
),

part_words as (
    select
        w.words,
        b.*
    from wordings as w
    inner join {{ ref("block_part") }} as b on {{ matches("w.words", "b.pattern") }}
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
    left join column_words as c
        on
            h.words = c.words
            and (c.statement_code is null or c.statement_code in (h.statement_code, h.columns_of))
    left join side_words as s
        on
            h.words = s.words
            and (s.statement_code is null or s.statement_code in (h.statement_code, h.columns_of))
    left join part_words as b on h.words = b.words and h.statement_code = b.statement_code
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
