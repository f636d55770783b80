with in_span as (
    select item_id, thread_id
    from {{ ref('stg_gmail__messages') }}
    where {{ within_run('occurred_at') }}
),

concerned as (
    select item_id from in_span
    union
    select item_id from {{ ref('stg_gmail__messages') }}
    where thread_id in (select thread_id from in_span where thread_id is not null)
),

mails as (
    {{ current_items(ref('stg_gmail__messages'), 'concerned') }}
),

-- The servers by which a mailbox receives: the one that most of its mails name, the earlier of two, and others that
-- stand in a good part of them, as after a move. What any other server found stood in a mail before, whoever wrote it.
servers as (
    select container_id, authenticated_by
    from (
        select
            container_id, authenticated_by, count(distinct item_id) as mails, min(occurred_at) as since,
            count(distinct sender_domain) as domains
        from {{ ref('stg_gmail__messages') }}
        where authentication in ('passed', 'none')
        group by all
    )
    qualify row_number() over (partition by container_id order by mails desc, since, authenticated_by) = 1
        or (mails >= 3 and domains >= 2 and mails * 20 >= sum(mails) over (partition by container_id))
),

-- Domains whose mails a mailbox's server has proven once: one without such proof is not known to be theirs.
proving as (
    select distinct container_id, sender_domain
    from {{ ref('stg_gmail__messages') }}
    inner join servers using (container_id, authenticated_by)
    where authentication = 'passed'
)

select
    mails.item_id as event_id,
    mails.item_id,
    mails.current_version as version,
    mails.occurred_at,
    weeks.week,
    mails.author_id,
    mails.author_label,
    mails.container_id,
    mails.thread_id,
    mails.subject as title,
    coalesce(unquoted.text, mails.text) as text,
    mails.permalink,
    mails.from_json,
    mails.to_json,
    mails.cc_json,
    mails.bcc_json,
    mails.attached,
    mails.led_to,
    mails.struck,
    mails.invitations_json,
    mails.is_bulk,
    mails.signed_by,
    mails.other_domains,
    mails.message_id,
    mails.answered_ids,
    case
        when mails.now_deleted then 'deleted'
        when regexp_matches(mails.labels, '(^|\|)drafts?(\||$)') or mails.header_state = 'draft' then 'draft'
        when regexp_matches(mails.labels, '(^|\|)(spam|trash)(\||$)') or mails.header_state in ('spam', 'trash')
            then 'spam_or_trash'
        when mails.is_automatic then 'automatic_mail'
        when mails.is_bulk then 'bulk_mail'
        when trim(coalesce(unquoted.text, mails.text, '')) = '' and mails.sealed is not null then 'sealed'
        when trim(coalesce(unquoted.text, mails.text, ''), ' ' || chr(10)) = ''
            then case when mails.invitations_json is not null then 'invitation' else 'empty' end
    end as ignored_reason,
    -- What is sent was not received, and no server judged it.
    case
        when mails.is_in_our_name then 'sent_by_another'
        when mails.author_id is null then 'missing'
        when regexp_matches(mails.labels, '(^|\|)sent(\||$)')
            then case when mails.doubt = 'forwarded' then mails.doubt when unquoted.says_nothing_else then 'repeats' end
        when mails.authentication = 'failed' then 'failed'
        when mails.authentication = 'passed' and servers.authenticated_by is null then 'missing'
        when mails.is_sent_by_another and mails.authentication is distinct from 'passed' then 'sent_by_another'
        when
            mails.authentication = 'passed' or proving.sender_domain is null
            or (mails.labels = '' and mails.author_id = replace(mails.container_id, 'gmail:', 'mailto:'))
            then coalesce(mails.doubt, case when unquoted.says_nothing_else then 'repeats' end)
        else 'missing'
    end as sender_unproven
from mails
left join proving on proving.container_id = mails.container_id and proving.sender_domain = mails.sender_domain
left join servers
    on servers.container_id = mails.container_id and servers.authenticated_by = mails.authenticated_by
left join {{ ref('int_mails_unquoted') }} as unquoted on unquoted.item_id = mails.item_id
left join {{ source('agency', 'weeks') }} as weeks
    on mails.occurred_at >= weeks.starts_at and mails.occurred_at < weeks.ends_at
where weeks.week is not null or mails.thread_id in (select thread_id from in_span)
