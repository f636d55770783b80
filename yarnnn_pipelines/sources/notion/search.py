"""What Notion's search lists: what was edited since the last run, and page by page everything.

What is read because of it is `live`'s work. Source:
https://developers.notion.com/reference/search-optimizations-and-limitations
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yarnnn_pipelines.sources.notion.api import Notion
from yarnnn_pipelines.sources.notion.items import hex_id, instant_of
from yarnnn_pipelines.sources.notion.landed import KnownPages
from yarnnn_pipelines.sources.notion.state import Backfill
from yarnnn_pipelines.sources.shared.answers import ENDLESS, Cursors
from yarnnn_pipelines.sources.shared.http import ApiError


class Listing:
    """The lists of one run. is_endless: one of them goes round in a circle, and isn't asked for again in this run."""

    def __init__(self, notion: Notion, landed: KnownPages) -> None:
        self._notion = notion
        self._landed = landed
        self._cursors = Cursors("search")
        self.is_endless = False

    def edited_since(self, instant: int) -> dict[str, int | None]:
        """{page: when it was last edited, None where that can't be read}, the newest first; of an endless list what it
        showed."""
        edited: dict[str, int | None] = {}
        cursor, cursors = None, Cursors("search")
        while True:
            pages, cursor = self._notion.search(cursor)
            for page in pages:
                edited_at = _edited_at(page)
                if edited_at is not None and edited_at < instant:
                    return edited
                edited[hex_id(page["id"])] = edited_at
            if not cursor or not self._goes_on(cursors, cursor, pages):
                return edited

    def more_of_all(self, backfill: Backfill) -> tuple[list[str], Backfill | None]:
        """(pages that have not landed as they are, the rest of the list) of one page of everything, newest first; the
        rest is None when it is done. An endless list begins at its top in the next run."""
        try:
            pages, cursor = self._notion.search(backfill.cursor)
        except ApiError as error:
            if error.status != 400 or backfill.cursor is None:
                raise
            pages, cursor = self._notion.search(None)  # what the cursor pointed to is gone
        landed = self._landed.of([hex_id(page["id"]) for page in pages])
        edited = {hex_id(page["id"]): _edited_at(page) for page in pages}
        new = [page for page, at in edited.items() if page not in landed or at is None or landed[page].edited_at != at]
        if cursor and not self._goes_on(self._cursors, cursor, pages):
            return new, Backfill()
        return new, Backfill(cursor) if cursor else None

    def _goes_on(self, cursors: Cursors, cursor: str, pages: Sequence[Mapping[str, Any]]) -> bool:
        try:
            cursors.follow(cursor, [page["id"] for page in pages])
        except ApiError as error:
            if error.code != ENDLESS:
                raise
            self._notion.tell_endless(error)
            self.is_endless = True
        return not self.is_endless


def _edited_at(page: Mapping[str, Any]) -> int | None:
    try:
        return instant_of(page["last_edited_time"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None  # reading the page itself will tell what is wrong with it
