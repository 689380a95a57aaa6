-- The unit of money of each table: its own unit line, else the one most of the document's tables print.
with unit_lines as (
    select
        p.document_key,
        p.root_table_no,
        p.table_no,
        u.unit,
        u.factor
    from {{ ref("stg_table_part") }} as p
    inner join {{ ref("int_document") }} as d
        on p.document_key = d.document_key and p.extractor_version = d.extractor_version
    inner join {{ ref("unit_of_money") }} as u
        on {{ matches("p.unit_line_normalised", "concat('单位[:]?(人民币)?', u.pattern)") }}
    qualify row_number() over (partition by p.document_key, p.table_no order by u.priority desc) = 1
),

-- Some tables print their unit in the header alone: 预算数（万元）.
header_units as (
    select
        c.document_key,
        c.table_no,
        u.unit,
        u.factor
    from {{ ref("stg_cell") }} as c
    inner join {{ ref("int_document") }} as d
        on c.document_key = d.document_key and c.extractor_version = d.extractor_version
    inner join {{ ref("unit_of_money") }} as u
        on {{ matches("c.text_normalised", "concat('[(](金额)?(单位[:]?)?(人民币)?', u.pattern, '[)]')") }}
    where c.row_kind = 'header'
    qualify row_number() over (partition by c.document_key, c.table_no order by u.priority desc, c.row_no asc) = 1
),

document_unit as (
    select
        document_key,
        unit,
        factor,
        count(*) as times
    from unit_lines
    group by document_key, unit, factor
    qualify row_number() over (partition by document_key order by count(*) desc, factor desc) = 1
),

final as (
    select
        t.document_key,
        t.table_no,
        t.root_table_no,
        coalesce(own.unit, head.unit, root.unit, doc.unit) as unit,
        coalesce(own.factor, head.factor, root.factor, doc.factor) as factor,
        coalesce(own.unit, head.unit, root.unit) is not null as is_unit_printed
    from {{ ref("int_table_statement") }} as t
    left join unit_lines as own on t.document_key = own.document_key and t.table_no = own.table_no
    left join header_units as head on t.document_key = head.document_key and t.root_table_no = head.table_no
    left join unit_lines as root on t.document_key = root.document_key and t.root_table_no = root.table_no
    left join document_unit as doc on t.document_key = doc.document_key
)

select * from final
