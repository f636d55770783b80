with concerned as (
    select distinct item_id
    from {{ ref('stg_notion__comments') }}
    where {{ within_run('occurred_at') }}
),

comments as (
    {{ current_items(ref('stg_notion__comments'), 'concerned') }}
),

-- The page it stands on, as it is now: a comment goes with its page.
pages as (
    select
        item_id as page_id,
        arg_max(path, observed_at) filter (where len(path) > 0) as path,
        arg_max(is_deleted, observed_at) as is_deleted
    from {{ ref('stg_notion__pages') }}
    where item_id in (select page_id from comments)
    group by item_id
)

select
    comments.item_id as event_id,
    comments.item_id,
    comments.current_version as version,
    comments.occurred_at,
    comments.observed_at,
    weeks.week,
    comments.author_id,
    comments.page_id,
    comments.discussion_id,
    pages.path as page_path,
    comments.text,
    comments.permalink,
    comments.led_to,
    case
        when comments.now_deleted or coalesce(pages.is_deleted, false) then 'deleted'
        when trim(coalesce(comments.text, '')) = '' then 'empty'
    end as ignored_reason
from comments
inner join {{ source('agency', 'weeks') }} as weeks
    on comments.occurred_at >= weeks.starts_at and comments.occurred_at < weeks.ends_at
left join pages on pages.page_id = comments.page_id
