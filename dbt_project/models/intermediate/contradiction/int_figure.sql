-- Figures told in prose, with what their last digit leaves open; things counted leave nothing open.
with figures as (
    select
        f.*,
        s.page_number,
        s.sentence,
        case
            when f.function_code is null then f.figure_code
            else replace(f.figure_code, concat('.', f.function_code, '.'), '.*.')
        end as figure_family,
        length(regexp_extract(f.printed_number, '[.]([0-9]+)$', 1)) as decimals,
        -- A stock or a promise of another year is that year's; a change is this year's on another.
        f.figure_year = f.fiscal_year or f.facet in ('change', 'change_percent') as is_of_this_year
    from {{ ref("int_disclosed_figure") }} as f
    inner join {{ ref("int_narrative_sentence") }} as s
        on f.document_key = s.document_key and f.sentence_no = s.sentence_no
    where f.figure_code is not null and f.value is not null
),

final as (
    select
        document_key,
        report_type,
        fiscal_year,
        figure_code,
        figure_family,
        function_code,
        figure_year,
        is_of_this_year,
        project_name,
        facet,
        section_code,
        base,
        base_text,
        value,
        decimals,
        unit,
        amount,
        sign,
        page_number,
        sentence_no,
        mention_no,
        sentence,
        concat(printed_number, unit) as printed,
        -- Half of the last digit: of yuan where it is money, else of its own unit.
        cast(
            case
                when amount is null and unit <> '%' then 0 when unit like '亿%' then 100000000 when
                    unit like '万%'
                    then 10000
                else 1
            end
            * case decimals when 0 then 0.5 when 1 then 0.05 when 2 then 0.005 when 3 then 0.0005 else 0.00005 end
            as decimal(24, 6)
        ) as half_digit
    from figures
)

select * from final
