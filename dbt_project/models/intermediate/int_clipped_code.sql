-- Codes that lost their last digit in a narrow column (201310 for 2013101), completed where one choice is left.
with clipped as (
    select distinct
        whole_code,
        label
    from {{ ref("int_row_code") }}
    where length(whole_code) in (4, 6) and label is not null
),

candidates as (
    select
        c.whole_code,
        c.label,
        k.code,
        max(
            case
                when {{ normal_name("k.name") }} = {{ replace_all(normal_name("c.label"), "'[(][^()]*[)]$'", "''") }}
                    then 1
                else 0
            end
        ) as is_named
    from clipped as c
    inner join {{ ref("int_classification") }} as k
        on k.code like c.whole_code || '_'
    group by c.whole_code, c.label, k.code
),

-- By name first; where no name agrees, by digits, if they leave one code.
ranked as (
    select
        *,
        max(is_named) over (partition by whole_code, label) as has_named
    from candidates
),

final as (
    select
        whole_code,
        label,
        max(code) as completed_code,
        max(is_named) = 1 as is_by_name
    from ranked
    where is_named = has_named
    group by whole_code, label
    having count(*) = 1
)

select * from final
