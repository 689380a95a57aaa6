-- Every accounting identity evaluated, with what it misses by and whether rounding explains that.
with identities as (
    select * from {{ ref("int_identity_vertical") }}
    union all
    select * from {{ ref("int_identity_horizontal") }}
    union all
    select * from {{ ref("int_identity_summary") }}
    union all
    select * from {{ ref("int_identity_across") }}
    union all
    select * from {{ ref("int_identity_printed") }}
),

applicable as (
    select
        i.*,
        r.relation,
        r.half_digits
    from identities as i
    inner join {{ ref("identity_rule") }} as r on i.rule_code = r.rule_code
    inner join {{ ref("int_document_profile") }} as f on i.document_key = f.document_key
    where
        (r.report_type is null or r.report_type = f.report_type)
        and (r.from_year is null or r.from_year <= f.fiscal_year)
        and (r.to_year is null or r.to_year >= f.fiscal_year)
),

judged as (
    select
        *,
        cast(
            case when relation = 'at_least' then least(expected - actual, 0) else expected - actual end
            as decimal(20, 2)
        ) as difference,
        cast(half_digit * half_digits * (term_count + 1) as decimal(20, 2)) as tolerance
    from applicable
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
