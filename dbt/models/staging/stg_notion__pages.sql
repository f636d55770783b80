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
    json_extract_string(payload, '$.title') as title,
    json_extract_string(payload, '$.path[*]') as path,
    json_extract(payload, '$.path') as path_json,
    json_extract_string(payload, '$.ids[*]') as path_ids,
    json_extract(payload, '$.properties') as properties_json,
    json_extract_string(payload, '$.database') as database_title
from {{ source('notion', 'pages') }}
