-- The corrections of the home's own file.
with source as (
    select * from {{ source("raw", "manual_correction") }}
),

final as (
    select
        correction_no,
        document_sha256,
        department_name,
        fiscal_year,
        report_type,
        page_number,
        table_no,
        row_no,
        column_no,
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
        corrected_on
    from source
)

select * from final
