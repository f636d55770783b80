{%- set person = '{"name": "VARCHAR", "email": "VARCHAR"}' -%}
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
            '{"subject": "VARCHAR", "labels": ["VARCHAR"], "bulk": "BOOLEAN", "automatic": "BOOLEAN", "group": "VARCHAR",
              "rewritten": "BOOLEAN", "sealed": "VARCHAR", "state": "VARCHAR", "authentication": {"by": "VARCHAR", "verdict": "VARCHAR"},
              "doubt": "VARCHAR", "other_domains": ["VARCHAR"], "message_id": "VARCHAR", "in_reply_to": "VARCHAR",
              "references": ["VARCHAR"], "writers_domains": ["VARCHAR"], "answered_domains": ["VARCHAR"],
              "from": {{ person }}, "original_from": {{ person }}, "signed_by": "VARCHAR", "sent_by": {{ person }},
              "resent_by": {{ person }}}'
        ) as mail
    from {{ source('gmail', 'messages') }}
),

-- Whose word on lists and writers counts: our own groups' and the clients'.
trusted as (
    select domain from {{ source('agency', 'own_domains') }}
    union
    select domain from {{ source('agency', 'client_domains') }}
),

-- A group's mail to us comes from its own address: who wrote it stands in a header that anybody can write, so the
-- group must be ours or a client's. Where it does not say who, nobody is the author.
addressed as (
    select
        *,
        rtrim(split_part(lower(trim(mail."from".email)), '@', -1), '.') as sender_domain,
        rtrim(split_part(mail."group", '@', -1), '.') as group_domain,
        nullif(rtrim(split_part(lower(mail.sent_by.email), '@', -1), '.'), '') as sent_by_domain,
        nullif(rtrim(split_part(lower(mail.resent_by.email), '@', -1), '.'), '') as resent_by_domain
    from parsed
),

judged as (
    select
        addressed.*,
        coalesce(mail.rewritten, false) and exists (
            select 1 from trusted
            where addressed.sender_domain = trusted.domain
                or ends_with(addressed.sender_domain, '.' || trusted.domain)
        ) as is_rewritten,
        exists (
            select 1 from trusted
            where addressed.group_domain = trusted.domain
                or ends_with(addressed.group_domain, '.' || trusted.domain)
        ) as is_to_a_group,
        -- A colleague of the author may send in the author's name, and is then who speaks; anybody else only pretends.
        coalesce({{ is_another_domain('sent_by_domain', 'sender_domain') }}, false)
        or coalesce(
            {{ is_another_domain('resent_by_domain', 'sender_domain') }}
            and resent_by_domain not in (select domain from {{ source('agency', 'own_domains') }}),
            false
        ) as is_sent_by_another,
        -- An address of ours may be a group's or a shared one: what another wrote who is named as the writer, or a
        -- client to whom answers go, is not ours. What lies among our sent mails is.
        exists (select 1 from {{ source('agency', 'own_domains') }} as own where own.domain = addressed.sender_domain)
        and not list_contains(list_transform(coalesce(mail.labels, []), lambda label: lower(label)), 'sent')
        and (
            exists (
                select 1 from unnest(mail.writers_domains) as written(domain)
                where not exists (
                    select 1 from {{ source('agency', 'own_domains') }} as own
                    where written.domain = own.domain or ends_with(written.domain, '.' || own.domain)
                )
            )
            or exists (
                select 1 from unnest(mail.answered_domains) as answered(domain)
                inner join (
                    select domain from {{ source('agency', 'client_domains') }}
                    union all
                    select domain from {{ source('agency', 'public_mail_domains') }}
                    union all
                    select '[removed]'
                ) as others
                    on answered.domain = others.domain or ends_with(answered.domain, '.' || others.domain)
            )
        ) as is_in_our_name
    from addressed
)

select
    item_id,
    version,
    container_id,
    thread_id,
    case
        when is_in_our_name and not is_rewritten then null
        when not is_rewritten then author_id
        when mail.original_from.email <> '' then 'mailto:' || lower(mail.original_from.email)
    end as author_id,
    occurred_at,
    edited_at,
    observed_at,
    is_deleted,
    text,
    permalink,
    mail.subject as subject,
    case when is_rewritten then mail.original_from.name when not is_in_our_name then mail."from".name end as author_label,
    lower(array_to_string(mail.labels, '|')) as labels,
    coalesce(mail.bulk, false) and not is_to_a_group as is_bulk,
    coalesce(mail.automatic, false) as is_automatic,
    mail.state as header_state,
    nullif(mail.sealed, '') as sealed,
    nullif(sender_domain, '') as sender_domain,
    mail.authentication.verdict as authentication,
    -- the part of the server's name that its owner registered; '' where it leaves its name out
    coalesce(
        nullif(
            regexp_extract(
                mail.authentication.by, '([^.]+\.(?:(?:co|com|org|net|ac|gov|gob|edu|or|ne|go)\.)?[^.]+)\.?$', 1
            ),
            ''
        ),
        mail.authentication.by,
        ''
    ) as authenticated_by,
    is_sent_by_another,
    is_in_our_name,
    -- of somebody forgotten "[removed]" is left, and what they signed does not become the author's
    case when sent_by_domain in (sender_domain, '[removed]') then mail.sent_by.name else mail.signed_by end
        as signed_by,
    mail.doubt as doubt,
    coalesce(mail.other_domains, []) as other_domains,
    mail.message_id as message_id,
    -- the thread's first mail and the one that is answered
    list_distinct([id for id in [mail."references"[1], mail.in_reply_to] if id is not null]) as answered_ids,
    case
        when is_rewritten then json_extract(payload, '$.original_from')
        when not is_in_our_name then json_extract(payload, '$.from')
    end as from_json,
    json_extract(payload, '$.to') as to_json,
    json_extract(payload, '$.cc') as cc_json,
    json_extract(payload, '$.bcc') as bcc_json,
    list_filter(json_extract_string(payload, '$.attachments[*].name'), lambda name: name <> '') as attached,
    coalesce(json_extract_string(payload, '$.links[*]'), []) as led_to,
    coalesce(json_extract_string(payload, '$.struck[*]'), []) as struck,
    -- What calendar programs say in it of meetings; null where they say nothing.
    case when json_array_length(payload, '$.invitations') > 0 then json_extract(payload, '$.invitations') end
        as invitations_json
from judged
