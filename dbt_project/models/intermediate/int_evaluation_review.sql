-- What the prose tells of each project: 某项目绩效自评综述：项目全年预算数为…，执行数为…，完成预算的…%; and, where the
-- expenditure is explained, 某项目…万元，主要成效….
with openings as (
    select
        s.document_key,
        s.extractor_version,
        s.sentence_no,
        s.page_number,
        s.sentence,
        replace(replace(s.sentence, ' ', ''), '　', '') as words
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where {{ matches("s.sentence_normalised", "'绩效.{0,4}综述:'") }}
),

-- A semicolon may part the budget from what was executed.
whole as (
    select
        o.document_key,
        o.sentence_no,
        o.page_number,
        o.sentence,
        regexp_extract(o.words, '^([(（]?[0-9一二三四五六七八九十]+[)）]?[.．、])?(.*?)(项目)?(支出)?绩效[^：:]{0,4}综述[：:]', 2)
            as project_name,
        concat(
            {{ replace_all("o.words", "'^.*综述[：:]'", "''") }},
            case
                when {{ matches("o.words", "'执行数|完成预算'") }} then ''
                else coalesce(replace(n.sentence, ' ', ''), '')
            end
        ) as words
    from openings as o
    left join {{ ref("stg_sentence") }} as n
        on
            o.document_key = n.document_key
            and o.extractor_version = n.extractor_version
            and o.sentence_no + 1 = n.sentence_no
            and not {{ matches("n.sentence_normalised", "'综述'") }}
),

named as (
    select
        s.document_key,
        s.sentence_no,
        s.page_number,
        s.sentence,
        regexp_extract(
            replace(replace(s.sentence, ' ', ''), '　', ''),
            '^(其中[：:])?(项目支出)?(主要)?(用于)?[：:]?(.*?)(项目)?[0-9][0-9,.]*(亿|万)元?[，,]主要(成效|产出|成果|用于)',
            5
        ) as project_name,
        {{ matches("s.sentence_normalised", "',主要用于'") }} as is_use,
        replace(replace(s.sentence, ' ', ''), '　', '') as words
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    where {{ matches("s.sentence_normalised", "'^[^,。;0-9]+[0-9][0-9,.]*(亿|万)元?,主要(成效|产出|成果|用于)'") }}
),

neighbours as (
    select
        *,
        lag(case when is_use then 0 else sentence_no end) over (partition by document_key order by sentence_no)
            as told_before,
        lead(case when is_use then 0 else sentence_no end) over (partition by document_key order by sentence_no)
            as told_behind
    from named
),

-- Much is 主要用于 something; it is a project where projects with what they achieved stand beside it.
notes as (
    select *
    from neighbours
    where not is_use or told_before = sentence_no - 1 or told_behind = sentence_no + 1
),

final as (
    select
        'review' as form_kind,
        document_key,
        sentence_no,
        page_number,
        sentence,
        project_name,
        nullif(regexp_extract(words, '预算(数|总额|金额|资金)?为?([0-9][0-9,.]*(亿|万)?元)', 2), '') as budget,
        nullif(regexp_extract(words, '(执行|支出)(数|总额|金额)?为?([0-9][0-9,.]*(亿|万)?元)', 3), '') as executed,
        nullif(regexp_extract(words, '(完成预算的?|执行率为?|完成率为?)([0-9]+([.][0-9]+)?[%％])', 2), '') as rate,
        nullif(regexp_extract(words, '(得分|自评分|评分)为?([0-9]+([.][0-9]+)?)分', 2), '') as total_score
    from whole
    where project_name <> ''
    union all
    select
        'note' as form_kind,
        document_key,
        sentence_no,
        page_number,
        sentence,
        project_name,
        cast(null as varchar(40)) as budget,
        regexp_extract(words, '([0-9][0-9,.]*(亿|万)元?)[，,]主要(成效|产出|成果|用于)', 1) as executed,
        cast(null as varchar(40)) as rate,
        cast(null as varchar(40)) as total_score
    from notes
    where project_name <> ''
)

select * from final
