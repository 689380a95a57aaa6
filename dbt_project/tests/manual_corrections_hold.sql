-- A correction stands on what a document prints: if it prints something else by now, or the line of the list is not
-- whole, nothing more is built, and the error says which line and why.
with broken as (
    select
        message,
        row_number() over (order by message) as place
    from {{ ref("int_manual_correction") }}
    where status not in ('applied', 'document_absent')
),

told as (
    select
        count(*) as line_count,
        {{ text_list("message", "place") }} as messages
    from broken
)

select messages
from told
where case when line_count > 0 then {{ fail_with("messages") }} is not null else false end
