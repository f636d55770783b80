"""Which of two exports is the later look at a platform, and what a landed export has looked at.

An export says what was there when it was made. Listed or landed in another order it must not overrule a later one, so
each export that lands leaves a view: how old it is, and what it showed whole. An older one then tells only what no
later view has looked at. What follows from that for an item is `differences`' work; what an export shows, its reader's.

The age is read off the content, since files are copied and renamed: the newest thing that an export itself shows, and,
where it is packed, the times that the packer wrote. Where these don't tell, what landed later is the later look.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.coverage import Coverage

# Clocks of packers carry no zone, and files that were made or copied together differ by moments.
_SURELY = timedelta(days=1)
_UNDATED = 1990  # a zip without times says 1980


@dataclass(frozen=True)
class Age:
    """What tells how old an export is; None where it doesn't say.

    newest: of what it shows, by the platform's clock. packed: the latest time within a zip; on_disk: of its files,
    which a copy may have made younger. All aware.
    """

    newest: datetime | None = None
    packed: datetime | None = None
    on_disk: datetime | None = None

    def is_before(self, other: Age) -> bool | None:
        """Whether it was surely made before, or surely not; None where nothing tells."""
        if (packed := _order(self.packed, other.packed, _SURELY)) is not None:
            return packed
        for mine, others, apart in (
            (self.newest, other.newest, timedelta()),
            (self.packed, other.packed, timedelta()),
            (self.on_disk, other.on_disk, _SURELY),
        ):
            if (order := _order(mine, others, apart)) is not None:
                return order
        return None

    @property
    def latest(self) -> datetime | None:
        """When it was made, as nearly as it tells."""
        return self.packed or self.on_disk or self.newest

    def as_json(self) -> dict[str, str]:
        return {name: instant.isoformat() for name, instant in vars(self).items() if instant}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Age:
        return cls(**{name: datetime.fromisoformat(instant) for name, instant in stored.items()})


def _order(mine: datetime | None, others: datetime | None, apart: timedelta) -> bool | None:
    if mine is None or others is None or abs(mine - others) <= apart:
        return None
    return mine < others


def age_of(files: ExportFiles, newest: datetime | None) -> Age:
    """The age of an opened export. newest: what its reader says of it."""
    dates = [entry.modified for entry in files.entries.values()]
    packed = [date.replace(tzinfo=UTC) for date in dates if not date.tzinfo and date.year >= _UNDATED]
    on_disk = [date for date in dates if date.tzinfo]
    is_possible = packed and (newest is None or max(packed) >= newest - _SURELY)
    return Age(newest, max(packed) if is_possible else None, max(on_disk, default=None))


def key_of(shown: str) -> str:
    """What stands for a channel, mailbox, page or calendar in a state, where no name may be left of what is forgotten;
    DuckDB's `md5` of it."""
    return hashlib.md5(shown.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class ExportView:
    """What one export has looked at. Instants are ISO 8601, so that it can be kept as JSON.

    name, fingerprint: of the export; rank: later views have greater ones; observed_at: of the rows that it added.
    shows: the channels, mailboxes, pages or calendars that it is an export of (`Reader.shows`), as `key_of` gives them.
    shows_new: whether what it does not show within its bounds is not there, and not just unread.
    bounds: [first, last] `occurred_at` of what it showed whole, None for no bound; holes: [container, first, last].
    """

    name: str
    fingerprint: str
    rank: int
    age: dict[str, str]
    observed_at: str
    shows: list[str]
    shows_new: bool
    bounds: list[str | None]
    holes: list[list[str]] = dataclasses.field(default_factory=list)

    @property
    def when(self) -> Age:
        return Age.from_json(self.age)

    def is_after(self, age: Age, rank: int) -> bool:
        """Whether it is the later look. rank: of the other export, which it has if it landed before."""
        is_before = age.is_before(self.when)
        return self.rank > rank if is_before is None else is_before

    def shows_at(self, container: str, at: datetime) -> bool:
        """Whether it was read whole in this container at this instant."""
        instant = at.isoformat()
        return (
            all(bound is not None for bound in self.bounds)
            and str(self.bounds[0]) <= instant <= str(self.bounds[1])
            and not any(name == container and first <= instant <= last for name, first, last in self.holes)
        )

    def includes(self, other: ExportView) -> bool:
        """Whether all that the other tells of is told by this one."""
        return (
            self.shows_new >= other.shows_new
            and not self.holes
            and set(self.shows) >= set(other.shows)
            and (self.bounds[0] is None or (other.bounds[0] is not None and self.bounds[0] <= other.bounds[0]))
            and (self.bounds[1] is None or (other.bounds[1] is not None and self.bounds[1] >= other.bounds[1]))
        )


@dataclass
class Look:
    """One export of a list before it lands: `name`, `fingerprint`, how old it is and what it is an export of."""

    name: str
    fingerprint: str
    age: Age
    shows: list[str]


class ExportViews:
    """The views of one platform's landed exports."""

    def __init__(self, stored: Sequence[Mapping[str, Any]] = ()) -> None:
        self._views = [ExportView(**view) for view in stored]

    def as_json(self) -> list[dict[str, Any]]:
        return [dataclasses.asdict(view) for view in self._views]

    def later_than(self, look: Look) -> list[ExportView]:
        """Those that were made after an export, and are of the same channels, mailboxes, pages or calendars."""
        rank = self._rank(look.fingerprint)
        return [
            view
            for view in self._views
            if view.fingerprint != look.fingerprint
            and view.is_after(look.age, rank)
            and not set(view.shows).isdisjoint(look.shows)
        ]

    def fill(self, fingerprint: str, container: str, at: datetime | None) -> bool:
        """Whether a later export shows what one of these could not, in this container and at this instant; `at` None:
        whenever it was."""
        own = next((view for view in self._views if view.fingerprint == fingerprint), None)
        if own is None:
            return True  # it tells nothing beside a later one
        return any(
            view.shows_new
            and view.is_after(own.when, own.rank)
            and (key_of(container) in view.shows or set(own.shows) <= set(view.shows))
            and (view.shows_at(container, at) if at else view.bounds == [None, None] and not view.holes)
            for view in self._views
            if view is not own
        )

    def add(self, view: ExportView) -> None:
        """Keep a view; those that tell nothing beside a later one are dropped."""
        before = next((one for one in self._views if one.fingerprint == view.fingerprint), None)
        rank = self._rank(view.fingerprint)
        view = dataclasses.replace(view, rank=rank, observed_at=before.observed_at if before else view.observed_at)
        views = [*(one for one in self._views if one is not before), view]
        self._views = [
            one
            for one in views
            if not any(
                other is not one and other.is_after(one.when, one.rank) and other.includes(one) for other in views
            )
        ]

    def _rank(self, fingerprint: str) -> int:
        """The rank of an export that landed, else the next."""
        ranks = {view.fingerprint: view.rank for view in self._views}
        return ranks.get(fingerprint, max(ranks.values(), default=0) + 1)


def view_of(look: Look, coverage: Coverage | None, observed_at: datetime) -> ExportView:
    """The view of an export whose main table has been read to its end; its rank is given where it is kept."""

    def iso(instant: datetime | None) -> str | None:
        return instant.isoformat() if instant else None

    holes = coverage.holes if coverage else ()
    return ExportView(
        name=look.name,
        fingerprint=look.fingerprint,
        rank=0,
        age=look.age.as_json(),
        observed_at=observed_at.isoformat(),
        shows=look.shows,
        shows_new=coverage is not None,
        bounds=[iso(coverage.first), iso(coverage.last)] if coverage else [None, None],
        holes=[[hole.container_id, hole.first.isoformat(), hole.last.isoformat()] for hole in holes],
    )
