with meetings as (
    select
        occurrence_id as event_id,
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
        permalink,
        series_id,
        is_series
    from {{ source('context', 'meeting_occurrences') }}
),

events as (
    select * from {{ ref('stg_calendar__events') }}
),

-- An exception was moved from the time that its series gave it: as the series was when the exception was first seen.
excepted as (
    select item_id, min(observed_at) as excepted_at
    from events
    where not is_deleted
        and item_id in (
            select item_id from meetings where previous_starts_at is not null and previous_version is null
        )
    group by item_id
),

serial as (
    select
        meetings.event_id,
        coalesce(
            arg_max(events.version, events.observed_at) filter (where events.observed_at <= excepted.excepted_at),
            arg_min(events.version, events.observed_at)
        ) as version
    from meetings
    inner join excepted on excepted.item_id = meetings.item_id
    inner join events on events.item_id = meetings.series_id and not events.is_deleted
    where meetings.previous_starts_at is not null and meetings.previous_version is null
    group by meetings.event_id
),

invited as (
    select
        event_id,
        -- Who has sent somebody else does not come; that one gives an answer of their own.
        coalesce(partstat in ('declined', 'delegated'), false) as has_declined,
        coalesce(partstat = 'tentative', false) as is_unsure,
        coalesce(partstat = 'accepted', false) as is_coming,
        address,
        list_contains(ours.domains, domain) as is_ours,
        is_removed or list_contains(theirs.domains, domain) as is_a_clients
    from (
        select
            event_id,
            lower(attendee.partstat) as partstat,
            lower(trim(attendee.email)) as address,
            attendee.removed_of is not null as is_removed,
            rtrim(split_part(lower(trim(attendee.email)), '@', -1), '.') as domain
        from (
            select
                event_id,
                unnest(
                    from_json(
                        cast(attendees as json),
                        '[{"email": "VARCHAR", "partstat": "VARCHAR", "other_address_of": "VARCHAR",
                           "removed_of": "VARCHAR"}]'
                    )
                ) as attendee
            from meetings
        )
        -- A further address of somebody who is listed gives no answer of its own.
        where attendee.other_address_of is null
    ) as answers
    cross join (select coalesce(list(domain), []) as domains from {{ source('agency', 'own_domains') }}) as ours
    cross join (select coalesce(list(domain), []) as domains from {{ source('agency', 'client_domains') }}) as theirs
),

-- Nobody comes of those who were asked, or of one side.
declined as (
    select event_id
    from invited
    group by event_id
    having bool_and(has_declined)
        or coalesce(bool_and(has_declined) filter (where is_ours), false)
        or coalesce(bool_and(has_declined) filter (where is_a_clients), false)
        or coalesce(bool_and(has_declined) filter (where not is_ours), false)
),

-- Whoever invites comes, unless the list of the invited says otherwise.
answers as (
    select event_id, is_ours, is_a_clients, is_unsure, is_coming from invited
    union all
    select
        meetings.event_id,
        list_contains(ours.domains, split_part(lower(meetings.organizer_email), '@', -1)) as is_ours,
        list_contains(theirs.domains, split_part(lower(meetings.organizer_email), '@', -1)) as is_a_clients,
        false as is_unsure,
        true as is_coming
    from meetings
    cross join (select coalesce(list(domain), []) as domains from {{ source('agency', 'own_domains') }}) as ours
    cross join (select coalesce(list(domain), []) as domains from {{ source('agency', 'client_domains') }}) as theirs
    where meetings.organizer_email is not null
        and (meetings.event_id, lower(meetings.organizer_email)) not in (
            select (event_id, coalesce(address, '')) from invited where has_declined or is_unsure
        )
),

sides as (
    select event_id, is_unsure, is_coming, 'ours' as side from answers where is_ours
    union all
    select event_id, is_unsure, is_coming, 'clients' from answers where is_a_clients
    union all
    select event_id, is_unsure, is_coming, 'others' from answers where not is_ours
),

-- Of one side somebody is not sure to come, and nobody is sure.
unsure as (
    select event_id
    from sides
    group by event_id, side
    having bool_or(is_unsure) and not bool_or(is_coming)
)

select
    meetings.event_id,
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
    meetings.is_series,
    -- From a time that was a guess nothing moves.
    case when not coalesce(earlier.time_is_uncertain, false) then meetings.previous_starts_at end as previous_starts_at,
    meetings.previous_version,
    case when not coalesce(earlier.time_is_uncertain, false) then meetings.moved_seen_at end as moved_seen_at,
    meetings.cancelled_seen_at,
    meetings.attendees,
    lower(meetings.organizer_email) as organizer_email,
    -- Who could see the time from which it was moved, and where it stood.
    coalesce(earlier.attendees, of_series.attendees) as previous_attendees,
    coalesce(earlier.organizer_email, of_series.organizer_email) as previous_organizer_email,
    coalesce(earlier.container_id, of_series.container_id) as previous_container_id,
    case
        when meetings.status = 'deleted' then 'deleted'
        when events.time_is_uncertain then 'uncertain_time'
        when meetings.status = 'tentative' then 'tentative'
        when meetings.status <> 'cancelled' and declined.event_id is not null then 'declined'
        when meetings.status <> 'cancelled' and meetings.event_id in (select distinct event_id from unsure) then 'tentative'
        when trim(coalesce(events.text, '')) = '' then 'empty'
    end as ignored_reason
from meetings
inner join events
    on events.item_id = meetings.item_id and events.version = meetings.version
left join events as earlier
    on earlier.item_id = meetings.item_id and earlier.version = meetings.previous_version
left join declined on declined.event_id = meetings.event_id
left join serial on serial.event_id = meetings.event_id
left join events as of_series
    on of_series.item_id = meetings.series_id
    and of_series.version = coalesce(meetings.previous_version, serial.version)
inner join {{ source('agency', 'horizon_weeks') }} as weeks
    on meetings.starts_at >= weeks.starts_at and meetings.starts_at < weeks.ends_at
where {{ within_run_or_soon('meetings.starts_at') }}
    or {{ within_run('meetings.moved_seen_at') }}
    or {{ within_run('meetings.cancelled_seen_at') }}
