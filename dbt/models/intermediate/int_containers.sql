with channels as (
    select
        'slack' as platform,
        channel_id as container_id,
        channel_name as container_name
    from {{ ref('stg_slack__channels') }}
),

calendars as (
    select distinct
        'calendar' as platform,
        container_id,
        substr(container_id, length('calendar:') + 1) as container_name
    from {{ source('context', 'meeting_occurrences') }}
    where container_id is not null
),

{% if var('plain_tables') -%}
plain_places as (
    select distinct
        platform,
        container_id,
        substr(container_id, length(platform) + 2) as container_name
    from {{ ref('int_plain_items_current') }}
    where container_id is not null
),

{% endif -%}
places as (
    select platform, container_id, container_name from channels
    union all
    select platform, container_id, container_name from calendars
    {% if var('plain_tables') -%}
    union all
    select platform, container_id, container_name from plain_places
    {% endif -%}
),

-- Which place a name of yarnnn.yaml means was said when it first landed under that name.
configured as (
    select client_id, platform, audience, container_id
    from {{ source('agency', 'client_containers') }}
    where container_id is not null
)

select
    places.platform,
    places.container_id,
    any_value(places.container_name) as container_name,
    coalesce(list_sort(list(distinct configured.client_id) filter (where configured.client_id is not null)), []) as client_ids,
    -- Two rows for one channel (its name and its id) must agree before the client counts as reading along.
    coalesce(bool_and(configured.audience = 'client'), false) as client_reads_along
from places
left join configured
    on configured.platform = places.platform and configured.container_id = places.container_id
group by places.platform, places.container_id
