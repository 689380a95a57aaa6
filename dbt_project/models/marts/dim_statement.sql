with budget as (
    select
        statement_code,
        'budget' as report_type,
        budget_name as statement_name,
        kind as statement_kind
    from {{ ref("statement") }}
    where budget_name is not null
),

final_account as (
    select
        statement_code,
        'final_account' as report_type,
        final_account_name as statement_name,
        kind as statement_kind
    from {{ ref("statement") }}
    where final_account_name is not null
),

final as (
    select * from budget
    union all
    select * from final_account
)

select * from final
