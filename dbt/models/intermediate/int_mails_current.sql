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
    mails.text,
    mails.permalink,
    mails.from_json,
    mails.to_json,
    mails.cc_json,
    mails.bcc_json,
    mails.is_bulk,
    case
        when mails.now_deleted then 'deleted'
        when regexp_matches(mails.labels, '(^|\|)drafts?(\||$)') then 'draft'
        when regexp_matches(mails.labels, '(^|\|)(spam|trash)(\||$)') then 'spam_or_trash'
        when mails.is_bulk then 'bulk_mail'
        when trim(coalesce(mails.text, '')) = '' then 'empty'
    end as ignored_reason
from mails
left join {{ source('agency', 'weeks') }} as weeks
    on mails.occurred_at >= weeks.starts_at and mails.occurred_at < weeks.ends_at
where weeks.week is not null or mails.thread_id in (select thread_id from in_span)
