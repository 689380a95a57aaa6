-- Money, and percentages beside it, that the prose tells and no pattern took in.
with missed as (
    select
        *,
        max(case when unit_kind = 'money' then 1 else 0 end) over (
            partition by document_key, sentence_no
        ) as tells_money
    from {{ ref("int_disclosed_figure") }}
),

final as (
    select
        {{ hash_key(["m.document_key", "m.sentence_no", "m.position"]) }} as unmatched_key,
        m.document_key,
        m.section_code,
        s.page_number,
        s.sentence_no,
        m.position,
        m.printed_number as number,
        m.unit,
        s.sentence
    from missed as m
    inner join {{ ref("int_narrative_sentence") }} as s
        on m.document_key = s.document_key and m.sentence_no = s.sentence_no
    left join {{ ref("int_private_sentence") }} as p
        on m.document_key = p.document_key and m.sentence_no = p.sentence_no
    where
        m.figure_code is null
        and (m.unit_kind = 'money' or (m.unit_kind = 'percent' and m.tells_money = 1))
        and p.sentence_no is null
)

select * from final
