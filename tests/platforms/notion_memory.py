"""What has landed in a `MemoryWarehouse`, for a live Notion source to ask; `LandedPages` over a warehouse in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tests.platforms.faults import Killed, MemoryWarehouse
from yarnnn_pipelines.sources.notion.landed import KnownPage, parent_in
from yarnnn_pipelines.sources.notion.live import NotionSource
from yarnnn_pipelines.sources.shared.slices import Slice


class PagesInMemory:
    """See `notion_known.KnownPages`."""

    def __init__(self, warehouse: MemoryWarehouse) -> None:
        self._warehouse = warehouse

    def tree(self) -> dict[str, tuple[str, bool]]:
        last = (rows[-1] for rows in self._warehouse.history("pages").values())
        return {row["item_id"][7:]: (parent_in(row["container_id"]), row["is_deleted"]) for row in last}

    def of(self, pages: Collection[str]) -> dict[str, KnownPage]:
        current = self._warehouse.current("pages")
        found = {page: current[f"notion:{page}"] for page in pages if f"notion:{page}" in current}
        return {
            page: KnownPage.of_row(row["version"], row["container_id"], row["edited_at"], row["payload"])
            for page, row in found.items()
        }


class KilledAfter(NotionSource):
    """Its process ends after so many commits; None: it doesn't."""

    def __init__(self, commits: int | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._commits = commits

    def slices(self) -> Iterator[Slice]:
        for number, one in enumerate(super().slices()):
            if number == self._commits:
                raise Killed
            yield one
