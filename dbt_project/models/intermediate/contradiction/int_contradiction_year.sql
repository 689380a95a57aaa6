-- Another year left in a title, a heading or the date of a stock.
{% set heading = "'^(第[一二三四五六七八九十]+部分|附件[0-9一二三四五六七八九十]*[:]?).*20[0-9]{2}年度?.*(预算|决算|自评|绩效)'" %}

with profiles as (
    select
        document_key,
        fiscal_year,
        report_type
    from {{ ref("int_document_profile") }}
    -- A document whose own lines mostly tell another year than its catalogue is not judged by them.
    where fiscal_year is not null and fiscal_year = coalesce(printed_year, fiscal_year)
),

titles as (
    select distinct
        document_key,
        page_number,
        concat('title of table ', table_no) as place,
        title as text_normalised,
        'title' as spot
    from {{ ref("int_table_statement") }}
    where statement_code is not null and {{ matches("title", "'20[0-9]{2}'") }}
),

sentences as (
    select
        s.document_key,
        s.page_number,
        concat('sentence ', s.sentence_no) as place,
        s.sentence_normalised as text_normalised,
        case when {{ matches("s.sentence_normalised", "'^截[至止]'") }} then 'stock' else 'heading' end as spot
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where
        (
            {{ matches("s.sentence_normalised", heading) }}
            and length(s.sentence_normalised) <= 60
        )
        or {{ matches("s.sentence_normalised", "'^截[至止]到?20[0-9]{2}年12月31日.*(共有|占有|保有|使用|拥有|实有)'") }}
),

places as (
    select * from titles
    union all
    select * from sentences
),

years as (
    select
        *,
        try_cast(regexp_extract(text_normalised, '(20[0-9][0-9])', 1) as integer) as told_year,
        length({{ replace_all("text_normalised", "'20[0-9][0-9]'", "''") }}) as rest_length
    from places
),

judged as (
    select
        y.*,
        p.fiscal_year,
        case
            -- What a final account holds it held at its year's end; a budget tells the last count it has.
            when y.spot = 'stock' and p.report_type = 'final_account' then p.fiscal_year
            when y.spot <> 'stock' then p.fiscal_year
        end as due_year
    from years as y
    inner join profiles as p on y.document_key = p.document_key
    -- Two years compare; three are a plan.
    where length(y.text_normalised) - y.rest_length = 4
),

in_titles as (
    select
        document_key,
        told_year,
        due_year,
        page_number,
        place,
        text_normalised
    from judged
    where due_year is not null and told_year <> due_year
),

headlines as (
    select f.figure_code
    from (select distinct figure_code from {{ ref("int_figure") }}) as f
    inner join {{ ref("figure_trait") }} as t
        on t.trait = 'headline' and {{ matches("f.figure_code", "'^(' || t.pattern || ')$'") }}
),

-- A figure under another year that this year's cell holds, or that is nowhere told of this year itself.
figures as (
    select *
    from {{ ref("int_figure") }}
    where amount is not null and coalesce(facet, '') not in ('change', 'change_percent', 'share')
),

this_years_figures as (
    select distinct
        document_key,
        figure_code
    from figures
    where figure_year = fiscal_year
),

this_years_cells as (
    select distinct
        document_key,
        figure_code,
        amount,
        half_digit
    from {{ ref("int_figure_cell") }}
    where amount <> 0
),

held_this_year as (
    select distinct
        f.document_key,
        f.sentence_no,
        f.mention_no
    from figures as f
    inner join this_years_cells as c
        on
            f.document_key = c.document_key
            and f.figure_code = c.figure_code
            and abs(f.amount - c.amount) <= f.half_digit + c.half_digit
    where f.figure_year <> f.fiscal_year
),

in_prose as (
    select
        f.document_key,
        f.figure_year as told_year,
        f.fiscal_year as due_year,
        f.page_number,
        concat('sentence ', f.sentence_no) as place,
        f.sentence as text_normalised
    from figures as f
    inner join profiles as p on f.document_key = p.document_key
    left join held_this_year as h
        on f.document_key = h.document_key and f.sentence_no = h.sentence_no and f.mention_no = h.mention_no
    left join this_years_figures as t on f.document_key = t.document_key and f.figure_code = t.figure_code
    left join headlines as l on f.figure_code = l.figure_code
    where
        f.figure_year <> f.fiscal_year
        and (
            h.mention_no is not null
            or (
                t.figure_code is null
                and l.figure_code is not null
                and {{ matches("f.sentence", "'^(我部门|本部门|我单位|本单位|部门)?20[0-9]{2}年'") }}
            )
        )
),

unioned as (
    select * from in_titles
    union all
    select * from in_prose
),

final as (
    select distinct
        document_key,
        'other_year' as kind,
        'error' as severity,
        concat('fiscal year ', due_year) as subject,
        concat(due_year, '年度') as subject_zh,
        cast(told_year as varchar(10)) as stated,
        cast(due_year as varchar(10)) as found,
        cast(told_year - due_year as decimal(24, 6)) as difference,
        '年' as unit,
        page_number as stated_page,
        place as stated_place,
        text_normalised as stated_text,
        cast(null as integer) as found_page,
        cast(null as varchar(40)) as found_place,
        cast(null as varchar(400)) as found_text
    from unioned
)

select * from final
