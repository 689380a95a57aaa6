-- Documents that were landed and read and that no contract keeps out.
with final as (
    select
        e.document_key,
        e.sha256,
        e.extractor_version,
        e.page_count,
        e.scanned_page_count,
        s.source_key,
        s.location,
        s.file_name,
        s.publisher,
        s.division_code,
        s.report_type,
        s.fiscal_year,
        s.landed_at,
        s.revision_no,
        s.is_current
    from {{ ref("stg_extraction") }} as e
    inner join {{ ref("int_document_source") }} as s on e.document_key = s.document_key
    left join {{ ref("stg_quarantined_document") }} as q on e.document_key = q.document_key
    where e.status = 'extracted' and q.document_key is null
)

select * from final
