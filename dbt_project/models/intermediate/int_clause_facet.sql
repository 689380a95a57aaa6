-- What a clause tells of its subject, by its last words; the head is the rest of it. One row per distinct clause.
with clauses as (
    select distinct
        words,
        unit_kind
    from {{ ref("int_mention_clause") }}
),

tails as (
    select
        *,
        substring(words, -48) as tail
    from clauses
),

facets as (
    select
        t.words,
        t.unit_kind,
        f.facet,
        f.direction,
        f.base,
        length(t.tail) - length({{ replace_all("t.tail", "'(' || f.pattern || ')$'", "''") }}) as facet_length
    from tails as t
    inner join {{ ref("narrative_facet") }} as f
        on t.unit_kind = f.unit_kind and {{ matches("t.tail", "'(' || f.pattern || ')$'") }}
    qualify row_number() over (
        partition by t.words, t.unit_kind order by f.priority desc, facet_length desc, f.pattern asc
    ) = 1
),

fillers as (
    select '(' || {{ text_list("word", "word", "|") }} || '|[,:、()。])*$' as pattern
    from {{ ref("narrative_word") }}
    where role = 'tail'
),

heads as (
    select
        c.words,
        c.unit_kind,
        f.base,
        f.direction,
        coalesce(f.facet, case c.unit_kind when 'percent' then 'unknown' else 'amount' end) as facet,
        substring(c.words, 1, length(c.words) - coalesce(f.facet_length, 0)) as head
    from clauses as c
    left join facets as f on c.words = f.words and c.unit_kind is not distinct from f.unit_kind
),

-- The last clause without ordinal: a name may stand there.
pathed as (
    select
        *,
        case
            when facet not in ('amount', 'unknown') and {{ matches("head", "'[,;]$'") }} then ''
            else {{ replace_all(replace_all("head", "'[,;:。]+$'", "''"), "'^.*[,;:。]'", "''") }}
        end as last_clause
    from heads
),

ordinals_removed as (
    select
        *,
        {{ replace_all("last_clause", "'^(、|其中|(具体)?包括|[一二三四五六七八九十]+、|[0-9]{1,2}[.、]|[①-⑳])'", "''") }} as path
    from pathed
),

final as (
    select
        p.words,
        p.unit_kind,
        p.facet,
        p.direction,
        p.base,
        p.head,
        p.path,
        -- Nothing in the clause says of what: the subject before goes on.
        {{ matches("p.path", "'^' || f.pattern") }} as is_bare
    from ordinals_removed as p
    cross join fillers as f
)

select * from final
