with clients as (
    select
        parties.event_id,
        parties.role = 'before_move' as is_before,
        list_distinct(flatten(list(addresses.client_ids))) as client_ids
    from {{ ref('int_parties') }} as parties
    inner join {{ ref('int_addresses') }} as addresses on addresses.address = parties.address
    where parties.role in ('author', 'attendee', 'before_move')
    group by parties.event_id, is_before
),

moved as (
    select
        meetings.event_id,
        meetings.previous_starts_at,
        meetings.previous_version,
        meetings.moved_seen_at,
        coalesce(invited.client_ids, []) as invited_ids,
        coalesce(before.client_ids, []) as before_ids,
        coalesce(place.client_ids, []) as place_ids,
        coalesce(place_before.client_ids, []) as place_before_ids
    from {{ ref('int_meetings_concerned') }} as meetings
    left join clients as invited on invited.event_id = meetings.event_id and not invited.is_before
    left join clients as before on before.event_id = meetings.event_id and before.is_before
    left join {{ ref('int_containers') }} as place on place.container_id = meetings.container_id
    left join {{ ref('int_containers') }} as place_before
        on place_before.container_id = meetings.previous_container_id
    where meetings.previous_starts_at is not null
)

select event_id, previous_starts_at, previous_version, moved_seen_at
from moved
-- Those who are invited now could see the earlier time; where nobody outside is, it stood in the same client's calendar.
where list_has_all(before_ids, invited_ids)
    and (len(invited_ids) > 0 or place_before_ids = place_ids)
