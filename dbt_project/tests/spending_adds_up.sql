-- Spending by COFOG and by GFSM type is the sum of the lowest rows printed, in every fund and scope: nothing is lost on
-- the way through a mapping, nothing counted twice.
with leaves as (
    select
        'function' as classification,
        s.document_key,
        s.fund_code as part,
        sum(s.total) as amount
    from {{ ref("fct_function_spending") }} as s
    inner join {{ ref("dim_document") }} as d on s.document_key = d.document_key
    where d.is_current
    group by s.document_key, s.fund_code
    union all
    select
        'economic' as classification,
        s.document_key,
        s.scope_code as part,
        sum(s.total) as amount
    from {{ ref("fct_economic_spending") }} as s
    inner join {{ ref("dim_document") }} as d on s.document_key = d.document_key
    where d.is_current
    group by s.document_key, s.scope_code
),

mapped as (
    select
        'function' as classification,
        document_key,
        fund_code as part,
        sum(amount) as amount
    from {{ ref("spending_by_cofog") }}
    group by document_key, fund_code
    union all
    select
        'economic' as classification,
        document_key,
        scope_code as part,
        sum(amount) as amount
    from {{ ref("spending_by_gfs") }}
    group by document_key, scope_code
)

select
    l.classification,
    l.document_key,
    l.part,
    l.amount as expected,
    m.amount as actual
from leaves as l
left join mapped as m
    on l.classification = m.classification and l.document_key = m.document_key and l.part = m.part
where coalesce(l.amount, 0) <> coalesce(m.amount, 0)
