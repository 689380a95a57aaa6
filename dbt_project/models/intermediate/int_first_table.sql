-- The table of a statement in which a code stands first. A code that stands in a further table of the same statement,
-- not a continuation, would count twice in a sum.
with codes as (
    select distinct
        document_key,
        statement_code,
        root_table_no,
        coalesce(function_code, economic_code) as code
    from {{ ref("int_statement_amount") }}
    where function_code is not null or economic_code is not null
),

final as (
    select
        document_key,
        statement_code,
        code,
        min(root_table_no) as root_table_no,
        count(*) as table_count
    from codes
    group by document_key, statement_code, code
)

select * from final
