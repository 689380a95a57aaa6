-- The subject that a clause names at its end: the best that stands by itself, and the best that is a part of another.
with clauses as (
    select distinct
        f.head,
        f.facet,
        case when c.unit_kind = 'count' then 'count' else 'money' end as kind,
        case when c.unit_kind = 'count' then c.unit end as unit,
        c.after,
        c.section_code
    from {{ ref("int_mention_clause") }} as c
    inner join {{ ref("int_clause_facet") }} as f
        on c.words = f.words and c.unit_kind is not distinct from f.unit_kind
    where c.unit_kind is null or c.unit_kind in ('money', 'percent', 'count')
),

fillers as (
    select '(' || {{ text_list("word", "word", "|") }} || '|[,:、()。])*$' as pattern
    from {{ ref("narrative_word") }}
    where role = 'tail'
),

subjects as (
    select
        s.subject_code,
        s.unit_kind,
        coalesce(s.word, '') as word,
        '(' || s.pattern || ')' || f.pattern as pattern,
        '^(' || s.unit || ')$' as unit_pattern,
        s.after as after_pattern,
        s.section,
        s.under,
        s.facet,
        s.priority,
        length(s.pattern) as pattern_length
    from {{ ref("narrative_subject") }} as s
    cross join fillers as f
),

matched as (
    select
        c.head,
        c.facet,
        c.kind,
        c.unit,
        c.after,
        c.section_code,
        s.subject_code,
        s.under,
        s.priority,
        row_number() over (
            partition by c.head, c.facet, c.kind, c.unit, c.after, c.section_code, s.under is null
            order by s.priority desc, s.pattern_length desc, s.subject_code asc
        ) as choice
    from clauses as c
    inner join subjects as s
        on
            c.kind = s.unit_kind
            and c.head like '%' || s.word || '%'
            and (s.facet is null or {{ matches("c.facet", "s.facet") }})
            and (s.section is null or {{ matches("c.section_code", "s.section") }})
            and (s.unit_pattern is null or {{ matches("c.unit", "s.unit_pattern") }})
            and (s.after_pattern is null or {{ matches("c.after", "s.after_pattern") }})
            and {{ matches("substring(c.head, -60)", "s.pattern") }}
),

final as (
    select
        head,
        facet,
        kind,
        unit,
        after,
        section_code,
        max(case when under is null and choice = 1 then subject_code end) as subject_code,
        max(case when under is null and choice = 1 then priority end) as priority,
        max(case when under is not null and choice = 1 then subject_code end) as part_code,
        max(case when under is not null and choice = 1 then under end) as part_under,
        max(case when under is not null and choice = 1 then priority end) as part_priority
    from matched
    where choice = 1
    group by head, facet, kind, unit, after, section_code
)

select * from final
