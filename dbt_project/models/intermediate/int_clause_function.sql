-- Functional codes that clauses name: a class, group or item by its path (类, 款, 项), by its printed code, or a class
-- by its bare name. Names are conformed through the code lists. One row per distinct path and class in force above.
with paths as (
    select distinct path
    from {{ ref("int_clause_facet") }}
    where length(path) >= 2
),

parts as (
    select
        path,
        coalesce(
            nullif(regexp_extract(path, '([^()]+)[(]类[)]', 1), ''),
            nullif(regexp_extract(path, '^(.{2,20}支出)类支出', 1), ''),
            nullif(regexp_extract(path, '([^:,;、()]{2,20}支出)类$', 1), ''),
            nullif(regexp_extract(path, '^(.{2,20}支出)类.+款', 1), '')
        ) as class_text,
        coalesce(
            nullif(regexp_extract(path, '([^()]+)[(]款[)]', 1), ''),
            nullif(regexp_extract(path, '支出类(.{2,40})款.+项[。支出]*$', 1), '')
        ) as group_text,
        coalesce(
            nullif(regexp_extract(path, '([^()]+)[(]项[)]', 1), ''),
            nullif(regexp_extract(path, '支出类.{2,40}款(.+)项[。支出]*$', 1), '')
        ) as item_text,
        nullif(regexp_extract(path, '^(2[0-9]{2}([0-9]{2}([0-9]{2})?)?)[-–—]?[^-0-9年.]{2,}', 1), '') as printed_code,
        {{ bare_function_name(replace_all("path", "'科目$'", "''")) }} as bare_path
    from paths
),

named as (
    select
        path,
        printed_code,
        {{ bare_function_name("class_text") }} as class_name,
        {{ bare_function_name("group_text") }} as group_name,
        {{ bare_function_name("item_text") }} as item_name,
        bare_path
    from parts
),

codes as (
    select
        code,
        {{ bare_function_name("name") }} as name
    from {{ ref("int_classification") }}
    where classification = 'function'
    union distinct
    select
        function_code as code,
        {{ bare_function_name("alias") }} as name
    from {{ ref("function_name_alias") }}
),

classes as (
    select
        name,
        max(code) as class_code
    from codes
    where length(code) = 3
    group by name
    having count(distinct code) = 1
),

final as (
    select
        n.path,
        n.printed_code,
        n.class_name,
        n.group_name,
        n.item_name,
        c.class_code,
        b.class_code as bare_class_code,
        n.bare_path
    from named as n
    left join classes as c on n.class_name = c.name
    left join classes as b on n.bare_path = b.name and n.class_name is null
)

select * from final
