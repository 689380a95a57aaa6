-- Parts told in prose that do not make their total, by the seed of sums.
with parts as (
    select
        f.document_key,
        s.sum_code,
        s.total_code,
        s.sum_mode,
        s.span,
        f.section_code,
        f.figure_year,
        f.project_name,
        f.figure_code,
        f.amount,
        f.value,
        f.unit,
        f.half_digit,
        f.sentence_no,
        f.mention_no,
        f.page_number,
        f.printed
    from {{ ref("int_figure") }} as f
    inner join {{ ref("figure_sum") }} as s
        on
            f.figure_family = s.part_code
            or f.figure_code = s.part_code
            or (
                s.part_code like '%.*'
                and f.figure_code like replace(s.part_code, '*', '%')
                and f.figure_code <> s.total_code
                and position('.' in substr(f.figure_code, length(s.part_code))) = 0
            )
    where f.unit <> '%'
),

-- A part told again counts once.
once as (
    select *
    from parts
    qualify row_number() over (
        partition by document_key, sum_code, figure_code, project_name, figure_year order by sentence_no, mention_no
    ) = 1
),

-- A number beside the parts that nobody could name may be one of them.
unnamed as (
    select distinct
        document_key,
        sentence_no,
        amount is null as is_count
    from {{ ref("int_disclosed_figure") }}
    where figure_code is null and coalesce(unit, '') <> '%'
),

sums as (
    select
        document_key,
        sum_code,
        figure_year,
        max(total_code) as total_code,
        max(sum_mode) as sum_mode,
        max(span) as span,
        sum(coalesce(amount, value)) as part_sum,
        sum(half_digit) as part_half,
        count(*) as part_count,
        min(sentence_no) as first_sentence,
        min(page_number) as first_page,
        {{ text_list("printed", "sentence_no * 1000 + mention_no", " + ") }} as part_text
    from once
    group by document_key, sum_code, figure_year
),

blurred as (
    select distinct
        o.document_key,
        o.sum_code
    from once as o
    inner join unnamed as u
        on o.document_key = u.document_key and o.sentence_no = u.sentence_no and (o.amount is null) = u.is_count
),

needed as (
    select
        sum_code,
        count(*) as needed_count
    from {{ ref("figure_sum") }}
    group by sum_code
),

-- The total that is told nearest before its parts.
compared as (
    select
        s.*,
        t.figure_code,
        coalesce(t.amount, t.value) as total,
        t.half_digit,
        t.amount is not null as is_money,
        t.unit,
        t.printed,
        t.page_number,
        t.sentence_no,
        t.sentence,
        coalesce(t.amount, t.value) - s.part_sum as gap,
        c.yuan as half_cent
    from sums as s
    inner join {{ ref("tolerance") }} as c on c.tolerance = 'half_cent'
    inner join needed as n on s.sum_code = n.sum_code
    inner join {{ ref("int_figure") }} as t
        on
            s.document_key = t.document_key
            and s.total_code = t.figure_code
            and s.figure_year = t.figure_year
            and t.unit <> '%'
            -- The total stands before its parts, and near.
            and t.sentence_no between s.first_sentence - s.span and s.first_sentence
    left join blurred as b on s.document_key = b.document_key and s.sum_code = b.sum_code
    where
        b.sum_code is null
        and (
            -- One part alone may not exceed its total.
            s.sum_mode in ('exact', 'at_most')
            or (s.sum_mode = 'all' and s.part_count = n.needed_count)
            or (s.sum_mode = 'three' and s.part_count >= 3)
        )
    qualify row_number() over (
        partition by s.document_key, s.sum_code, s.figure_year
        order by abs(coalesce(t.amount, t.value) - s.part_sum), abs(t.sentence_no - s.first_sentence), t.sentence_no
    ) = 1
),

final as (
    select
        document_key,
        'sum_vs_total' as kind,
        case
            when abs(gap) <= half_digit + part_half then 'rounding'
            -- Money told in yuan is often of 0.01 万元 all the same.
            when is_money and abs(gap) <= half_cent * (part_count + 1) then 'rounding'
            else 'error'
        end as severity,
        total_code as subject,
        total_code as subject_zh,
        printed as stated,
        concat({{ plain_number("part_sum / case when unit = '万元' then 10000 else 1 end") }}, unit) as found,
        cast(gap / case when unit = '万元' then 10000 else 1 end as decimal(24, 6)) as difference,
        unit,
        page_number as stated_page,
        concat('sentence ', sentence_no) as stated_place,
        sentence as stated_text,
        first_page as found_page,
        concat('sentence ', first_sentence) as found_place,
        part_text as found_text
    from compared
    where
        gap <> 0
        and (
            (sum_mode <> 'at_most' and part_count > 1)
            or gap < -(half_digit + part_half) - case when is_money then half_cent * (part_count + 1) else 0 end
        )
)

select * from final
