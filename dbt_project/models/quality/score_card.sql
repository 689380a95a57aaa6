-- What was asked of each document, what was found in it, and a grade that anyone can work out again from the row.
with statements as (
    select
        document_key,
        count(*) as required_count,
        sum(case when status = 'present' then 1 else 0 end) as present_count,
        sum(case when status = 'empty_by_law' then 1 else 0 end) as empty_by_law_count,
        sum(case when status = 'empty' then 1 else 0 end) as empty_count,
        sum(case when status = 'unread' then 1 else 0 end) as unread_count,
        sum(case when status = 'missing' then 1 else 0 end) as missing_count
    from {{ ref("coverage") }}
    where document_key is not null and (is_general or status <> 'missing')
    group by document_key
),

readings as (
    select
        document_key,
        sum(case when ocr_confidence is not null then 1 else 0 end) as ocr_amount_count
    from {{ ref("fct_statement_amount") }}
    group by document_key
),

-- What should have been read and was not, or not surely; codes that no list knows are kept, and lose nothing.
unrecognised_figures as (
    select
        document_key,
        count(*) as unrecognised_count
    from {{ ref("unrecognised") }}
    where kind in ('table', 'header', 'row', 'amount', 'unit', 'scanned_page', 'doubtful_reading')
    group by document_key
),

contradicted as (
    select
        document_key,
        sum(case when severity = 'error' then 1 else 0 end) as error_count,
        sum(case when severity = 'rounding' then 1 else 0 end) as rounding_count,
        sum(case when severity = 'info' then 1 else 0 end) as info_count
    from {{ ref("contradiction") }}
    group by document_key
),

counted as (
    select
        d.document_key,
        d.department_name,
        d.fiscal_year,
        d.report_type,
        v.disclosure_scope as scope,
        d.is_current,
        d.page_count,
        d.scanned_page_count,
        d.statement_count,
        d.amount_count,
        d.holds_count,
        d.rounding_count,
        d.broken_count,
        coalesce(s.required_count, 0) as required_count,
        coalesce(s.present_count, 0) as present_count,
        coalesce(s.empty_by_law_count, 0) as empty_by_law_count,
        coalesce(s.empty_count, 0) as empty_count,
        coalesce(s.unread_count, 0) as unread_count,
        coalesce(s.missing_count, 0) as missing_count,
        coalesce(e.cell_count, 0) as cell_count,
        coalesce(r.ocr_amount_count, 0) as ocr_amount_count,
        coalesce(u.unrecognised_count, 0) as unrecognised_count,
        coalesce(c.error_count, 0) as error_count,
        coalesce(c.rounding_count, 0) as contradiction_rounding_count,
        coalesce(c.info_count, 0) as info_count,
        coalesce(p.figure_count, 0) as figure_count,
        p.coverage as prose_share
    from {{ ref("document_summary") }} as d
    inner join {{ ref("dim_document") }} as v on d.document_key = v.document_key
    left join {{ ref("extraction_outcome") }} as e on d.document_key = e.document_key
    left join statements as s on d.document_key = s.document_key
    left join readings as r on d.document_key = r.document_key
    left join unrecognised_figures as u on d.document_key = u.document_key
    left join contradicted as c on d.document_key = c.document_key
    left join {{ ref("prose_coverage") }} as p on d.document_key = p.document_key
),

weights as (
    select
        max(case when component = 'statement' then weight end) as statement_weight,
        max(case when component = 'identity' then weight end) as identity_weight,
        max(case when component = 'consistency' then weight end) as consistency_weight,
        max(case when component = 'reading' then weight end) as reading_weight,
        max(error_penalty) as error_penalty
    from {{ ref("score_weight") }}
),

shared as (
    select
        c.*,
        w.statement_weight,
        w.identity_weight,
        w.consistency_weight,
        w.reading_weight,
        cast(
            case
                when c.required_count > c.unread_count
                    then (c.present_count + c.empty_by_law_count) * 1.0 / (c.required_count - c.unread_count)
            end as decimal(9, 6)
        ) as statement_share,
        cast(
            case
                when c.holds_count + c.rounding_count + c.broken_count > 0
                    then
                        (c.holds_count + c.rounding_count) * 1.0
                        / (c.holds_count + c.rounding_count + c.broken_count)
            end as decimal(9, 6)
        ) as identity_share,
        cast(greatest(1 - c.error_count * w.error_penalty, 0) as decimal(9, 6)) as consistency_share,
        cast(
            case
                when c.amount_count + c.unrecognised_count > 0
                    then c.amount_count * 1.0 / (c.amount_count + c.unrecognised_count)
            end as decimal(9, 6)
        ) as reading_share
    from counted as c
    cross join weights as w
),

scored as (
    select
        *,
        cast(
            100 * (
                coalesce(statement_share, 0) * statement_weight
                + coalesce(identity_share, 0) * identity_weight
                + consistency_share * consistency_weight
                + coalesce(reading_share, 0) * reading_weight
            )
            / (
                case when statement_share is null then 0 else statement_weight end
                + case when identity_share is null then 0 else identity_weight end
                + consistency_weight
                + case when reading_share is null then 0 else reading_weight end
            ) as decimal(5, 2)
        ) as score
    from shared
),

-- Without any amount there is nothing to grade: the score is 0.
graded as (
    select
        *,
        case when amount_count = 0 then cast(0 as decimal(5, 2)) else score end as final_score
    from scored
),

final as (
    select
        s.document_key,
        s.department_name,
        s.fiscal_year,
        s.report_type,
        s.scope,
        s.is_current,
        cast(s.required_count as integer) as required_count,
        cast(s.present_count as integer) as present_count,
        cast(s.empty_by_law_count as integer) as empty_by_law_count,
        cast(s.empty_count as integer) as empty_count,
        cast(s.unread_count as integer) as unread_count,
        cast(s.missing_count as integer) as missing_count,
        s.statement_count,
        cast(s.cell_count as integer) as cell_count,
        s.amount_count,
        cast(s.unrecognised_count as integer) as unrecognised_count,
        cast(
            case when s.page_count > 0 then s.scanned_page_count * 1.0 / s.page_count else 0 end as decimal(9, 6)
        ) as scanned_page_share,
        cast(
            case when s.amount_count > 0 then s.ocr_amount_count * 1.0 / s.amount_count else 0 end as decimal(9, 6)
        ) as ocr_amount_share,
        s.holds_count,
        s.rounding_count,
        s.broken_count,
        cast(s.error_count as integer) as error_count,
        cast(s.contradiction_rounding_count as integer) as contradiction_rounding_count,
        cast(s.info_count as integer) as info_count,
        cast(s.figure_count as integer) as figure_count,
        cast(s.prose_share as decimal(9, 6)) as prose_share,
        s.statement_share,
        s.identity_share,
        s.consistency_share,
        s.reading_share,
        s.final_score as score,
        g.grade
    from graded as s
    inner join {{ ref("score_grade") }} as g
        on s.final_score >= g.least_score and s.broken_count + s.error_count <= g.most_errors
    qualify row_number() over (partition by s.document_key order by g.grade) = 1
)

select * from final
