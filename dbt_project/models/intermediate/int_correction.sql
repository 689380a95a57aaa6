-- Every value that is shown otherwise than printed, with what it rests on.
with repaired_rows as (
    select distinct
        document_key,
        table_no,
        page_number,
        row_no,
        block_no,
        printed_code,
        label,
        code,
        completed_code,
        named_code,
        is_by_name,
        function_code,
        economic_code
    from {{ ref("int_amount") }}
    where
        code_correction_id is null
        and coalesce(function_code, economic_code) is not null
        and (printed_code <> code or named_code is not null)
),

codes as (
    select
        document_key,
        case
            when named_code is not null then 'code_by_name'
            when completed_code is not null then 'clipped_code'
            else 'inherited_code'
        end as kind,
        page_number,
        table_no,
        row_no,
        block_no,
        printed_code as printed,
        code as corrected,
        case
            when named_code is not null then concat('the form prints no codes; the name ', label, ' within its parent')
            when is_by_name then concat('the only code that begins with ', printed_code, ' and is called ', label)
            when completed_code is not null then concat('the only code that begins with ', printed_code)
            else 'parent codes taken from the rows above in the same table'
        end as evidence
    from repaired_rows
),

units as (
    select distinct
        a.document_key,
        'assumed_unit' as kind,
        a.page_number,
        a.table_no,
        cast(null as integer) as row_no,
        cast(null as integer) as block_no,
        cast(null as varchar(10)) as printed,
        u.unit as corrected,
        'the table prints no unit; most tables of the document print this one' as evidence
    from {{ ref("int_amount") }} as a
    inner join {{ ref("int_table_unit") }} as u on a.document_key = u.document_key and a.table_no = u.table_no
    where not u.is_unit_printed and a.unit = u.unit
),

names as (
    select
        document_key,
        'department_spelling' as kind,
        cast(null as integer) as page_number,
        cast(null as integer) as table_no,
        cast(null as integer) as row_no,
        cast(null as integer) as block_no,
        printed_name as printed,
        department_name as corrected,
        'seed department_spelling' as evidence
    from {{ ref("int_document_department") }}
    where printed_name <> department_name
),

years as (
    select
        document_key,
        'fiscal_year' as kind,
        cast(null as integer) as page_number,
        cast(null as integer) as table_no,
        cast(null as integer) as row_no,
        cast(null as integer) as block_no,
        cast(printed_year as varchar(4)) as printed,
        cast(fiscal_year as varchar(4)) as corrected,
        'the catalogue says so; the document prints another year most often' as evidence
    from {{ ref("int_document_profile") }}
    where printed_year <> fiscal_year
),

unioned as (
    select * from codes
    union all
    select * from units
    union all
    select * from names
    union all
    select * from years
),

manual as (
    select
        correction_id,
        document_key,
        concat('manual_', field) as kind,
        page_number,
        table_no,
        row_no,
        block_no,
        column_no,
        printed,
        corrected,
        concat(
            reason, ' Source: ', source, '. ', author, ', ', corrected_on, ' (', origin, ', correction ',
            correction_no, ')'
        ) as evidence
    from {{ ref("int_manual_correction") }}
    where status = 'applied'
),

final as (
    select
        {{ hash_key(["document_key", "kind", "table_no", "row_no", "block_no"]) }} as correction_id,
        document_key,
        kind,
        page_number,
        table_no,
        row_no,
        block_no,
        cast(null as integer) as column_no,
        printed,
        corrected,
        evidence
    from unioned
    union all
    select * from manual
)

select * from final
