"""What has landed in a `MemoryWarehouse`, for a live Notion source to ask; `LandedPages` over a warehouse in memory."""

from __future__ import annotations

from collections.abc import Collection

from tests.platforms.faults import MemoryWarehouse
from yarnnn_pipelines.sources.live.notion_known import KnownPage, parent_in


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
