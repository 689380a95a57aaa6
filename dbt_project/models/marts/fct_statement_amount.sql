with corrections as (
    select
        document_key,
        table_no,
        row_no,
        block_no,
        min(correction_id) as correction_id
    from {{ ref("int_correction") }}
    where kind in ('clipped_code', 'inherited_code', 'code_by_name')
    group by document_key, table_no, row_no, block_no
),

unit_corrections as (
    select
        document_key,
        table_no,
        correction_id
    from {{ ref("int_correction") }}
    where kind = 'assumed_unit'
),

final as (
    select
        {{ hash_key(["a.document_key", "a.table_no", "a.row_no", "a.column_no"]) }} as amount_key,
        a.document_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        a.statement_code,
        a.measure_code,
        a.side,
        fe.edition_key as function_key,
        a.function_code,
        ee.edition_key as economic_key,
        a.economic_code,
        ge.edition_key as government_economic_key,
        ge.code as government_economic_code,
        a.line_item,
        a.is_total,
        a.amount,
        a.printed_text,
        a.printed_code,
        a.printed_label,
        a.page_number,
        a.table_no,
        a.row_no,
        a.column_no,
        a.header_path,
        a.x0,
        a.top,
        a.x1,
        a.bottom,
        a.ocr_confidence,
        coalesce(a.amount_correction_id, a.code_correction_id, c.correction_id, u.correction_id)
            as correction_id
    from {{ ref("int_statement_amount") }} as a
    inner join {{ ref("dim_document") }} as d on a.document_key = d.document_key
    left join {{ ref("int_code_edition") }} as fe
        on
            a.function_code = fe.code
            and coalesce(d.fiscal_year, 9999) >= fe.used_from_year
            and coalesce(d.fiscal_year, 9999) <= fe.used_to_year
    left join {{ ref("int_code_edition") }} as ee
        on
            a.economic_code = ee.code
            and coalesce(d.fiscal_year, 9999) >= ee.used_from_year
            and coalesce(d.fiscal_year, 9999) <= ee.used_to_year
    left join {{ ref("int_code_edition") }} as ge
        on
            a.code = ge.code
            and ge.classification = 'government_economic'
            and coalesce(d.fiscal_year, 9999) >= ge.used_from_year
            and coalesce(d.fiscal_year, 9999) <= ge.used_to_year
    left join corrections as c
        on
            a.document_key = c.document_key
            and a.table_no = c.table_no
            and a.row_no = c.row_no
            and a.block_no = c.block_no
            and coalesce(a.function_code, a.economic_code) is not null
    left join unit_corrections as u on a.document_key = u.document_key and a.table_no = u.table_no
)

select * from final
