-- What a document lacks for a rule: the statement, or the figure of a statement that it has.
with printed as (
    select distinct
        document_key,
        statement_code,
        measure_code
    from {{ ref("int_statement_amount") }}
),

statements as (
    select distinct
        document_key,
        statement_code
    from printed
),

terms as (
    select
        term_no,
        kind,
        rule_code,
        role,
        statement_code,
        case
            when kind = 'summary' then statement_code
            else
                concat_ws(
                    ' ',
                    statement_code,
                    nullif(side, ''),
                    {{ replace_all("measure", "'[$^]'", "''") }},
                    {{ replace_all("subject", "'[$^]'", "''") }}
                )
        end as term,
        measure
    from {{ ref("int_identity_term") }}
    where
        (kind = 'across')
        or (kind = 'horizontal' and role = 'result')
        or (kind = 'summary' and role = 'result')
),

found as (
    select distinct
        document_key,
        term_no,
        statement_code
    from {{ ref("int_identity_figure") }}
    union all
    select
        p.document_key,
        t.term_no,
        t.statement_code
    from printed as p
    inner join terms as t on p.statement_code = t.statement_code and p.measure_code = t.measure
    where t.kind = 'horizontal'
    union all
    select
        s.document_key,
        t.term_no,
        t.statement_code
    from statements as s
    inner join terms as t on s.statement_code = t.statement_code
    where t.kind = 'summary'
),

compared as (
    select
        d.document_key,
        t.rule_code,
        t.kind,
        f.term_no is null as is_missing,
        s.statement_code is null as is_statement_missing,
        case when s.statement_code is null then t.statement_code else t.term end as missing_term,
        count(s.statement_code) over (partition by d.document_key, t.rule_code) as statement_count
    from {{ ref("int_document_profile") }} as d
    cross join terms as t
    left join statements as s on d.document_key = s.document_key and t.statement_code = s.statement_code
    left join found as f
        on d.document_key = f.document_key and t.term_no = f.term_no and t.statement_code = f.statement_code
),

-- Of the statements within which a rule may be evaluated, each by itself, one is enough.
lacking as (
    select distinct
        document_key,
        rule_code,
        missing_term
    from compared
    where is_missing and (kind = 'across' or statement_count = 0 or not is_statement_missing)
),

final as (
    select
        document_key,
        rule_code,
        {{ text_list("missing_term") }} as missing_terms
    from lacking
    group by document_key, rule_code
)

select * from final
