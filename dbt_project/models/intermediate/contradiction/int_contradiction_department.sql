-- The department under another name than its own: a wrong character in it, or another department's name left in.
with own_names as (
    select
        document_key,
        department_name as own_name
    from {{ ref("int_document_department") }}
    union distinct
    select
        document_key,
        printed_name as own_name
    from {{ ref("int_document_department") }}
),

clean_names as (
    select distinct
        document_key,
        {{ replace_all("own_name", "'[(]本级[)]$|[ “”]'", "''") }} as own_name
    from own_names
    where length(own_name) between 5 and 40
),

-- All characters any of its names has: a short form uses no other.
alphabets as (
    select
        document_key,
        {{ text_list("own_name", "own_name", "") }} as letters
    from clean_names
    group by document_key
),

residues as (
    select
        m.*,
        translate(m.mentioned_name, concat(a.letters, '()（）·中共国产党委员会'), '') as residue,
        count(*) over (partition by m.document_key, m.mentioned_name) as times
    from {{ ref("int_department_mention") }} as m
    inner join alphabets as a on m.document_key = a.document_key
),

nearest as (
    select
        r.*,
        n.own_name,
        {{ one_character_off("r.mentioned_name", "n.own_name", "r.residue") }} as is_slip
    from residues as r
    inner join clean_names as n on r.document_key = n.document_key
    where r.residue <> ''
    qualify row_number() over (
        partition by r.document_key, r.place, r.mentioned_name
        order by levenshtein(r.mentioned_name, n.own_name), n.own_name
    ) = 1
),

-- One character off anywhere in prose: half of the name stands, the other half nearly does.
halves as (
    select
        document_key,
        own_name,
        length(own_name) as size,
        substr(own_name, 1, cast(floor(length(own_name) / 2) as integer)) as left_half,
        substr(own_name, cast(floor(length(own_name) / 2) as integer) + 1) as right_half
    from clean_names
    where length(own_name) >= 6
),

near_texts as (
    select
        h.*,
        s.page_number,
        s.sentence_no,
        s.sentence_normalised as text_normalised,
        position(h.left_half in replace(s.sentence_normalised, h.own_name, '')) as left_at,
        position(h.right_half in replace(s.sentence_normalised, h.own_name, '')) as right_at,
        replace(s.sentence_normalised, h.own_name, '') as rest
    from {{ ref("stg_sentence") }} as s
    inner join {{ ref("int_document") }} as d
        on s.document_key = d.document_key and s.extractor_version = d.extractor_version
    inner join halves as h on s.document_key = h.document_key
),

windows as (
    select
        *,
        substr(rest, left_at, size) as window_text
    from near_texts
    where left_at > 0
    union all
    select
        *,
        substr(rest, right_at - length(left_half), size) as window_text
    from near_texts
    where right_at > length(left_half)
),

slips as (
    select
        w.*,
        translate(w.window_text, w.own_name, '') as residue
    from windows as w
    where
        length(w.window_text) = w.size
        and {{ one_character_off("w.window_text", "w.own_name", "translate(w.window_text, w.own_name, '')") }}
        -- At its ends a longer word may have begun: 统计普查中心 is no 统计局.
        and substr(w.window_text, 1, 1) = substr(w.own_name, 1, 1)
        and substr(w.window_text, w.size, 1) = substr(w.own_name, w.size, 1)
),

-- Departments of the same kind of name (审计局, 统计局) differ by a character as well, and exist.
typed as (
    select distinct
        s.window_text,
        s.own_name
    from slips as s
    inner join {{ ref("department_type_pattern") }} as t
        on {{ matches("s.window_text", "t.pattern") }} and not {{ matches("s.own_name", "t.pattern") }}
),

-- A city that exists, or a district of the department's own city, makes another department of it; a district of some
-- other city is a slip of the pen.
places as (
    select distinct
        division_name as place_name,
        level,
        coalesce(city_name, province_name) as city_name
    from {{ ref("division") }}
    where length(division_name) between 2 and 6
),

named as (
    select
        mentioned_name as other_name,
        own_name,
        is_slip
    from nearest
    union distinct
    select
        window_text as other_name,
        own_name,
        true as is_slip
    from slips
),

elsewhere as (
    select distinct
        n.other_name,
        n.own_name
    from named as n
    inner join places as p on n.other_name like '%' || p.place_name || '%'
    where
        n.own_name not like '%' || p.place_name || '%'
        and (
            p.level <> 'district'
            or not n.is_slip
            or n.own_name like '%' || {{ replace_all("p.city_name", "'市$'", "''") }} || '%'
        )
),

judged as (
    select
        n.*,
        case
            when
                e.other_name is null and length(n.residue) = 1 and length(n.mentioned_name) >= 6
                then 'department_name'
            else 'other_department'
        end as kind,
        e.other_name is not null as is_elsewhere
    from nearest as n
    left join elsewhere as e on n.mentioned_name = e.other_name and n.own_name = e.own_name
    where
        position(n.own_name in n.mentioned_name) = 0
        and position(n.mentioned_name in n.own_name) = 0
),

at_their_place as (
    select
        document_key,
        kind,
        case
            when kind = 'department_name' then 'error'
            -- Units and superiors of the department are named too, and more than once.
            when times = 1 and (is_elsewhere or {{ matches("mentioned_name", "'[市县区].*(局|委|办公室|院|厅|部|会|中心|政府)$'") }})
                then 'error'
            else 'info'
        end as severity,
        mentioned_name as stated,
        own_name as found,
        page_number as stated_page,
        place as stated_place,
        text_normalised as stated_text
    from judged
    where times = 1 or kind = 'department_name'
),

in_prose as (
    select
        s.document_key,
        'department_name' as kind,
        'error' as severity,
        s.window_text as stated,
        s.own_name as found,
        s.page_number as stated_page,
        concat('sentence ', s.sentence_no) as stated_place,
        s.text_normalised as stated_text
    from slips as s
    left join typed as t on s.window_text = t.window_text and s.own_name = t.own_name
    left join elsewhere as e on s.window_text = e.other_name and s.own_name = e.own_name
    where t.window_text is null and e.other_name is null
),

unioned as (
    select * from at_their_place
    union all
    select * from in_prose
),

final as (
    select
        document_key,
        kind,
        severity,
        found as subject,
        found as subject_zh,
        stated,
        found,
        cast(null as decimal(24, 6)) as difference,
        cast(null as varchar(10)) as unit,
        stated_page,
        stated_place,
        stated_text,
        cast(null as integer) as found_page,
        cast(null as varchar(40)) as found_place,
        cast(null as varchar(400)) as found_text
    from unioned
    qualify row_number() over (
        partition by document_key, kind, stated, stated_page, stated_place order by severity, found
    ) = 1
)

select * from final
