-- The rows of these tables in reading order: what each is, the form it belongs to, and the header and goal it stands
-- under. A form runs over parts of tables until a row begins the next.
with rows_of_tables as (
    select
        document_key,
        root_table_no,
        table_no,
        page_number,
        row_no,
        place,
        min(case when words <> '' then column_no end) as first_column,
        sum(case when words <> '' then 1 else 0 end) as word_count,
        max(case when indicator_role = 'level3' then 1 else 0 end)
        + max(case when indicator_role in ('level1', 'level2') then 1 else 0 end)
        + max(case when indicator_role in ('target', 'actual') then 1 else 0 end) as indicator_heads,
        max(case when fund_role in ('budget', 'initial_budget') then 1 else 0 end)
        + max(case when fund_role in ('executed', 'rate') then 1 else 0 end) as fund_heads,
        max(case when list_role = 'project_name' then 1 else 0 end) as list_names,
        max(case when line_role in ('expenditure', 'funding') then 1 else 0 end)
        + max(case when line_role = 'amount' then 1 else 0 end) as line_heads,
        max(case when line_role in ('current', 'earlier') then 1 else 0 end)
        + max(case when line_role = 'share' then 1 else 0 end) as overview_heads,
        max(case when list_role in ('goal', 'evaluation_form', 'executed', 'rate', 'total_score') then 1 else 0 end)
            as list_heads,
        -- 近两年指标值|预期当年实现值, then 2019年|2020年 or blank years, under a header.
        min(
            case
                when words = '' or indicator_role is not null or {{ matches("words", "'^_*([0-9]{2,4})?_*年$'") }} then 1
                else 0
            end
        ) as is_all_heads,
        max(case when field in ('project_name', 'unit_name') then column_no end) as start_column
    from {{ ref("int_evaluation_cell") }}
    group by document_key, root_table_no, table_no, page_number, row_no, place
),

first_words as (
    select
        r.*,
        c.field as first_field
    from rows_of_tables as r
    left join {{ ref("int_evaluation_cell") }} as c
        on r.document_key = c.document_key and r.place = c.place and r.first_column = c.column_no
),

kinds_told as (
    select
        *,
        case
            when list_names = 1 and list_heads = 1 and word_count >= 3 then 'list_header'
            when indicator_heads >= 2 then 'indicator_header'
            when fund_heads = 2 then 'fund_header'
            when line_heads = 2 then 'line_header'
            when overview_heads = 2 then 'overview_header'
            when start_column = first_column and first_field in ('project_name', 'unit_name') then 'start'
            when word_count = 0 then 'blank'
            when is_all_heads = 1 then 'subheader'
            when
                first_field is not null and first_field not in ('indicators', 'lines', 'funds', 'history')
                then 'label'
            else 'other'
        end as row_kind
    from first_words
),

kinds as (
    select
        *,
        row_number() over (partition by document_key, root_table_no, row_kind order by place) as list_header_no
    from kinds_told
),

titled as (
    select distinct
        document_key,
        table_no
    from {{ ref("int_evaluation_title") }}
),

-- A title or a list begins a form whatever its rows say.
begun as (
    select
        k.*,
        case
            when k.row_no = 1 and t.table_no is not null then 1
            when k.row_kind = 'list_header' and k.list_header_no = 1 then 1
            else 0
        end as is_begun
    from kinds as k
    left join titled as t on k.document_key = t.document_key and k.table_no = t.table_no
),

before as (
    select
        k.*,
        lag(k.root_table_no) over (partition by k.document_key order by k.place) as root_before,
        max(case when k.row_kind in ('indicator_header', 'list_header') then k.place end) over (
            partition by k.document_key order by k.place rows between unbounded preceding and 1 preceding
        ) as header_before,
        max(case when k.row_kind = 'start' or k.is_begun = 1 then k.place end) over (
            partition by k.document_key order by k.place rows between unbounded preceding and 1 preceding
        ) as start_before
    from begun as k
),

starts as (
    select
        b.*,
        case
            when b.is_begun = 1 or b.root_before is null then 1
            when
                b.row_kind = 'start'
                and (b.root_table_no <> b.root_before or b.header_before > coalesce(b.start_before, 0))
                then 1
            else 0
        end as is_start
    from before as b
),

forms as (
    select
        *,
        sum(is_start) over (
            partition by document_key order by place rows between unbounded preceding and current row
        ) as block_no
    from starts
),

final as (
    select
        document_key,
        block_no,
        root_table_no,
        table_no,
        page_number,
        row_no,
        place,
        first_column,
        word_count,
        row_kind,
        first_field,
        lead(place) over (partition by document_key, block_no order by place) as next_place,
        max(
            case
                when row_kind = 'indicator_header' or (row_kind = 'list_header' and indicator_heads >= 2) then place
            end
        ) over (
            partition by document_key, block_no
            order by place
            rows between unbounded preceding and current row
        ) as indicator_header_place,
        max(
            case
                when row_kind in ('start', 'label', 'fund_header', 'list_header', 'line_header', 'overview_header')
                    then place
            end
        ) over (
            partition by document_key, block_no
            order by place
            rows between unbounded preceding and current row
        ) as label_place,
        max(case when row_kind = 'list_header' then place end) over (
            partition by document_key, block_no
            order by place
            rows between unbounded preceding and current row
        ) as list_header_place,
        max(case when row_kind = 'line_header' then place end) over (
            partition by document_key, block_no
            order by place
            rows between unbounded preceding and current row
        ) as line_header_place,
        max(case when row_kind = 'overview_header' then place end) over (
            partition by document_key, block_no
            order by place
            rows between unbounded preceding and current row
        ) as overview_header_place
    from forms
)

select * from final
