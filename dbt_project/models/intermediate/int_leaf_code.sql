-- Codes of a statement under which it prints no further code: the rows that may be added up.
with codes as (
    select distinct
        document_key,
        statement_code,
        coalesce(function_code, economic_code) as code
    from {{ ref("int_statement_amount") }}
    where function_code is not null or economic_code is not null
),

deeper as (
    select distinct
        document_key,
        statement_code,
        substr(code, 1, 3) as code
    from codes
    where length(code) > 3
    union distinct
    select distinct
        document_key,
        statement_code,
        substr(code, 1, 5) as code
    from codes
    where length(code) > 5
),

final as (
    select
        c.document_key,
        c.statement_code,
        c.code
    from codes as c
    left join deeper as d
        on c.document_key = d.document_key and c.statement_code = d.statement_code and c.code = d.code
    where d.code is null
)

select * from final
