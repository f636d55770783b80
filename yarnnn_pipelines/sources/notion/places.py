"""Where a page lies: the way up from it, and which configured root it lies below.

The way is made of what the API says now, each step by its id: two pages of one title are two pages. A page that stands
in a toggle, a column or a synced block lies in the page on which that block stands.
Source: https://developers.notion.com/reference/parent-object
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yarnnn_pipelines.sources.notion.api import Notion
from yarnnn_pipelines.sources.notion.block_markdown import UNTITLED, plain
from yarnnn_pipelines.sources.notion.items import Place, hex_id
from yarnnn_pipelines.sources.notion.properties import title_spans
from yarnnn_pipelines.sources.notion.text import clean_line

_HIGHEST = 200  # steps up; more is a loop


@dataclass(frozen=True)
class Step:
    """A page or database on the way up."""

    id: str
    title: str
    is_database: bool


class UnknownPlace(Exception):
    """Notion doesn't tell where something lies, so it can't be told whose it is."""


class Places:
    """roots: ids of the configured roots that can be read."""

    def __init__(self, notion: Notion, roots: Collection[str]) -> None:
        self._notion = notion
        self._roots = roots

    def of(self, thing: Mapping[str, Any]) -> tuple[Place, str | None]:
        """(place, id of the root) of a page or database; None if it lies below no root. `UnknownPlace`."""
        way = list(self._way_up(_parent(thing)))
        ids = [hex_id(thing["id"]), *(step.id for step in way)]
        root = next((its_id for its_id in ids if its_id in self._roots), None)
        place = Place(
            titles=tuple(step.title for step in reversed(way)),
            ids=tuple(step.id for step in reversed(way)),
            database=way[0].title if way and way[0].is_database else None,
        )
        return place, root

    def _way_up(self, parent: Mapping[str, Any]) -> Iterator[Step]:
        for _ in range(_HIGHEST):
            above = self._above(parent)
            if above is None:
                return
            step, parent = above
            if step is not None:
                yield step

    def _above(self, parent: Mapping[str, Any]) -> tuple[Step | None, Mapping[str, Any]] | None:
        """(the step above, its own parent); a block is no step. None at the top, and where nothing can be read."""
        kind = parent.get("type")
        if kind == "block_id":
            block = self._notion.block(hex_id(parent["block_id"]))
            return None if block is None else (None, _parent(block))
        if kind == "page_id":
            page = self._notion.page(hex_id(parent["page_id"]))
            return None if page is None else (step_of(page, is_database=False), _parent(page))
        if kind in ("database_id", "data_source_id"):
            raw = parent.get("database_id")
            database_id = hex_id(raw) if raw else self._notion.database_of_source(hex_id(parent["data_source_id"]))
            database = self._notion.database(database_id) if database_id else None
            return None if database is None else (step_of(database, is_database=True), _parent(database))
        if kind == "workspace":
            return None
        raise UnknownPlace(f"it lies in something of the kind {str(kind)[:40]!r}")


def _parent(thing: Mapping[str, Any]) -> Mapping[str, Any]:
    parent = thing.get("parent")
    if not isinstance(parent, Mapping):
        raise UnknownPlace("what it lies in isn't told")
    return parent


def step_of(thing: Mapping[str, Any], *, is_database: bool) -> Step:
    return Step(hex_id(thing["id"]), title_of(thing), is_database)


def title_of(thing: Mapping[str, Any]) -> str:
    """The clean title of a page or database, as an export's first line gives it."""
    return clean_line(plain(title_spans(thing))) or UNTITLED
