with recursive roots as (
    select
        client_id,
        audience,
        lower(trim(container)) as title,
        nullif(replace(regexp_extract(
            lower(container),
            '(?:^|[^0-9a-z])([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:$|[^0-9a-z])', 1
        ), '-', ''), '') as page_id
    from {{ source('agency', 'client_containers') }}
    where platform = 'notion'
),

pages as (
    select event_id, item_id, list_transform(path, lambda title: lower(trim(title))) as titles
    from {{ ref('int_pages_weekly') }}
    union all
    -- A comment lies where its page does.
    select event_id, page_id as item_id, list_transform(page_path, lambda title: lower(trim(title))) as titles
    from {{ ref('int_comments_current') }}
),

parents as (
    select item_id, arg_max(container_id, observed_at) as parent_id
    from {{ ref('stg_notion__pages') }}
    group by item_id
    union all
    -- A database is no item: its rows tell what it lies in.
    select container_id as item_id, 'notion:' || arg_max(path_ids[-3], observed_at) as parent_id
    from {{ ref('stg_notion__pages') }}
    where database_title is not null and path_ids[-3] <> '' and container_id = 'notion:' || path_ids[-2]
    group by container_id
    having container_id not in (select item_id from {{ ref('stg_notion__pages') }})
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

-- Every page with the titles that led to it, in each version: exports of a single page begin at that page.
seen as (
    select item_id, observed_at, list_transform(path, lambda title: lower(trim(title))) as titles
    from {{ ref('stg_notion__pages') }}
    where len(path) > 0
),

places as (
    select item_id, arg_max(titles, observed_at) as titles, max(len(titles)) = 1 as is_top
    from seen
    group by item_id
),

alive as (
    select item_id
    from {{ ref('stg_notion__pages') }}
    group by item_id
    having not arg_max(is_deleted, observed_at)
),

-- What lies above a page and is no page of the export: a database.
above as (
    select distinct titles[1:depth] as titles
    from (select titles, unnest(range(1, len(titles))) as depth from seen) as steps
    where titles[1:depth] not in (select titles from seen)
),

-- What a title may mean: a page at the top that bears it, one that bore it, a page further below, one that bore it.
candidates as (
    select distinct
        named.title,
        seen.item_id as page_id,
        places.titles as place,
        case when places.is_top then 0 else 2 end
        + case when alive.item_id is not null and places.titles[-1] = named.title then 0 else 1 end as rank
    from (select distinct title from roots) as named
    inner join seen on seen.titles[-1] = named.title
    inner join places on places.item_id = seen.item_id
    left join alive on alive.item_id = seen.item_id
    union all
    select named.title, null as page_id, above.titles as place, case when len(above.titles) = 1 then 0 else 2 end
    from (select distinct title from roots) as named
    inner join above on above.titles[-1] = named.title
),

-- Two of the best kind: nobody can tell which was meant, so neither is a root.
meant as (
    select title, any_value(page_id) as page_id, any_value(place) as place
    from (select * from candidates qualify rank = min(rank) over (partition by title)) as best
    group by title
    having count(*) = 1
),

titled as (
    select ancestors.event_id, meant.title
    from ancestors
    inner join meant on meant.page_id = ancestors.ancestor_id
    union
    select pages.event_id, meant.title
    from pages
    inner join meant on pages.titles[1:len(meant.place)] = meant.place
    where not exists (
        select 1
        from ancestors
        inner join candidates on candidates.page_id = ancestors.ancestor_id
        where ancestors.event_id = pages.event_id
            and candidates.title = meant.title
            and candidates.page_id is distinct from meant.page_id
    )
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
