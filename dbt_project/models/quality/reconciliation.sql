with identities as (
    select * from {{ ref("int_identity_vertical") }}
    union all
    select * from {{ ref("int_identity_horizontal") }}
    union all
    select * from {{ ref("int_identity_pair") }}
    union all
    select * from {{ ref("int_identity_class") }}
    union all
    select * from {{ ref("int_identity_purpose") }}
),

judged as (
    select
        *,
        cast(expected - actual as decimal(20, 2)) as difference,
        cast(half_digit * (term_count + 1) as decimal(20, 2)) as tolerance
    from identities
),

final as (
    select
        {{ hash_key(["j.document_key", "j.rule_code", "j.statement_code", "j.scope", "j.expected_cells"]) }}
            as reconciliation_key,
        j.document_key,
        j.rule_code,
        r.kind as rule_kind,
        r.rule_name,
        r.rule_name_zh,
        j.statement_code,
        j.scope,
        cast(j.expected as decimal(20, 2)) as expected,
        cast(j.actual as decimal(20, 2)) as actual,
        j.difference,
        j.tolerance,
        cast(j.term_count as integer) as term_count,
        case
            when j.difference = 0 then 'holds'
            when abs(j.difference) <= j.tolerance then 'rounding'
            else 'broken'
        end as status,
        j.expected_cells,
        j.actual_cells
    from judged as j
    inner join {{ ref("reconciliation_rule") }} as r on j.rule_code = r.rule_code
)

select * from final
