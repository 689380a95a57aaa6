-- The registry's terms: one row per term and statement it is looked for in, all of them where it names none.
with numbered as (
    select
        *,
        cast(
            row_number() over (
                order by rule_code, variant, role, statement_code, side, measure, subject, takes, only_if_absent
            ) as integer
        ) as term_no
    from {{ ref("identity_term") }}
),

final as (
    select
        t.term_no,
        t.rule_code,
        r.kind,
        coalesce(t.variant, '') as variant,
        t.role,
        t.weight,
        s.statement_code,
        coalesce(t.side, '') as side,
        t.measure,
        t.subject,
        t.takes,
        t.only_if_absent
    from numbered as t
    inner join {{ ref("identity_rule") }} as r on t.rule_code = r.rule_code
    left join {{ ref("statement") }} as s
        on concat('|', t.statement_code, '|') like concat('%|', s.statement_code, '|%')
)

select * from final
