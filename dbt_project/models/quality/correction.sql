with final as (
    select
        correction_id,
        document_key,
        kind,
        printed,
        corrected,
        evidence,
        page_number,
        table_no,
        row_no,
        column_no
    from {{ ref("int_correction") }}
)

select * from final
