-- What a document calls itself: its cover, else the first short line of its first pages that names a budget or account.
with covers as (
    select
        document_key,
        cover_text as title,
        0 as sentence_no
    from {{ ref("int_cover") }}
    where {{ matches("cover_text", "'(预算|决算)'") }} and length(cover_text) <= 60
),

lines as (
    select
        s.document_key,
        s.sentence as title,
        s.sentence_no
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where
        s.page_number <= 2
        and length(s.sentence_normalised) between 6 and 60
        and {{ matches("s.sentence_normalised", "'(预算|决算)'") }}
        -- No contents, sentences, statement titles, headings or list items.
        and not {{ matches("s.sentence_normalised", "'表([(][^()]*[)])?$'") }}
        and not {{ matches("s.sentence_normalised", "'^目录|[.]{3}|。$|^第.部分|^[一二三四五六七八九十]+、|^[(]|^[0-9]+[.、]'") }}
),

candidates as (
    select * from covers
    union all
    select * from lines
),

final as (
    select
        document_key,
        -- The date of publication may stand in the same line.
        {{ replace_all("title", "'[ ]*20[0-9][0-9] ?年 ?[0-9]+ ?月 ?[0-9]+ ?日$'", "''") }} as title
    from candidates
    qualify row_number() over (partition by document_key order by sentence_no) = 1
)

select * from final
