select
    item_id,
    version,
    container_id,
    author_id,
    occurred_at,
    edited_at,
    observed_at,
    is_deleted,
    text,
    permalink,
    json_extract_string(payload, '$.summary') as summary,
    json_extract_string(payload, '$.organizer.email') as organizer_email,
    coalesce(json_extract(payload, '$.attendees'), json('[]')) as attendees,
    coalesce(json_extract_string(payload, '$.status'), 'confirmed') as status,
    coalesce(json_extract_string(payload, '$.time_is_uncertain') = 'true', false) as time_is_uncertain
from {{ source('calendar', 'events') }}
