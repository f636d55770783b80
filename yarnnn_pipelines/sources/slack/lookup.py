"""Slack channels as a user writes them, by name or by id, among those that landed."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from yarnnn_pipelines.sources.shared.lookup import table_exists


def landed_channels(con: duckdb.DuckDBPyConnection) -> list[tuple[str | None, str | None]] | None:
    """(name, id) of each channel, under every name it ever had; None where none landed."""
    if not table_exists(con, "slack", "channels"):
        return None
    return con.execute("select distinct text, split_part(item_id, ':', 3) from slack.channels").fetchall()


def channels_named(con: duckdb.DuckDBPyConnection, written: Collection[str]) -> set[str]:
    """The item ids of the channels with these names or ids; a channel's item is the container of its messages."""
    if not table_exists(con, "slack", "channels"):
        return set()
    rows = con.execute(
        """
        select distinct item_id from slack.channels
        where lower(text) in (select unnest($1::varchar[]))
            or lower(split_part(item_id, ':', 3)) in (select unnest($1::varchar[]))
            or lower(item_id) in (select unnest($1::varchar[]))
        """,
        [[name.strip().lstrip("#").lower() for name in written]],
    ).fetchall()
    return {item for (item,) in rows}
