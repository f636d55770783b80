"""Which channels, pages and calendars of yarnnn.yaml nothing has landed from: most often a name mistyped or renamed.

A client whose channel isn't found would get updates without what was said there, and nothing else would tell. Whose
channel is whose is said by the context's attribution, in dbt.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import duckdb

from yarnnn_pipelines.config.settings import Platform, Settings
from yarnnn_pipelines.sources.shared.differences import table_exists

_NAMES = {
    "slack": ("channels", "select distinct text, split_part(item_id, ':', 3) from slack.channels"),
    "notion": (
        "pages",
        """
        select distinct unnest(from_json(json_extract(payload, '$.path'), '["varchar"]')), substr(item_id, 8)
        from notion.pages
        """,
    ),
    "calendar": ("events", "select distinct substr(container_id, 10), container_id from calendar.events"),
}
_KINDS = {"slack": "Slack channel", "notion": "Notion page", "calendar": "calendar"}


def not_found(con: duckdb.DuckDBPyConnection, platform: Platform, settings: Settings) -> list[str]:
    """A sentence for each name under `clients:` that no landed channel, page or calendar bears, by name or by id."""
    if platform not in _NAMES or not table_exists(con, platform, _NAMES[platform][0]):
        return []
    rows = con.execute(_NAMES[platform][1]).fetchall()
    names = {str(name).strip().casefold(): str(name).strip() for name, _ in rows if name}
    ids = {_plain_id(str(identifier)) for _, identifier in rows if identifier}
    found = []
    for client, written in _written(platform, settings):
        plain = written.strip().lstrip("#").casefold()
        if plain in names or _plain_id(plain.rpartition("-")[2]) in ids or _plain_id(plain) in ids:
            continue
        close = difflib.get_close_matches(plain, names, n=1)
        meant = f"; did you mean {names[close[0]]!r}?" if close else ""
        found.append(f"{client}: no {_KINDS[platform]} {written!r} has landed{meant}")
    return found


def _written(platform: Platform, settings: Settings) -> Iterator[tuple[str, str]]:
    for client in settings.clients:
        match platform:
            case "slack":
                names = [*client.slack.shared, *client.slack.internal]
            case "notion":
                names = client.notion.roots
            case _:
                names = client.calendars
        for name in names:
            yield client.id, name


def _plain_id(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", text.casefold())
