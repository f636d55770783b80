-- What Slack itself says of a channel's earlier names, in the message that it posts on a renaming.
with told as (
    select distinct
        channel_id,
        occurred_at as renamed_at,
        lower(former_name) as former_name
    from {{ ref('stg_slack__messages') }}
    where text like '%renamed the %' and subtype in ('channel_name', 'group_name')
),

seen as (
    select
        item_id as channel_id,
        observed_at as renamed_at,
        lower(text) as name,
        lag(lower(text)) over (partition by item_id order by observed_at) as former_name
    from {{ source('slack', 'channels') }}
    where not is_deleted and text <> '' and coalesce(json_extract_string(payload, '$.kind'), '') <> 'im'
)

select channel_id, renamed_at, former_name from told
union all
-- A name that was another before, and no message says when it changed: at the latest when that was seen.
select channel_id, renamed_at, former_name from seen
where former_name <> name and not exists (
    select 1 from told
    where told.channel_id = seen.channel_id
        and told.former_name = seen.former_name
        and told.renamed_at <= seen.renamed_at
)
