-- What one disclosure of a department tells of another, against that other itself.
with amounts as (
    select *
    from {{ ref("int_disclosed_amount") }}
    where is_sole and occurrence_no = 1
),

-- Cells that another disclosure has as well, with what they are there.
told_cells as (
    select
        a.*,
        r.rule_code,
        a.fiscal_year - r.years_back as other_year,
        r.other_report_type,
        r.other_side,
        coalesce(r.other_measure_code, a.measure_code) as other_measure,
        coalesce(r.other_item, a.item) as other_item
    from amounts as a
    left join {{ ref("int_adjusted_budget_note") }} as n on a.document_key = n.document_key
    inner join {{ ref("cross_document_cell") }} as r
        on
            a.side = r.side
            and (r.report_type is null or a.report_type = r.report_type)
            and (r.statement_code is null or a.statement_code = r.statement_code)
            and (r.item is null or a.item = r.item)
            and (r.header_word is null or a.header_path like '%' || r.header_word || '%')
            and (r.except_word is null or coalesce(a.header_path, '') not like '%' || r.except_word || '%')
            and (not r.is_budget_adjusted or n.document_key is not null)
    qualify row_number() over (partition by a.document_key, a.cell order by r.priority) = 1
),

-- A statement with one side leaves the side out; its one amount may be called amount or total.
found_cells as (
    select
        {{ hash_key(["t.rule_code", "t.document_key", "t.cell"]) }} as cross_document_key,
        t.rule_code,
        t.document_key,
        t.statement_code,
        t.measure_code,
        t.item,
        t.amount as stated,
        t.half_digit,
        t.cell as stated_cell,
        t.page_number as stated_page,
        t.printed_text as stated_text,
        cast(null as varchar(4000)) as stated_sentence,
        cast(null as integer) as stated_sentence_no,
        t.fiscal_year,
        t.report_type,
        o.document_key as other_document_key,
        o.fiscal_year as other_fiscal_year,
        o.report_type as other_report_type,
        o.amount as found,
        o.half_digit as other_half_digit,
        o.cell as found_cell,
        o.page_number as found_page,
        o.printed_text as found_text
    from told_cells as t
    inner join amounts as o
        on
            t.department_name = o.department_name
            and t.scope = o.scope
            and t.other_year = o.fiscal_year
            and t.other_report_type = o.report_type
            and t.statement_code = o.statement_code
            and t.other_item = o.item
            and (t.other_side = o.side or o.side = '')
            and (t.other_measure = o.measure_code or (t.other_measure = 'amount' and o.measure_code = 'total'))
    qualify row_number() over (
        partition by t.rule_code, t.document_key, t.cell order by o.side desc, o.measure_code asc, o.cell asc
    ) = 1
),

figures as (
    select
        f.*,
        coalesce(f.function_code, f.subject_code) as place_code,
        v.department_name,
        v.scope,
        -- Prose repeats but for its figures.
        {{ replace_all("f.sentence", "'[0-9]'", "'0'") }} as shape,
        cast(
            u.factor
            * case
                when f.value * 10 = floor(f.value * 10) then 0.05
                when f.value * 100 = floor(f.value * 100) then 0.005
                else 0.00005
            end as decimal(20, 6)
        ) as half_digit
    from {{ ref("fct_disclosed_figure") }} as f
    inner join {{ ref("int_disclosure_version") }} as v on f.document_key = v.document_key
    inner join {{ ref("unit_of_money") }} as u on f.unit = u.unit
    where v.is_sole and not f.is_absent and f.amount is not null and f.sentence is not null
),

shapes as (
    select distinct
        report_type,
        facet,
        shape
    from figures
),

excepted as (
    select distinct
        r.rule_code,
        s.report_type,
        s.shape
    from shapes as s
    inner join {{ ref("cross_document_wording") }} as r
        on s.report_type = r.report_type and s.facet = r.facet and {{ matches("s.shape", "r.except_pattern") }}
),

