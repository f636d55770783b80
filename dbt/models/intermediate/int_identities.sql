with addressed as (
    select 'mailto:' || address as identity, 'mailto:' || address as person_id
    from {{ ref('int_addresses') }}
    where is_person
),

-- An account of another workspace that says to have one of our addresses is nobody's of ours. One with a client's is the
-- client's: through Slack Connect that is how they take part.
slack as (
    select
        users.user_id as identity,
        case
            when users.email is null or (users.is_stranger and coalesce(addresses.is_us, false)) then users.user_id
            else 'mailto:' || users.email
        end as person_id,
        users.user_name
    from {{ ref('stg_slack__users') }} as users
    left join {{ ref('int_addresses') }} as addresses on addresses.address = users.email
    where not users.is_bot
),

-- Notion's export tells a name and nothing else: it is somebody we know only when one person alone has it.
names as (
    select lower(contacts.name) as name, 'mailto:' || contacts.email as person_id
    from {{ source('agency', 'client_contacts') }} as contacts
    union
    select lower(user_name), person_id from slack where user_name is not null
    union
    select lower(seen.name), 'mailto:' || seen.address
    from {{ ref('int_addresses_seen') }} as seen
    where seen.name <> ''
),

unique_names as (
    select name, any_value(person_id) as person_id
    from names
    group by name
    having count(distinct person_id) = 1
),

notion as (
    select distinct author_id as identity, lower(trim(replace(author_id, 'notion:person:', ''))) as name
    from {{ ref('stg_notion__pages') }}
    where author_id is not null
    union
    select author_id, lower(trim(replace(author_id, 'notion:person:', '')))
    from {{ ref('stg_notion__comments') }}
    where author_id is not null
)

select identity, person_id from addressed
union
select identity, person_id from slack
union
select notion.identity, coalesce(unique_names.person_id, notion.identity) as person_id
from notion
left join unique_names on unique_names.name = notion.name
