-- The title of each form and the lines under it that say whose it is and when it was filled in.
with parts as (
    select
        p.document_key,
        p.table_no,
        p.lines_above
    from {{ ref("stg_table_part") }} as p
    inner join {{ ref("int_evaluation_table") }} as t
        on
            p.document_key = t.document_key
            and p.extractor_version = t.extractor_version
            and p.table_no = t.table_no
),

lines as (
    {{ split_lines("parts", ["document_key", "table_no"], "lines_above") }}
),

normal as (
    select
        document_key,
        table_no,
        line_no,
        line_text as printed,
        replace(replace(replace(replace(replace(line_text, ' ', ''), '　', ''), '（', '('), '）', ')'), '：', ':')
            as words
    from lines
),

titles as (
    select
        document_key,
        table_no,
        line_no,
        printed as title
    from normal
    where
        length(words) <= 80
        and {{ matches("words", "'(自评|绩效|申报).*表([(][^()]*[)])?$'") }}
        and not {{ matches("words", "'[,;，；。]|^(备注|注)'") }}
    qualify row_number() over (partition by document_key, table_no order by line_no desc) = 1
),

final as (
    select
        t.document_key,
        t.table_no,
        trim(t.title) as title,
        max(nullif(regexp_extract(n.words, '(单位名称|部门名称|部门/单位)([(][^()]*[)])?:([^:]*?)(填报|填表|单位:|金额|$)', 3), ''))
            as unit_name,
        max(nullif(regexp_extract(n.words, '(填报|填表)(日期|时间):([0-9年月日./-]+)', 3), '')) as fill_date
    from titles as t
    left join normal as n
        on t.document_key = n.document_key and t.table_no = n.table_no and t.line_no <= n.line_no
    group by t.document_key, t.table_no, t.title
)

select * from final
