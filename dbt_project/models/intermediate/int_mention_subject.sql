{%- set in_order = "order by sentence_no, mention_no" -%}
{%- set before = "rows between unbounded preceding and 1 preceding" -%}
{%- set numbered_line = matches("lead_text", "'^[(]?[0-9]'") -%}
{%- set no_name = "'^(另|将|按|比|较|与|因|增加|减少|压减|新增|追加|安排|用于|支付)|其中'" -%}
{%- set purpose -%}
    '^万?元?,(主要|具体)(成效|用于|包括|是用于|是保障|产出)|^万?元?,(用于|具体包括)'
{%- endset %}

-- The subject that a mention's own clause names: a functional code, a part of the whole told before, a subject of the
-- seed, or a project by the line that tells its amount and what it is for.
with clauses as (
    select
        c.document_key,
        c.sentence_no,
        c.mention_no,
        c.position,
        c.value,
        c.printed_number,
        c.unit,
        c.unit_kind,
        c.factor,
        c.text_after,
        c.section_code,
        c.block_no,
        c.run_no,
        c.is_headed,
        c.lead_text,
        c.words,
        c.base_year,
        c.is_on_last_year,
        c.own_year,
        c.is_unfilled,
        c.closes_bracket,
        c.has_reason,
        c.opens_parts,
        f.facet,
        f.direction,
        f.base,
        f.path,
        f.is_bare,
        s.subject_code as own_subject,
        s.priority as own_priority,
        s.part_code,
        s.part_under,
        s.part_priority,
        coalesce(n.names_function, false) as names_function,
        coalesce(
            n.function_code,
            case when s.subject_code is null and not n.names_function then n.bare_function_code end
        ) as named_function
    from {{ ref("int_mention_clause") }} as c
    inner join {{ ref("int_clause_facet") }} as f
        on c.words = f.words and c.unit_kind is not distinct from f.unit_kind
    left join {{ ref("int_clause_subject") }} as s
        on
            f.head = s.head
            and f.facet = s.facet
            and c.section_code = s.section_code
            and c.after = s.after
            and case when c.unit_kind = 'count' then 'count' else 'money' end = s.kind
            and coalesce(case when c.unit_kind = 'count' then c.unit end, '') = coalesce(s.unit, '')
    left join {{ ref("int_mention_function") }} as n
        on c.document_key = n.document_key and c.sentence_no = n.sentence_no and c.mention_no = n.mention_no
    where coalesce(c.unit_kind, 'money') in ('money', 'percent', 'count')
),

function_subjects as (
    select
        *,
        case
            when named_function is null then null
            when section_code not in ('total', 'expenditure', 'appropriation', 'general_budget') then null
            else concat(
                case
                    when section_code in ('total', 'expenditure') then 'expenditure.'
                    when section_code = 'appropriation' then 'appropriation.'
                    else ''
                end,
                case length(named_function) when 3 then 'class.' when 5 then 'group.' else 'item.' end,
                named_function
            )
        end as function_subject
    from clauses
),

-- The whole that a part may belong to.
rooted as (
    select
        *,
        {{ last_known("coalesce(function_subject, case when part_code is null then own_subject end)") }} over (
            partition by document_key, block_no {{ in_order }} {{ before }}
        ) as root
    from function_subjects
),

settled as (
    select
        *,
        coalesce(part_code is not null and {{ matches("root", "part_under") }} and (
            own_subject is null or part_priority >= own_priority
        ), false) as is_part_of_root
    from rooted
),

-- A project's line: its name, an amount, what it is for.
final as (
    select
        document_key,
        sentence_no,
        mention_no,
        position,
        value,
        printed_number,
        unit,
        unit_kind,
        factor,
        section_code,
        block_no,
        run_no,
        is_headed,
        lead_text,
        words,
        base_year,
        is_on_last_year,
        own_year,
        is_unfilled,
        closes_bracket,
        has_reason,
        opens_parts,
        facet,
        direction,
        base,
        path,
        is_bare,
        names_function,
        is_part_of_root,
        case
            when function_subject is not null then function_subject
            when names_function then null
            when is_part_of_root and part_code like '+%'
                then concat({{ replace_all("root", "'[.]total$'", "''") }}, '.', substring(part_code, 2))
            when is_part_of_root then part_code
            when own_subject is not null then own_subject
            when
                unit_kind = 'money'
                and facet = 'amount'
                and section_code in ('general_budget', 'total', 'expenditure', 'appropriation')
                and {{ matches("path", "'^[^()Y,;:。]{3,40}$'") }}
                and not {{ matches("path", no_name) }}
                and (
                    (is_headed and mention_no = 1 and {{ numbered_line }})
                    or {{ matches("path", "'(费|费用|经费|项目|补助|资金|金|业务|管理|运行)$'") }}
                )
                and (
                    {{ matches("text_after", purpose) }}
                    or (
                        is_headed
                        and mention_no = 1
                        and {{ numbered_line }}
                        and {{ matches("text_after", "'^万?元?。$'") }}
                    )
                )
                then 'project'
        end as subject
    from settled
)

select * from final
