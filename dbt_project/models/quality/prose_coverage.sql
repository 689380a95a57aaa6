-- How much of the money that the prose tells was taken in, by document.
with counted as (
    select
        document_key,
        sum(case when unit_kind = 'money' and figure_code is not null then 1 else 0 end) as matched_count,
        sum(case when unit_kind = 'money' and figure_code is null then 1 else 0 end) as unmatched_count,
        sum(case when unit_kind = 'money' and figure_code is null and section_code = 'other' then 1 else 0 end)
            as elsewhere_count,
        sum(case when figure_code is not null then 1 else 0 end) as figure_count
    from {{ ref("int_disclosed_figure") }}
    group by document_key
),

final as (
    select
        d.document_key,
        cast(coalesce(c.matched_count, 0) as integer) as matched_count,
        cast(coalesce(c.unmatched_count, 0) as integer) as unmatched_count,
        cast(coalesce(c.elsewhere_count, 0) as integer) as elsewhere_count,
        cast(coalesce(c.figure_count, 0) as integer) as figure_count,
        cast(
            cast(c.matched_count as decimal(20, 4)) / nullif(c.matched_count + c.unmatched_count, 0) as decimal(5, 4)
        ) as coverage
    from {{ ref("dim_document") }} as d
    left join counted as c on d.document_key = c.document_key
)

select * from final
