-- Codes of a statement under which it prints no further code: the rows that may be added up.
with codes as (
    select distinct
        document_key,
        statement_code,
        coalesce(function_code, economic_code) as code
    from {{ ref("int_statement_amount") }}
    where function_code is not null or economic_code is not null
),

final as (
    select
        c.document_key,
        c.statement_code,
        c.code
    from codes as c
    left join codes as deeper
        on
            c.document_key = deeper.document_key
            and c.statement_code = deeper.statement_code
            and length(deeper.code) > length(c.code)
            and deeper.code like c.code || '%'
    where deeper.code is null
)

select * from final
