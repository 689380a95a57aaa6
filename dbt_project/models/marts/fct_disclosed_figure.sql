with told as (
    select
        document_key,
        sentence_no,
        position,
        section_code,
        figure_code,
        subject_code,
        facet,
        function_code,
        project_name,
        value,
        unit,
        amount,
        sign,
        figure_year,
        base_year,
        base,
        base_text,
        false as is_absent
    from {{ ref("int_disclosed_figure") }}
    where figure_code is not null
    union all
    select
        document_key,
        sentence_no,
        cast(null as integer) as position,
        section_code,
        figure_code,
        {{ replace_all("figure_code", "'[.]none$'", "''") }} as subject_code,
        'none' as facet,
        cast(null as varchar(20)) as function_code,
        cast(null as varchar(4000)) as project_name,
        cast(null as decimal(24, 6)) as value,
        cast(null as varchar(20)) as unit,
        cast(null as decimal(20, 2)) as amount,
        cast(null as integer) as sign,
        cast(null as integer) as figure_year,
        cast(null as integer) as base_year,
        cast(null as varchar(20)) as base,
        cast(null as varchar(4000)) as base_text,
        true as is_absent
    from {{ ref("int_absence") }}
),

-- A reason is of the subject told last before it: in its own sentence, else in the sentence before.
reasoned as (
    select
        r.document_key,
        r.sentence_no as reason_sentence_no,
        r.position as reason_position,
        r.reason,
        t.sentence_no,
        t.position,
        t.subject_code,
        t.facet,
        row_number() over (
            partition by r.document_key, r.sentence_no order by t.sentence_no desc, t.position desc
        ) as nearness
    from {{ ref("int_stated_reason") }} as r
    inner join told as t
        on r.document_key = t.document_key and r.sentence_no = t.sentence_no and r.position > t.position
    union all
    select
        r.document_key,
        r.sentence_no as reason_sentence_no,
        r.position as reason_position,
        r.reason,
        t.sentence_no,
        t.position,
        t.subject_code,
        t.facet,
        row_number() over (
            partition by r.document_key, r.sentence_no order by t.position desc
        ) as nearness
    from {{ ref("int_stated_reason") }} as r
    inner join told as t
        on r.document_key = t.document_key and r.sentence_no = t.sentence_no + 1
    where r.is_leading and t.position is not null
),

reasons as (
    select
        a.document_key,
        a.sentence_no,
        a.position,
        a.reason
    from reasoned as a
    inner join reasoned as n
        on
            a.document_key = n.document_key
            and a.reason_sentence_no = n.reason_sentence_no
            and a.sentence_no = n.sentence_no
            and a.subject_code = n.subject_code
            and n.nearness = 1
    where a.facet like '%change%' or a.facet like '%_initial%' or a.facet = 'execution_rate'
    qualify row_number() over (
        partition by a.document_key, a.sentence_no, a.position
        order by a.reason_sentence_no asc, a.reason_position asc
    ) = 1
),

economic_subjects as (
    select distinct
        subject_code,
        economic_code
    from {{ ref("narrative_subject") }}
    where economic_code is not null
),

final as (
    select
        {{ hash_key(["t.document_key", "t.sentence_no", "t.position", "t.figure_code"]) }} as figure_key,
        t.document_key,
        d.department_key,
        d.fiscal_year,
        d.report_type,
        t.section_code,
        t.figure_code,
        t.subject_code,
        t.facet,
        t.function_code,
        e.economic_code,
        t.project_name,
        t.value,
        t.unit,
        t.amount,
        t.sign,
        coalesce(t.figure_year, d.fiscal_year) as figure_year,
        t.base_year,
        t.base,
        t.base_text,
        t.is_absent,
        r.reason,
        s.page_number,
        s.sentence_no,
        t.position,
        case when p.sentence_no is null then s.sentence end as sentence
    from told as t
    inner join {{ ref("dim_document") }} as d on t.document_key = d.document_key
    inner join {{ ref("int_narrative_sentence") }} as s
        on t.document_key = s.document_key and t.sentence_no = s.sentence_no
    left join reasons as r
        on t.document_key = r.document_key and t.sentence_no = r.sentence_no and t.position = r.position
    left join economic_subjects as e on t.subject_code = e.subject_code
    left join {{ ref("int_private_sentence") }} as p
        on t.document_key = p.document_key and t.sentence_no = p.sentence_no
)

select * from final
