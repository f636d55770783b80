with messages as (
    select
        event_id, item_id, version, 'slack' as platform, 'message' as kind, occurred_at, week, author_id, author_label,
        container_id, thread_id, thread_key, cast(null as varchar) as title, text, permalink, ignored_reason,
        cast(null as varchar) as previous_version,
        nullif(
            json_merge_patch(
                case when len(links) > 0 then json_object('links', links) else '{}' end,
                case when len(attached) > 0 then json_object('attached', attached) else '{}' end,
                case when len(led_to) > 0 then json_object('led_to', led_to) else '{}' end,
                case when len(struck) > 0 then json_object('struck', struck) else '{}' end
            ),
            '{}'
        ) as fields
    from {{ ref('int_messages_current') }}
),

mails as (
    select
        event_id, item_id, version, 'gmail' as platform, 'mail' as kind, occurred_at, week, author_id, author_label,
        container_id, thread_id, thread_id as thread_key, title, text, permalink, ignored_reason,
        cast(null as varchar) as previous_version,
        json_merge_patch(
            json_object('subject', title, 'to', to_json, 'cc', cc_json),
            case when sender_unproven is not null then json_object('sender_unproven', sender_unproven) else '{}' end,
            case when signed_by is not null then json_object('signed_by', signed_by) else '{}' end,
            case when len(attached) > 0 then json_object('attached', attached) else '{}' end,
            case when len(led_to) > 0 then json_object('led_to', led_to) else '{}' end,
            case when len(struck) > 0 then json_object('struck', struck) else '{}' end,
            case when invitations_json is not null then json_object('invitations', invitations_json) else '{}' end
        ) as fields
    from {{ ref('int_mails_current') }}
),

pages as (
    select
        event_id, item_id, version, 'notion' as platform, 'page' as kind, occurred_at, week, author_id,
        replace(author_id, 'notion:person:', '') as author_label,
        container_id, cast(null as varchar) as thread_id, cast(null as varchar) as thread_key, title, text, permalink,
        ignored_reason, previous_version,
        json_merge_patch(
            json_object('path', path_json, 'properties', properties_json, 'database', database_title),
            case when len(led_to) > 0 then json_object('led_to', led_to) else '{}' end
        ) as fields
    from {{ ref('int_pages_weekly') }}
),

comments as (
    select
        event_id, item_id, version, 'notion' as platform, 'comment' as kind, occurred_at, week, author_id,
        replace(author_id, 'notion:person:', '') as author_label,
        page_id as container_id, discussion_id as thread_id,
        -- Whose it is, its page alone tells: no other comment is asked.
        cast(null as varchar) as thread_key, cast(null as varchar) as title, text, permalink, ignored_reason,
        cast(null as varchar) as previous_version,
        json_merge_patch(
            json_object('path', cast(page_path as json)),
            case when len(led_to) > 0 then json_object('led_to', led_to) else '{}' end
        ) as fields
    from {{ ref('int_comments_current') }}
),

meetings as (
    select
        meetings.event_id, item_id, version, 'calendar' as platform, 'meeting' as kind, starts_at as occurred_at, week,
        author_id, organizer_email as author_label,
        container_id, cast(null as varchar) as thread_id, cast(null as varchar) as thread_key, title, text, permalink,
        ignored_reason, moved.previous_version,
        json_object(
            'starts_at', {{ iso_utc('starts_at') }},
            'ends_at', {{ iso_utc('ends_at') }},
            'all_day', all_day,
            'status', status,
            'location', location,
            'is_series', is_series,
            'previous_starts_at', {{ iso_utc('moved.previous_starts_at') }},
            'moved_seen_at', {{ iso_utc('moved.moved_seen_at') }},
            'cancelled_seen_at', {{ iso_utc('cancelled_seen_at') }},
            'attendees', cast(attendees as json),
            'organizer', organizer_email
        ) as fields
    from {{ ref('int_meetings_concerned') }} as meetings
    left join {{ ref('int_meetings_moved') }} as moved on moved.event_id = meetings.event_id
),

{% if var('plain_tables') -%}
plain_items as (
    select
        event_id, item_id, version, platform, 'message' as kind, occurred_at, week, author_id, author_label,
        container_id, thread_id, thread_id as thread_key, title, text, permalink, ignored_reason,
        cast(null as varchar) as previous_version, cast(null as json) as fields
    from {{ ref('int_plain_items_current') }}
),

{% endif -%}
items as (
    select * from messages
    union all
    select * from mails
    union all
    select * from pages
    union all
    select * from comments
    union all
    select * from meetings
    {% if var('plain_tables') -%}
    union all
    select * from plain_items
    {% endif -%}
)

select
    event_id,
    item_id,
    version,
    platform,
    kind,
    occurred_at,
    week,
    week in (select week from {{ source('agency', 'weeks') }}) as is_of_run,
    author_id,
    author_label,
    container_id,
    thread_id,
    thread_key,
    -- What was deleted is counted, and never quoted.
    case when ignored_reason = 'deleted' then null else title end as title,
    case when ignored_reason = 'deleted' then '' else coalesce(text, '') end as text,
    permalink,
    ignored_reason,
    previous_version,
    case when ignored_reason = 'deleted' then null else fields end as fields
from items
