-- Words of direction against the figures beside them: 增加 with 下降, more than budgeted where less was spent.
with figures as (
    select
        *,
        concat('sentence ', sentence_no) as place
    from {{ ref("int_figure") }}
    where is_of_this_year
),

-- A change and its rate go the same way.
opposed as (
    select
        r.document_key,
        r.figure_code as subject,
        concat(case r.sign when 1 then '+' else '-' end, r.printed) as stated,
        concat(case c.sign when 1 then '+' else '-' end, c.printed) as found,
        r.page_number as stated_page,
        r.place as stated_place,
        r.sentence as stated_text,
        c.page_number as found_page,
        c.place as found_place,
        c.sentence as found_text,
        cast(null as decimal(24, 6)) as difference
    from figures as r
    inner join figures as c
        on
            r.document_key = c.document_key
            and r.sentence_no = c.sentence_no
            and c.figure_code = replace(r.figure_code, '_percent', '')
    where r.figure_code like '%change_percent' and r.sign = -c.sign and r.value <> 0 and c.value <> 0
),

-- What was spent of each budget, as prose calls the two.
outturns as (
    select distinct
        figure_code as budget_code,
        replace(figure_code, '.initial', '.actual') as outturn_code
    from figures
    where figure_code like '%.initial'
    union all
    select distinct
        denominator as budget_code,
        numerator as outturn_code
    from {{ ref("figure_ratio") }}
    where figure_family = 'execution_rate' and denominator = 'initial_budget'
),

budgets as (
    select
        f.*,
        o.outturn_code,
        -- Prose repeats but for its figures.
        {{ replace_all("f.sentence", "'[0-9]'", "'0'") }} as shape
    from figures as f
    inner join outturns as o on f.figure_code = o.budget_code
    where f.amount is not null
),

words as (
    select
        s.shape,
        w.direction
    from (select distinct shape from budgets) as s
    inner join {{ ref("direction_word") }} as w on {{ matches("s.shape", "w.pattern") }}
),

-- Only where one direction is told, of one budget and one outturn.
told as (
    select
        shape,
        min(direction) as direction
    from words
    group by shape
    having min(direction) = max(direction)
),

misled as (
    select
        b.document_key,
        b.figure_code as subject,
        case t.direction when 1 then '大于' when -1 then '小于' else '持平' end as stated,
        case
            when a.amount > b.amount then '大于' when a.amount < b.amount then '小于' else '持平'
        end as found,
        b.page_number as stated_page,
        b.place as stated_place,
        b.sentence as stated_text,
        a.page_number as found_page,
        a.place as found_place,
        concat(a.printed, ' / ', b.printed) as found_text,
        cast(a.amount - b.amount as decimal(24, 6)) as difference
    from budgets as b
    inner join figures as a
        on
            b.document_key = a.document_key
            and b.sentence_no = a.sentence_no
            and b.outturn_code = a.figure_code
            and a.amount is not null
    inner join told as t on b.shape = t.shape
    where
        (t.direction <> 0 and t.direction * (a.amount - b.amount) <= 0)
        or (t.direction = 0 and abs(a.amount - b.amount) > b.amount / 100)
),

-- What was budgeted, as prose and tables tell it.
budgeted as (
    select
        document_key,
        figure_code,
        amount,
        place,
        page_number,
        0 as distance
    from figures
    where facet in ('initial', 'adjusted') and amount is not null
    union all
    select
        document_key,
        figure_code,
        amount,
        cell as place,
        page_number,
        1 as distance
    from {{ ref("int_figure_cell") }}
),

differences as (
    select
        *,
        {{ replace_all("figure_code", "'[.](above|below)_initial(_percent)?$'", "''") }} as subject_code,
        case when facet like 'above%' then 1 else -1 end as direction
    from figures
    where
        facet in ('above_initial', 'above_initial_percent', 'below_initial', 'below_initial_percent')
        and value <> 0
),

-- More or less than budgeted: the budget beside it in prose, else the one in the table.
against_budget as (
    select
        d.*,
        a.amount - b.amount as excess,
        a.printed as outturn_text,
        b.place as budget_place,
        b.page_number as budget_page
    from differences as d
    inner join figures as a
        on
            d.document_key = a.document_key
            and d.sentence_no = a.sentence_no
            and a.figure_code = concat(d.subject_code, '.actual')
            and a.amount is not null
    inner join budgeted as b
        on
            d.document_key = b.document_key
            and b.figure_code in (concat(d.subject_code, '.initial'), concat(d.subject_code, '.adjusted'))
    qualify row_number() over (
        partition by d.document_key, d.sentence_no, d.mention_no order by b.distance, b.place
    ) = 1
),

misplaced as (
    select
        document_key,
        figure_code as subject,
        case direction when 1 then '增加' else '减少' end as stated,
        case when excess > 0 then '增加' else '减少' end as found,
        page_number as stated_page,
        place as stated_place,
        sentence as stated_text,
        budget_page as found_page,
        budget_place as found_place,
        outturn_text as found_text,
        cast(excess as decimal(24, 6)) as difference
    from against_budget
    where direction * excess < 0
),

unioned as (
    select * from misplaced
    union all
    select * from opposed
    union all
    select * from misled
),

final as (
    select
        document_key,
        'direction_vs_sign' as kind,
        'error' as severity,
        subject,
        subject as subject_zh,
        stated,
        found,
        difference,
        cast(null as varchar(10)) as unit,
        stated_page,
        stated_place,
        stated_text,
        found_page,
        found_place,
        found_text
    from unioned
)

select * from final
