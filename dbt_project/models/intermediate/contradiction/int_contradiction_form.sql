-- Self-evaluations against their own rules and against the prose: rates, scores, amounts.
with evaluations as (
    select * from {{ ref("int_evaluation_figure") }}
),

-- What the rate, the execution score and the total are by the rule of the form.
rates as (
    select
        *,
        cast(100 * executed / budget as decimal(24, 6)) as due_rate,
        case rate_decimals when 0 then 1 when 1 then 0.1 when 2 then 0.01 else 0.001 end as last_digit
    from evaluations
    where budget > 0 and executed is not null and rate is not null and form_kind <> 'application'
),

wrong_rates as (
    select
        document_key,
        case when form_kind = 'review' then 'percent_vs_computed' else 'score_vs_rule' end as kind,
        case when abs(rate - due_rate) < last_digit then 'rounding' else 'error' end as severity,
        concat('execution rate of ', coalesce(project_name, title)) as subject,
        concat(coalesce(project_name, title), '执行率') as subject_zh,
        printed_rate as stated,
        concat(cast(cast(due_rate as decimal(24, 2)) as varchar(40)), '%') as found,
        cast(rate - due_rate as decimal(24, 6)) as difference,
        '%' as unit,
        page_number as stated_page,
        rate_place as stated_place,
        printed_rate as stated_text,
        page_number as found_page,
        concat(executed_place, ' / ', budget_place) as found_place,
        concat(printed_executed, ' / ', printed_budget) as found_text
    from rates
    where abs(rate - due_rate) > last_digit / 2
),

wrong_scores as (
    select
        document_key,
        'score_vs_rule' as kind,
        'error' as severity,
        concat('execution score of ', coalesce(project_name, title)) as subject,
        concat(coalesce(project_name, title), '预算执行得分') as subject_zh,
        printed_score as stated,
        cast(cast(execution_weight * least(rate, 100) / 100 as decimal(12, 2)) as varchar(20)) as found,
        cast(execution_score - execution_weight * least(rate, 100) / 100 as decimal(24, 6)) as difference,
        '分' as unit,
        page_number as stated_page,
        score_place as stated_place,
        printed_score as stated_text,
        page_number as found_page,
        rate_place as found_place,
        concat(cast(cast(execution_weight as decimal(12, 2)) as varchar(20)), ' × ', printed_rate) as found_text
    from evaluations
    where
        execution_score is not null
        and execution_weight is not null
        and rate is not null
        -- Scores are told to a hundredth or a tenth; the rate they follow may be told rounded or whole.
        and abs(execution_score - execution_weight * least(rate, 100) / 100) > 0.0151
        and abs(execution_score - execution_weight * least(rate, 100) / 100)
        > case when execution_score = round(execution_score, 1) then 0.0501 else 0 end
        and abs(
            execution_score - execution_weight * least(coalesce(executed / nullif(budget, 0), rate / 100), 1)
        ) > 0.0151
),

indicator_scores as (
    select
        document_key,
        block_no,
        sum(score) as score_sum,
        count(*) as indicator_count,
        count(score) as scored_count
    from {{ ref("int_evaluation_indicator") }}
    group by document_key, block_no
),

-- A block that holds several projects gives none of them all its indicators.
lonely_blocks as (
    select
        document_key,
        block_no
    from evaluations
    where block_no is not null
    group by document_key, block_no
    having count(*) = 1
),

wrong_totals as (
    select
        e.document_key,
        'score_vs_rule' as kind,
        'error' as severity,
        concat('total score of ', coalesce(e.project_name, e.title)) as subject,
        concat(coalesce(e.project_name, e.title), '总分') as subject_zh,
        e.printed_total as stated,
        cast(cast(coalesce(e.execution_score, 0) + s.score_sum as decimal(12, 2)) as varchar(20)) as found,
        cast(e.total_score - coalesce(e.execution_score, 0) - s.score_sum as decimal(24, 6)) as difference,
        '分' as unit,
        e.page_number as stated_page,
        e.total_place as stated_place,
        e.printed_total as stated_text,
        e.page_number as found_page,
        e.score_place as found_place,
        concat(
            coalesce(e.printed_score, '0'), ' + ', cast(cast(s.score_sum as decimal(12, 2)) as varchar(20))
        ) as found_text
    from evaluations as e
    inner join lonely_blocks as o on e.document_key = o.document_key and e.block_no = o.block_no
    inner join indicator_scores as s on e.document_key = s.document_key and e.block_no = s.block_no
    where
        e.total_score is not null
        and s.scored_count = s.indicator_count
        and abs(e.total_score - coalesce(e.execution_score, 0) - s.score_sum) > 0.0501
),

-- The same project told in prose, in its form and in the list.
told as (
    select *
    from evaluations
    where project <> '' and form_kind in ('review', 'note') and not coalesce(is_total, false)
),

formed as (
    select *
    from evaluations
    where project <> '' and form_kind in ('project', 'summary') and not coalesce(is_total, false)
    qualify count(*) over (partition by document_key, form_kind, project) = 1
),

disagreeing as (
    select
        t.document_key,
        t.project,
        t.sentence_no,
        t.page_number,
        f.page_number as form_page,
        t.printed_budget,
        f.printed_budget as form_budget_text,
        t.printed_executed,
        f.printed_executed as form_executed_text,
        t.budget,
        f.budget as form_budget,
        t.executed,
        f.executed as form_executed,
        f.budget_place,
        f.executed_place
    from told as t
    inner join formed as f on t.document_key = f.document_key and t.project = f.project
),

