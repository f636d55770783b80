"""What a destination is to the outbox: somewhere that a text is delivered to. How it gets there is its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yarnnn_pipelines.core.keys import DeliverableKey


@dataclass(frozen=True)
class Delivery:
    """An approved text on its way to one destination.

    idempotency_key: the same for each attempt with this text and destination, and for nothing else. folder: where
    published files of this home lie.
    """

    key: DeliverableKey
    version: int
    title: str
    markdown: str
    html: str
    idempotency_key: str
    folder: Path


class Destination(Protocol):
    """Delivers a text so that delivering it again changes nothing."""

    def deliver(self, delivery: Delivery) -> list[str]:
        """Where it lies now, for the receipt. A run killed before the receipt delivers the same once more."""
        ...
