{%- set in_order = "order by sentence_no, mention_no" -%}
{%- set before = "rows between unbounded preceding and 1 preceding" -%}

-- The functional code that a mention's clause names: by path, by printed code, by the bare name of a class, or by the
-- name that the document's own statements give an item.
with clauses as (
    select
        c.document_key,
        c.sentence_no,
        c.mention_no,
        c.section_code,
        n.printed_code,
        n.class_name,
        n.group_name,
        n.item_name,
        n.class_code,
        case when c.unit_kind in ('money', 'percent') then n.bare_class_code end as bare_class_code,
        case when c.unit_kind = 'money' then n.bare_path end as bare_path
    from {{ ref("int_mention_clause") }} as c
    inner join {{ ref("int_clause_facet") }} as f
        on c.words = f.words and c.unit_kind is not distinct from f.unit_kind
    inner join {{ ref("int_clause_function") }} as n on f.path = n.path
    where coalesce(c.unit_kind, 'money') in ('money', 'percent')
),

-- A path that begins with its group is in the class of a heading above.
classed as (
    select
        *,
        coalesce(
            class_code,
            {{ last_known("class_code") }} over (
                partition by document_key, section_code {{ in_order }} {{ before }}
            )
        ) as class_now
    from clauses
),

codes as (
    select
        code,
        {{ bare_function_name("name") }} as name
    from {{ ref("int_classification") }}
    where classification = 'function' and length(code) > 3
    union distinct
    -- Some forms print the bracketed word without its brackets: 办公厅室.
    select
        code,
        {{ bare_function_name(replace_all("name", "'[()（）]'", "''")) }} as name
    from {{ ref("int_classification") }}
    where classification = 'function' and length(code) > 3
    union distinct
    select
        function_code as code,
        {{ bare_function_name("alias") }} as name
    from {{ ref("function_name_alias") }}
    where length(function_code) > 3
),

paths as (
    select distinct
        class_now,
        group_name,
        item_name
    from classed
    where class_now is not null and (group_name is not null or item_name is not null)
),

groups as (
    select distinct
        class_now,
        group_name
    from paths
),

group_codes as (
    select
        p.class_now,
        p.group_name,
        max(c.code) as group_code
    from groups as p
    inner join codes as c on p.group_name = c.name and length(c.code) = 5 and substring(c.code, 1, 3) = p.class_now
    group by p.class_now, p.group_name
    having count(distinct c.code) = 1
),

item_codes as (
    select
        p.class_now,
        p.group_name,
        p.item_name,
        max(c.code) as item_code
    from paths as p
    left join group_codes as g on p.class_now = g.class_now and p.group_name = g.group_name
    inner join codes as c
        on
            p.item_name = c.name
            and length(c.code) = 7
            and substring(c.code, 1, 3) = p.class_now
            and (g.group_code is null or substring(c.code, 1, 5) = g.group_code)
    group by p.class_now, p.group_name, p.item_name
    having count(distinct c.code) = 1
),

-- What the document's own statements call so.
printed_codes as (
    select
        document_key,
        {{ bare_function_name("label") }} as name,
        length(function_code) as digits,
        max(function_code) as function_code
    from {{ ref("int_statement_amount") }}
    where length(function_code) in (5, 7) and label is not null
    group by document_key, {{ bare_function_name("label") }}, length(function_code)
    having count(distinct function_code) = 1
),

final as (
    select
        c.document_key,
        c.sentence_no,
        c.mention_no,
        coalesce(c.item_name, c.group_name, c.class_name, c.printed_code) is not null as names_function,
        case
            when c.item_name is not null
                then coalesce(
                    case
                        when pi.function_code like coalesce(g.group_code, c.class_now, '') || '%' then pi.function_code
                    end,
                    i.item_code
                )
            when c.group_name is not null then coalesce(g.group_code, pg.function_code)
            when c.class_name is not null then c.class_code
            else c.printed_code
        end as function_code,
        coalesce(c.bare_class_code, pb.function_code) as bare_function_code
    from classed as c
    left join item_codes as i
        on c.class_now = i.class_now and c.group_name is not distinct from i.group_name and c.item_name = i.item_name
    left join group_codes as g on c.class_now = g.class_now and c.group_name = g.group_name
    left join printed_codes as pi
        on c.document_key = pi.document_key and c.item_name = pi.name and pi.digits = 7
    left join printed_codes as pg
        on c.document_key = pg.document_key and c.group_name = pg.name and pg.digits = 5
    left join printed_codes as pb
        on c.document_key = pb.document_key and c.bare_path = pb.name and pb.digits = 7
)

select * from final
