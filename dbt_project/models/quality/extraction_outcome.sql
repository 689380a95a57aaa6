with final as (
    select
        e.document_key,
        e.sha256,
        s.file_name,
        e.extractor_version,
        e.status,
        e.reason_code,
        e.reason,
        e.page_count,
        e.scanned_page_count,
        e.table_count,
        e.cell_count,
        e.sentence_count,
        e.seconds,
        e.extracted_at
    from {{ ref("stg_extraction") }} as e
    left join {{ ref("int_document_source") }} as s on e.document_key = s.document_key
)

select * from final