-- Where each document has what prose tells of.
places as (
    select
        a.*,
        case when c.item = '*' then a.item else c.subject_code end as place_code,
        c.item = '*' as is_function
    from amounts as a
    inner join {{ ref("cross_document_figure") }} as c
        on
            a.statement_code = c.statement_code
            and (a.item = c.item or c.item = '*')
            and (c.report_type is null or a.report_type = c.report_type)
            and (a.side = c.side or a.side = '')
            and (
                a.measure_code = c.measure_code
                or (c.measure_code in ('total', 'amount') and a.measure_code in ('total', 'amount'))
            )
    qualify row_number() over (
        partition by a.document_key, case when c.item = '*' then a.item else c.subject_code end
        order by a.side desc, a.measure_code desc, a.cell asc
    ) = 1
),

-- What the prose tells of this year must be what its own statement has: else the two are not of one thing.
anchored as (
    select distinct p.*
    from places as p
    inner join figures as f on p.document_key = f.document_key and p.place_code = f.place_code
    where
        f.facet in ('amount', 'actual', 'initial')
        and f.figure_year = f.fiscal_year
        and abs(f.amount - p.amount) <= f.half_digit + p.half_digit
),

-- A change leads from this year's amount to the other's; any other figure is the other's itself.
found_figures as (
    select
        {{ hash_key(["r.rule_code", "f.figure_key"]) }} as cross_document_key,
        r.rule_code,
        f.document_key,
        o.statement_code,
        o.measure_code,
        o.item,
        case when f.facet = 'change' then p.amount - f.amount * coalesce(f.sign, 1) else f.amount end as stated,
        f.half_digit + coalesce(p.half_digit, 0) as half_digit,
        p.cell as stated_cell,
        f.page_number as stated_page,
        cast(f.amount as varchar(40)) as stated_text,
        f.sentence as stated_sentence,
        f.sentence_no as stated_sentence_no,
        f.fiscal_year,
        f.report_type,
        o.document_key as other_document_key,
        o.fiscal_year as other_fiscal_year,
        o.report_type as other_report_type,
        o.amount as found,
        o.half_digit as other_half_digit,
        o.cell as found_cell,
        o.page_number as found_page,
        o.printed_text as found_text
    from figures as f
    inner join {{ ref("cross_document_wording") }} as r
        on f.report_type = r.report_type and f.facet = r.facet and f.figure_year = f.fiscal_year - r.years_back
    inner join places as o
        on
            f.department_name = o.department_name
            and f.scope = o.scope
            and f.place_code = o.place_code
            and f.fiscal_year - r.other_years_back = o.fiscal_year
            and r.other_report_type = o.report_type
            and (r.has_functions or not o.is_function)
    left join anchored as p
        on f.facet = 'change' and f.document_key = p.document_key and f.place_code = p.place_code
    left join excepted as e on r.rule_code = e.rule_code and f.report_type = e.report_type and f.shape = e.shape
    where
        e.shape is null
        and (f.facet <> 'change' or (p.document_key is not null and (f.sign is not null or f.amount = 0)))
),

compared as (
    select * from found_cells
    union all
    select * from found_figures
),

judged as (
    select
        *,
        cast(stated - found as decimal(20, 2)) as difference,
        cast(half_digit + other_half_digit as decimal(20, 2)) as tolerance
    from compared
),

final as (
    select
        j.cross_document_key,
        j.rule_code,
        r.rule_name,
        r.rule_name_zh,
        r.severity,
        d.department_key,
        d.disclosure_scope as scope,
        j.document_key,
        j.fiscal_year,
        j.report_type,
        j.other_document_key,
        j.other_fiscal_year,
        j.other_report_type,
        j.statement_code,
        j.measure_code,
        j.item,
        cast(j.stated as decimal(20, 2)) as stated,
        cast(j.found as decimal(20, 2)) as found,
        j.difference,
        j.tolerance,
        case
            when j.difference = 0 then 'holds'
            when abs(j.difference) <= j.tolerance then 'rounding'
            else 'broken'
        end as status,
        j.stated_page,
        j.stated_cell,
        j.stated_text,
        j.stated_sentence,
        j.stated_sentence_no,
        j.found_page,
        j.found_cell,
        j.found_text
    from judged as j
    inner join {{ ref("cross_document_rule") }} as r on j.rule_code = r.rule_code
    inner join {{ ref("dim_document") }} as d on j.document_key = d.document_key
)

select * from final
