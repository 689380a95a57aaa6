-- Sentences that say that there is none: 没有政府性基金预算财政拨款收入.
with sentences as (
    select
        document_key,
        sentence_no,
        section_code,
        sentence
    from {{ ref("int_narrative_sentence") }}
    where length(sentence) <= 200 and (sentence like '%没有%' or sentence like '%无%' or sentence like '%未%')
),

texts as (
    select distinct sentence from sentences
),

told as (
    select distinct
        t.sentence,
        a.figure_code
    from texts as t
    inner join {{ ref("narrative_absence") }} as a on {{ matches("t.sentence", "a.pattern") }}
),

silent as (
    select distinct sentence from told
    where coalesce(figure_code, '') = ''
),

final as (
    select
        s.document_key,
        s.sentence_no,
        s.section_code,
        t.figure_code
    from sentences as s
    inner join told as t on s.sentence = t.sentence
    left join silent as x on s.sentence = x.sentence
    where x.sentence is null
)

select * from final
