{{ config(materialized='incremental', incremental_strategy='replace_weeks', unique_key='event_id') }}

select
    events.event_id,
    events.item_id,
    events.version,
    events.platform,
    events.kind,
    events.occurred_at,
    events.week,
    events.author_id,
    events.person_id,
    events.author_name,
    events.author_is_us,
    events.container_id,
    events.container_name,
    events.thread_id,
    events.title,
    events.text,
    events.permalink,
    events.client_id,
    events.attribution_rule,
    events.audience,
    events.previous_version,
    events.fields
from {{ ref('events') }} as events
inner join {{ source('agency', 'clients') }} as clients on clients.client_id = events.client_id
where {{ within_run('events.occurred_at') }}
    and events.week in (select week from {{ source('agency', 'weeks') }})
    and events.ignored_reason is null