wrong_amounts as (
    select
        document_key,
        concat('budget of ', project) as subject,
        concat(project, '预算数') as subject_zh,
        printed_budget as stated,
        form_budget_text as found,
        budget - form_budget as difference,
        page_number,
        sentence_no,
        form_page,
        budget_place as found_place
    from disagreeing
    where budget <> form_budget
    union all
    select
        document_key,
        concat('executed of ', project) as subject,
        concat(project, '执行数') as subject_zh,
        printed_executed as stated,
        form_executed_text as found,
        executed - form_executed as difference,
        page_number,
        sentence_no,
        form_page,
        executed_place as found_place
    from disagreeing
    where executed <> form_executed
),

prose_against_form as (
    select
        w.document_key,
        'narrative_vs_form' as kind,
        -- Amounts rounded to 0.01 万元 in one place and not in the other.
        case when abs(w.difference) <= 100 then 'rounding' else 'error' end as severity,
        w.subject,
        w.subject_zh,
        w.stated,
        w.found,
        cast(w.difference / 10000 as decimal(24, 6)) as difference,
        '万元' as unit,
        w.page_number as stated_page,
        concat('sentence ', w.sentence_no) as stated_place,
        s.sentence as stated_text,
        w.form_page as found_page,
        w.found_place,
        w.found as found_text
    from wrong_amounts as w
    left join {{ ref("int_narrative_sentence") }} as s
        on w.document_key = s.document_key and w.sentence_no = s.sentence_no
),

-- What the department's own evaluation is over: as budgeted or as executed.
whole_against_form as (
    select
        f.document_key,
        'narrative_vs_form' as kind,
        'error' as severity,
        'amount under the department evaluation' as subject,
        '部门整体支出绩效自评资金' as subject_zh,
        f.printed as stated,
        e.printed_executed as found,
        cast((f.amount - e.executed) / 10000 as decimal(24, 6)) as difference,
        '万元' as unit,
        f.page_number as stated_page,
        concat('sentence ', f.sentence_no) as stated_place,
        f.sentence as stated_text,
        e.page_number as found_page,
        e.executed_place as found_place,
        e.printed_executed as found_text
    from {{ ref("int_figure") }} as f
    inner join evaluations as e on f.document_key = e.document_key and e.form_kind = 'department'
    where
        f.figure_code = 'evaluation.department_amount'
        and f.amount is not null
        and e.executed is not null
        and abs(f.amount - e.executed) > 100 + f.half_digit
        and abs(f.amount - coalesce(e.budget, e.executed)) > 100 + f.half_digit
),

-- What the prose says of the department's own evaluation, against its form.
wrong_department_scores as (
    select
        f.document_key,
        'narrative_vs_form' as kind,
        'error' as severity,
        'score of the department evaluation' as subject,
        '部门整体支出绩效自评得分' as subject_zh,
        f.printed as stated,
        e.printed_total as found,
        cast(f.value - e.total_score as decimal(24, 6)) as difference,
        '分' as unit,
        f.page_number as stated_page,
        concat('sentence ', f.sentence_no) as stated_place,
        f.sentence as stated_text,
        e.page_number as found_page,
        e.total_place as found_place,
        e.printed_total as found_text
    from {{ ref("int_figure") }} as f
    inner join evaluations as e on f.document_key = e.document_key and e.form_kind = 'department'
    where
        f.figure_code = 'evaluation.department_score'
        and f.unit = '分'
        and e.total_score is not null
        and abs(f.value - e.total_score) >= 0.01
),

formed_amounts as (
    select
        document_key,
        'evaluation.department_executed' as figure_code,
        executed as form_amount,
        printed_executed as printed_amount,
        page_number,
        executed_place as place
    from evaluations
    where form_kind = 'department'
    union all
    select
        document_key,
        'evaluation.department_budget' as figure_code,
        budget as form_amount,
        printed_budget as printed_amount,
        page_number,
        budget_place as place
    from evaluations
    where form_kind = 'department'
),

department_amounts as (
    select
        f.document_key,
        'narrative_vs_form' as kind,
        case when abs(f.amount - e.form_amount) <= 100 then 'rounding' else 'error' end as severity,
        f.figure_code as subject,
        f.figure_code as subject_zh,
        f.printed as stated,
        e.printed_amount as found,
        cast((f.amount - e.form_amount) / 10000 as decimal(24, 6)) as difference,
        '万元' as unit,
        f.page_number as stated_page,
        concat('sentence ', f.sentence_no) as stated_place,
        f.sentence as stated_text,
        e.page_number as found_page,
        e.place as found_place,
        e.printed_amount as found_text
    from {{ ref("int_figure") }} as f
    inner join formed_amounts as e on f.document_key = e.document_key and f.figure_code = e.figure_code
    where f.amount is not null and e.form_amount is not null and abs(f.amount - e.form_amount) > f.half_digit
),

final as (
    select * from wrong_rates
    union all
    select * from wrong_scores
    union all
    select * from wrong_totals
    union all
    select * from prose_against_form
    union all
    select * from whole_against_form
    union all
    select * from wrong_department_scores
    union all
    select * from department_amounts
)

select * from final
