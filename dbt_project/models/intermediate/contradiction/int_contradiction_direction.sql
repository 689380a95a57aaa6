-- Words of direction against the figures beside them: 增加 with 下降, more than budgeted where less was spent.
with figures as (
    select *
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
        concat('sentence ', r.sentence_no) as stated_place,
        r.sentence as stated_text,
        c.page_number as found_page,
        concat('sentence ', c.sentence_no) as found_place,
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

budgets as (
    select
        *,
        replace(replace(figure_code, 'initial_budget', '.initial'), '.initial', '') as subject_prefix,
        -- Prose repeats but for its figures.
        {{ replace_all("sentence", "'[0-9]'", "'0'") }} as shape
    from figures
    where (figure_code like '%.initial' or figure_code = 'initial_budget') and amount is not null
),

outturns as (
    select
        *,
        case
            when
                figure_code in ('appropriation.expenditure', 'general_budget.expenditure', 'actual', 'total.actual')
                then ''
            else replace(figure_code, '.actual', '')
        end as subject_prefix
    from figures
    where
        (
            figure_code like '%.actual'
            or figure_code in ('appropriation.expenditure', 'general_budget.expenditure', 'actual')
        )
        and amount is not null
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
        concat('sentence ', b.sentence_no) as stated_place,
        b.sentence as stated_text,
        a.page_number as found_page,
        concat('sentence ', a.sentence_no) as found_place,
        concat(a.printed, ' / ', b.printed) as found_text,
        cast(a.amount - b.amount as decimal(24, 6)) as difference
    from budgets as b
    inner join outturns as a
        on b.document_key = a.document_key and b.sentence_no = a.sentence_no and b.subject_prefix = a.subject_prefix
    inner join told as t on b.shape = t.shape
    where
        (t.direction = 1 and a.amount < b.amount)
        or (t.direction = -1 and a.amount > b.amount)
        or (t.direction = 0 and abs(a.amount - b.amount) > b.amount / 100)
        or (t.direction <> 0 and a.amount = b.amount)
),

-- What was budgeted, as prose and tables tell it.
budgeted as (
    select
        document_key,
        {{ replace_all("figure_code", "'[.](initial|adjusted)$'", "''") }} as subject_prefix,
        amount,
        concat('sentence ', sentence_no) as place,
        page_number as budget_page,
        0 as distance
    from figures
    where facet in ('initial', 'adjusted') and amount is not null
    union all
    select
        document_key,
        {{ replace_all("figure_code", "'[.](initial|adjusted)$'", "''") }} as subject_prefix,
        amount,
        cell as place,
        page_number as budget_page,
        1 as distance
    from {{ ref("int_figure_cell") }}
    where {{ matches("figure_code", "'[.](initial|adjusted)$'") }}
),

-- More or less than budgeted: the budget beside it in prose, else the one in the table.
against_budget as (
    select
        d.document_key,
        d.figure_code,
        d.printed,
        d.page_number,
        d.sentence_no,
        d.mention_no,
        d.sentence,
        case when d.facet like 'above%' then 1 else -1 end as direction,
        a.amount as outturn,
        b.amount as budget,
        a.printed as outturn_text,
        b.place,
        b.budget_page,
        b.distance
    from figures as d
    inner join figures as a
        on
            d.document_key = a.document_key
            and d.sentence_no = a.sentence_no
            and a.figure_code
            = concat({{ replace_all("d.figure_code", "'[.](above|below)_initial(_percent)?$'", "''") }}, '.actual')
    inner join budgeted as b
        on
            d.document_key = b.document_key
            and b.subject_prefix = {{ replace_all("d.figure_code", "'[.](above|below)_initial(_percent)?$'", "''") }}
    where
        d.facet in ('above_initial', 'above_initial_percent', 'below_initial', 'below_initial_percent')
        and a.amount is not null
        and d.value <> 0
    qualify row_number() over (
        partition by d.document_key, d.sentence_no, d.mention_no order by b.distance, b.place
    ) = 1
),

misplaced as (
    select
        document_key,
        figure_code as subject,
        case direction when 1 then '增加' else '减少' end as stated,
        case when outturn > budget then '增加' else '减少' end as found,
        page_number as stated_page,
        concat('sentence ', sentence_no) as stated_place,
        sentence as stated_text,
        budget_page as found_page,
        place as found_place,
        outturn_text as found_text,
        cast(outturn - budget as decimal(24, 6)) as difference
    from against_budget
    where (direction = 1 and outturn < budget) or (direction = -1 and outturn > budget)
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
