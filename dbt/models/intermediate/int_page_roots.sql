with pages as (
    select pages.event_id, audiences.client_ids, audiences.reader_ids
    from {{ ref('int_pages_weekly') }} as pages
    inner join {{ ref('int_page_audiences') }} as audiences
        on audiences.item_id = pages.item_id
        and audiences.version = coalesce(pages.shown_version, pages.version)
),

-- A comment lies where its page does: it goes with the page as it is now, and was read by those who could open the page
-- when the comment was seen.
then_and_now as (
    select
        comments.event_id,
        arg_max(struct_pack(client_ids, reader_ids), audiences.observed_at) as now,
        coalesce(
            arg_max(struct_pack(client_ids, reader_ids), audiences.observed_at)
                filter (where audiences.observed_at <= comments.observed_at),
            arg_min(struct_pack(client_ids, reader_ids), audiences.observed_at)
        ) as seen
    from {{ ref('int_comments_current') }} as comments
    inner join {{ ref('int_page_audiences') }} as audiences on audiences.item_id = comments.page_id
    group by comments.event_id, comments.observed_at
),

lying as (
    select event_id, client_ids, reader_ids from pages
    union all
    select event_id, now.client_ids, list_intersect(now.reader_ids, seen.reader_ids) from then_and_now
)

select
    event_id,
    client_id,
    list_contains(reader_ids, client_id) as client_reads_along
from (select event_id, unnest(client_ids) as client_id, reader_ids from lying) as found
