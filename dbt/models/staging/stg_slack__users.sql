-- Whose workspace an account is of decides what its address proves. Slack confirms the addresses of a workspace's own
-- people; those of another one, who take part through Slack Connect, have whatever address their workspace gives them.
-- https://docs.slack.dev/reference/objects/user-object: is_stranger is not set for everybody of another workspace, and
-- on Enterprise Grid the workspaces of one organisation share its people.
with known as (
    select
        item_id as user_id,
        split_part(item_id, ':', 2) as workspace_id,
        arg_max(text, observed_at) as user_name,
        arg_max(payload, observed_at) as payload
    from {{ source('slack', 'users') }}
    where not is_deleted
    group by item_id
),

described as (
    select
        *,
        json_extract_string(payload, '$.team_id') as team_id,
        json_extract_string(payload, '$.enterprise_user.enterprise_id') as organisation_id,
        coalesce(from_json(json_extract(payload, '$.enterprise_user.teams'), '["VARCHAR"]'), []) as team_ids,
        coalesce(json_extract_string(payload, '$.is_stranger') = 'true', false) as is_called_stranger
    from known
),

organisations as (
    select distinct workspace_id, organisation_id
    from described
    where team_id = workspace_id and not is_called_stranger and organisation_id is not null
),

placed as (
    select
        described.*,
        described.is_called_stranger
        or coalesce(
            described.team_id <> described.workspace_id
            and not list_contains(described.team_ids, described.workspace_id)
            and organisations.organisation_id is null,
            false
        ) as is_stranger
    from described
    left join organisations
        on organisations.workspace_id = described.workspace_id
        and organisations.organisation_id = described.organisation_id
)

select
    user_id,
    nullif(trim(user_name), '') as user_name,
    case
        when coalesce(json_extract_string(payload, '$.is_email_confirmed') <> 'false', true)
            then nullif(lower(trim(json_extract_string(payload, '$.profile.email'))), '')
    end as email,
    -- Slackbot's account says of itself that it is no bot.
    coalesce(json_extract_string(payload, '$.is_bot') = 'true', false) or user_id like '%:USLACKBOT' as is_bot,
    is_stranger
from placed
