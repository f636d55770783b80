{{ config(enabled=var('plain_tables') | length > 0) }}

with in_span as (
    select item_id, thread_id
    from {{ ref('stg_plain__items') }}
    where {{ within_run('occurred_at') }}
),

concerned as (
    select item_id from in_span
    union
    select item_id from {{ ref('stg_plain__items') }}
    where thread_id in (select thread_id from in_span where thread_id is not null)
),

items as (
    {{ current_items(ref('stg_plain__items'), 'concerned') }}
)

select
    items.item_id as event_id,
    items.item_id,
    items.current_version as version,
    items.platform,
    items.occurred_at,
    weeks.week,
    items.author_id,
    items.author_label,
    items.container_id,
    items.thread_id,
    items.title,
    items.text,
    items.permalink,
    case
        when items.now_deleted then 'deleted'
        when trim(coalesce(items.text, '')) = '' then 'empty'
    end as ignored_reason
from items
left join {{ source('agency', 'weeks') }} as weeks
    on items.occurred_at >= weeks.starts_at and items.occurred_at < weeks.ends_at
where weeks.week is not null or items.thread_id in (select thread_id from in_span)
