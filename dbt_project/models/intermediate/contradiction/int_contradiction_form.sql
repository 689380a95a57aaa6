{% set fields = [
    ("budget", "printed_budget", "budget_place", "预算数", "万元"),
    ("executed", "printed_executed", "executed_place", "执行数", "万元"),
    ("total_score", "printed_total", "total_place", "总分", "分"),
] %}

-- Self-evaluations against their own rules and against the prose: rates, scores, amounts.
with evaluations as (
    select
        *,
        coalesce(project_name, title) as name,
        coalesce(printed_score, '0') as score_text,
        coalesce(execution_score, 0) as score,
        -- A score is given to a hundredth or to a tenth; the rate it follows may be rounded or whole.
        case when execution_score = round(execution_score, 1) then 0.0501 else 0.0151 end as score_slack,
        case rate_decimals when 0 then 1 when 1 then 0.1 when 2 then 0.01 else 0.001 end as last_digit,
        cast(100 * executed / nullif(budget, 0) as decimal(24, 6)) as due_rate,
        execution_weight * least(rate, 100) / 100 as due_score,
        count(*) over (partition by document_key, block_no) as block_size,
        count(*) over (partition by document_key, form_kind, project, coalesce(is_total, false)) as namesakes
    from {{ ref("int_evaluation_figure") }}
),

wrong_rates as (
    select
        document_key,
        case when sentence_no is null then 'score_vs_rule' else 'percent_vs_computed' end as kind,
        case when abs(rate - due_rate) < last_digit then 'rounding' else 'error' end as severity,
        concat('execution rate of ', name) as subject,
        concat(name, '执行率') as subject_zh,
        printed_rate as stated,
        concat(cast(cast(due_rate as decimal(24, 2)) as varchar(40)), '%') as found,
        rate - due_rate as difference,
        '%' as unit,
        page_number,
        rate_place as stated_place,
        concat(executed_place, ' / ', budget_place) as found_place,
        concat(printed_executed, ' / ', printed_budget) as found_text
    from evaluations
    where budget > 0 and form_kind <> 'application' and abs(rate - due_rate) > last_digit / 2
),

wrong_scores as (
    select
        document_key,
        'score_vs_rule' as kind,
        'error' as severity,
        concat('execution score of ', name) as subject,
        concat(name, '预算执行得分') as subject_zh,
        printed_score as stated,
        cast(cast(due_score as decimal(12, 2)) as varchar(20)) as found,
        execution_score - due_score as difference,
        '分' as unit,
        page_number,
        score_place as stated_place,
        rate_place as found_place,
        concat(cast(cast(execution_weight as decimal(12, 2)) as varchar(20)), ' × ', printed_rate) as found_text
    from evaluations
    where
        abs(execution_score - due_score) > score_slack
        and abs(execution_score - execution_weight * least(coalesce(due_rate, rate), 100) / 100) > score_slack
),

indicator_scores as (
    select
        document_key,
        block_no,
        sum(score) as score_sum
    from {{ ref("int_evaluation_indicator") }}
    group by document_key, block_no
    having count(*) = count(score)
),

-- A block that holds several projects gives none of them all its indicators.
wrong_totals as (
    select
        e.document_key,
        'score_vs_rule' as kind,
        'error' as severity,
        concat('total score of ', e.name) as subject,
        concat(e.name, '总分') as subject_zh,
        e.printed_total as stated,
        cast(cast(e.score + s.score_sum as decimal(12, 2)) as varchar(20)) as found,
        e.total_score - e.score - s.score_sum as difference,
        '分' as unit,
        e.page_number,
        e.total_place as stated_place,
        e.score_place as found_place,
        concat(e.score_text, ' + ', cast(cast(s.score_sum as decimal(12, 2)) as varchar(20))) as found_text
    from evaluations as e
    inner join indicator_scores as s on e.document_key = s.document_key and e.block_no = s.block_no
    where e.block_size = 1 and abs(e.total_score - e.score - s.score_sum) > 0.0501
),

against_rules as (
    select * from wrong_rates
    union all
    select * from wrong_scores
    union all
    select * from wrong_totals
),

form_figures as (
    {%- for field, printed, place, field_zh, unit in fields %}
        select
            document_key,
            evaluation_key,
            form_kind,
            project,
            namesakes,
            is_total,
            page_number,
            sentence_no,
            '{{ field }}' as field,
            '{{ field_zh }}' as field_zh,
            '{{ unit }}' as unit,
            cast({{ field }} as decimal(24, 6)) as amount,
            {{ printed }} as printed,
            {{ place }} as place
        from evaluations
        where {{ field }} is not null
        {{- " union all" if not loop.last }}
    {%- endfor %}
),

held as (
    select *
    from form_figures
    where
        form_kind = 'department'
        or (form_kind in ('project', 'summary') and project <> '' and namesakes = 1 and not coalesce(is_total, false))
),

-- The same project told in prose, in its form and in the list; and the department's own evaluation. Of a project the
-- prose may tell a part of the score.
told as (
    select
        document_key,
        project,
        field,
        concat(field, ' of ', project) as subject,
        concat(project, field_zh) as subject_zh,
        amount,
        cast(0 as decimal(24, 6)) as half_digit,
        printed,
        page_number,
        sentence_no,
        cast(null as integer) as mention_no
    from form_figures
    where form_kind in ('review', 'note') and project <> '' and unit = '万元' and not coalesce(is_total, false)
    union all
    select
        f.document_key,
        '' as project,
        m.field,
        f.figure_code as subject,
        f.figure_code as subject_zh,
        cast(coalesce(f.amount, f.value) as decimal(24, 6)) as amount,
        f.half_digit,
        f.printed,
        f.page_number,
        f.sentence_no,
        f.mention_no
    from {{ ref("int_figure") }} as f
    inner join {{ ref("figure_form") }} as m on f.figure_code = m.figure_code
    where f.amount is not null or f.unit = '分'
),

-- Of several fields that a figure may be of, the nearest.
compared as (
    select
        t.*,
        h.unit,
        t.amount - h.amount as difference,
        h.printed as found,
        h.page_number as found_page,
        h.place as found_place
    from told as t
    inner join held as h on t.document_key = h.document_key and t.project = h.project and t.field = h.field
    qualify row_number() over (
        partition by t.document_key, t.sentence_no, t.mention_no, t.subject, h.evaluation_key
        order by abs(t.amount - h.amount), t.field
    ) = 1
),

final as (
    select
        document_key,
        kind,
        severity,
        subject,
        subject_zh,
        stated,
        found,
        cast(difference as decimal(24, 6)) as difference,
        unit,
        page_number as stated_page,
        stated_place,
        stated as stated_text,
        page_number as found_page,
        found_place,
        found_text
    from against_rules
    union all
    select
        c.document_key,
        'narrative_vs_form' as kind,
        -- Amounts are rounded to 0.01 万元 in one place and not in the other.
        case when c.unit = '万元' and abs(c.difference) <= 100 then 'rounding' else 'error' end as severity,
        c.subject,
        c.subject_zh,
        c.printed as stated,
        c.found,
        cast(case when c.unit = '万元' then c.difference / 10000 else c.difference end as decimal(24, 6)) as difference,
        c.unit,
        c.page_number as stated_page,
        concat('sentence ', c.sentence_no) as stated_place,
        s.sentence as stated_text,
        c.found_page,
        c.found_place,
        c.found as found_text
    from compared as c
    left join {{ ref("int_narrative_sentence") }} as s
        on c.document_key = s.document_key and c.sentence_no = s.sentence_no
    where abs(c.difference) > c.half_digit
)

select * from final
