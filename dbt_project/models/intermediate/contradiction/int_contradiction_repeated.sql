-- One figure told twice in prose, differently, where no cell says which of the two is right.
with told_by_cells as (
    select distinct
        document_key,
        figure_code
    from {{ ref("int_figure_cell") }}
),

-- Changes and rates go with the sentence they stand in.
repeatable as (
    select f.figure_code
    from (select distinct figure_code from {{ ref("int_figure") }}) as f
    inner join {{ ref("figure_trait") }} as t
        on t.trait in ('repeatable', 'relative') and {{ matches("f.figure_code", "'^(' || t.pattern || ')$'") }}
    group by f.figure_code
    having min(t.trait) = 'repeatable'
),

figures as (
    select f.*
    from {{ ref("int_figure") }} as f
    inner join repeatable as r on f.figure_code = r.figure_code
    left join told_by_cells as c on f.document_key = c.document_key and f.figure_code = c.figure_code
    where c.figure_code is null and f.unit <> '%'
),

told as (
    select
        f.*,
        coalesce(f.amount, f.value) as comparable,
        row_number() over (
            partition by f.document_key, f.figure_code, f.figure_year order by f.sentence_no, f.mention_no
        ) as told_no
    from figures as f
),

final as (
    select
        b.document_key,
        'narrative_vs_narrative' as kind,
        case
            when abs(b.comparable - a.comparable) <= a.half_digit + b.half_digit then 'rounding' else 'error'
        end as severity,
        b.figure_code as subject,
        b.figure_code as subject_zh,
        b.printed as stated,
        a.printed as found,
        cast(
            (b.comparable - a.comparable) / case when b.unit = '万元' then 10000 else 1 end as decimal(24, 6)
        ) as difference,
        b.unit,
        b.page_number as stated_page,
        concat('sentence ', b.sentence_no) as stated_place,
        b.sentence as stated_text,
        a.page_number as found_page,
        concat('sentence ', a.sentence_no) as found_place,
        a.sentence as found_text
    from told as b
    inner join told as a
        on
            b.document_key = a.document_key
            and b.figure_code = a.figure_code
            and b.figure_year = a.figure_year
            and b.told_no > 1
            and a.told_no = 1
    where
        b.comparable <> a.comparable
        and b.sentence_no <> a.sentence_no
        and coalesce(b.unit, '') = coalesce(a.unit, '')
)

select * from final
