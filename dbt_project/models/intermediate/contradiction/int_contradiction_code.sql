{% set filling = "'[(][^)]*[)]|[、和与及的等]|支出$'" %}

-- Names that are not their code's: another code's name under a code, and one code under two names. The code decides,
-- the name is kept as printed; names of other editions and shorter spellings are no error.
with coded as (
    select *
    from {{ ref("int_row") }}
    where
        whole_code is not null
        and printed_code is not null
        and length(label) >= 2
        and {{ matches("whole_code", "'^(2[0-9]{2}([0-9]{2}){0,2}|3[0-9]{2}([0-9]{2})?)$'") }}
),

-- Labels repeat from document to document: each is read once.
read_labels as (
    select
        label,
        {{ replace_all(normal_name("label"), "'[ \n]|^[(]?[一二三四五六七八九十]+[)、.]+'", "''") }} as name
    from (select distinct label from coded) as t
),

spoken_labels as (
    select
        label,
        name,
        {{ replace_all("name", filling, "''") }} as core
    from read_labels
),

-- A class is told with 支出 or without; what stands in brackets after a name explains it.
own_names as (
    select
        code,
        {{ normal_name("name") }} as name
    from {{ ref("int_classification") }}
    union distinct
    select
        function_code as code,
        {{ normal_name("alias") }} as name
    from {{ ref("function_name_alias") }}
),

cores as (
    select distinct
        code,
        {{ replace_all("name", filling, "''") }} as core
    from own_names
),

known_codes as (
    select distinct code
    from cores
),

distinct_labels as (
    select distinct
        whole_code,
        label
    from coded
),

labelled as (
    select
        c.whole_code as code,
        c.label,
        l.name,
        l.core,
        o.core is not null as is_own,
        k.code is not null as is_known_code
    from distinct_labels as c
    inner join spoken_labels as l on c.label = l.label
    left join cores as o on c.whole_code = o.code and l.core = o.core
    left join known_codes as k on c.whole_code = k.code
),

-- Codes that a document names otherwise than the lists do, or twice; nearly all bear their own name alone.
doubtful as (
    select
        c.document_key,
        l.code
    from coded as c
    inner join labelled as l on c.whole_code = l.code and c.label = l.label
    group by c.document_key, l.code
    having min(l.core) <> max(l.core) or max(case when l.is_own then 0 else 1 end) = 1
),

judged as (
    select distinct
        c.document_key,
        c.statement_code,
        l.code,
        l.name,
        l.core,
        l.is_own,
        l.is_known_code,
        c.printed_label,
        c.page_number,
        concat_ws(':', c.page_number, c.table_no, c.row_no, c.block_no) as place
    from coded as c
    inner join doubtful as d on c.document_key = d.document_key and c.whole_code = d.code
    inner join labelled as l on c.whole_code = l.code and c.label = l.label
),

-- A name of another code of the same rank. Those that many codes bear (行政运行) prove nothing but under their own.
foreign_names as (
    select
        j.document_key,
        j.code,
        j.core,
        min(c.code) as owner_code
    from judged as j
    inner join cores as c
        on
            j.core = c.core
            and length(j.code) = length(c.code)
            and substr(j.code, 1, 1) = substr(c.code, 1, 1)
    where j.is_known_code and not j.is_own and j.core <> ''
    group by j.document_key, j.code, j.core
),

own_name as (
    select
        code,
        max(name) as name
    from {{ ref("int_classification") }}
    where valid_to_year is null
    group by code
),

misnamed as (
    select
        j.document_key,
        'code_name' as kind,
        'error' as severity,
        j.code as subject,
        j.name as stated,
        n.name as found,
        j.page_number as stated_page,
        j.place as stated_place,
        j.printed_label as stated_text,
        cast(null as integer) as found_page,
        concat('code ', f.owner_code) as found_place,
        concat(f.owner_code, ' ', j.name) as found_text
    from judged as j
    inner join foreign_names as f on j.document_key = f.document_key and j.code = f.code and j.core = f.core
    inner join own_name as n on j.code = n.code
    qualify row_number() over (partition by j.document_key, j.code, j.core order by j.page_number, j.place) = 1
),

-- The first place of every name of a code in a document.
names as (
    select *
    from judged
    qualify row_number() over (partition by document_key, code, core order by page_number, place) = 1
),

-- Of two names the one that is the code's own is what the other is held against.
twice_named as (
    select
        a.document_key,
        'code_two_names' as kind,
        -- Two names known for the code are two editions; one within the other is a shorter spelling.
        case
            when a.is_own and b.is_own then 'info'
            when position(b.core in a.core) > 0 or position(a.core in b.core) > 0 then 'info'
            else 'error'
        end as severity,
        a.code as subject,
        b.name as stated,
        a.name as found,
        b.page_number as stated_page,
        b.place as stated_place,
        b.printed_label as stated_text,
        a.page_number as found_page,
        a.place as found_place,
        a.printed_label as found_text
    from names as a
    inner join names as b
        on
            a.document_key = b.document_key
            and a.code = b.code
            and a.core <> b.core
            and (
                (a.is_own and not b.is_own)
                or (
                    a.is_own = b.is_own
                    and (a.page_number < b.page_number or (a.page_number = b.page_number and a.place < b.place))
                )
            )
    left join foreign_names as f on b.document_key = f.document_key and b.code = f.code and b.core = f.core
    where f.code is null
    qualify row_number() over (
        partition by b.document_key, b.code, b.core order by a.is_own desc, a.page_number asc, a.place asc
    ) = 1
),

unioned as (
    select * from misnamed
    union all
    select * from twice_named
),

final as (
    select
        document_key,
        kind,
        severity,
        subject,
        subject as subject_zh,
        stated,
        found,
        cast(null as decimal(24, 6)) as difference,
        cast(null as varchar(10)) as unit,
        stated_page,
        stated_place,
        stated_text,
        found_page,
        found_place,
        found_text
    from unioned
)

select * from final
