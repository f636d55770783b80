"""How long people sat over a deliverable, and over its last issues, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from yarnnn_pipelines.core.keys import DeliverableKey

SHOWN = 4  # issues


class Minutes(NamedTuple):
    """spent: so far on this issue; trend: on those before it, oldest first. Each is '' where nobody measured."""

    spent: str
    trend: str


def minutes_of(key: DeliverableKey, seconds: Mapping[DeliverableKey, float]) -> Minutes:
    """seconds: of this deliverable and of those of earlier weeks."""
    earlier = sorted(
        (other.week, spent)
        for other, spent in seconds.items()
        if (other.client_id, other.type_id) == (key.client_id, key.type_id) and other.week < key.week
    )
    trend = " → ".join(str(_whole(spent)) for _, spent in earlier[-SHOWN:])
    return Minutes(_in_words(seconds[key]) if key in seconds else "", f"{trend} min" if trend else "")


def _whole(seconds: float) -> int:
    return max(1, round(seconds / 60))


def _in_words(seconds: float) -> str:
    return "less than a minute" if seconds < 60 else f"{_whole(seconds)} min"
