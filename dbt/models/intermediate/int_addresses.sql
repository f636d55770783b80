with users as (
    select email, user_name
    from {{ ref('stg_slack__users') }}
    where email is not null and not is_bot
),

addresses as (
    select address, true as is_person from {{ ref('int_addresses_seen') }}
    union
    select email, true from users
    union
    select email, true from {{ source('agency', 'client_contacts') }}
    union
    select address, is_person from {{ ref('int_parties') }}
),

known as (
    -- A full stop at its end ("acme.example.") makes no other domain.
    select address, rtrim(split_part(address, '@', -1), '.') as domain, bool_or(is_person) as is_person
    from addresses
    group by address
),

-- `dana%acme.example@relay.example`, `acme.example!dana@relay.example` and `dana=acme.example@relay.example` are
-- sent on by the relay to a domain that their local part names: they are of both.
routed as (
    select address, rtrim(unnest(regexp_extract_all(local_part, '[^%!=+]+\.[^%!=+]+')), '.') as domain
    from (
        select address, left(address, length(address) - strpos(reverse(address), '@')) as local_part
        from known
    ) as local_parts
    where regexp_matches(local_part, '[%!=]')
),

domains as (
    select address, domain from known
    union
    select address, domain from routed
),

-- mail.acme.example is acme.example's, so each domain is looked up with each of its parents.
parents as (
    select
        domain,
        depth,
        array_to_string(list_slice(string_split(domain, '.'), depth, len(string_split(domain, '.'))), '.') as parent
    from (
        select domain, unnest(range(1, len(string_split(domain, '.')) + 1)) as depth
        from (select distinct domain from domains) as all_domains
    ) as depths
),

own as (
    select distinct parents.domain
    from parents
    inner join {{ source('agency', 'own_domains') }} as own_domains on own_domains.domain = parents.parent
),

public_mail as (
    select distinct domain from {{ source('agency', 'public_mail_domains') }}
),

by_domain as (
    select parents.domain, client_domains.client_id
    from parents
    inner join {{ source('agency', 'client_domains') }} as client_domains on client_domains.domain = parents.parent
    where parents.domain not in (select domain from own)
        and parents.parent not in (select domain from public_mail)
    qualify parents.depth = min(parents.depth) over (partition by parents.domain)
),

owners as (
    select domains.address, by_domain.client_id, domains.domain = known.domain as is_by_its_own
    from domains
    inner join known on known.address = domains.address
    inner join by_domain on by_domain.domain = domains.domain
    union
    select known.address, contacts.client_id, true as is_by_its_own
    from known
    inner join {{ source('agency', 'client_contacts') }} as contacts on contacts.email = known.address
    where known.domain not in (select domain from own)
    union
    -- Whom somebody asked to forget: a client's still, whatever yarnnn.yaml says of it now.
    select address, substr(address, length('[removed]:') + 1) as client_id, true as is_by_its_own
    from known
    where starts_with(address, '[removed]:')
),

owned as (
    select address, list_sort(list(distinct client_id)) as client_ids, bool_or(is_by_its_own) as is_by_its_own
    from owners
    group by address
)

select
    known.address,
    known.domain,
    known.is_person,
    known.domain in (select domain from own) and owned.address is null as is_us,
    coalesce(owned.client_ids, []) as client_ids,
    -- Whoever writes from a relay is the relay's: its local part is theirs to choose.
    case when owned.is_by_its_own then owned.client_ids else [] end as author_client_ids
from known
left join owned on owned.address = known.address
