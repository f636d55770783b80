{{ config(materialized='table') }}

with identities as (
    select identity, person_id from {{ ref('int_identities') }}
),

users as (
    select user_id, user_name
    from {{ ref('stg_slack__users') }}
    where not is_bot
),

slack_accounts as (
    select
        identities.person_id,
        max(users.user_id) as slack_id,
        max(users.user_name) as name
    from users
    inner join identities on identities.identity = users.user_id
    group by identities.person_id
),

contacts as (
    select 'mailto:' || email as person_id, min(name) as name, min(role) as role
    from {{ source('agency', 'client_contacts') }}
    group by email
),

names_seen as (
    select 'mailto:' || address as person_id, arg_max(name, (last_seen_at, name)) as name
    from {{ ref('int_addresses_seen') }}
    where name <> ''
    group by address
),

addresses as (
    select 'mailto:' || address as person_id, address, is_us, author_client_ids as client_ids
    from {{ ref('int_addresses') }}
),

persons as (
    select distinct person_id from identities
)

select
    persons.person_id,
    coalesce(
        contacts.name,
        slack_accounts.name,
        names_seen.name,
        nullif(split_part(addresses.address, '@', 1), ''),
        replace(persons.person_id, 'notion:person:', '')
    ) as name,
    addresses.address as email,
    slack_accounts.slack_id,
    -- Whoever has no address that proves it speaks for nobody: a client can be a member of our workspace.
    coalesce(addresses.is_us, false) as is_us,
    case when len(addresses.client_ids) = 1 and not addresses.is_us then addresses.client_ids[1] end as client_id,
    contacts.role
from persons
left join contacts on contacts.person_id = persons.person_id
left join slack_accounts on slack_accounts.person_id = persons.person_id
left join names_seen on names_seen.person_id = persons.person_id
left join addresses on addresses.person_id = persons.person_id
