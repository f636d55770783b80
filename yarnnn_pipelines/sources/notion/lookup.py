"""Notion's pages and people among what landed: by the titles that a user writes, with what lies below, and by name."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from yarnnn_pipelines.sources.shared.identity import Identity
from yarnnn_pipelines.sources.shared.lookup import table_exists


def landed_pages(con: duckdb.DuckDBPyConnection) -> list[tuple[str | None, str | None]] | None:
    """(title, id) of each page and of what it lies in; None where no page landed."""
    if not table_exists(con, "notion", "pages"):
        return None
    return con.execute(
        """
        select distinct unnest(from_json(json_extract(payload, '$.path'), '["varchar"]')), substr(item_id, 8)
        from notion.pages
        """
    ).fetchall()


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
