with items as (
    select event_id, platform, container_id, thread_key, occurred_at, ignored_reason
    from {{ ref('int_items_unioned') }}
),

-- The strongest kind of evidence that an item has of its own decides; what it says about two clients decides nothing.
strongest as (
    select event_id, rank, rule, client_id
    from {{ ref('int_evidence') }}
    qualify rank = min(rank) over (partition by event_id)
),

own_evidence as (
    select
        event_id,
        any_value(rank) as rank,
        any_value(rule) as rule,
        list_sort(list(distinct client_id)) as client_ids
    from strongest
    group by event_id
),

-- Rank 3 is the thread: the clients of its other items, first those proven by place or people, then those spoken of.
witnesses as (
    select
        items.thread_key,
        own_evidence.rank = 4 as is_by_alias,
        unnest(own_evidence.client_ids) as client_id
    from items
    inner join own_evidence on own_evidence.event_id = items.event_id
    where items.thread_key is not null
        and (items.ignored_reason is null or items.ignored_reason = 'empty')
),

threads as (
    select
        thread_key,
        coalesce(list_sort(list(distinct client_id) filter (where not is_by_alias)), []) as proven_ids,
        coalesce(list_sort(list(distinct client_id) filter (where is_by_alias)), []) as alias_ids
    from witnesses
    group by thread_key
),

-- Of mails, clients whom neither writer nor recipients tell of: of the mail that is answered or began the thread, and of
-- domains in other headers. They speak against a client and never for one.
elsewhere as (
    select mails.event_id, unnest(own_evidence.client_ids) as client_id
    from (select event_id, unnest(answered_ids) as message_id from {{ ref('int_mails_current') }}) as mails
    inner join {{ ref('int_mails_current') }} as answered on answered.message_id = mails.message_id
    inner join own_evidence on own_evidence.event_id = answered.event_id
    where own_evidence.rank <= 2 and len(own_evidence.client_ids) = 1
    union
    select mails.event_id, domains.client_id
    from (
        select event_id, unnest(generate_series(1, len(labels))) as depth, labels
        from (
            select event_id, string_split(unnest(other_domains), '.') as labels from {{ ref('int_mails_current') }}
        ) as split
    ) as mails
    inner join {{ source('agency', 'client_domains') }} as domains
        on domains.domain = array_to_string(list_slice(mails.labels, mails.depth, len(mails.labels)), '.')
    where domains.domain not in (select domain from {{ source('agency', 'own_domains') }})
        and domains.domain not in (select domain from {{ source('agency', 'public_mail_domains') }})
),

against as (
    select event_id, list(distinct client_id) as client_ids
    from elsewhere
    group by event_id
),

told as (
    select
        items.event_id,
        items.platform,
        items.container_id,
        case
            when own_evidence.rank <= 2 then own_evidence.client_ids
            when len(threads.proven_ids) > 0 then threads.proven_ids
            else list_distinct(list_concat(coalesce(own_evidence.client_ids, []), coalesce(threads.alias_ids, [])))
        end as client_ids,
        case
            when own_evidence.rank <= 2 then own_evidence.rule
            when len(threads.proven_ids) > 0 then 'thread'
            when own_evidence.rank = 4 then 'alias'
            when len(threads.alias_ids) > 0 then 'thread'
            else 'none'
        end as rule
    from items
    left join own_evidence on own_evidence.event_id = items.event_id
    left join threads on threads.thread_key = items.thread_key
),

decided as (
    select
        told.* replace (
            case
                when len(told.client_ids) = 0 then told.client_ids
                else list_sort(list_distinct(list_concat(told.client_ids, coalesce(against.client_ids, []))))
            end as client_ids
        )
    from told
    left join against on against.event_id = told.event_id
),

-- Who could see it: of a mail its author and open recipients, of a meeting its organizer and those invited.
seen_by as (
    select
        parties.event_id,
        unnest(
            case when parties.role = 'author' then addresses.author_client_ids else addresses.client_ids end
        ) as client_id
    from {{ ref('int_parties') }} as parties
    inner join {{ ref('int_addresses') }} as addresses on addresses.address = parties.address
    where parties.role not in ('bcc', 'before_move')
),

seen as (
    select event_id, list_sort(list(distinct client_id)) as client_ids
    from seen_by
    group by event_id
),

-- Whether it was a client's under its earlier name: where yarnnn.yaml lists that name too, or the channel by its id.
known_as as (
    select
        renamings.channel_id,
        renamings.renamed_at,
        clients.client_id,
        (
            select bool_and(named.audience = 'client' and named.client_id = clients.client_id)
            from {{ source('agency', 'client_containers') }} as named
            where named.platform = 'slack' and (
                lower(ltrim(named.container, '#')) = renamings.former_name
                or renamings.channel_id = named.container_id and ends_with(named.container_id, ':' || named.container)
            )
        ) as is_theirs
    from {{ ref('int_channel_renamings') }} as renamings
    cross join {{ source('agency', 'clients') }} as clients
),

-- Under a name that is not listed it stays what it was under the name before.
named_before as (
    select
        channel_id,
        client_id,
        renamed_at,
        coalesce(
            last_value(is_theirs ignore nulls) over (partition by channel_id, client_id order by renamed_at), false
        ) as is_theirs
    from known_as
),

attributed as (
    select
        event_id,
        platform,
        container_id,
        case when len(client_ids) = 1 then client_ids[1] end as client_id,
        case when len(client_ids) > 1 then 'conflict' else rule end as attribution_rule
    from decided
)

select
    attributed.event_id,
    attributed.client_id,
    attributed.attribution_rule,
    case
        when attributed.client_id is null then 'internal'
        when items.occurred_at < named_before.renamed_at and not named_before.is_theirs then 'internal'
        when containers.client_reads_along and attributed.attribution_rule = 'configured_container' then 'client'
        when attributed.platform in ('gmail', 'calendar') and seen.client_ids = [attributed.client_id] then 'client'
        when attributed.platform = 'notion' and roots.client_reads_along then 'client'
        else 'internal'
    end as audience
from attributed
inner join items on items.event_id = attributed.event_id
-- the first renaming after it was said
asof left join named_before
    on named_before.channel_id = attributed.container_id
    and named_before.client_id = attributed.client_id
    and named_before.renamed_at > items.occurred_at
left join {{ ref('int_containers') }} as containers on containers.container_id = attributed.container_id
left join seen on seen.event_id = attributed.event_id
left join {{ ref('int_page_roots') }} as roots
    on roots.event_id = attributed.event_id and roots.client_id = attributed.client_id
