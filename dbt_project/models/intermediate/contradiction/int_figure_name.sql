-- How each figure of the prose is called, in both languages.
with figures as (
    select distinct
        figure_code,
        subject_code,
        facet,
        function_code
    from {{ ref("int_disclosed_figure") }}
    where figure_code is not null
),

functions as (
    select
        code,
        max(name) as name
    from {{ ref("int_classification") }}
    where classification = 'function' and valid_to_year is null
    group by code
),

final as (
    select
        f.figure_code,
        concat(
            case
                when f.function_code is not null then concat(f.function_code, ' ', coalesce(k.name, ''))
                else coalesce(s.name, f.subject_code, f.figure_code)
            end,
            coalesce(t.name, '')
        ) as figure_name,
        concat(
            case
                when f.function_code is not null then concat(f.function_code, coalesce(k.name, ''))
                else coalesce(s.name_zh, f.subject_code, f.figure_code)
            end,
            coalesce(t.name_zh, '')
        ) as figure_name_zh
    from figures as f
    left join {{ ref("figure_name") }} as s on f.subject_code = s.code and s.part = 'subject'
    left join {{ ref("figure_name") }} as t on f.facet = t.code and t.part = 'facet'
    left join functions as k on f.function_code = k.code
    qualify row_number() over (partition by f.figure_code order by f.subject_code, f.facet) = 1
)

select * from final
