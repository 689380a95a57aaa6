-- What stands in a document and in no mart, each with the seed that would take it in; and what was read from a
-- scan without much confidence.
with titles as (
    select distinct title
    from {{ ref("int_table_statement") }}
    where statement_code is null
),

private_wordings as (
    select distinct t.title
    from titles as t
    inner join {{ ref("personal_data") }} as p on {{ matches("t.title", "p.pattern") }}
    where {{ may_hold_personal_data("t.title") }}
),

private_titles as (
    select
        t.document_key,
        t.table_no
    from {{ ref("int_table_statement") }} as t
    inner join private_wordings as w on t.title = w.title
),

unnamed_tables as (
    select
        t.document_key,
        'table' as kind,
        t.page_number,
        t.table_no,
        case when p.table_no is not null then '(title withheld)' else coalesce(t.title, '(no title)') end as text,
        concat(t.row_count, ' x ', t.column_count) as example,
        'a row in seeds/forms/statement_title.csv, or table_trait.csv where it has no title' as hint
    from {{ ref("int_table_statement") }} as t
    left join private_titles as p on t.document_key = p.document_key and t.table_no = p.table_no
    where t.statement_code is null and t.table_no = t.root_table_no
),

unmapped_headers as (
    select
        k.document_key,
        'header' as kind,
        c.page_number,
        k.table_no,
        concat(k.statement_code, ': ', k.header_path) as text,
        concat('row ', min(c.row_no), ', column ', k.column_no) as example,
        'a row in seeds/forms/column_header.csv' as hint
    from {{ ref("int_column") }} as k
    inner join {{ ref("int_statement_cell") }} as c
        on k.document_key = c.document_key and k.table_no = c.table_no and k.column_no = c.column_no
    where k.role is null and {{ matches("c.text_normalised", "'^[-–—﹣]?[0-9,]*[.]?[0-9]+$'") }}
    group by k.document_key, c.page_number, k.table_no, k.statement_code, k.header_path, k.column_no
),

ambiguous_headers as (
    select
        document_key,
        'header' as kind,
        page_number,
        table_no,
        concat(statement_code, ': ', header_path, ' is one of several columns taken for ', measure_code) as text,
        concat('row ', min(row_no), ', column ', column_no) as example,
        'a row of higher priority in seeds/forms/column_header.csv or column_side.csv that tells them apart' as hint
    from {{ ref("int_amount") }}
    where is_ambiguous and amount is not null
    group by document_key, page_number, table_no, statement_code, header_path, measure_code, column_no
),

unread_amounts as (
    select
        document_key,
        'amount' as kind,
        page_number,
        table_no,
        concat(statement_code, ': ', header_path) as text,
        concat('row ', row_no, ', column ', column_no) as example,
        'not a number, or too large for money: look at the cell on its page' as hint
    from {{ ref("int_amount") }}
    where
        (printed_amount is null or (amount is null and factor is not null))
        and not is_blank_mark
        and amount_correction_id is null
),

-- A column of words that no seed maps may be what names the rows.
wordy_headers as (
    select
        k.document_key,
        k.table_no,
        {{ text_list("k.header_path", "k.column_no") }} as headers
    from {{ ref("int_column") }} as k
    where k.role is null and k.header_path <> ''
    group by k.document_key, k.table_no
),

unlabelled_rows as (
    select
        a.document_key,
        'row' as kind,
        a.page_number,
        a.table_no,
        concat(a.statement_code, ': row ', a.row_no, ' names nothing') as text,
        concat(count(*), ' amounts') as example,
        coalesce(
            concat('a row in seeds/forms/column_header.csv for ', max(h.headers)), 'look at the row on its page'
        ) as hint
    from {{ ref("int_amount") }} as a
    left join wordy_headers as h on a.document_key = h.document_key and a.table_no = h.table_no
    where
        a.amount is not null
        and not a.is_total
        and a.function_code is null
        and a.economic_code is null
        and a.line_item is null
    group by a.document_key, a.page_number, a.table_no, a.statement_code, a.row_no
),

