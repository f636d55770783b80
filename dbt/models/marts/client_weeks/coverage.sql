{{ config(materialized='incremental', incremental_strategy='replace_weeks') }}

select
    events.week,
    events.client_id,
    events.platform,
    events.ignored_reason,
    count(*) as n,
    count(*) filter (where events.ignored_reason is null and events.client_id is not null) as used,
    count(*) filter (where events.audience = 'client') as client_could_see,
    count(*) filter (where events.attribution_rule = 'conflict') as conflicts
from {{ ref('events') }} as events
where {{ within_run('events.occurred_at') }}
    and events.week in (select week from {{ source('agency', 'weeks') }})
group by events.week, events.client_id, events.platform, events.ignored_reason
