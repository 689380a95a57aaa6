-- The parts of tables that hold self-evaluations, targets or applications: by the statement they were recognised as,
-- or by a cell that only such tables have.
with tables as (
    select
        t.document_key,
        t.extractor_version,
        t.table_no,
        t.root_table_no,
        t.page_number,
        t.column_count,
        t.statement_code
    from {{ ref("int_table_statement") }} as t
),

-- Most texts are numbers, which mark nothing.
texts as (
    select distinct text_normalised
    from {{ ref("stg_cell") }}
    where length(text_normalised) between 2 and 20 and not {{ matches("text_normalised", "'^[-0-9,.%]+$'") }}
),

marks as (
    select distinct t.text_normalised
    from texts as t
    inner join {{ ref("evaluation_column") }} as k on {{ matches("t.text_normalised", "k.pattern") }}
    where k.is_mark
),

marked as (
    select distinct
        t.document_key,
        t.root_table_no
    from tables as t
    inner join {{ ref("stg_cell") }} as c
        on
            t.document_key = c.document_key
            and t.extractor_version = c.extractor_version
            and t.table_no = c.table_no
    inner join marks as m on c.text_normalised = m.text_normalised
),

chosen as (
    select t.*
    from tables as t
    left join marked as m on t.document_key = m.document_key and t.root_table_no = m.root_table_no
    where
        m.document_key is not null
        or t.statement_code in ('performance_form', 'performance_summary')
),

roots as (
    select distinct
        document_key,
        root_table_no
    from chosen
),

merged as (
    select
        t.document_key,
        t.root_table_no,
        max(c.row_span * c.column_span) > 1 as has_merged_cells
    from tables as t
    inner join roots as r on t.document_key = r.document_key and t.root_table_no = r.root_table_no
    inner join {{ ref("stg_cell") }} as c
        on
            t.document_key = c.document_key
            and t.extractor_version = c.extractor_version
            and t.table_no = c.table_no
    group by t.document_key, t.root_table_no
),

final as (
    select
        t.document_key,
        t.extractor_version,
        t.table_no,
        t.root_table_no,
        t.page_number,
        t.column_count,
        t.statement_code,
        g.has_merged_cells
    from chosen as t
    inner join merged as g on t.document_key = g.document_key and t.root_table_no = g.root_table_no
)

select * from final
