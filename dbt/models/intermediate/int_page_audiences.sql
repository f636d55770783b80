with recursive roots as (
    select client_id, audience, stated_after, borne_since, container_id as root_id
    from {{ source('agency', 'client_containers') }}
    where platform = 'notion' and container_id is not null
),

concerned as (
    select item_id from {{ ref('stg_notion__pages') }} where {{ within_run('occurred_at') }}
    union
    select page_id from {{ ref('stg_notion__comments') }} where {{ within_run('occurred_at') }}
),

versions as (
    select item_id, version, observed_at, topmost_id, way_down, knows_what_is_above
    from {{ ref('stg_notion__pages') }}
    where item_id in (select item_id from concerned)
),

-- What lay in what, and from when to when: a page that was moved took along what lies below it from then on.
steps as (
    select item_id, container_id as parent_id, observed_at
    from {{ ref('stg_notion__pages') }}
    union
    -- A database is no item: its rows tell what it lies in.
    select container_id as item_id, 'notion:' || path_ids[-3] as parent_id, observed_at
    from {{ ref('stg_notion__pages') }}
    where database_title is not null and path_ids[-3] <> '' and container_id = 'notion:' || path_ids[-2]
        and container_id not in (select item_id from {{ ref('stg_notion__pages') }})
),

placed as (
    select
        item_id,
        parent_id,
        case when row_number() over in_order = 1 then timestamptz '-infinity' else observed_at end as placed_at,
        coalesce(lead(observed_at) over in_order, timestamptz 'infinity') as moved_at
    from steps
    window in_order as (partition by item_id order by observed_at, parent_id)
),

-- The way down is known from the version itself. What its export or its row does not tell of what lies above is looked
-- up as it was when the version was observed.
ancestors as (
    select item_id, version, observed_at, unnest(way_down) as ancestor_id, false as is_looked_up, 0 as depth
    from versions
    union all
    select
        item_id,
        version,
        observed_at,
        topmost_id as ancestor_id,
        true as is_looked_up,
        0 as depth
    from versions
    where not knows_what_is_above
    union all
    select
        ancestors.item_id,
        ancestors.version,
        ancestors.observed_at,
        placed.parent_id as ancestor_id,
        true as is_looked_up,
        ancestors.depth + 1 as depth
    from ancestors
    inner join placed
        on placed.item_id = ancestors.ancestor_id
        and placed.placed_at <= ancestors.observed_at
        and ancestors.observed_at < placed.moved_at
    where ancestors.is_looked_up and placed.parent_id is not null and ancestors.depth < 50
),

below as (
    select distinct
        versions.item_id,
        versions.version,
        versions.observed_at,
        roots.client_id,
        roots.audience,
        roots.stated_after
    from versions
    left join (
        select item_id, version, ancestor_id from ancestors
        union
        select item_id, version, item_id from versions
    ) as lying on lying.item_id = versions.item_id and lying.version = versions.version
    -- What a page said before it took a root's title is nobody's who reads below that root.
    left join roots
        on roots.root_id = lying.ancestor_id
        and versions.observed_at >= coalesce(roots.borne_since, timestamptz '-infinity')
),

of_clients as (
    select
        item_id,
        version,
        observed_at,
        client_id,
        bool_and(audience = 'client') as reads_along,
        max(stated_after) as stated_after
    from below
    group by item_id, version, observed_at, client_id
)

select
    item_id,
    version,
    observed_at,
    coalesce(list_sort(list(client_id) filter (where client_id is not null)), []) as client_ids,
    coalesce(list_sort(list(client_id) filter (where reads_along)), []) as reader_ids,
    max(stated_after) as stated_after
from of_clients
group by item_id, version, observed_at
