-- Lists against what is said of them: counts of projects and units, sums of the projects told one by one.
with evaluations as (
    select * from {{ ref("int_evaluation_figure") }}
),

wordings as (
    select
        max(case when role = 'count' then pattern end) as counts,
        max(case when role = 'opening' then pattern end) as openings,
        max(case when role = 'mark' then pattern end) as marks,
        max(case when role = 'word' then pattern end) as words,
        max(case when role = 'own' then pattern end) as own,
        max(case when role = 'open' then pattern end) as open_end,
        max(case when role = 'selection' then pattern end) as selections
    from {{ ref("list_wording") }}
),

tolerances as (
    select yuan as half_cent
    from {{ ref("tolerance") }}
    where tolerance = 'half_cent'
),

list_sums as (
    select
        document_key,
        title,
        sum(case when not is_total then budget end) as budget_sum,
        sum(case when not is_total then executed end) as executed_sum,
        sum(case when not is_total then 1 else 0 end) as line_count,
        max(case when is_total then budget end) as budget_total,
        max(case when is_total then executed end) as executed_total,
        max(case when is_total then printed_budget end) as printed_budget,
        max(case when is_total then printed_executed end) as printed_executed,
        max(case when is_total then budget_place end) as budget_place,
        max(case when is_total then executed_place end) as executed_place,
        max(case when is_total then page_number end) as page_number
    from evaluations
    where form_kind = 'summary'
    group by document_key, title
),

wrong_lists as (
    select
        document_key,
        'budget of the list' as subject,
        '汇总表预算数合计' as subject_zh,
        printed_budget as stated,
        budget_sum as part_sum,
        budget_total - budget_sum as gap,
        budget_place as place,
        page_number,
        line_count
    from list_sums
    where budget_total <> budget_sum
    union all
    select
        document_key,
        'executed of the list' as subject,
        '汇总表执行数合计' as subject_zh,
        printed_executed as stated,
        executed_sum as part_sum,
        executed_total - executed_sum as gap,
        executed_place as place,
        page_number,
        line_count
    from list_sums
    where executed_total <> executed_sum
),

list_against_total as (
    select
        w.document_key,
        'sum_vs_total' as kind,
        case when abs(w.gap) <= t.half_cent * (w.line_count + 1) then 'rounding' else 'error' end as severity,
        w.subject,
        w.subject_zh,
        w.stated,
        cast(cast(w.part_sum / 10000 as decimal(24, 4)) as varchar(40)) as found,
        cast(w.gap / 10000 as decimal(24, 6)) as difference,
        '万元' as unit,
        w.page_number as stated_page,
        w.place as stated_place,
        w.stated as stated_text,
        w.page_number as found_page,
        cast(null as varchar(40)) as found_place,
        concat(w.line_count, ' lines') as found_text
    from wrong_lists as w
    cross join tolerances as t
    where w.line_count >= 2
),

-- How many projects the prose says there are, and how many it tells one by one.
listed as (
    select
        document_key,
        count(distinct project) as listed_count,
        min(page_number) as page_number,
        min(sentence_no) as sentence_no
    from evaluations
    where form_kind = 'review' and project <> ''
    group by document_key
),

formed_projects as (
    select
        document_key,
        count(distinct project) as listed_count,
        min(page_number) as page_number,
        cast(null as integer) as sentence_no
    from evaluations
    where form_kind = 'project' and project <> ''
    group by document_key
),

-- Projects told line by line, where these are all: they make the whole of what is spent on projects.
project_lines as (
    select
        document_key,
        count(distinct sentence_no) as listed_count,
        sum(amount) as listed_amount,
        sum(half_digit) as listed_half,
        min(page_number) as page_number,
        min(sentence_no) as sentence_no
    from {{ ref("int_figure") }}
    where figure_code = 'project.initial' and amount is not null
    group by document_key
    having count(*) = count(distinct sentence_no)
),

project_totals as (
    select
        document_key,
        max(amount) as amount,
        max(half_digit) as half_digit
    from {{ ref("int_figure_cell") }}
    where figure_code = 'expenditure.project'
    group by document_key
),

told_projects as (
    select
        l.document_key,
        l.listed_count,
        l.page_number,
        l.sentence_no
    from project_lines as l
    inner join project_totals as t on l.document_key = t.document_key
    where abs(l.listed_amount - t.amount) <= l.listed_half + t.half_digit
),

lists as (
    select * from listed
    union all
    select f.*
    from formed_projects as f
    left join listed as l on f.document_key = l.document_key
    where l.document_key is null
    union all
    select t.*
    from told_projects as t
    left join listed as l on t.document_key = l.document_key
    left join formed_projects as f on t.document_key = f.document_key
    where l.document_key is null and f.document_key is null
),

