-- Calculations written out that do not come out.
with judged as (
    select
        *,
        abs(result_value - computed) as miss,
        {{ replace_all(replace_all("formula", "'p'", "'+'"), "'m'", "'-'") }} as printed_expression
    from {{ ref("int_arithmetic") }}
),

final as (
    select
        document_key,
        'arithmetic' as kind,
        -- Rounded numbers may miss by their last digits; a last digit may be cut off instead of rounded.
        case when miss <= result_half + spread or miss < 2 * result_half then 'rounding' else 'error' end as severity,
        printed_expression as subject,
        printed_expression as subject_zh,
        concat(told, unit) as stated,
        concat({{ plain_number("computed") }}, unit) as found,
        cast(result_value - computed as decimal(24, 6)) as difference,
        unit,
        page_number as stated_page,
        place as stated_place,
        text_normalised as stated_text,
        page_number as found_page,
        place as found_place,
        calculation as found_text
    from judged
    where miss > result_half
)

select * from final
