"""Names of channels, pages and calendars, with the time in which each was borne.

What a name of yarnnn.yaml means is said by `bindings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yarnnn_pipelines.config.places import Audience


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


@dataclass(frozen=True)
class BoundPlace:
    """A place of yarnnn.yaml with what it means.

    container_id: None where nothing has landed that could be meant. stated_after: what was observed up to this instant
    (ISO 8601) was observed while yarnnn.yaml gave the place to another client or to fewer readers; None: never.
    borne_since: what was observed before this instant (ISO 8601) was observed while the place bore another name, by
    which yarnnn.yaml did not mean it; None: it has always borne the name, or is written by its id.
    """

    client: str
    written: str
    audience: Audience
    container_id: str | None
    stated_after: str | None = None
    borne_since: str | None = None


@dataclass(frozen=True)
class Renaming:
    """A name that its place no longer bears, or no longer alone. what: a sentence without its end."""

    written: str
    what: str
    mend: str


def speaks_of(sentence: str, client_id: str, written: str) -> bool:
    """Whether a sentence of a landing's report is on the place that yarnnn.yaml gives this client by this name: the
    first that it quotes, since it may quote others with it."""
    before, quoted, _ = sentence.partition(repr(written))
    return bool(quoted) and before.startswith(f"{client_id}: ") and not set(before) & {"'", '"'}
