"""Notion's pages and people among what landed: by the titles that a user writes, with what lies below, and by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import duckdb

from yarnnn_pipelines.sources.shared.identity import Identity
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.sources.shared.place_names import BoundPlace, PlaceName, Renaming

TEAMSPACE = "notion:top:"  # begins the id of what has a title alone

# A page with each of its titles, and what stands at the top of the way to it: a database is known from its rows alone.
_TITLES = """
with versions as materialized (
    select
        item_id, container_id, observed_at, is_deleted,
        from_json(payload->'$.path', '["varchar"]') as path, from_json(payload->'$.ids', '["varchar"]') as ids,
        lead(observed_at) over (partition by item_id order by observed_at) as until
    from notion.pages
),
above as (
    select *, list_position(list_transform(ids, lambda id: id <> ''), true) as top from versions where len(path) > 1
)
select path[-1], item_id, path[:-2], container_id <> 'notion:workspace', min(observed_at),
    case when count(*) = count(until) then max(until) end
from versions where not is_deleted and len(path) > 0 group by all
union all
select path[top], 'notion:' || ids[top], path[:top - 1], false, min(observed_at), null
from above where top < len(path) group by all
union all
select path[1], container_id, [], false, min(observed_at), null
from above where ids is null and len(path) = 2 and container_id <> 'notion:workspace' group by all
union all
select path[1], 'notion:top:' || lower(trim(path[1])), [], false, min(observed_at), null
from above where coalesce(ids[1], '') = '' group by all
"""


def page_titles(con: duckdb.DuckDBPyConnection) -> list[PlaceName] | None:
    """Every title that a page ever had, and those of databases and teamspaces at the top; None where no page landed.

    A page lies at the top while nothing is above it but a teamspace, which is a folder in an export and no page.
    """
    if not table_exists(con, "notion", "pages"):
        return None
    rows = con.execute(_TITLES).fetchall()
    pages = {title for title, page, above, *_ in rows if not above and not page.startswith(TEAMSPACE)}
    names: list[PlaceName] = []
    for title, page, above, is_below, since, until in rows:
        if title in pages and page.startswith(TEAMSPACE):
            continue  # pages of one title share a folder, which is then none's
        is_teamspaces = len(above) == 1 and above[0] not in pages
        names.append(PlaceName(title, page, since, until, is_below or bool(above and not is_teamspaces)))
    # of a page that was exported alone the export shows nothing that is above it
    deeper: dict[str, datetime] = {}
    for name in names:
        if name.lies_deeper:
            deeper[name.place_id] = min(name.since, deeper.get(name.place_id, name.since))
    return [
        replace(name, lies_deeper=name.place_id in deeper and deeper[name.place_id] <= name.since) for name in names
    ]


def withheld_by_title(places: Sequence[BoundPlace]) -> Iterator[Renaming]:
    """The roots whose pages bore another title before, of which no update tells what they said then."""
    for place in places:
        if place.container_id and place.borne_since:
            at = datetime.fromisoformat(place.borne_since)
            yield Renaming(
                f"earlier title of {place.written}",
                f"{place.client}: the Notion page {place.written!r} had another title before {at.day} {at:%B %Y}, "
                "so that no update tells of what it and the pages below it said before",
                f"if it was this client's then, write {place.container_id.rpartition(':')[2]} instead of the title",
            )


def pages_below(con: duckdb.DuckDBPyConnection, written: Collection[str]) -> set[str]:
    """The item ids of the pages with these titles or ids and of all that ever lay below one."""
    if not table_exists(con, "notion", "pages"):
        return set()
    titles = {root.strip().lower() for root in written}
    ids = {root.lower().replace("-", "")[-32:] for root in written}
    rows = con.execute("select distinct item_id, container_id, payload->>'$.path[*]' from notion.pages").fetchall()
    below = {
        item
        for item, _, path in rows
        if item.removeprefix("notion:") in ids or titles & {title.strip().lower() for title in path or ()}
    }
    while more := {item for item, container, _ in rows if container in below} - below:
        below |= more
    return below


def authors(con: duckdb.DuckDBPyConnection) -> list[Identity]:
    """Of pages and comments: an account is `notion:person:` and the name, and that is all there is."""
    identities = []
    for table in ("pages", "comments"):
        if table_exists(con, "notion", table):
            rows = con.execute(f"select distinct author_id from notion.{table} where author_id <> ''").fetchall()
            identities += [
                Identity(None, author, (author.removeprefix("notion:person:"),), has_name_only=True)
                for (author,) in rows
            ]
    return identities
