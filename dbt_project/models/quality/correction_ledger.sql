with final as (
    select
        correction_id,
        document_key,
        origin,
        correction_no,
        field,
        status,
        expected,
        printed,
        corrected,
        reason,
        source,
        author,
        corrected_on,
        page_number,
        table_no,
        row_no,
        column_no,
        message
    from {{ ref("int_manual_correction") }}
)

select * from final
