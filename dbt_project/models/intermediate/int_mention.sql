-- Each number with its unit in the prose: what leads to it since the number before, and what comes after it. A
-- sentence without a number that heads others is a row too, without value.
with sentences as (
    select
        document_key,
        sentence_no,
        sentence
    from {{ ref("int_narrative_sentence") }}
    where
        {{ matches("sentence", "'[0-9][万亿千元%人名辆个次批台套件]'") }}
        or (
            length(sentence) <= 80
            and (is_headed or {{ matches("sentence", "'[(][类款项][)]。?$|支出类.+款.+项。?$'") }})
            and not {{ matches("sentence", "'[,;].*[,;]|[.]{4}'") }}
        )
),

broken as (
    select
        document_key,
        sentence_no,
        {{ break_at_numbers("sentence") }} as broken_sentence
    from sentences
),

lines as (
    {{ split_lines("broken", ["document_key", "sentence_no"], "broken_sentence") }}
),

followed as (
    select
        *,
        coalesce(lead(line_text) over in_sentence, '') as text_after,
        coalesce(sum(length(line_text)) over (
            partition by document_key, sentence_no
            order by line_no
            rows between unbounded preceding and 1 preceding
        ), 0) + 1 as position
    from lines
    window in_sentence as (partition by document_key, sentence_no order by line_no)
),

unit_texts as (
    select distinct substring(text_after, 1, 4) as unit_text
    from followed
    where line_no % 2 = 0
),

units as (
    select
        t.unit_text,
        u.unit,
        u.unit_kind,
        u.factor,
        length(u.unit) as unit_length
    from unit_texts as t
    inner join {{ ref("narrative_unit") }} as u on {{ matches("t.unit_text", "u.pattern") }}
    qualify row_number() over (partition by t.unit_text order by u.priority desc, u.pattern asc) = 1
),

measured as (
    select
        f.*,
        u.unit,
        u.unit_kind,
        u.factor,
        u.unit_length,
        -- Thresholds (单价100万元以上) are no figures: they are text of the figure that follows.
        u.unit is not null and not {{ matches("f.text_after", "'^[万亿千元台套]+([(]含[)])?(以上|及以上|以下)'") }} as is_mention
    from followed as f
    left join units as u on f.line_no % 2 = 0 and substring(f.text_after, 1, 4) = u.unit_text
),

pieces as (
    select
        *,
        coalesce(sum(case when is_mention then 1 else 0 end) over (
            partition by document_key, sentence_no
            order by line_no
            rows between unbounded preceding and 1 preceding
        ), 0) as mention_no,
        case
            when lag(is_mention) over in_sentence
                then substring(line_text, lag(unit_length) over in_sentence + 1)
            else line_text
        end as piece
    from measured
    window in_sentence as (partition by document_key, sentence_no order by line_no)
),

final as (
    select
        document_key,
        sentence_no,
        mention_no + 1 as mention_no,
        coalesce({{ text_list("case when not is_mention then piece end", "line_no", "") }}, '') as lead_text,
        cast(max(case when is_mention then position end) as integer) as position,
        cast(replace(max(case when is_mention then line_text end), ',', '') as decimal(24, 6)) as value,
        max(case when is_mention then line_text end) as printed_number,
        max(case when is_mention then unit end) as unit,
        max(case when is_mention then unit_kind end) as unit_kind,
        max(case when is_mention then factor end) as factor,
        max(case when is_mention then text_after end) as text_after
    from pieces
    group by document_key, sentence_no, mention_no
    -- What follows the last number leads to none.
    having max(case when is_mention then 1 else 0 end) = 1 or mention_no = 0
)

select * from final
