{%- set in_order = "order by sentence_no, mention_no" -%}
{%- set before = "rows between unbounded preceding and 1 preceding" -%}

-- Each figure of the prose with what it is of. A clause that names no subject goes on with the one before: within the
-- run, then from the main clauses of the block. What a clause names and no seed knows, ends it.
with clauses as (
    select
        c.*,
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
        n.printed_code,
        n.class_name,
        n.group_name,
        n.item_name,
        n.class_code,
        case when c.unit_kind in ('money', 'percent') then n.bare_class_code end as bare_class_code,
        n.bare_path
    from {{ ref("int_mention_clause") }} as c
    inner join {{ ref("int_clause_facet") }} as f
        on c.words = f.words and c.unit_kind is not distinct from f.unit_kind
    left join {{ ref("int_clause_subject") }} as s
        on
            f.head = s.head
            and c.section_code = s.section_code
            and c.after = s.after
            and case when c.unit_kind = 'count' then 'count' else 'money' end = s.kind
            and coalesce(case when c.unit_kind = 'count' then c.unit end, '') = coalesce(s.unit, '')
    left join {{ ref("int_clause_function") }} as n on f.path = n.path
    where coalesce(c.unit_kind, 'money') in ('money', 'percent', 'count')
),

-- Functional codes: by path, the class being that of a heading above where the path begins with its group.
classed as (
    select
        *,
        coalesce(class_code, last_value(class_code ignore nulls) over (
            partition by document_key, section_code {{ in_order }} {{ before }}
        )) as class_now
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

group_codes as (
    select
        p.class_now,
        p.group_name,
        max(c.code) as group_code
    from (select distinct class_now, group_name from paths) as p
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

coded as (
    select
        c.*,
        case
            when c.item_name is not null
                then coalesce(
                    case when pi.function_code like coalesce(g.group_code, c.class_now, '') || '%' then pi.function_code end,
                    i.item_code
                )
            when c.group_name is not null then coalesce(g.group_code, pg.function_code)
            when c.class_name is not null then c.class_code
            when c.printed_code is not null then c.printed_code
            when c.own_subject is null
                then coalesce(c.bare_class_code, case when c.unit_kind = 'money' then pb.function_code end)
        end as named_function,
        coalesce(c.item_name, c.group_name, c.class_name, c.printed_code) is not null as names_function
    from classed as c
    left join item_codes as i
        on c.class_now = i.class_now and c.group_name is not distinct from i.group_name and c.item_name = i.item_name
    left join group_codes as g on c.class_now = g.class_now and c.group_name = g.group_name
    left join printed_codes as pi on c.document_key = pi.document_key and c.item_name = pi.name and pi.digits = 7
    left join printed_codes as pg on c.document_key = pg.document_key and c.group_name = pg.name and pg.digits = 5
    left join printed_codes as pb on c.document_key = pb.document_key and c.bare_path = pb.name and pb.digits = 7
),

function_subjects as (
    select
        *,
        case
            when named_function is null or section_code not in ('total', 'expenditure', 'appropriation', 'general_budget')
                then null
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
    from coded
),

-- The whole that a part may belong to.
rooted as (
    select
        *,
        last_value(coalesce(function_subject, case when part_code is null then own_subject end) ignore nulls) over (
            partition by document_key, block_no {{ in_order }} {{ before }}
        ) as root
    from function_subjects
),

explicit as (
    select
        *,
        coalesce(part_code is not null and {{ matches("root", "part_under") }} and (
            own_subject is null or part_priority >= own_priority
        ), false) as is_part_of_root
    from rooted
),

-- A project's line: its name, an amount, what it is for.
named as (
    select
        *,
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
                and not {{ matches("path", "'^(另|将|按|比|较|与|因|增加|减少|压减|新增|追加|安排|用于|支付)|其中'") }}
                and (
                    (is_headed and mention_no = 1 and {{ matches("lead_text", "'^[(]?[0-9]'") }})
                    or {{ matches("path", "'(费|费用|经费|项目|补助|资金|金|业务|管理|运行)$'") }}
                )
                and (
                    {{ matches("text_after", "'^万?元?,(主要|具体)(成效|用于|包括|是用于|是保障|产出)|^万?元?,(用于|具体包括)'") }}
                    or (
                        is_headed
                        and mention_no = 1
                        and {{ matches("lead_text", "'^[(]?[0-9]'") }}
                        and {{ matches("text_after", "'^万?元?。$'") }}
                    )
                )
                then 'project'
        end as subject
    from explicit
),

-- '!' is what no seed knows: nothing goes on from it. So is a clause that only gives reasons.
chained as (
    select
        *,
        nullif(
            regexp_extract(lead_text, '^([0-9]{1,2}[.、])?(20[0-9][0-9]年度?)?(.+?)(项目)?绩效自评', 3), ''
        ) as project_title,
        case
            when subject is not null then subject
            when not is_bare or names_function or closes_bracket or (has_reason and base_year is null and not is_on_last_year) then '!'
        end as link,
        max(case when opens_parts or has_reason then 1 else 0 end) over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) = 1 as is_in_parts
    from named
),

carried as (
    select
        *,
        last_value(link ignore nulls) over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_subject,
        last_value(case when not is_in_parts or is_headed and mention_no = 1 then link end ignore nulls) over (
            partition by document_key, block_no {{ in_order }} {{ before }}
        ) as main_subject,
        last_value(case when not is_in_parts or is_headed and mention_no = 1 then case
            when link is null then null
            when value is null then 1
            else 0
        end end ignore nulls) over (
            partition by document_key, block_no {{ in_order }} {{ before }}
        ) as main_is_heading,
        last_value(own_year ignore nulls) over (
            partition by document_key, block_no {{ in_order }} rows unbounded preceding
        ) as block_year,
        last_value(case when facet in ('change', 'change_percent') or words like '%相比,%' then base_year end ignore nulls) over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_base_year,
        max(case when facet in ('change', 'change_percent') and is_on_last_year then 1 else 0 end) over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_is_on_last_year,
        last_value(case when not has_reason then own_year end ignore nulls) over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_year,
        last_value(case when subject = 'project_list.budget' then project_title end ignore nulls) over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_project,
        lag(facet) over (partition by document_key, run_no {{ in_order }}) as facet_before,
        lag(unit_kind) over (partition by document_key, run_no {{ in_order }}) as unit_kind_before
    from chained
),

settled as (
    select
        c.*,
        d.report_type,
        d.fiscal_year,
        nullif(coalesce(c.run_subject, c.main_subject), '!') as subject_now,
        case
            when c.facet = 'change_percent' and c.is_bare and c.facet_before in ('below_initial', 'above_initial')
                then concat(c.facet_before, '_percent')
            when c.facet = 'initial' and d.report_type = 'budget' then 'amount'
            else c.facet
        end as facet_now
    from carried as c
    inner join {{ ref("int_document_profile") }} as d on c.document_key = d.document_key
    where c.value is not null
),

judged as (
    select
        *,
        case
            when subject_now is null or facet_now = 'unknown' then null
            -- Compared with a year, and no word says whether it is more or less or the amount itself.
            when facet_now = 'amount' and base_year is not null and {{ matches("words", "'相比,'") }} then null
            -- Another count is of something else; only what it grew by goes on.
            when unit_kind = 'count' and subject is null and facet_now not in ('change') then null
            -- A bare amount goes on from a count (设备9台2.83万元) or a heading, not from another amount.
            when facet_now = 'amount' and subject is null and unit_kind_before = 'money' then null
            when facet_now = 'amount' and subject is null and run_subject is null and main_is_heading = 0 then null
            else concat(subject_now, '#', facet_now, '#', coalesce(report_type, ''), '#', unit_kind)
        end as figure_path
    from settled
),

project_numbers as (
    select
        document_key,
        run_project,
        row_number() over (partition by document_key order by min(sentence_no)) as project_no
    from settled
    where subject_now = 'project_list.budget' and run_project is not null
    group by document_key, run_project
),

figure_paths as (
    select distinct
        figure_path,
        subject_now,
        facet_now
    from judged
    where figure_path is not null
),

figure_codes as (
    select
        p.figure_path,
        replace(replace(f.figure, '{s}', p.subject_now), '{f}', p.facet_now) as figure_code
    from figure_paths as p
    inner join {{ ref("narrative_figure") }} as f on {{ matches("p.figure_path", "f.pattern") }}
    qualify row_number() over (partition by p.figure_path order by f.priority desc, f.pattern) = 1
),

final as (
    select
        j.document_key,
        j.sentence_no,
        j.mention_no,
        j.position,
        j.report_type,
        j.fiscal_year,
        j.section_code,
        case
            when f.figure_code like 'project_list.%'
                then replace(f.figure_code, 'project_list.', concat('project_list.', coalesce(p.project_no, 0), '.'))
            else f.figure_code
        end as figure_code,
        case when f.figure_code is not null then j.subject_now end as subject_code,
        case when f.figure_code is not null then j.facet_now end as facet,
        case
            when f.figure_code is not null
                then nullif(regexp_extract(j.subject_now, '(class|group|item)[.]([0-9]+)$', 2), '')
        end as function_code,
        case
            when f.figure_code like 'project_list.%' then j.run_project
            when f.figure_code like 'project.%' then {{ replace_all("j.path", "'项目$'", "''") }}
        end as project_name,
        j.value,
        j.printed_number,
        j.unit,
        j.unit_kind,
        cast(j.value * j.factor as decimal(20, 2)) as amount,
        case when f.figure_code is not null and not j.is_unfilled then j.direction end as sign,
        case
            when coalesce(j.own_year, j.run_year) between j.fiscal_year - 5 and j.fiscal_year + 1
                then coalesce(j.own_year, j.run_year)
            -- A part is of the day that its whole is of.
            when j.is_part_of_root and j.block_year between j.fiscal_year - 5 and j.fiscal_year + 1 then j.block_year
            else j.fiscal_year
        end as figure_year,
        case
            when j.facet_now not in ('change', 'change_percent') then null
            when j.base_year is not null then j.base_year
            when j.is_on_last_year then j.fiscal_year - 1
            when j.run_base_year is not null then j.run_base_year
            when j.run_is_on_last_year = 1 then j.fiscal_year - 1
        end as base_year,
        case when j.facet_now like '%_initial%' then 'initial' else j.base end as base,
        case when j.facet_now = 'share' then nullif(regexp_extract(j.words, '占(.*?)(的)?(比例|比重)?(为|是|达)?$', 1), '') end as base_text
    from judged as j
    left join figure_codes as f on j.figure_path = f.figure_path
    left join project_numbers as p on j.document_key = p.document_key and j.run_project = p.run_project
)

select * from final
