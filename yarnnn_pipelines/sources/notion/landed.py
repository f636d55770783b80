"""What has landed of Notion's pages, as far as the live source must know it to see moves and disappearances."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import orjson

from yarnnn_pipelines.sources.notion.items import Place
from yarnnn_pipelines.sources.notion.pages import PageContent
from yarnnn_pipelines.sources.shared.commits import Ask
from yarnnn_pipelines.sources.shared.envelope import content_version


@dataclass(frozen=True)
class KnownPage:
    """The current version of a page that is not deleted. version: without the count of its returns; titles and ids:
    the way down to it, its own last; edited_at: microseconds since 1970."""

    version: str
    container_id: str
    titles: tuple[str, ...]
    ids: tuple[str, ...]
    edited_at: int | None

    @classmethod
    def of_row(cls, version: str, container_id: str, edited_at: int | None, payload: str) -> KnownPage:
        stored = orjson.loads(payload)
        titles, ids = tuple(stored.get("path") or ()), tuple(stored.get("ids") or ())
        return cls(version.partition(".")[0], container_id, titles, ids, edited_at)


class KnownPages(Protocol):
    """Ids are 32 hex digits."""

    def tree(self) -> Mapping[str, tuple[str, bool]]:
        """{page: (the page or database that it lies or lay in, '' at the top; whether it is deleted)}."""

    def of(self, pages: Collection[str]) -> Mapping[str, KnownPage]:
        """Those of the pages that have landed and are not deleted."""


class LandedPages:
    """See `KnownPages`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def tree(self) -> dict[str, tuple[str, bool]]:
        rows = self._ask(
            """
            select substr(item_id, 8), arg_max(container_id, observed_at), arg_max(is_deleted, observed_at)
            from notion.pages group by item_id
            """,
            [],
        )
        return {page: (parent_in(container), is_deleted) for page, container, is_deleted in rows}

    def of(self, pages: Collection[str]) -> dict[str, KnownPage]:
        rows = self._ask(
            """
            select substr(item_id, 8), version, container_id, epoch_us(edited_at), payload from notion.pages
            where item_id in (select 'notion:' || unnest($1::varchar[]))
            qualify row_number() over (partition by item_id order by observed_at desc) = 1 and not is_deleted
            """,
            [list(pages)],
        )
        return {page: KnownPage.of_row(*rest) for page, *rest in rows}


def parent_in(container_id: str | None) -> str:
    """The id in a container_id, '' for the workspace."""
    parent = (container_id or "").removeprefix("notion:")
    return "" if parent == "workspace" else parent


def is_at(landed: KnownPage, place: Place) -> bool:
    """Whether the page has landed at this place, under these titles. Older rows don't tell the ids."""
    ids = landed.ids[:-1]
    return (
        landed.container_id == place.container_id
        and landed.titles[:-1] == place.titles
        and (not ids or ids == place.ids)
    )


def version_at(content: PageContent, place: Place, landed: KnownPage | None) -> str:
    """The version under which a page lands: that of its content, as an export has it.

    A page that moved, or that lies below one that was renamed, says the same as before, yet it must land again, for its
    place tells whose it is: then the version is over content and place.
    """
    plain = content.version
    if landed is None:
        return plain
    placed = content_version("placed", plain, place.ids, place.titles)
    if is_at(landed, place):
        return placed if landed.version == placed else plain
    return placed if landed.version == plain else plain


def has_only_moved(content: PageContent, place: Place, landed: KnownPage | None) -> bool:
    """Whether the page says what it said when it landed, and lies below another one now."""
    if landed is None or not landed.ids or (landed.container_id, landed.ids[:-1]) == (place.container_id, place.ids):
        return False
    plain = content.version
    return landed.version in (plain, content_version("placed", plain, landed.ids[:-1], landed.titles[:-1]))
