with applicable as (
    select
        d.document_key,
        r.rule_code,
        r.kind as rule_kind,
        r.severity,
        r.rule_name,
        r.rule_name_zh
    from {{ ref("dim_document") }} as d
    cross join {{ ref("identity_rule") }} as r
    where
        (r.report_type is null or r.report_type = d.report_type)
        and (r.from_year is null or r.from_year <= d.fiscal_year)
        and (r.to_year is null or r.to_year >= d.fiscal_year)
),

evaluated as (
    select
        document_key,
        rule_code,
        count(*) as evaluated_count,
        count(case when status = 'holds' then 1 end) as holds_count,
        count(case when status = 'rounding' then 1 end) as rounding_count,
        count(case when status = 'broken' then 1 end) as broken_count
    from {{ ref("int_identity") }}
    group by document_key, rule_code
),

notes as (
    select
        document_key,
        rule_code,
        {{ text_list("concat(note_text, ': ', reason)") }} as missing_terms
    from {{ ref("int_printed_note") }}
    where status = 'not_evaluable'
    group by document_key, rule_code
),

final as (
    select
        {{ hash_key(["a.document_key", "a.rule_code"]) }} as rule_coverage_key,
        a.document_key,
        a.rule_code,
        a.rule_kind,
        a.severity,
        a.rule_name,
        a.rule_name_zh,
        case when e.rule_code is not null then 'evaluated' else 'not_evaluated' end as coverage,
        cast(coalesce(e.evaluated_count, 0) as integer) as evaluated_count,
        cast(coalesce(e.holds_count, 0) as integer) as holds_count,
        cast(coalesce(e.rounding_count, 0) as integer) as rounding_count,
        cast(coalesce(e.broken_count, 0) as integer) as broken_count,
        case
            when e.rule_code is not null then null
            when n.rule_code is not null then 'the formula that is printed cannot be evaluated'
            when a.rule_kind = 'printed_note' then 'the form prints no such formula, or none on an amount'
            when a.rule_kind = 'vertical' then 'no code is printed under another of this level'
            when m.missing_terms is not null then 'a term is missing'
            when a.rule_kind = 'summary' then 'no block prints the sum and nothing but lines that the rule knows'
            else 'the terms are printed, but not together'
        end as reason,
        case when e.rule_code is null then coalesce(n.missing_terms, m.missing_terms) else n.missing_terms end
            as missing_terms
    from applicable as a
    left join evaluated as e on a.document_key = e.document_key and a.rule_code = e.rule_code
    left join {{ ref("int_identity_missing") }} as m
        on a.document_key = m.document_key and a.rule_code = m.rule_code
    left join notes as n on a.document_key = n.document_key and a.rule_code = n.rule_code
)

select * from final
