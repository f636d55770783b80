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
    coalesce(json_extract_string(payload, '$.status'), 'confirmed') as status
from {{ source('calendar', 'events') }}
