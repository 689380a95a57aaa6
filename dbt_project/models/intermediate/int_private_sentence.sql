-- Sentences in which personal data stands: they stay in raw.
with texts as (
    select distinct sentence
    from {{ ref("int_narrative_sentence") }}
    where {{ may_hold_personal_data("sentence") }}
),

private_texts as (
    select distinct t.sentence
    from texts as t
    inner join {{ ref("personal_data") }} as p on {{ matches("t.sentence", "p.pattern") }}
),

final as (
    select
        s.document_key,
        s.sentence_no
    from {{ ref("int_narrative_sentence") }} as s
    inner join private_texts as p on s.sentence = p.sentence
)

select * from final
