{{
    config(
        materialized='incremental',
        incremental_strategy='replace_weeks',
        unique_key='event_id',
        incremental_predicates=[
            "kind = 'meeting'"
            ~ " and occurred_at >= (select min(starts_at) from agency.weeks)"
            ~ " and occurred_at < (select max(ends_at) + interval 21 day from agency.weeks)"
        ]
    )
}}

with items as (
    select *
    from {{ ref('int_items_unioned') }}
    -- A meeting is here as soon as a client's week speaks of it: before its own week is built.
    where is_of_run or kind = 'meeting'
)

select
    items.event_id,
    items.item_id,
    items.version,
    items.platform,
    items.kind,
    items.occurred_at,
    items.week,
    items.author_id,
    people.person_id,
    coalesce(people.name, items.author_label) as author_name,
    coalesce(people.is_us, false) as author_is_us,
    items.container_id,
    containers.container_name,
    items.thread_id,
    items.title,
    items.text,
    items.permalink,
    attributed.client_id,
    attributed.attribution_rule,
    attributed.audience,
    items.ignored_reason,
    items.previous_version,
    items.fields
from items
inner join {{ ref('int_items_attributed') }} as attributed on attributed.event_id = items.event_id
left join {{ ref('int_containers') }} as containers on containers.container_id = items.container_id
left join {{ ref('int_identities') }} as identities on identities.identity = items.author_id
left join {{ ref('people') }} as people on people.person_id = identities.person_id
