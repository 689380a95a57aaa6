{%- set columns = [
    "origin", "correction_no", "field", "expected", "corrected", "reason", "source", "author", "corrected_on",
] -%}

-- What became of each listed correction in each document it names: the one cell or row that prints what it expects, or
-- why there is none.
with listed as (
    select * from {{ ref("int_manual_correction_listed") }}
),

documents as (
    select
        d.document_key,
        d.sha256,
        d.is_current,
        n.department_name,
        f.fiscal_year,
        f.report_type
    from {{ ref("int_document") }} as d
    inner join {{ ref("int_document_profile") }} as f on d.document_key = f.document_key
    left join {{ ref("int_document_department") }} as n on d.document_key = n.document_key
),

-- A name stands for the newest version of a disclosure, a hash for that one file.
placed as (
    select
        l.*,
        d.document_key
    from listed as l
    inner join documents as d on l.document_sha256 = d.sha256
    where l.fault is null
    union all
    select
        l.*,
        d.document_key
    from listed as l
    inner join documents as d
        on
            l.department_name = d.department_name
            and l.fiscal_year = d.fiscal_year
            and l.report_type = d.report_type
    where l.fault is null and l.document_sha256 is null and d.is_current
),

corrected_documents as (
    select distinct document_key
    from placed
),

cells as (
    select a.*
    from {{ ref("int_amount_printed") }} as a
    inner join corrected_documents as d on a.document_key = d.document_key
),

cells_by_place as (
    select
        p.origin,
        p.correction_no,
        p.field,
        c.*
    from placed as p
    inner join cells as c
        on p.document_key = c.document_key and p.table_no = c.table_no and p.row_no = c.row_no
    where
        p.has_place
        and (p.page_number is null or p.page_number = c.page_number)
        and (p.field = 'code' or p.column_no = c.column_no)
),

cells_by_statement as (
    select
        p.origin,
        p.correction_no,
        p.field,
        c.*
    from placed as p
    inner join cells as c on p.document_key = c.document_key and p.statement_code = c.statement_code
    where
        not p.has_place
        and (p.page_number is null or p.page_number = c.page_number)
        and (p.code is null or p.code = c.code)
        and (p.line_item is null or p.line_item = c.line_item)
        and (p.code is not null or p.line_item is not null or c.is_total)
        and (p.field = 'code' or (p.measure_code = c.measure_code and coalesce(p.side, '') = coalesce(c.side, '')))
),

found as (
    select * from cells_by_place
    union all
    select * from cells_by_statement
),

-- A code is of a row of its block, whatever amounts stand in it.
targets as (
    select distinct
        origin,
        correction_no,
        field,
        document_key,
        page_number,
        table_no,
        row_no,
        block_no,
        case when field = 'amount' then column_no end as column_no,
        case when field = 'amount' then printed_text else coalesce(printed_code, printed_label) end as printed
    from found
),

compared as (
    select
        p.document_key,
        {% for column in columns -%}
            p.{{ column }},
        {% endfor -%}
        t.page_number,
        t.table_no,
        t.row_no,
        t.block_no,
        t.column_no,
        t.printed,
        {{ printed_form("t.printed") }} = {{ printed_form("p.expected") }} as is_expected
    from placed as p
    left join targets as t
        on p.origin = t.origin and p.correction_no = t.correction_no and p.document_key = t.document_key
),

counted as (
    select
        *,
        count(case when is_expected then 1 end) over (partition by origin, correction_no, document_key)
            as expected_count,
        max(printed) over (partition by origin, correction_no, document_key) as example,
        case
            when is_expected
                then
                    count(*) over (
                        partition by document_key, field, table_no, row_no, block_no, column_no, is_expected
                    )
        end as claims
    from compared
    qualify
        row_number() over (
            partition by origin, correction_no, document_key
            order by case when is_expected then 0 else 1 end, table_no, row_no, column_no, block_no
        ) = 1
        or is_expected
),

judged as (
    select
        *,
        case
            when table_no is null then 'place_absent'
            when expected_count = 0 then 'print_changed'
            when expected_count > 1 then 'ambiguous'
            when claims > 1 then 'repeated'
            else 'applied'
        end as status
    from counted
    qualify
        row_number() over (
            partition by origin, correction_no, document_key order by table_no, row_no, column_no, block_no
        ) = 1
),

unplaced as (
    select
        cast(null as varchar(32)) as document_key,
        {% for column in columns -%}
            l.{{ column }},
        {% endfor -%}
        cast(null as integer) as page_number,
        cast(null as integer) as table_no,
        cast(null as integer) as row_no,
        cast(null as integer) as block_no,
        cast(null as integer) as column_no,
        cast(null as varchar(200)) as printed,
        case when l.fault is not null then 'invalid' else 'document_absent' end as status,
        l.fault
    from listed as l
    left join placed as p on l.origin = p.origin and l.correction_no = p.correction_no
    where p.correction_no is null
),

unioned as (
    select
        document_key,
        {% for column in columns -%}
            {{ column }},
        {% endfor -%}
        page_number,
        table_no,
        row_no,
        block_no,
        column_no,
        coalesce(printed, example) as printed,
        status,
        cast(null as varchar(200)) as fault
    from judged
    union all
    select * from unplaced
),

final as (
    select
        {{ hash_key(["u.document_key", "u.origin", "u.correction_no", "u.field", "u.corrected"]) }}
            as correction_id,
        u.document_key,
        {% for column in columns -%}
            u.{{ column }},
        {% endfor -%}
        u.page_number,
        u.table_no,
        u.row_no,
        u.block_no,
        u.column_no,
        u.printed,
        u.status,
        concat(
            u.origin, ', correction ', coalesce(u.correction_no, '(no number)'), ' ',
            case u.status
                when 'applied' then 'is applied'
                when 'document_absent' then 'waits for its document'
                when 'invalid' then u.fault
                when 'place_absent'
                    then concat('finds no amount where it points in ', coalesce(d.file_name, d.sha256))
                when 'print_changed'
                    then
                        concat(
                            'expects ', u.expected, ' but ', coalesce(d.file_name, d.sha256),
                            ' prints ', coalesce(u.printed, 'nothing'),
                            ' on page ', u.page_number, ', table ', u.table_no, ', row ', u.row_no
                        )
                when 'ambiguous'
                    then
                        concat(
                            'expects ', u.expected, ', which ', coalesce(d.file_name, d.sha256),
                            ' prints in more than one such cell: name table_no, row_no and column_no'
                        )
                else concat('corrects a cell of ', coalesce(d.file_name, d.sha256), ' that another corrects too')
            end
        ) as message
    from unioned as u
    left join {{ ref("int_document") }} as d on u.document_key = d.document_key
)

select * from final