unresolved_names as (
    select
        a.document_key,
        'code' as kind,
        min(a.page_number) as page_number,
        min(a.table_no) as table_no,
        concat(a.statement_code, ': no code is called ', a.label, ' within its parent') as text,
        concat(count(*), ' amounts') as example,
        'kept by name; a row in seeds/reference/function_code.csv, economic_code.csv or function_name_alias.csv' as hint
    from {{ ref("int_statement_amount") }} as a
    inner join {{ ref("int_named_code") }} as n
        on
            a.document_key = n.document_key
            and a.table_no = n.table_no
            and a.row_no = n.row_no
            and a.block_no = n.block_no
    where n.code is null
    group by a.document_key, a.statement_code, a.label
),

known_classes as (
    select distinct code
    from {{ ref("int_classification") }}
    where length(code) = 3
),

unknown_codes as (
    select
        a.document_key,
        'code' as kind,
        min(a.page_number) as page_number,
        min(a.table_no) as table_no,
        concat(coalesce(a.function_code, a.economic_code), ' ', coalesce(min(a.label), '')) as text,
        concat(count(*), ' amounts') as example,
        case
            when max(p.code) is null
                then
                    'its class is in no list: look at the code on its page; if it is right, rows for it and its '
                    || 'parents in seeds/reference/function_code.csv or economic_code.csv'
            else 'a row in seeds/reference/function_code.csv or economic_code.csv'
        end as hint
    from {{ ref("int_statement_amount") }} as a
    left join {{ ref("int_classification") }} as k on coalesce(a.function_code, a.economic_code) = k.code
    left join known_classes as p on substr(coalesce(a.function_code, a.economic_code), 1, 3) = p.code
    where coalesce(a.function_code, a.economic_code) is not null and k.code is null
    group by a.document_key, coalesce(a.function_code, a.economic_code)
),

unknown_government_codes as (
    select
        a.document_key,
        'code' as kind,
        min(a.page_number) as page_number,
        min(a.table_no) as table_no,
        concat(a.code, ' ', coalesce(min(a.label), '')) as text,
        concat(count(*), ' amounts') as example,
        'a row in seeds/reference/government_economic_code.csv' as hint
    from {{ ref("int_statement_amount") }} as a
    left join {{ ref("government_economic_code") }} as g on a.code = g.government_economic_code
    where {{ matches("a.code", "'^5([0-9]{2}|[0-9]{4})$'") }} and g.government_economic_code is null
    group by a.document_key, a.code
),

misformed_codes as (
    select
        document_key,
        'code' as kind,
        min(page_number) as page_number,
        min(table_no) as table_no,
        concat(code, ' ', coalesce(min(label), '')) as text,
        concat(count(*), ' amounts') as example,
        'neither a functional nor an economic code; kept by name' as hint
    from {{ ref("int_statement_amount") }}
    where
        code is not null
        and function_code is null
        and economic_code is null
        -- The government's own economic classification (501, 50101) has a dimension of its own.
        and not {{ matches("code", "'^5([0-9]{2}|[0-9]{4})$'") }}
        and statement_code not in (
            select s.statement_code from {{ ref("statement") }} as s
            where s.key_kind = 'line_item'
        )
    group by document_key, code
),

scanned_pages as (
    select
        sha256,
        extractor_version,
        page_number
    from {{ ref("stg_page") }}
    where kind = 'scanned'
),

read_pages as (
    select
        s.sha256,
        s.extractor_version,
        s.page_number
    from {{ ref("stg_sentence") }} as s
    inner join scanned_pages as p
        on s.sha256 = p.sha256 and s.extractor_version = p.extractor_version and s.page_number = p.page_number
    union distinct
    select
        c.sha256,
        c.extractor_version,
        c.page_number
    from {{ ref("stg_cell") }} as c
    inner join scanned_pages as p
        on c.sha256 = p.sha256 and c.extractor_version = p.extractor_version and c.page_number = p.page_number
    where c.text_normalised <> ''
),

