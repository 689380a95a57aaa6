-- Which year and which report a document is: as its catalogue says, else as its own lines say most often.
with lines as (
    select
        document_key,
        line_text,
        1.0 as weight
    from {{ ref("int_line_above") }}
    where place between 1 and 99
    union all
    select
        s.document_key,
        s.sentence_normalised as line_text,
        1.0 as weight
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where s.page_number <= 2 and length(s.sentence_normalised) <= 60
    union all
    select
        document_key,
        file_name as line_text,
        0.5 as weight
    from {{ ref("int_document") }}
),

years as (
    select
        document_key,
        try_cast(regexp_extract(line_text, '(20[0-9][0-9])', 1) as integer) as printed_year,
        sum(weight) as votes
    from lines
    where {{ matches("line_text", "'20[0-9][0-9].*(预算|决算|表)'") }}
    group by document_key, try_cast(regexp_extract(line_text, '(20[0-9][0-9])', 1) as integer)
),

year_chosen as (
    select
        document_key,
        printed_year
    from years
    qualify row_number() over (partition by document_key order by votes desc, printed_year desc) = 1
),

reports as (
    select
        document_key,
        sum(case when {{ matches("line_text", "'决算'") }} then weight else 0 end) as final_votes,
        sum(
            case
                when {{ matches("line_text", "'预算'") }} and not {{ matches("line_text", "'决算'") }} then weight
                else 0
            end
        ) as budget_votes
    from lines
    group by document_key
),

final as (
    select
        d.document_key,
        coalesce(d.fiscal_year, y.printed_year) as fiscal_year,
        coalesce(
            d.report_type,
            case
                when r.final_votes = 0 and r.budget_votes = 0 then null
                when r.final_votes >= r.budget_votes then 'final_account'
                else 'budget'
            end
        ) as report_type,
        y.printed_year
    from {{ ref("int_document") }} as d
    left join year_chosen as y on d.document_key = y.document_key
    left join reports as r on d.document_key = r.document_key
)

select * from final
