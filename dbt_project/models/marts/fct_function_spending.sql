{%- set measures = [
    "basic",
    "personnel",
    "public_use",
    "wages_and_benefits",
    "goods_and_services",
    "individual_and_family",
    "capital",
    "project",
    "department_project",
    "public_project",
    "operations_project",
    "target_project",
    "recurrent_project",
    "one_off_project",
    "general_project",
    "special_project",
    "transfer_to_superior",
    "operating",
    "subsidy_to_affiliate",
] -%}

with funds as (
    select
        statement_code,
        spending_code as fund_code
    from {{ ref("spending_statement") }}
    where classification = 'function'
),

-- One row for each code, its measures side by side.
measured as (
    select
        f.document_key,
        f.department_key,
        f.fiscal_year,
        f.report_type,
        max(d.disclosure_scope) as scope,
        u.fund_code,
        max(f.function_key) as function_key,
        f.function_code,
        {% for measure in measures -%}
            sum(case when f.measure_code = '{{ measure }}' then f.amount end) as {{ measure }},
        {% endfor -%}
        sum(case when f.measure_code in ('total', 'amount') then f.amount end) as total
    from {{ ref("fct_statement_amount") }} as f
    inner join funds as u on f.statement_code = u.statement_code
    inner join {{ ref("dim_document") }} as d on f.document_key = d.document_key
    inner join {{ ref("int_leaf_code") }} as l
        on f.document_key = l.document_key and f.statement_code = l.statement_code and f.function_code = l.code
    inner join {{ ref("int_table_statement") }} as t on f.document_key = t.document_key and f.table_no = t.table_no
    inner join {{ ref("int_first_table") }} as o
        on
            f.document_key = o.document_key
            and f.statement_code = o.statement_code
            and f.function_code = o.code
            and t.root_table_no = o.root_table_no
    where f.side is null
    group by f.document_key, f.department_key, f.fiscal_year, f.report_type, u.fund_code, f.function_code
),

-- The sum of the parts that are printed; null where none is.
parted as (
    select
        *,
        case
            when coalesce(personnel, public_use) is not null then coalesce(personnel, 0) + coalesce(public_use, 0)
            when coalesce(wages_and_benefits, goods_and_services, individual_and_family) is not null
                then
                    coalesce(wages_and_benefits, 0) + coalesce(goods_and_services, 0)
                    + coalesce(individual_and_family, 0) + coalesce(capital, 0)
        end as basic_of_parts,
        case
            when
                coalesce(
                    department_project, public_project, operations_project, target_project, recurrent_project,
                    one_off_project, general_project, special_project
                ) is not null
                then
                    coalesce(department_project, 0) + coalesce(public_project, 0) + coalesce(operations_project, 0)
                    + coalesce(target_project, 0) + coalesce(recurrent_project, 0) + coalesce(one_off_project, 0)
                    + coalesce(general_project, 0) + coalesce(special_project, 0)
        end as project_of_parts
    from measured
),

final as (
    select
        {{ hash_key(["document_key", "fund_code", "function_code"]) }} as function_spending_key,
        document_key,
        department_key,
        fiscal_year,
        report_type,
        scope,
        fund_code,
        function_key,
        function_code,
        cast(total as decimal(20, 2)) as total,
        cast(coalesce(basic, basic_of_parts) as decimal(20, 2)) as basic,
        cast(coalesce(project, project_of_parts) as decimal(20, 2)) as project,
        cast(transfer_to_superior as decimal(20, 2)) as transfer_to_superior,
        cast(operating as decimal(20, 2)) as operating,
        cast(subsidy_to_affiliate as decimal(20, 2)) as subsidy_to_affiliate
    from parted
)

select * from final
