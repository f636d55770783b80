with known as (
    select
        item_id as user_id,
        arg_max(text, observed_at) as user_name,
        arg_max(payload, observed_at) as payload
    from {{ source('slack', 'users') }}
    where not is_deleted
    group by item_id
)

select
    user_id,
    nullif(trim(user_name), '') as user_name,
    nullif(lower(trim(json_extract_string(payload, '$.profile.email'))), '') as email,
    -- Slackbot's account says of itself that it is no bot.
    coalesce(json_extract_string(payload, '$.is_bot') = 'true', false) or user_id like '%:USLACKBOT' as is_bot,
    coalesce(json_extract_string(payload, '$.is_restricted') = 'true', false)
    or coalesce(json_extract_string(payload, '$.is_ultra_restricted') = 'true', false)
    or coalesce(json_extract_string(payload, '$.is_stranger') = 'true', false) as is_guest
from known
