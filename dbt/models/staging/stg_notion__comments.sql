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
    permalink,
    list_transform(
        list_filter(
            json_extract(payload, '$.rich_text[*]'),
            lambda span: json_extract_string(span, '$.href') <> json_extract_string(span, '$.plain_text')
        ),
        lambda span: concat('[', json_extract_string(span, '$.plain_text'), '](', json_extract_string(span, '$.href'), ')')
    ) as led_to
from {{ source('notion', 'comments') }}
