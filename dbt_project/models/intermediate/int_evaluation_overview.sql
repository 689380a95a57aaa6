-- Income and expenditure of a department as its application prints them: of the year, its share, and of the two years
-- before. The numbers of a row are read in the order of the heads.
with years as (
    select
        r.document_key,
        r.overview_header_place,
        c.words,
        row_number() over (partition by r.document_key, r.overview_header_place order by c.column_no) as year_no,
        try_cast(nullif(regexp_extract(c.words, '^(20)?([0-9]{2})年$', 2), '') as integer) + 2000 as budget_year
    from {{ ref("int_evaluation_row") }} as r
    inner join {{ ref("int_evaluation_cell") }} as c on r.document_key = c.document_key and r.place = c.place
    where r.row_kind = 'subheader' and r.overview_header_place = r.label_place and c.words <> ''
),

body as (
    select
        c.document_key,
        r.block_no,
        r.overview_header_place,
        c.place,
        c.page_number,
        c.table_no,
        c.row_no,
        c.column_no,
        c.printed,
        c.words,
        {{ printed_number("c.words", "亿元?|万元?|千元|元") }} is not null as is_amount,
        {{ matches("c.words", "'^[0-9.]+%$'") }} as is_share
    from {{ ref("int_evaluation_cell") }} as c
    inner join {{ ref("int_evaluation_row") }} as r on c.document_key = r.document_key and c.place = r.place
    where r.row_kind = 'other' and r.overview_header_place = r.label_place and c.words <> ''
),

numbered as (
    select
        *,
        row_number() over (partition by document_key, place, is_amount, is_share order by column_no) as kind_no,
        row_number() over (
            partition by document_key, place, is_amount, is_share order by column_no desc
        ) as kind_no_from_end
    from body
),

rows_told as (
    select
        document_key,
        block_no,
        overview_header_place,
        place,
        max(case when not is_amount and not is_share and kind_no_from_end = 1 then printed end) as line_name,
        max(case when not is_amount and not is_share and kind_no_from_end = 2 then printed end) as parent_name,
        max(case when is_share then {{ printed_number("words", "%") }} end) as share
    from numbered
    group by document_key, block_no, overview_header_place, place
),

parents as (
    select
        *,
        count(parent_name) over (
            partition by document_key, overview_header_place
            order by place
            rows between unbounded preceding and current row
        ) as parent_run
    from rows_told
),

named as (
    select
        document_key,
        place,
        line_name,
        max(parent_name) over (partition by document_key, overview_header_place, parent_run) as parent_name,
        share
    from parents
),

final as (
    select
        n.document_key,
        n.block_no,
        n.place,
        n.page_number,
        n.table_no,
        n.row_no,
        n.column_no as amount_column,
        n.words as amount_words,
        t.line_name,
        t.parent_name,
        -- The year of the application itself is the document's.
        n.kind_no = 1 as is_own_year,
        y.budget_year,
        case when n.kind_no = 1 then t.share end as share
    from numbered as n
    inner join named as t on n.document_key = t.document_key and n.place = t.place
    left join years as y
        on
            n.document_key = y.document_key
            and n.overview_header_place = y.overview_header_place
            and n.kind_no = y.year_no + 1
    where n.is_amount and t.line_name is not null
)

select * from final
