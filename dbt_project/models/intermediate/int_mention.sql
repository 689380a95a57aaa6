-- Each number with its unit in the prose: what leads to it since the number before, and what comes after it. A
-- sentence without a number that heads others is a row too, without value.
with sentences as (
    select
        document_key,
        sentence_no,
        -- One number is compared faster than a key of two columns.
        row_number() over (order by document_key, sentence_no) as sentence_id,
        {{ break_at_numbers("sentence") }} as broken_sentence
    from {{ ref("int_narrative_sentence") }}
    where
        {{ matches("sentence", "'[0-9][万亿千元%人名辆个次批台套件分]'") }}
        or (
            length(sentence) <= 80
            and (is_headed or {{ matches("sentence", "'[(][类款项][)]。?$|支出类.+款.+项。?$'") }})
            and not {{ matches("sentence", "'[,;].*[,;]|[.]{4}'") }}
        )
),

lines as (
    {{ split_lines("sentences", ["sentence_id"], "broken_sentence") }}
),

numbered as (
    select
        sentence_id,
        line_no,
        line_text,
        case when line_no > 1 then regexp_extract(line_text, '^[0-9,.]+', 0) end as printed_number,
        {{ replace_all("line_text", "'^[0-9,.]+' || chr(9)", "''") }} as text_after
    from lines
),

-- Thresholds (单价100万元以上) are no figures: they are text of the figure that follows.
with_unit as (
    select
        *,
        case
            when line_no > 1 and not {{ matches("text_after", "'^[万亿千元台套]+([(]含[)])?(以上|及以上|以下)'") }}
                then substring(text_after, 1, 4)
        end as unit_text
    from numbered
),

unit_texts as (
    select distinct unit_text
    from with_unit
    where unit_text is not null
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
        n.sentence_id,
        n.line_no,
        n.printed_number,
        n.text_after,
        u.unit_kind,
        u.factor,
        u.unit,
        length(coalesce(n.printed_number, '')) + length(n.text_after) as line_length,
        case
            when u.unit is null then concat(coalesce(n.printed_number, ''), n.text_after)
            else substring(n.text_after, u.unit_length + 1)
        end as piece
    from with_unit as n
    left join units as u on n.unit_text = u.unit_text
),

counted as (
    select
        *,
        count(unit) over so_far as mention_no,
        sum(line_length) over so_far - line_length + 1 as position
    from measured
    window so_far as (partition by sentence_id order by line_no rows unbounded preceding)
),

-- Each lead begins with the line of the mention before; numbers without a unit are rare.
extras as (
    select
        sentence_id,
        mention_no,
        {{ text_list("piece", "line_no", "") }} as extra
    from counted
    where line_no > 1 and unit is null
    group by sentence_id, mention_no
),

leads as (
    select
        c.sentence_id,
        c.mention_no + 1 as mention_no,
        concat(c.piece, coalesce(e.extra, '')) as lead_text
    from counted as c
    left join extras as e on c.sentence_id = e.sentence_id and c.mention_no = e.mention_no
    where c.line_no = 1 or c.unit is not null
),

mentions as (
    select
        sentence_id,
        mention_no,
        position,
        printed_number,
        unit,
        unit_kind,
        factor,
        text_after
    from counted
    where unit is not null
),

final as (
    select
        s.document_key,
        s.sentence_no,
        l.mention_no,
        l.lead_text,
        cast(m.position as integer) as position,
        {{ decimal_of("replace(m.printed_number, ',', '')") }} as value,
        m.printed_number,
        m.unit,
        m.unit_kind,
        m.factor,
        m.text_after
    from leads as l
    inner join sentences as s on l.sentence_id = s.sentence_id
    left join mentions as m on l.sentence_id = m.sentence_id and l.mention_no = m.mention_no
    -- What follows the last number leads to none.
    where m.mention_no is not null or l.mention_no = 1
)

select * from final
