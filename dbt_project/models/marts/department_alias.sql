-- Only names that stand where a document names itself; a name in passing may be another department's.
with final as (
    select
        {{ hash_key(["p.document_key", "p.printed_name"]) }} as alias_key,
        p.printed_name as alias,
        {{ hash_key(["d.department_name"]) }} as department_key,
        p.document_key,
        cast(p.times as integer) as times_printed
    from {{ ref("int_department_printed") }} as p
    inner join {{ ref("int_document_department") }} as d on p.document_key = d.document_key
    where p.priority >= 20 or p.choice = 1
)

select * from final
