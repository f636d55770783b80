{{ config(materialized='incremental', incremental_strategy='replace_weeks') }}

with meetings as (
    select
        attributed.client_id,
        attributed.audience,
        concerned.event_id,
        concerned.item_id,
        concerned.version,
        concerned.title,
        concerned.starts_at,
        concerned.ends_at,
        concerned.all_day,
        concerned.status,
        moved.previous_starts_at,
        moved.moved_seen_at,
        concerned.cancelled_seen_at
    from {{ ref('int_meetings_concerned') }} as concerned
    inner join {{ ref('int_items_attributed') }} as attributed on attributed.event_id = concerned.event_id
    inner join {{ source('agency', 'clients') }} as clients on clients.client_id = attributed.client_id
    left join {{ ref('int_meetings_moved') }} as moved on moved.event_id = concerned.event_id
    where concerned.ignored_reason is null
),

weeks as (
    select week, starts_at, ends_at from {{ source('agency', 'weeks') }}
),

related as (
    select meetings.*, weeks.week, 'held' as relation
    from meetings
    inner join weeks on meetings.starts_at >= weeks.starts_at and meetings.starts_at < weeks.ends_at
    where meetings.status <> 'cancelled'
    union all
    select meetings.*, weeks.week, 'coming' as relation
    from meetings
    inner join weeks
        on meetings.starts_at >= weeks.ends_at and meetings.starts_at < weeks.ends_at + interval 21 day
    where meetings.status <> 'cancelled'
    union all
    select meetings.*, weeks.week, 'moved' as relation
    from meetings
    inner join weeks on meetings.moved_seen_at >= weeks.starts_at and meetings.moved_seen_at < weeks.ends_at
    where meetings.status <> 'cancelled'
    union all
    select meetings.*, weeks.week, 'cancelled' as relation
    from meetings
    inner join weeks on meetings.cancelled_seen_at >= weeks.starts_at and meetings.cancelled_seen_at < weeks.ends_at
)

select
    client_id,
    week,
    event_id,
    relation,
    item_id,
    version,
    title,
    starts_at,
    ends_at,
    all_day,
    status,
    previous_starts_at,
    moved_seen_at,
    cancelled_seen_at,
    audience
from related
