-- Every percentage of the prose with the terms it is of, and what they make.
with percentages as (
    select *
    from {{ ref("int_figure") }}
    where unit = '%' and is_of_this_year
),

-- The figure of the same subject and the change in it, for a rate of change.
growth_terms as (
    select
        document_key,
        figure_code,
        sentence_no,
        mention_no,
        sign,
        replace(figure_code, '.change_percent', '.change') as change_code,
        replace(figure_code, '.change_percent', '') as value_code
    from percentages
    where figure_code like '%.change_percent'
    union all
    select
        document_key,
        figure_code,
        sentence_no,
        mention_no,
        sign,
        replace(figure_code, '.change_percent', '.change') as change_code,
        replace(
            figure_code, '.change_percent', case report_type when 'budget' then '.initial' else '.actual' end
        ) as value_code
    from percentages
    where figure_code like '%.change_percent'
),

-- One figure over another, by the seed of ratios.
families as (
    select distinct
        p.figure_family,
        r.numerator,
        r.denominator,
        r.base_pattern
    from (select distinct figure_family from percentages) as p
    inner join {{ ref("figure_ratio") }} as r
        on
            p.figure_family = r.figure_family
            or (
                r.numerator = '='
                and p.figure_family like replace(r.figure_family, '*', '%')
                and p.figure_family not like '%.change%'
            )
),

share_terms as (
    select
        p.document_key,
        p.figure_code,
        p.sentence_no,
        p.mention_no,
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
    inner join families as r on p.figure_family = r.figure_family
    -- The words after 占 may name another base than the figure's usual one.
    where
        (r.base_pattern is null or p.base_text is null or {{ matches("p.base_text", "r.base_pattern") }})
        and (p.base is null or p.base <> 'initial' or r.denominator not like '%adjusted%')
        and (p.base is null or p.base <> 'adjusted' or r.denominator not like '%initial%')
),

wanted as (
    select
        document_key,
        change_code as figure_code
    from growth_terms
    union distinct
    select
        document_key,
        value_code as figure_code
    from growth_terms
    union distinct
    select
        document_key,
        numerator_code as figure_code
    from share_terms
    union distinct
    select
        document_key,
        denominator_code as figure_code
    from share_terms
),

-- What a term may be: first what the same sentence says, then the rest of the prose, then the tables.
terms as (
    select
        f.document_key,
        f.figure_code,
        f.amount,
        f.half_digit,
        f.sign,
        f.sentence_no,
        f.page_number,
        concat('sentence ', f.sentence_no) as place
    from {{ ref("int_figure") }} as f
    inner join wanted as w on f.document_key = w.document_key and f.figure_code = w.figure_code
    where f.amount is not null and f.is_of_this_year
    union all
    -- An amount that stands in several cells is one term.
    select
        c.document_key,
        c.figure_code,
        c.amount,
        c.half_digit,
        cast(null as integer) as sign,
        cast(null as integer) as sentence_no,
        cast(null as integer) as page_number,
        min(c.cell) as place
    from {{ ref("int_figure_cell") }} as c
    inner join wanted as w on c.document_key = w.document_key and c.figure_code = w.figure_code
    group by c.document_key, c.figure_code, c.amount, c.half_digit
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
        case when v.sentence_no = p.sentence_no then 0 when v.sentence_no is not null then 1 else 2 end as distance
    from growth_terms as p
    inner join terms as c
        on p.document_key = c.document_key and p.change_code = c.figure_code and p.sentence_no = c.sentence_no
    inner join terms as v on p.document_key = v.document_key and p.value_code = v.figure_code
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
        case
            when n.sentence_no = w.sentence_no then 0 when n.sentence_no is not null then 1 else 2
        end
        + case
            when d.sentence_no = w.sentence_no then 0 when d.sentence_no is not null then 1 else 2
        end as distance
    from share_terms as w
    inner join terms as n on w.document_key = n.document_key and w.numerator_code = n.figure_code
    inner join terms as d on w.document_key = d.document_key and w.denominator_code = d.figure_code
),

-- What grew by all that it is had nothing before: its rate has no value, whatever else its name may stand for.
baseless as (
    select distinct
        document_key,
        figure_code,
        sentence_no,
        mention_no
    from growth
    where distance < 2 and abs(denominator) <= denominator_half
),

based as (
    select g.*
    from growth as g
    left join baseless as b
        on
            g.document_key = b.document_key
            and g.figure_code = b.figure_code
            and g.sentence_no = b.sentence_no
            and g.mention_no = b.mention_no
    where b.document_key is null
),

pairs as (
    select * from based
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
        p.value,
        p.decimals,
        c.ratio,
        c.numerator,
        c.denominator,
        cast(c.quotient as decimal(24, 6)) as quotient,
        cast(c.spread as decimal(24, 6)) as spread,
        cast(c.other_quotient as decimal(24, 6)) as other_quotient,
        cast(c.opposite_quotient as decimal(24, 6)) as opposite_quotient,
        c.numerator_place,
        c.denominator_place,
        coalesce(
            c.denominator_page, try_cast(regexp_extract(c.denominator_place, '^([0-9]+):', 1) as integer)
        ) as denominator_page,
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
