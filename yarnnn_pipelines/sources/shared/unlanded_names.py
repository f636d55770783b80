"""Which channels, pages and calendars of yarnnn.yaml nothing has landed from: most often a name mistyped or renamed.

A client whose channel isn't found would get updates without what was said there, and nothing else would tell. Whose
channel is whose is said by the context's attribution, in dbt.
"""

from __future__ import annotations

import difflib
import re

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.platform import Platform


def not_found(con: duckdb.DuckDBPyConnection, platform: Platform, settings: Settings) -> list[str]:
    """A sentence for each name under `clients:` that no landed channel, page or calendar bears, by name or by id."""
    places = platform.places
    landed = platform.landed_places(con) if places else None
    if places is None or landed is None:
        return []
    names = {places.plain(name): name.strip() for name, _ in landed if name}
    ids = {_plain_id(identifier) for _, identifier in landed if identifier}
    sentences = []
    for client in settings.clients:
        for place in platform.places_of(client):
            plain = places.plain(place.written)
            if plain in names or _plain_id(plain.rpartition("-")[2]) in ids or _plain_id(plain) in ids:
                continue
            close = difflib.get_close_matches(plain, names, n=1)
            meant = f"; did you mean {names[close[0]]!r}?" if close else ""
            sentences.append(f"{client.id}: no {places.noun} {place.written!r} has landed{meant}")
    return sentences


def _plain_id(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", text.casefold())