unread_pages as (
    select
        p.document_key,
        'scanned_page' as kind,
        p.page_number,
        cast(null as integer) as table_no,
        'the page is a picture and nothing could be read on it' as text,
        cast(null as varchar(20)) as example,
        'look at the page; a better scan may help' as hint
    from {{ ref("stg_page") }} as p
    inner join {{ ref("int_document") }} as d
        on p.document_key = d.document_key and p.extractor_version = d.extractor_version
    left join read_pages as r
        on
            p.sha256 = r.sha256
            and p.extractor_version = r.extractor_version
            and p.page_number = r.page_number
    where p.kind = 'scanned' and r.page_number is null
),

doubtful_readings as (
    select
        c.document_key,
        'doubtful_reading' as kind,
        c.page_number,
        c.table_no,
        concat(c.statement_code, ': ', c.printed_text) as text,
        concat('row ', c.row_no, ', column ', c.column_no) as example,
        concat(
            'read with confidence ',
            cast(cast(c.ocr_confidence as decimal(4, 2)) as varchar(10)),
            ': look at the cell on its page'
        ) as hint
    from {{ ref("int_block_cell") }} as c
    left join {{ ref("int_private_row") }} as x
        on c.document_key = x.document_key and c.table_no = x.table_no and c.row_no = x.row_no
    where
        c.role in ('amount', 'code')
        and c.ocr_confidence < {{ var("least_ocr_confidence") }}
        and x.row_no is null
),

unknown_units as (
    select distinct
        a.document_key,
        'unit' as kind,
        a.page_number,
        a.table_no,
        concat(a.statement_code, ': no unit of money') as text,
        cast(null as varchar(20)) as example,
        'a row in seeds/forms/unit_of_money.csv' as hint
    from {{ ref("int_amount") }} as a
    where a.factor is null
),

repeated_statements as (
    select
        o.document_key,
        'table' as kind,
        min(t.page_number) as page_number,
        t.root_table_no as table_no,
        concat(o.statement_code, ' stands in more than one table: ', max(t.title_line)) as text,
        concat(count(distinct o.code), ' codes') as example,
        'a statement of its own in seeds/forms/statement.csv and statement_title.csv' as hint
    from {{ ref("int_first_table") }} as o
    inner join {{ ref("int_table_statement") }} as t
        on
            o.document_key = t.document_key
            and o.statement_code = t.statement_code
            and o.root_table_no < t.root_table_no
    where o.table_count > 1
    group by o.document_key, o.statement_code, t.root_table_no
),

labels as (
    select distinct label
    from {{ ref("int_amount") }}
    where label is not null
),

counted_labels as (
    select distinct l.label
    from labels as l
    inner join {{ ref("counted_label") }} as c on {{ matches("l.label", "c.pattern") }}
),

counted_rows as (
    select distinct
        a.document_key,
        'row' as kind,
        a.page_number,
        a.table_no,
        concat(a.statement_code, ': ', a.label, ' is a count, not money') as text,
        cast(null as varchar(20)) as example,
        'seeds/forms/counted_label.csv says what counts; no mart holds counts yet' as hint
    from {{ ref("int_amount") }} as a
    inner join counted_labels as c on a.label = c.label
    where a.printed_amount is not null
),

private_rows as (
    select
        document_key,
        'personal_data' as kind,
        page_number,
        table_no,
        concat('row ', row_no, ' holds personal data and stays in raw') as text,
        cast(null as varchar(20)) as example,
        'seeds/audit/personal_data.csv says what counts' as hint
    from {{ ref("int_private_row") }}
),

unioned as (
    select * from unnamed_tables
    union all
    select * from unmapped_headers
    union all
    select * from ambiguous_headers
    union all
    select * from unread_amounts
    union all
    select * from unlabelled_rows
    union all
    select * from unresolved_names
    union all
    select * from unknown_codes
    union all
    select * from unknown_government_codes
    union all
    select * from misformed_codes
    union all
    select * from unread_pages
    union all
    select * from doubtful_readings
    union all
    select * from unknown_units
    union all
    select * from repeated_statements
    union all
    select * from counted_rows
    union all
    select * from private_rows
),

final as (
    select
        {{ hash_key(["document_key", "kind", "page_number", "table_no", "text", "example"]) }} as unrecognised_key,
        document_key,
        kind,
        page_number,
        table_no,
        text,
        example,
        hint
    from unioned
)

select * from final
