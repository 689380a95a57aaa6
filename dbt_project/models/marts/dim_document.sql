with units as (
    select
        document_key,
        unit
    from {{ ref("int_amount") }}
    where unit is not null
    group by document_key, unit
    qualify row_number() over (partition by document_key order by count(*) desc, unit) = 1
),

final as (
    select
        d.document_key,
        d.sha256,
        d.file_name,
        d.location as source_url,
        coalesce(t.title, d.file_name) as title,
        case when n.department_name is not null then {{ hash_key(["n.department_name"]) }} end as department_key,
        f.fiscal_year,
        f.report_type,
        v.scope as disclosure_scope,
        v.disclosure_key,
        cast(v.revision_no as integer) as revision_no,
        v.is_current,
        cast(null as date) as published_on,
        d.landed_at,
        d.page_count,
        d.scanned_page_count,
        u.unit as amount_unit,
        d.extractor_version
    from {{ ref("int_document") }} as d
    inner join {{ ref("int_document_profile") }} as f on d.document_key = f.document_key
    inner join {{ ref("int_disclosure_version") }} as v on d.document_key = v.document_key
    left join {{ ref("int_document_department") }} as n on d.document_key = n.document_key
    left join {{ ref("int_document_title") }} as t on d.document_key = t.document_key
    left join units as u on d.document_key = u.document_key
)

select * from final
