with concerned as (
    select distinct item_id
    from {{ ref('stg_notion__pages') }}
    where {{ within_run('occurred_at') }}
),

versions as (
    select item_id, version, occurred_at, observed_at, is_deleted
    from {{ ref('stg_notion__pages') }}
    where item_id in (select item_id from concerned)
),

page_now as (
    select item_id, arg_max(is_deleted, observed_at) as is_deleted
    from versions
    group by item_id
),

weekly as (
    select
        versions.item_id,
        weeks.week,
        weeks.starts_at,
        arg_max(versions.version, versions.observed_at) as version,
        arg_max(versions.version, versions.observed_at) filter (where not versions.is_deleted) as shown_version
    from versions
    inner join {{ source('agency', 'weeks') }} as weeks
        on versions.occurred_at >= weeks.starts_at and versions.occurred_at < weeks.ends_at
    group by versions.item_id, weeks.week, weeks.starts_at
),

-- What a page said before is told to those alone who could read it then: that version lay below the roots of the same
-- clients, and yarnnn.yaml let as many of them read there.
compared as (
    select
        weekly.item_id,
        weekly.week,
        weekly.version,
        weekly.shown_version,
        arg_max(earlier.version, earlier.observed_at) filter (
            where not earlier.is_deleted
                and past.client_ids = shown.client_ids
                and list_has_all(past.reader_ids, shown.reader_ids)
                and earlier.observed_at > coalesce(shown.stated_after, timestamptz '-infinity')
        ) as previous_version
    from weekly
    left join versions as earlier
        on earlier.item_id = weekly.item_id and earlier.occurred_at < weekly.starts_at
    left join {{ ref('int_page_audiences') }} as shown
        on shown.item_id = weekly.item_id and shown.version = coalesce(weekly.shown_version, weekly.version)
    left join {{ ref('int_page_audiences') }} as past
        on past.item_id = earlier.item_id and past.version = earlier.version
    group by weekly.item_id, weekly.week, weekly.version, weekly.shown_version
)

select
    compared.item_id || '@' || compared.week as event_id,
    compared.item_id,
    compared.version,
    compared.shown_version,
    pages.occurred_at,
    compared.week,
    pages.author_id,
    pages.container_id,
    pages.title,
    pages.text,
    pages.permalink,
    pages.path,
    pages.path_json,
    pages.properties_json,
    pages.database_title,
    pages.led_to,
    compared.previous_version,
    case
        when page_now.is_deleted then 'deleted'
        when trim(coalesce(pages.text, '')) = '' then 'empty'
    end as ignored_reason
from compared
inner join page_now on page_now.item_id = compared.item_id
inner join {{ ref('stg_notion__pages') }} as pages
    on pages.item_id = compared.item_id
    and pages.version = coalesce(compared.shown_version, compared.version)
