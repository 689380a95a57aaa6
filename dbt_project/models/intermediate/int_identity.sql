-- Every accounting identity evaluated, with what it misses by and whether rounding explains that.
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
        {{ hash_key(["document_key", "rule_code", "statement_code", "scope", "expected_cells"]) }} as identity_key,
        document_key,
        rule_code,
        statement_code,
        scope,
        cast(expected as decimal(20, 2)) as expected,
        cast(actual as decimal(20, 2)) as actual,
        difference,
        tolerance,
        cast(term_count as integer) as term_count,
        case
            when difference = 0 then 'holds'
            when abs(difference) <= tolerance then 'rounding'
            else 'broken'
        end as status,
        expected_cells,
        actual_cells
    from judged
)

select * from final
