with parsed as (
    select
        item_id,
        version,
        container_id,
        thread_id,
        author_id,
        occurred_at,
        edited_at,
        observed_at,
        is_deleted,
        text,
        permalink,
        payload,
        from_json(
            payload,
            '{"subject": "VARCHAR", "labels": ["VARCHAR"], "bulk": "BOOLEAN", "from": {"name": "VARCHAR", "email": "VARCHAR"}}'
        ) as mail
    from {{ source('gmail', 'messages') }}
)

select
    item_id,
    version,
    container_id,
    thread_id,
    author_id,
    occurred_at,
    edited_at,
    observed_at,
    is_deleted,
    text,
    permalink,
    mail.subject as subject,
    mail."from".name as author_label,
    lower(array_to_string(mail.labels, '|')) as labels,
    coalesce(mail.bulk, false) as is_bulk,
    json_extract(payload, '$.from') as from_json,
    json_extract(payload, '$.to') as to_json,
    json_extract(payload, '$.cc') as cc_json,
    json_extract(payload, '$.bcc') as bcc_json
from parsed
