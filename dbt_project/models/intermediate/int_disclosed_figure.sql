{%- set in_order = "order by sentence_no, mention_no" -%}
{%- set before = "rows between unbounded preceding and 1 preceding" -%}

-- Each figure of the prose with what it is of. A clause that names no subject goes on with the one before: within the
-- run, then from the main clauses of the block. What a clause names and no seed knows, ends it.
-- '!' is what no seed knows: nothing goes on from it. So is a clause that only gives reasons.
-- What a bracket tells is left behind it: 车辆费用48万元(购置24万元,运行24万元),增加2万元 is of 车辆费用 again.
with mentions as (
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
        subject,
        {{ matches("lead_text", "'[(][^()]*$'") }} as opens_bracket,
        words like '%相比,%' as is_compared,
        case when facet = 'share' then words end as share_words,
        case
            when subject = 'project_list.budget'
                then nullif(
                    regexp_extract(lead_text, '^([0-9]{1,2}[.、])?(20[0-9][0-9]年度?)?(.+?)(项目)?绩效自评', 3), ''
                )
        end as project_title
    from {{ ref("int_mention_subject") }}
),

nested as (
    select
        *,
        sum(case when opens_bracket then 1 else 0 end - case when closes_bracket then 1 else 0 end) over (
            partition by document_key, sentence_no order by mention_no rows unbounded preceding
        ) as depth
    from mentions
),

chained as (
    select
        *,
        case
            when subject is not null then subject
            when closes_bracket and depth = 0 and is_bare and facet in ('change', 'change_percent') then null
            when not is_bare or names_function or closes_bracket then '!'
            when has_reason and base_year is null and not is_on_last_year then '!'
        end as link,
        max(case when opens_parts or has_reason then 1 else 0 end) over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) = 1 as is_in_parts
    from nested
),

ranked as (
    select
        *,
        not is_in_parts or (is_headed and mention_no = 1) as is_main,
        case when facet in ('change', 'change_percent') or is_compared then base_year end as compared_year
    from chained
),

carried as (
    select
        *,
        case
            when depth = 0
                then {{ last_known("case when depth = 0 then link end") }} over (
                    partition by document_key, run_no {{ in_order }} rows unbounded preceding
                )
            else {{ last_known("link") }} over (
                partition by document_key, run_no {{ in_order }} rows unbounded preceding
            )
        end as run_subject,
        {{ last_known("case when is_main then link end") }} over (
            partition by document_key, block_no {{ in_order }} {{ before }}
        ) as main_subject,
        {{ last_known("case when is_main and link is not null then value is null end") }} over (
            partition by document_key, block_no {{ in_order }} {{ before }}
        ) as main_is_heading,
        {{ last_known("own_year") }} over (
            partition by document_key, block_no {{ in_order }} rows unbounded preceding
        ) as block_year,
        {{ last_known("compared_year") }} over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_base_year,
        max(case when facet in ('change', 'change_percent') and is_on_last_year then 1 else 0 end) over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_is_on_last_year,
        {{ last_known("case when not has_reason then own_year end") }} over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_year,
        {{ last_known("case when subject = 'project_list.budget' then project_title end") }} over (
            partition by document_key, run_no {{ in_order }} rows unbounded preceding
        ) as run_project,
        lag(facet) over (partition by document_key, run_no {{ in_order }}) as facet_before,
        lag(unit_kind) over (partition by document_key, run_no {{ in_order }}) as unit_kind_before
    from ranked
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

paths as (
    select
        *,
        case
            when subject_now is null or facet_now = 'unknown' then null
            -- Compared with a year, and no word says whether it is more or less or the amount itself.
            when facet_now = 'amount' and base_year is not null and is_compared then null
            -- Another count is of something else; only what it grew by goes on.
            when unit_kind = 'count' and subject is null and facet_now not in ('change') then null
            -- A bare amount goes on from a count (设备9台2.83万元) or a heading, not from another amount.
            when facet_now = 'amount' and subject is null and unit_kind_before = 'money' then null
            when facet_now = 'amount' and subject is null and run_subject is null and not main_is_heading then null
            else concat(subject_now, '#', facet_now, '#', coalesce(report_type, ''), '#', unit_kind)
        end as own_path
    from settled
),

-- A share right behind an amount is of that amount, also where nobody could name it.
judged as (
    select
        *,
        case
            when
                facet_now = 'share'
                and subject is null
                and unit_kind_before = 'money'
                and lag(own_path) over (partition by document_key, run_no {{ in_order }}) is null
                then null
            else own_path
        end as figure_path
    from paths
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
    qualify row_number() over (partition by p.figure_path order by f.priority desc, f.pattern asc) = 1
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
        case when j.facet_now = 'share' then nullif(
            regexp_extract(j.share_words, '占(.*?)(的)?(比例|比重)?(为|是|达)?$', 1), ''
        ) end as base_text
    from judged as j
    left join figure_codes as f on j.figure_path = f.figure_path
    left join project_numbers as p on j.document_key = p.document_key and j.run_project = p.run_project
)

select * from final
