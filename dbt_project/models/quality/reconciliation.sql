with final as (
    select
        i.identity_key as reconciliation_key,
        i.document_key,
        i.rule_code,
        r.kind as rule_kind,
        r.severity,
        r.rule_name,
        r.rule_name_zh,
        i.statement_code,
        try_cast(regexp_extract(i.expected_cells, '^([0-9]+):', 1) as integer) as page_number,
        i.scope,
        i.expected,
        i.actual,
        i.difference,
        i.tolerance,
        i.term_count,
        i.status,
        i.expected_cells,
        i.actual_cells,
        s.suspect_cell,
        s.suspect_reason
    from {{ ref("int_identity") }} as i
    inner join {{ ref("identity_rule") }} as r on i.rule_code = r.rule_code
    left join {{ ref("int_suspect_cell") }} as s on i.identity_key = s.identity_key
)

select * from final
