-- The accounts whose own note says that the budget column of three-public is the adjusted budget of the whole year.
with final as (
    select distinct s.document_key
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where
        s.sentence_normalised like '%三公%'
        and {{ matches("s.sentence_normalised", "'预算数为.{0,14}(全年|调整后?的?)预算|全年预算数'") }}
)

select * from final
