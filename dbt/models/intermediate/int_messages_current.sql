with in_span as (
    select
        item_id,
        channel_id,
        coalesce(thread_id, item_id) as thread_key
    from {{ ref('stg_slack__messages') }}
    where {{ within_run('occurred_at') }}
),

-- Whose a channel's threads are is known; elsewhere the thread's other messages may tell, of whatever week they are.
open_threads as (
    select distinct in_span.thread_key
    from in_span
    left join {{ ref('int_containers') }} as containers on containers.container_id = in_span.channel_id
    where containers.container_id is null or len(containers.client_ids) = 0
),

concerned as (
    select item_id from in_span
    union
    select item_id from {{ ref('stg_slack__messages') }} where thread_id in (select thread_key from open_threads)
    union
    select messages.item_id
    from {{ ref('stg_slack__messages') }} as messages
    where messages.item_id in (select thread_key from open_threads)
),

messages as (
    {{ current_items(ref('stg_slack__messages'), 'concerned') }}
)

select
    messages.item_id as event_id,
    messages.item_id,
    messages.current_version as version,
    messages.occurred_at,
    weeks.week,
    messages.user_id as author_id,
    messages.user_label as author_label,
    messages.channel_id as container_id,
    messages.thread_id,
    coalesce(messages.thread_id, messages.item_id) as thread_key,
    messages.text,
    messages.links,
    messages.attached,
    messages.led_to,
    messages.struck,
    messages.permalink,
    case
        when messages.now_deleted or messages.subtype = 'tombstone' then 'deleted'
        when messages.subtype in ('channel_join', 'channel_leave', 'group_join', 'group_leave') then 'join_or_leave'
        when messages.subtype in (
            'channel_topic', 'channel_purpose', 'channel_name', 'channel_archive', 'channel_unarchive',
            'channel_convert_to_private', 'channel_convert_to_public', 'channel_posting_permissions',
            'group_topic', 'group_purpose', 'group_name', 'group_archive', 'group_unarchive',
            'pinned_item', 'unpinned_item', 'bot_add', 'bot_remove', 'bot_enable', 'bot_disable',
            'reminder_add', 'reminder_delete', 'huddle_thread', 'sh_room_created', 'app_conversation_join'
        ) then 'channel_notice'
        when messages.subtype = 'bot_message'
            or users.is_bot
            or messages.user_id like '%:USLACKBOT'
            or messages.user_id like 'slack:%:B%'
            or messages.subtype = 'slackbot_response'
            or messages.bot_id is not null
            or messages.has_bot_profile then 'bot'
        when messages.is_unseen then 'unseen'
        when messages.subtype not in (
            '', 'thread_broadcast', 'reply_broadcast', 'me_message', 'file_share', 'file_comment'
        ) then 'unknown_kind'
        when trim(coalesce(messages.text, '')) = '' then 'empty'
    end as ignored_reason
from messages
left join {{ ref('stg_slack__users') }} as users on users.user_id = messages.user_id
left join {{ source('agency', 'weeks') }} as weeks
    on messages.occurred_at >= weeks.starts_at and messages.occurred_at < weeks.ends_at
where weeks.week is not null or coalesce(messages.thread_id, messages.item_id) in (select thread_key from open_threads)
