with items as (
    select event_id, platform, author_id, container_id, title, text, kind
    from {{ ref('int_items_unioned') }}
),

configured as (
    select event_id, unnest(client_ids) as client_id
    from items
    inner join {{ ref('int_containers') }} as containers on containers.container_id = items.container_id
    union
    select event_id, client_id from {{ ref('int_page_roots') }}
),

-- Slack tells who wrote, and the account tells the address.
addressed as (
    select event_id, address, role = 'author' as is_author
    from {{ ref('int_parties') }}
    where role <> 'before_move'
    union
    select items.event_id, users.email, true as is_author
    from items
    inner join {{ ref('stg_slack__users') }} as users on users.user_id = items.author_id
    where users.email is not null and not users.is_bot
),

external as (
    select
        event_id,
        unnest(case when is_author then addresses.author_client_ids else addresses.client_ids end) as client_id
    from addressed
    inner join {{ ref('int_addresses') }} as addresses on addresses.address = addressed.address
),

proven as (
    select event_id from configured
    union
    select event_id from external
),

unproven as (
    select event_id, regexp_replace(coalesce(title, '') || chr(10) || text, '\s+', ' ', 'g') as words
    from items
    -- Of a comment, its page alone tells whose it is.
    where kind <> 'comment' and event_id not in (select event_id from proven)
),

aliases as (
    select distinct
        client_id,
        lower(trim(alias)) as alias,
        '(^|[^\p{L}\p{N}_])' || regexp_escape(lower(trim(alias))) || '($|[^\p{L}\p{N}_])' as pattern
    from {{ source('agency', 'client_aliases') }}
),

-- A pattern that differs from row to row is compiled for each: only texts that hold the letters get that far.
holding as (
    select unproven.event_id, lower(unproven.words) as words, aliases.client_id, aliases.pattern
    from unproven
    inner join aliases on contains(lower(unproven.words), aliases.alias)
),

spoken_of as (
    select distinct event_id, client_id from holding where regexp_matches(words, pattern)
)

select distinct event_id, 1 as rank, 'configured_container' as rule, client_id from configured
union all
select distinct event_id, 2 as rank, 'external_domain' as rule, client_id from external
union all
select event_id, 4 as rank, 'alias' as rule, client_id from spoken_of
