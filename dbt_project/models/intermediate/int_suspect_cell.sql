-- The cell of a broken identity that a scan may have misread: the only one of low confidence, best of all if
-- another reading of it, one character away, would make the identity hold. Nothing is corrected by it.
with broken as (
    select
        identity_key,
        document_key,
        difference,
        replace(concat_ws('; ', expected_cells, actual_cells), '; ', chr(10)) as cells
    from {{ ref("int_identity") }}
    where status = 'broken'
),

cells as (
    {{ split_lines("broken", ["identity_key", "document_key", "difference"], "cells") }}
),

doubtful as (
    select
        c.identity_key,
        a.cell,
        a.printed_text,
        a.ocr_confidence,
        cast(a.printed_amount as decimal(24, 6)) as printed,
        cast(c.difference / a.factor as decimal(24, 6)) as missing
    from cells as c
    inner join {{ ref("int_statement_amount") }} as a on c.document_key = a.document_key and c.line_text = a.cell
    where a.ocr_confidence < {{ var("least_ocr_confidence") }}
),

-- Whichever side the cell stands on and however it counts, the figure it lacks is one of these two.
readings as (
    select
        *,
        cast(printed as varchar(40)) as printed_figure,
        cast(cast(printed - missing as decimal(24, 6)) as varchar(40)) as lower_figure,
        cast(cast(printed + missing as decimal(24, 6)) as varchar(40)) as higher_figure
    from doubtful
),

explained as (
    select
        *,
        case
            when {{ one_character_apart("printed_figure", "lower_figure") }} then lower_figure
            when {{ one_character_apart("printed_figure", "higher_figure") }} then higher_figure
        end as needed_figure
    from readings
),

ranked as (
    select
        *,
        count(*) over (partition by identity_key) as doubtful_count,
        count(needed_figure) over (partition by identity_key) as explained_count
    from explained
),

final as (
    select
        identity_key,
        cell as suspect_cell,
        concat(
            'read as ',
            printed_text,
            ' with confidence ',
            cast(cast(ocr_confidence as decimal(4, 2)) as varchar(10)),
            case
                when needed_figure is not null
                    then concat(
                        ': the identity would hold with ',
                        {{ replace_all("needed_figure", "'[.]?0+$'", "''") }},
                        ', one character away'
                    )
                else ', the only doubtful reading in the identity'
            end
        ) as suspect_reason
    from ranked
    where
        (explained_count = 1 and needed_figure is not null)
        or (explained_count = 0 and doubtful_count = 1)
)

select * from final
