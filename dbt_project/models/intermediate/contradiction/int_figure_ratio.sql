-- Every percentage of the prose with the terms it is of, and what they make.
with percentages as (
    select *
    from {{ ref("int_figure") }}
    where unit = '%' and is_of_this_year
),

-- What a term may be: first what the same sentence says, then the rest of the prose, then the tables.
terms as (
    select
        document_key,
        figure_code,
        amount,
        half_digit,
        sign,
        sentence_no,
        page_number,
        concat('sentence ', sentence_no) as place,
        printed as printed_text
    from {{ ref("int_figure") }}
    where amount is not null and is_of_this_year
    union all
    select
        document_key,
        figure_code,
        amount,
        half_digit,
        cast(null as integer) as sign,
        cast(null as integer) as sentence_no,
        page_number,
        cell as place,
        printed_text
    from {{ ref("int_figure_cell") }}
),

-- A change over the figure of the year before.
growth as (
    select
        p.document_key,
        p.figure_code,
        p.sentence_no,
        p.mention_no,
        'growth' as ratio,
        c.amount as numerator,
        c.half_digit as numerator_half,
        v.amount - coalesce(c.sign, p.sign, 1) * c.amount as denominator,
        v.half_digit + c.half_digit as denominator_half,
        v.amount as other_base,
        v.amount + coalesce(c.sign, p.sign, 1) * c.amount as opposite_base,
        c.place as numerator_place,
        v.place as denominator_place,
        v.page_number as denominator_page,
        v.printed_text as denominator_text,
        case when v.sentence_no = p.sentence_no then 0 when v.sentence_no is not null then 1 else 2 end as distance
    from percentages as p
    inner join terms as c
        on
            p.document_key = c.document_key
            and c.figure_code = replace(p.figure_code, '.change_percent', '.change')
            and p.sentence_no = c.sentence_no
    inner join terms as v
        on
            p.document_key = v.document_key
            and v.figure_code in (
                replace(p.figure_code, '.change_percent', ''),
                replace(
                    p.figure_code,
                    '.change_percent',
                    case p.report_type when 'budget' then '.initial' else '.actual' end
                )
            )
    where p.figure_code like '%.change_percent'
),

-- One figure over another, by the seed of ratios.
wanted as (
    select
        p.document_key,
        p.figure_code,
        p.sentence_no,
        p.mention_no,
        p.function_code,
        case
            when r.numerator = '=' then replace(p.figure_code, '.share', '')
            when p.function_code is null then r.numerator
            else replace(r.numerator, '.*.', concat('.', p.function_code, '.'))
        end as numerator_code,
        case
            when p.function_code is null then r.denominator
            else replace(r.denominator, '.*.', concat('.', p.function_code, '.'))
        end as denominator_code
    from percentages as p
    inner join {{ ref("figure_ratio") }} as r
        on
            p.figure_family = r.figure_family
            or (
                r.numerator = '='
                and p.figure_family like replace(r.figure_family, '*', '%')
                and p.figure_family not like '%.change%'
            )
    -- The words after 占 may name another base than the figure's usual one.
    where
        (r.base_pattern is null or p.base_text is null or {{ matches("p.base_text", "r.base_pattern") }})
        and (p.base is null or p.base <> 'initial' or r.denominator not like '%adjusted%')
        and (p.base is null or p.base <> 'adjusted' or r.denominator not like '%initial%')
),

shares as (
    select
        w.document_key,
        w.figure_code,
        w.sentence_no,
        w.mention_no,
        'share' as ratio,
        n.amount as numerator,
        n.half_digit as numerator_half,
        d.amount as denominator,
        d.half_digit as denominator_half,
        n.amount as other_base,
        d.amount as opposite_base,
        n.place as numerator_place,
        d.place as denominator_place,
        d.page_number as denominator_page,
        d.printed_text as denominator_text,
        case
            when n.sentence_no = w.sentence_no then 0 when n.sentence_no is not null then 1 else 2
        end
        + case
            when d.sentence_no = w.sentence_no then 0 when d.sentence_no is not null then 1 else 2
        end as distance
    from wanted as w
    inner join terms as n on w.document_key = n.document_key and w.numerator_code = n.figure_code
    inner join terms as d on w.document_key = d.document_key and w.denominator_code = d.figure_code
),

pairs as (
    select * from growth
    union all
    select * from shares
),

computed as (
    select
        *,
        cast(numerator as double) / cast(denominator as double) * 100 as quotient,
        -- How far the rounding of both terms may carry the quotient.
        abs(cast(numerator as double) / cast(denominator as double))
        * 100
        * (
            cast(numerator_half as double) / greatest(abs(cast(numerator as double)), 0.01)
            + cast(denominator_half as double) / abs(cast(denominator as double))
        ) as spread,
        case
            when other_base <> 0 and ratio = 'growth' then cast(numerator as double) / cast(other_base as double) * 100
            when ratio = 'share' and numerator <> 0 then cast(denominator as double) / cast(numerator as double) * 100
        end as other_quotient,
        case
            when ratio = 'growth' and opposite_base <> 0
                then cast(numerator as double) / cast(opposite_base as double) * 100
            when ratio = 'share' then (cast(numerator as double) / cast(denominator as double) - 1) * 100
        end as opposite_quotient
    from pairs
    where denominator > 0
),

final as (
    select
        c.document_key,
        c.figure_code,
        c.sentence_no,
        c.mention_no,
        p.figure_family,
        p.value,
        p.sign,
        p.decimals,
        p.printed,
        p.page_number,
        p.sentence,
        c.ratio,
        c.numerator,
        c.denominator,
        cast(c.quotient as decimal(24, 6)) as quotient,
        cast(c.spread as decimal(24, 6)) as spread,
        cast(c.other_quotient as decimal(24, 6)) as other_quotient,
        cast(c.opposite_quotient as decimal(24, 6)) as opposite_quotient,
        c.numerator_place,
        c.denominator_place,
        c.denominator_page,
        c.denominator_text,
        c.distance,
        p.half_digit,
        cast(abs(abs(c.quotient) - p.value) as decimal(24, 6)) as miss
    from computed as c
    inner join percentages as p
        on
            c.document_key = p.document_key
            and c.figure_code = p.figure_code
            and c.sentence_no = p.sentence_no
            and c.mention_no = p.mention_no
    where abs(c.quotient) < 1000000
)

select * from final
