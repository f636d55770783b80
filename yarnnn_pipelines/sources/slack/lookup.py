"""Slack's channels and people among what landed: by the names that a user writes, and by the accounts they have."""

from __future__ import annotations

import re
from collections.abc import Collection

import duckdb

from yarnnn_pipelines.sources.shared.identity import Identity
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.sources.shared.place_names import PlaceName

# As "Copy link" gives it: of a thread's reply with `?thread_ts=…&cid=…`.
_COPIED_LINK = re.compile(
    r"https://[\w.-]+\.slack\.com/archives/(?P<channel>\w+)/p(?P<seconds>\d+)(?P<rest>\d{6})(?:[?#/]|$)"
)


def message_behind(link: str) -> str | None:
    """`:C123:1700000000.000100`, of a link to a message as Slack copies it, whatever workspace it names."""
    found = _COPIED_LINK.match(link.strip())
    return f":{found['channel']}:{found['seconds']}.{found['rest']}" if found else None


def channel_names(con: duckdb.DuckDBPyConnection) -> list[PlaceName] | None:
    """Every name that a channel ever had; None where none landed. A direct message has people and no name."""
    if not table_exists(con, "slack", "channels"):
        return None
    rows = con.execute(
        """
        with borne as (
            select item_id, text, observed_at, payload,
                lead(observed_at) over (partition by item_id order by observed_at) as until
            from slack.channels
        )
        select text, item_id, min(observed_at), case when count(*) = count(until) then max(until) end
        from borne where text <> '' and coalesce(payload->>'$.kind', '') <> 'im' group by all
        """
    ).fetchall()
    return [PlaceName(*row) for row in rows]


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


def accounts(con: duckdb.DuckDBPyConnection) -> list[Identity]:
    """Every version of every account, with the address that any of them has."""
    if not table_exists(con, "slack", "users"):
        return []
    rows = con.execute(
        """
        select distinct
            item_id, coalesce(payload->>'$.is_bot', '') = 'true', lower(trim(payload->>'$.profile.email')), text,
            payload->>'$.real_name', payload->>'$.profile.real_name', payload->>'$.profile.display_name'
        from slack.users where not is_deleted
        """
    ).fetchall()
    addresses = {account: address for account, _, address, *_ in rows if address}
    return [
        Identity(addresses.get(account), account, tuple(name for name in names if name), is_bot)
        for account, is_bot, _, *names in rows
    ]
