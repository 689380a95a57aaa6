-- The statements that stand in each document: where the first table of each is, and how much of it was read.
with amounts as (
    select
        document_key,
        table_no,
        count(*) as amount_count,
        sum(case when amount <> 0 then 1 else 0 end) as nonzero_count
    from {{ ref("int_statement_amount") }}
    group by document_key, table_no
),

-- Figures as money is printed; codes and counts are no such figures.
figures as (
    select
        document_key,
        table_no,
        count(*) as figure_count
    from {{ ref("int_statement_cell") }}
    where {{ matches("text_normalised", "'^[-–—﹣△▲▽▼(]?([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]*[.][0-9]+)[)]?$'") }}
    group by document_key, table_no
),

final as (
    select
        t.document_key,
        t.statement_code,
        min(t.page_number) as page_number,
        max(t.page_number) as last_page_number,
        min(t.table_no) as table_no,
        max(t.title_line) as title,
        sum(coalesce(a.amount_count, 0)) as amount_count,
        sum(coalesce(a.nonzero_count, 0)) as nonzero_count,
        sum(coalesce(f.figure_count, 0)) as figure_count
    from {{ ref("int_table_statement") }} as t
    left join amounts as a on t.document_key = a.document_key and t.table_no = a.table_no
    left join figures as f on t.document_key = f.document_key and t.table_no = f.table_no
    where t.statement_kind = 'statement'
    group by t.document_key, t.statement_code
)

select * from final
