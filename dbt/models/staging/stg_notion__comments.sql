select
    item_id,
    version,
    container_id as page_id,
    thread_id as discussion_id,
    author_id,
    occurred_at,
    edited_at,
    observed_at,
    is_deleted,
    text,
    permalink
from {{ source('notion', 'comments') }}
