-- Stated percentages that their own terms do not make; the base that would make them, where there is one.
with judged as (
    select
        *,
        -- Half a digit for the print, the rounding of the terms, and a last digit cut off instead of rounded, or of
        -- decimals one more or less, so that shares make 100.
        case
            when miss <= half_digit then 'holds'
            when miss <= half_digit + spread then 'rounding'
            when miss < 2 * half_digit and (decimals > 0 or value < abs(quotient)) then 'rounding'
            else 'broken'
        end as status,
        coalesce(abs(abs(other_quotient) - value) <= half_digit, false) as is_of_other_base,
        ratio = 'growth'
        and coalesce(abs(abs(opposite_quotient) - value) <= half_digit, false) as is_of_opposite_sign,
        ratio = 'share' and coalesce(abs(abs(opposite_quotient) - value) <= half_digit, false) as is_growth
    from {{ ref("int_figure_ratio") }}
),

-- Any pair of terms that makes it will do; of those that do not, the nearest in the text is told.
chosen as (
    select *
    from judged
    qualify row_number() over (
        partition by document_key, figure_code, sentence_no, mention_no
        order by
            case status when 'holds' then 0 when 'rounding' then 1 else 2 end,
            distance,
            miss,
            numerator_place,
            denominator_place
    ) = 1
),

final as (
    select
        c.document_key,
        case
            when c.status = 'rounding' then 'percent_vs_computed'
            when c.is_of_opposite_sign then 'direction_vs_sign'
            when c.is_of_other_base or c.is_growth then 'rate_of_other_base'
            else 'percent_vs_computed'
        end as kind,
        case when c.status = 'rounding' then 'rounding' else 'error' end as severity,
        c.figure_code as subject,
        c.figure_code as subject_zh,
        f.printed as stated,
        concat(cast(cast(c.quotient as decimal(24, 2)) as varchar(40)), '%') as found,
        cast(c.value - abs(c.quotient) as decimal(24, 6)) as difference,
        '%' as unit,
        f.page_number as stated_page,
        concat('sentence ', c.sentence_no) as stated_place,
        f.sentence as stated_text,
        c.denominator_page as found_page,
        concat(c.numerator_place, ' / ', c.denominator_place) as found_place,
        concat(
            {{ plain_number("c.numerator / 10000") }}, ' / ', {{ plain_number("c.denominator / 10000") }}, '万元'
        ) as found_text
    from chosen as c
    inner join {{ ref("int_figure") }} as f
        on
            c.document_key = f.document_key
            and c.figure_code = f.figure_code
            and c.sentence_no = f.sentence_no
            and c.mention_no = f.mention_no
    where c.status <> 'holds'
)

select * from final
