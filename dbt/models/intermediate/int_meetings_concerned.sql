with meetings as (
    select
        occurrence_id,
        item_id,
        version,
        starts_at,
        ends_at,
        all_day,
        status,
        summary,
        location,
        previous_starts_at,
        previous_version,
        -- A stamp from after the meeting tells of a later edit (notes, an answer), not of the move.
        case when moved_seen_at <= greatest(starts_at, previous_starts_at) then moved_seen_at end as moved_seen_at,
        case when cancelled_seen_at <= starts_at then cancelled_seen_at end as cancelled_seen_at,
        attendees,
        organizer_email,
        container_id,
        permalink
    from {{ source('context', 'meeting_occurrences') }}
)

select
    meetings.occurrence_id as event_id,
    meetings.item_id,
    meetings.version,
    meetings.starts_at,
    meetings.ends_at,
    meetings.all_day,
    meetings.status,
    weeks.week,
    'mailto:' || lower(meetings.organizer_email) as author_id,
    meetings.container_id,
    meetings.summary as title,
    events.text,
    meetings.permalink,
    meetings.location,
    -- From a time that was a guess nothing moves.
    case when not coalesce(earlier.time_is_uncertain, false) then meetings.previous_starts_at end as previous_starts_at,
    meetings.previous_version,
    case when not coalesce(earlier.time_is_uncertain, false) then meetings.moved_seen_at end as moved_seen_at,
    meetings.cancelled_seen_at,
    meetings.attendees,
    lower(meetings.organizer_email) as organizer_email,
    case
        when meetings.status = 'deleted' then 'deleted'
        when events.time_is_uncertain then 'uncertain_time'
        when trim(coalesce(events.text, '')) = '' then 'empty'
    end as ignored_reason
from meetings
inner join {{ ref('stg_calendar__events') }} as events
    on events.item_id = meetings.item_id and events.version = meetings.version
left join {{ ref('stg_calendar__events') }} as earlier
    on earlier.item_id = meetings.item_id and earlier.version = meetings.previous_version
inner join {{ source('agency', 'horizon_weeks') }} as weeks
    on meetings.starts_at >= weeks.starts_at and meetings.starts_at < weeks.ends_at
where {{ within_run_or_soon('meetings.starts_at') }}
    or {{ within_run('meetings.moved_seen_at') }}
    or {{ within_run('meetings.cancelled_seen_at') }}
