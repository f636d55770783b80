"""What Slack's source asks of the warehouse, answered from the one in memory (`faults.MemoryWarehouse`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.platforms.faults import MemoryWarehouse
from yarnnn_pipelines.sources.slack.items import instant_of


class MemoryThreads:
    """See `slack.reading.KnownThreads`."""

    def __init__(self, warehouse: MemoryWarehouse) -> None:
        self._warehouse = warehouse

    def threads(self, spans: Mapping[str, tuple[int, int | None]]) -> dict[str, dict[str, tuple[int, int]]]:
        threads: dict[str, dict[str, tuple[int, int]]] = {}
        for container, (low, high) in spans.items():
            for root, instant in self._replies(container):
                if low <= instant_of(root) and (high is None or instant_of(root) <= high):
                    count, latest = threads.setdefault(container, {}).get(root, (0, 0))
                    threads[container][root] = count + 1, max(latest, instant)
        return threads

    def _replies(self, container: str) -> Iterator[tuple[str, int]]:
        for row in self._warehouse.current("messages").values():
            if row["container_id"] == container and row["thread_id"] not in (None, row["item_id"]):
                yield row["thread_id"].rpartition(":")[2], row["occurred_at"]
