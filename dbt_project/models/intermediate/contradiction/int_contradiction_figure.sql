-- A figure of the prose that none of the cells that should hold it holds.
with compared as (
    select
        f.*,
        c.amount as cell_amount,
        c.printed_text as cell_text,
        c.page_number as cell_page,
        c.cell,
        f.amount - c.amount as difference,
        f.half_digit + c.half_digit as tolerance
    from {{ ref("int_figure") }} as f
    inner join {{ ref("int_figure_cell") }} as c
        on f.document_key = c.document_key and f.figure_code = c.figure_code
    where f.amount is not null and f.is_of_this_year
),

nearest as (
    select *
    from compared
    qualify row_number() over (
        partition by document_key, figure_code, sentence_no, mention_no
        order by abs(difference), cell
    ) = 1
),

differing as (
    select *
    from nearest
    where abs(difference) >= tolerance
),

-- What is printed in another cell to the last digit was taken from there: the figure is right, the subject is not sure.
elsewhere as (
    select distinct
        d.document_key,
        d.amount
    from differing as d
    inner join {{ ref("int_statement_amount") }} as a on d.document_key = a.document_key and d.amount = a.amount
    where d.amount <> 0
),

final as (
    select
        d.document_key,
        'narrative_vs_table' as kind,
        case
            when abs(d.difference) <= t.yuan then 'rounding'
            when e.amount is not null then 'info'
            else 'error'
        end as severity,
        d.figure_code as subject,
        d.figure_code as subject_zh,
        d.printed as stated,
        concat(
            cast(cast(d.cell_amount / case when d.unit = '万元' then 10000 else 1 end as decimal(24, 2)) as varchar(40)),
            case when d.unit = '万元' then '万元' else '元' end
        ) as found,
        cast(d.difference / case when d.unit = '万元' then 10000 else 1 end as decimal(24, 6)) as difference,
        case when d.unit = '万元' then '万元' else '元' end as unit,
        d.page_number as stated_page,
        concat('sentence ', d.sentence_no) as stated_place,
        d.sentence as stated_text,
        d.cell_page as found_page,
        d.cell as found_place,
        d.cell_text as found_text
    from differing as d
    inner join {{ ref("tolerance") }} as t on t.tolerance = 'between_statements'
    left join elsewhere as e on d.document_key = e.document_key and d.amount = e.amount
)

select * from final
