-- The cells that hold what a figure of the prose tells, by the seed of figures.
with cells as (
    select
        a.document_key,
        p.report_type,
        a.statement_code,
        coalesce(a.side, '') as side,
        a.measure_code,
        a.function_code,
        a.economic_code,
        a.line_item,
        a.is_total,
        a.amount,
        a.half_digit,
        a.printed_text,
        a.page_number,
        a.cell
    from {{ ref("int_statement_amount") }} as a
    inner join {{ ref("int_document_profile") }} as p on a.document_key = p.document_key
    where a.amount is not null
),

places as (
    select
        figure_family,
        report_type,
        statement_code,
        coalesce(side, '') as side,
        measure_code,
        row_of,
        line_pattern
    from {{ ref("figure_cell") }}
),

-- Names repeat from document to document: each is matched once.
line_patterns as (
    select distinct line_pattern
    from places
    where row_of = 'line'
),

lines as (
    select
        n.line_item,
        f.line_pattern
    from (select distinct line_item from cells) as n
    inner join line_patterns as f
        on {{ matches("n.line_item", "f.line_pattern") }}
),

by_row as (
    select
        c.document_key,
        f.figure_family,
        case when f.row_of = 'function' then c.function_code end as function_code,
        c.amount,
        c.half_digit,
        c.printed_text,
        c.page_number,
        c.cell
    from cells as c
    inner join places as f
        on
            c.statement_code = f.statement_code
            and c.measure_code = f.measure_code
            and c.side = f.side
            and (f.report_type is null or c.report_type = f.report_type)
    left join lines as l on c.line_item = l.line_item and f.line_pattern = l.line_pattern
    where
        (f.row_of = 'total' and c.is_total)
        or (f.row_of = 'function' and c.function_code is not null)
        or (f.row_of = 'economic' and c.economic_code = f.line_pattern)
        or (f.row_of = 'line' and l.line_item is not null)
),

by_class_line as (
    select
        l.document_key,
        f.figure_family,
        l.class_code as function_code,
        l.amount,
        l.half_digit,
        c.printed_text,
        c.page_number,
        l.cell
    from {{ ref("int_class_line") }} as l
    inner join cells as c on l.document_key = c.document_key and l.cell = c.cell
    inner join places as f
        on
            c.statement_code = f.statement_code
            and c.measure_code = f.measure_code
            and c.side = f.side
            and (f.report_type is null or c.report_type = f.report_type)
    where f.row_of = 'class'
),

unioned as (
    select * from by_row
    union all
    select * from by_class_line
),

-- A class, a group and an item each have a figure_family of their own.
final as (
    select distinct
        document_key,
        figure_family,
        function_code,
        case
            when function_code is null then figure_family
            else replace(figure_family, '.*.', concat('.', function_code, '.'))
        end as figure_code,
        amount,
        half_digit,
        printed_text,
        page_number,
        cell
    from unioned
    where
        function_code is null
        or length(function_code) = case
            when figure_family like 'class.%' then 3 when figure_family like 'group.%' then 5 else 7
        end
)

select * from final
