"""What Gmail's source asks of the warehouse, answered from the one in memory (`faults.MemoryWarehouse`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from tests.platforms.faults import MemoryWarehouse
from yarnnn_pipelines.sources.gmail.landed import Landed
from yarnnn_pipelines.sources.shared.envelope import microseconds


def instant(row: Mapping[str, Any]) -> int:
    """When an item version occurred, in microseconds since 1970, however the warehouse keeps it."""
    at = row["occurred_at"]
    return at if isinstance(at, int) else microseconds(at)


class MemoryMails:
    """See `gmail_landed.KnownMails`."""

    def __init__(self, warehouse: MemoryWarehouse) -> None:
        self._warehouse = warehouse

    def landed(self, mails: Collection[str]) -> dict[str, Landed]:
        last = {item.removeprefix("gmail:"): rows[-1] for item, rows in self._warehouse.history("messages").items()}
        return {mail: Landed(last[mail]["is_deleted"], instant(last[mail])) for mail in mails if mail in last}

    def between(self, container: str, low: int, high: int | None) -> list[str]:
        return [
            item.removeprefix("gmail:")
            for item, row in self._warehouse.current("messages").items()
            if row["container_id"] == container
            and low <= instant(row)
            and (high is None or instant(row) < high)
            and re.fullmatch(r"gmail:[0-9a-f]{1,16}", item)
        ]
