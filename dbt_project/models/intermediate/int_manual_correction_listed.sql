{%- set texts = [
    "correction_no", "document_sha256", "department_name", "fiscal_year", "report_type", "page_number", "table_no",
    "row_no", "column_no", "statement_code", "code", "line_item", "measure_code", "side", "field", "expected",
    "corrected", "reason", "source", "author", "corrected_on",
] -%}
{%- set places = ["fiscal_year", "page_number", "table_no", "row_no", "column_no"] -%}

-- Corrections that a person has listed, of the project and of the home, with what is wrong with a line of them.
with listed as (
    select
        'seeds/audit/manual_correction.csv' as origin,
        {{ texts | join(",\n        ") }}
    from {{ ref("manual_correction") }}
    union all
    select
        'corrections.csv' as origin,
        {{ texts | join(",\n        ") }}
    from {{ ref("stg_manual_correction") }}
),

trimmed as (
    select
        {% for text in texts -%}
            nullif(trim({{ text }}), '') as {{ text }},
        {% endfor -%}
        origin
    from listed
),

typed as (
    select
        *,
        {% for place in places -%}
            try_cast({{ place }} as integer) as {{ place }}_read,
        {% endfor -%}
        {{ matches("corrected", "'^-?[0-9]+([.][0-9]+)?$'") }} as is_number,
        {{ matches("corrected", "'^[235][0-9]{2}([0-9]{2}){0,2}$'") }} as is_code,
        count(*) over (partition by origin, correction_no) as times_listed
    from trimmed
),

final as (
    select
        origin,
        correction_no,
        document_sha256,
        department_name,
        fiscal_year_read as fiscal_year,
        report_type,
        page_number_read as page_number,
        table_no_read as table_no,
        row_no_read as row_no,
        column_no_read as column_no,
        statement_code,
        code,
        line_item,
        measure_code,
        side,
        field,
        expected,
        corrected,
        reason,
        source,
        author,
        corrected_on,
        table_no is not null as has_place,
        case
            when correction_no is null then 'has no correction_no'
            when times_listed > 1 then 'has a correction_no that another line has too'
            when document_sha256 is null and (department_name is null or fiscal_year is null or report_type is null)
                then 'names no document: document_sha256, or department_name, fiscal_year and report_type'
            when
                (fiscal_year is not null and fiscal_year_read is null)
                or (page_number is not null and page_number_read is null)
                or (table_no is not null and table_no_read is null)
                or (row_no is not null and row_no_read is null)
                or (column_no is not null and column_no_read is null)
                then 'has a year, page, table, row or column that is no whole number'
            when field is null or field not in ('amount', 'code') then 'has a field other than amount and code'
            when table_no is null and statement_code is null
                then 'names no place: table_no, row_no and column_no, or statement_code'
            when table_no is not null and (row_no is null or (field = 'amount' and column_no is null))
                then 'names a table but not the row and column in it'
            when table_no is null and field = 'amount' and measure_code is null
                then 'names a statement but not the measure_code'
            when table_no is null and field = 'code' and code is null and line_item is null
                then 'names a statement but neither code nor line_item'
            when expected is null then 'does not say what the document prints (expected)'
            when corrected is null then 'does not say what is right (corrected)'
            when field = 'amount' and not is_number then concat('corrects to ', corrected, ', which is no plain number')
            when field = 'code' and not is_code then concat('corrects to ', corrected, ', which is no code')
            when reason is null then 'gives no reason'
            when source is null then 'gives no source'
            when author is null then 'names no author'
            when corrected_on is null then 'has no date (corrected_on)'
        end as fault
    from typed
)

select * from final
