-- The cover page as one text: a department's name is often broken over its lines.
with lines as (
    select
        s.document_key,
        s.sentence_no,
        s.sentence_normalised
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where s.page_number = 1 and not {{ matches("s.sentence_normalised", "'^[-—0-9]*$'") }}
),

final as (
    select
        document_key,
        {{ text_list("sentence_normalised", "sentence_no", "") }} as cover_text
    from lines
    group by document_key
    having sum(length(sentence_normalised)) <= 120
)

select * from final
