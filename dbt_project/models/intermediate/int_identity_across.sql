-- One figure told in two statements, or in two places of one, by the registry's terms.
with required as (
    select
        rule_code,
        variant,
        count(distinct term_no) as term_count
    from {{ ref("int_identity_term") }}
    where kind = 'across'
    group by rule_code, variant
),

sums as (
    select
        document_key,
        rule_code,
        variant,
        each_subject,
        count(distinct term_no) as terms_found,
        max(case when role = 'result' then statement_code end) as statement_code,
        max(case when role = 'part' then statement_code end) as other_statement,
        max(case when role = 'result' then subject end) as subject,
        sum(case when role = 'result' then amount * weight end) as expected,
        sum(case when role = 'part' then amount * weight end) as actual,
        count(case when role = 'part' then 1 end) as term_count,
        max(half_digit) as half_digit,
        {{ text_list("case when role = 'result' then cell end") }} as expected_cells,
        {{ text_list("case when role = 'part' then cell end") }} as actual_cells
    from {{ ref("int_identity_figure") }}
    group by document_key, rule_code, variant, each_subject
),

final as (
    select
        s.document_key,
        s.rule_code,
        s.statement_code,
        case
            when s.each_subject <> '' then s.each_subject
            when s.statement_code = s.other_statement then concat(s.statement_code, ' / ', s.subject)
            else
                concat_ws(
                    ' / ',
                    concat(s.statement_code, ' = ', s.other_statement),
                    case when s.variant not in ('', s.statement_code, s.other_statement) then s.variant end
                )
        end as scope,
        s.expected,
        s.actual,
        s.term_count,
        s.half_digit,
        s.expected_cells,
        s.actual_cells
    from sums as s
    inner join required as r
        on s.rule_code = r.rule_code and s.variant = r.variant and s.terms_found = r.term_count
)

select * from final
