-- What a printed formula adds up: signed numbers, or ranges of them.
with summands as (
    {{ split_lines(ref("int_printed_formula"), ["formula_key", "target_no"], "summands") }}
),

signed as (
    select
        formula_key,
        target_no,
        line_no,
        substr(line_text, 1, 1) as sign_mark,
        try_cast({{ replace_all("line_text", "'[^0-9]'", "''") }} as integer) as number_no
    from summands
    where line_text <> ''
),

final as (
    select
        formula_key,
        target_no,
        line_no as summand_no,
        case when sign_mark = '-' then -1 else 1 end as sign,
        case
            when sign_mark = '~' then lag(number_no) over (partition by formula_key order by line_no) + 1
            else number_no
        end as from_no,
        number_no as to_no
    from signed
)

select * from final