counts as (
    select
        f.document_key,
        'count_vs_list' as kind,
        -- A list of fewer than half is a selection.
        case
            when l.listed_count > f.value or 2 * l.listed_count >= f.value then 'error' else 'info'
        end as severity,
        'evaluated projects' as subject,
        '绩效自评项目个数' as subject_zh,
        f.printed as stated,
        concat(l.listed_count, f.unit) as found,
        cast(f.value - l.listed_count as decimal(24, 6)) as difference,
        f.unit,
        f.page_number as stated_page,
        concat('sentence ', f.sentence_no) as stated_place,
        f.sentence as stated_text,
        l.page_number as found_page,
        concat('sentence ', l.sentence_no) as found_place,
        concat(l.listed_count, ' projects') as found_text
    from {{ ref("int_figure") }} as f
    inner join lists as l on f.document_key = l.document_key
    cross join wordings as w
    where
        f.figure_code in ('evaluation.projects', 'evaluation.level_one_projects')
        and f.value <> l.listed_count
        -- Secret projects are counted and not told.
        and not {{ matches("f.sentence", "w.selections") }}
),

-- The amount under evaluation against the projects told one by one.
listed_amounts as (
    select
        document_key,
        count(distinct project) as listed_count,
        sum(executed) as executed_sum,
        sum(budget) as budget_sum,
        count(executed) as executed_count,
        min(page_number) as page_number,
        min(sentence_no) as sentence_no
    from evaluations
    where form_kind = 'review' and project <> ''
    group by document_key
    having count(*) = count(distinct project)
),

evaluated_amounts as (
    select
        f.document_key,
        'sum_vs_total' as kind,
        case
            when abs(f.amount - l.executed_sum) <= f.half_digit + t.half_cent * l.listed_count then 'rounding'
            else 'error'
        end as severity,
        f.figure_code as subject,
        f.figure_code as subject_zh,
        f.printed as stated,
        concat(cast(cast(l.executed_sum / 10000 as decimal(24, 2)) as varchar(40)), '万元') as found,
        cast((f.amount - l.executed_sum) / 10000 as decimal(24, 6)) as difference,
        '万元' as unit,
        f.page_number as stated_page,
        concat('sentence ', f.sentence_no) as stated_place,
        f.sentence as stated_text,
        l.page_number as found_page,
        concat('sentence ', l.sentence_no) as found_place,
        concat(l.listed_count, ' projects') as found_text
    from {{ ref("int_figure") }} as f
    inner join listed_amounts as l on f.document_key = l.document_key
    inner join {{ ref("int_figure") }} as n
        on
            f.document_key = n.document_key
            and f.sentence_no = n.sentence_no
            and n.figure_code = 'evaluation.projects'
            and l.listed_count = n.value
    cross join tolerances as t
    where
        f.figure_code = 'evaluation.amount'
        and f.amount is not null
        and l.executed_count = l.listed_count
        and abs(f.amount - l.executed_sum) > f.half_digit
        and abs(f.amount - coalesce(l.budget_sum, l.executed_sum)) > f.half_digit + t.half_cent * l.listed_count
),

-- Units that are counted and then named. Few sentences can be such, and those alone are tried.
unit_sentences as (
    select
        document_key,
        page_number,
        sentence_no,
        sentence
    from {{ ref("int_narrative_sentence") }}
    where sentence like '%个%' and {{ matches("sentence", "'单位|机构'") }}
),

unit_lists as (
    select
        s.document_key,
        s.page_number,
        s.sentence_no,
        s.sentence,
        w.marks,
        w.words,
        w.own,
        w.open_end,
        try_cast(regexp_extract(s.sentence, w.counts, 1) as integer) as told_count,
        {{ replace_all(
            "regexp_extract(s.sentence, '(' || w.openings || ')([^。;:]+)[。;]?$', 2)", "'[(][^()]*[)]'", "''"
        ) }} as list_text
    from unit_sentences as s
    cross join wordings as w
    where
        {{ matches("s.sentence", "w.counts") }}
        and {{ matches("s.sentence", "'(' || w.openings || ')[^。;:]+[。;]?$'") }}
),

counted_units as (
    select
        *,
        1 + length(list_text) - length({{ replace_all("list_text", "marks || '|' || words", "''") }}) as listed_count,
        1 + length(list_text) - length({{ replace_all("list_text", "marks", "''") }}) as parted_count,
        case when {{ matches("list_text", "own") }} then 1 else 0 end as own_count
    from unit_lists
    where length(list_text) between 3 and 400 and not {{ matches("list_text", "open_end") }}
),

unit_counts as (
    select
        document_key,
        'count_vs_list' as kind,
        'error' as severity,
        'subordinate units' as subject,
        '下属单位个数' as subject_zh,
        concat(told_count, '个') as stated,
        concat(parted_count, '个') as found,
        cast(told_count - parted_count as decimal(24, 6)) as difference,
        '个' as unit,
        page_number as stated_page,
        concat('sentence ', sentence_no) as stated_place,
        sentence as stated_text,
        page_number as found_page,
        concat('sentence ', sentence_no) as found_place,
        list_text as found_text
    from counted_units
    where
        told_count is not null
        and told_count not in (listed_count, parted_count, parted_count - own_count, listed_count - own_count)
),

final as (
    select * from list_against_total
    union all
    select * from counts
    union all
    select * from evaluated_amounts
    union all
    select * from unit_counts
)

select * from final
