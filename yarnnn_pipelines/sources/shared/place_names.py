"""Names of channels, pages and calendars, with the time in which each was borne.

What a name of yarnnn.yaml means is said by `bindings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PlaceName:
    """A name that a place bore from one observation on, until another one (None: it bears it still).

    lies_deeper: whether the place lies where its name does not find it, below another page.
    """

    name: str
    place_id: str  # its container_id
    since: datetime
    until: datetime | None = None
    lies_deeper: bool = False

    def is_borne_at(self, instant: datetime) -> bool:
        return self.since <= instant and (self.until is None or instant < self.until)


def speaks_of(sentence: str, client_id: str, written: str) -> bool:
    """Whether a sentence of a landing's report is on the place that yarnnn.yaml gives this client by this name: the
    first that it quotes, since it may quote others with it."""
    before, quoted, _ = sentence.partition(repr(written))
    return bool(quoted) and before.startswith(f"{client_id}: ") and not set(before) & {"'", '"'}
