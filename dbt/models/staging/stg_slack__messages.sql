select
    item_id,
    version,
    container_id as channel_id,
    thread_id,
    author_id as user_id,
    occurred_at,
    edited_at,
    observed_at,
    is_deleted,
    text,
    permalink,
    json_extract_string(payload, '$.subtype') as subtype,
    coalesce(
        json_extract_string(payload, '$.old_name'), nullif(regexp_extract(text, 'renamed the \w+ from "([^"]+)"', 1), '')
    ) as former_name,
    json_extract_string(payload, '$.bot_id') as bot_id,
    coalesce(json_type(payload, '$.bot_profile') = 'OBJECT', false) as has_bot_profile,
    coalesce(json_extract_string(payload, '$.is_ephemeral') = 'true', false)
    or coalesce(json_extract_string(payload, '$.hidden') = 'true', false) as is_unseen,
    coalesce(
        json_extract_string(payload, '$.user_profile.real_name'), json_extract_string(payload, '$.username')
    ) as user_label,
    -- The text keeps a link's words alone.
    list_concat(
        list_transform(
            regexp_extract_all(
                json_extract_string(payload, '$.text'), '<(?:https?://|mailto:)[^<>|\s]+\|[^<>\n]*[\w-]\.[a-zA-Z][^<>\n]*>'
            ),
            lambda link: regexp_replace(link, '^<([^|]+)\|(.*)>$', '[\2](\1)')
        ),
        list_transform(
            list_filter(
                json_extract(payload, '$.blocks..elements[*]'),
                lambda element: json_extract_string(element, '$.type') = 'link'
                and regexp_matches(json_extract_string(element, '$.text'), '[\w-]\.[a-zA-Z]')
            ),
            lambda link: concat('[', json_extract_string(link, '$.text'), '](', json_extract_string(link, '$.url'), ')')
        )
    ) as links,
    -- Where each link leads that shows other words, and what is struck: the text has neither.
    list_concat(
        list_transform(
            regexp_extract_all(json_extract_string(payload, '$.text'), '<(?:https?://|mailto:)[^<>|\s]+\|[^<>\n]+>'),
            lambda link: regexp_replace(link, '^<([^|]+)\|(.*)>$', '[\2](\1)')
        ),
        list_transform(
            list_filter(
                json_extract(payload, '$.blocks..elements[*]'),
                lambda element: json_extract_string(element, '$.type') = 'link'
                and json_extract_string(element, '$.text') <> ''
            ),
            lambda link: concat('[', json_extract_string(link, '$.text'), '](', json_extract_string(link, '$.url'), ')')
        )
    ) as led_to,
    list_concat(
        regexp_extract_all(json_extract_string(payload, '$.text'), '~[^~\n]{1,500}~'),
        list_transform(
            list_filter(
                json_extract(payload, '$.blocks..elements[*]'),
                lambda element: json_extract_string(element, '$.style.strike') = 'true'
                and json_extract_string(element, '$.text') <> ''
            ),
            lambda struck: json_extract_string(struck, '$.text')
        )
    ) as struck,
    -- What is shown below the text.
    list_filter(
        list_concat(
            json_extract_string(payload, '$.files[*].name'),
            json_extract_string(payload, '$.files[*].title'),
            json_extract_string(payload, '$.attachments[*].pretext'),
            json_extract_string(payload, '$.attachments[*].author_name'),
            json_extract_string(payload, '$.attachments[*].title'),
            json_extract_string(payload, '$.attachments..text'),
            json_extract_string(payload, '$.attachments[*].fallback')
        ),
        lambda words: words <> ''
    ) as attached
from {{ source('slack', 'messages') }}
