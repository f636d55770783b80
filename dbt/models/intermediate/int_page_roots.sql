with recursive roots as (
    select
        client_id,
        audience,
        lower(trim(container)) as title,
        nullif(regexp_extract(lower(replace(container, '-', '')), '([0-9a-f]{32})', 1), '') as page_id
    from {{ source('agency', 'client_containers') }}
    where platform = 'notion'
),

pages as (
    select event_id, item_id, path from {{ ref('int_pages_weekly') }}
),

parents as (
    select item_id, arg_max(container_id, observed_at) as parent_id
    from {{ ref('stg_notion__pages') }}
    group by item_id
),

ancestors as (
    select event_id, item_id as ancestor_id, 0 as depth
    from pages
    union all
    select ancestors.event_id, parents.parent_id, ancestors.depth + 1
    from ancestors
    inner join parents on parents.item_id = ancestors.ancestor_id
    where parents.parent_id is not null and ancestors.depth < 50
),

titled as (
    select event_id, lower(trim(title)) as title
    from (select event_id, unnest(path) as title from pages) as unnested
),

found as (
    select titled.event_id, roots.client_id, roots.audience
    from titled
    inner join roots on roots.title = titled.title
    union
    select ancestors.event_id, roots.client_id, roots.audience
    from ancestors
    inner join roots on 'notion:' || roots.page_id = ancestors.ancestor_id
)

select
    event_id,
    client_id,
    bool_and(audience = 'client') as client_reads_along
from found
group by event_id, client_id
