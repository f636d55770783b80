"""What a Slack export proves by what it does not show: the channels and the span that it covers, and its holes.

An export shows every message of a span of time, in every channel that it shows. So a message counts as deleted if its
channel is shown and its time lies between the first and the last message of the whole export, both included. Not by
channel: then the last message of a channel could be deleted unseen. Not by day files: they are dated on the workspace's
clock, which the export does not tell.

A channel is shown if the export has a message of it; or if a list names it and its folder is there and empty, or holds
day files without messages: Slack packs a folder for every channel that it lists
(https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports), so that channel has no message in the span.
A listed channel without a folder is unseen: other exporters list channels that they leave out, and packers drop empty
folders. Nothing of it counts as deleted, and the user is told.

A folder that no readable list names is the one channel of earlier landings that bears its name now (`known_channels`).
As a name may have gone over to another channel, what is missing there counts as deleted only if the folder shows a
message that had landed in that channel.

Finding the files and the channels is `export`'s work, comparing with the warehouse `differences`'.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta

from yarnnn_pipelines.sources.shared.coverage import Coverage, Hole
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds
from yarnnn_pipelines.sources.shared.skips import Skips

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_DAY = re.compile(r"(?:^|/)(\d{4}-\d\d-\d\d)[^/]*\.json$", re.IGNORECASE)
# A day file's name is a date on the workspace's clock, which is at most this far from UTC.
_CLOCKS = timedelta(hours=14)
_ALWAYS = (EPOCH, datetime(9000, 1, 1, tzinfo=UTC))


class ShownSpan:
    """The span, the channels and the holes of an export, gathered while its files are read."""

    def __init__(self, skips: Skips) -> None:
        self._skips = skips
        self._first: int | None = None  # microseconds since 1970
        self._last: int | None = None
        self._containers: set[str] = set()
        self._holes: list[Hole] = []

    def add(self, path: str, items: Collection[Observed]) -> None:
        """Widen the span and the channels by a file's messages.

        A message that is not of its file's day shows nothing of the time around it: it was edited on that day, or its
        time is wrong.
        """
        instants = [item.occurred_at for item in items if item.occurred_at is not None]
        shown = [at for at in instants if is_of_its_day(path, at)]
        if shown:
            self._first = min(shown) if self._first is None else min(self._first, *shown)
            self._last = max(shown) if self._last is None else max(self._last, *shown)
        self._containers.update(item.container_id for item in items if item.container_id)

    def add_hole(self, container: str, path: str, **told: str) -> None:
        """Except what a file would have shown: its channel, on the day of its name, or at any time. told: what of it
        `Skips.add_hole` keeps besides."""
        self._holes.append(Hole(container, *_span_of(path)))
        self._skips.add_hole(container_id=container, day=day_in(path), **told)

    def coverage(
        self, silent: Collection[str], unseen: Mapping[str, str], presumed: Mapping[str, str]
    ) -> Coverage | None:
        """None where no message says which span it is.

        silent: containers that are shown to hold no message, as far as their files could be read; unseen, presumed: see
        `Coverage`.
        """
        if self._first is None or self._last is None:
            return None
        first, last = (EPOCH + timedelta(microseconds=at) for at in (self._first, self._last))
        shown = self._containers | (set(silent) - {hole.container_id for hole in self._holes})
        return Coverage(shown, first, last, tuple(self._holes), unseen=unseen, presumed=presumed)


def day_in(path: str) -> str:
    """The date in a day file's name, '' if it has none or one that is on no calendar."""
    match = _DAY.search(path)
    try:
        return date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""


def is_of_its_day(path: str, at: int) -> bool:
    """Whether an instant (microseconds since 1970) can be of the day that a file is named by; of others, always."""
    first, last = _span_of(path)
    return microseconds(first) <= at <= microseconds(last)


def _span_of(path: str) -> tuple[datetime, datetime]:
    """The first and the last instant of a day file, whatever the workspace's clock; of any other file, all time."""
    if not (day := day_in(path)):
        return _ALWAYS
    midnight = datetime.combine(date.fromisoformat(day), time(), UTC)
    return midnight - _CLOCKS, midnight + timedelta(days=1) + _CLOCKS
