with parsed as (
    select
        *,
        json_extract_string(payload, '$.path[*]') as path,
        json_extract_string(payload, '$.ids[*]') as path_ids
    from {{ source('notion', 'pages') }}
),

known as (
    select *, list_transform(list_filter(path_ids, lambda id: id <> ''), lambda id: 'notion:' || id) as known_ids
    from parsed
)

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
    path,
    json_extract(payload, '$.path') as path_json,
    path_ids,
    -- A teamspace is a folder of the export and has no id.
    list_concat(
        case
            when len(path) > 1 and coalesce(path_ids[1], '') = '' then ['notion:top:' || lower(trim(path[1]))]
            else []
        end,
        coalesce(known_ids, [])
    ) as way_down,
    coalesce(known_ids[1], container_id) as topmost_id,
    -- The API names all that lies above, and so does an export of a workspace; that of a single page begins there.
    coalesce(json_extract_string(payload, '$.whole') = 'true', false) as knows_what_is_above,
    json_extract(payload, '$.properties') as properties_json,
    json_extract_string(payload, '$.database') as database_title,
    coalesce(json_extract_string(payload, '$.links[*]'), []) as led_to
from known
