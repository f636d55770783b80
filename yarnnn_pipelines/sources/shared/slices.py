"""What a live source hands over: slices that are each committed whole, with the cursor that belongs to them.

A slice states what it has listed completely, as an export does (`shared.coverage`): only what is missing there is
deleted. How a platform comes to its slices stands in its own file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.envelope import Observed
from yarnnn_pipelines.sources.shared.scope import Concerned


@dataclass(frozen=True)
class Slice:
    """Some of one table's items, to be landed in one commit.

    items: no item_id twice.
    concerned: all that the items and the coverage can speak of.
    coverage: what was listed completely; None: nothing.
    state: the source's whole state once these items are landed, as JSON that nothing else changes.
    account: the container_id of the account that the items count for, '' for none.
    stage, share: what is read, for progress, as `channel 12 of 80`, and how much of everything is read (0 to 1).
    """

    table: str
    items: list[Observed]
    concerned: Concerned
    coverage: Coverage | None
    state: Mapping[str, Any]
    account: str = ""
    stage: str = ""
    share: float = 0.0


UnreadSpan = list[int | None]  # [first, last], microseconds since 1970; a last of None reaches to whatever is newest


@dataclass
class Account:
    """What the platform said that one container holds, against what has landed of it.

    container_id: of its items (of a Notion root: the page's); name: for people, as in yarnnn.yaml.
    said, landed: items that the platform showed in this run, and those of them that the warehouse then held just so;
        filled in by whoever commits the slices.
    read_until: everything that happened up to this instant has been read, as far as the platform tells; None: nothing.
    unread: what is still to be read.
    whole_at: when last all of it had been listed and compared; None: not yet.
    problem, mend: why it can't be read, '' where it can.

    Instants are microseconds since 1970.
    """

    container_id: str
    name: str
    said: int = 0
    landed: int = 0
    read_until: int | None = None
    unread: list[UnreadSpan] = field(default_factory=list)
    whole_at: int | None = None
    problem: str = ""
    mend: str = ""


class LiveSource(Protocol):
    """One platform's API, read once. `slices` ends where everything is read or the budget is spent."""

    main_table: ClassVar[str]
    tables: ClassVar[tuple[str, ...]]
    own_tables: ClassVar[tuple[str, ...]]  # those of them that hold what the source itself must remember, and no items

    def slices(self) -> Iterator[Slice]:
        """Slices in the order in which they must be committed; `BudgetSpent` is handled inside.

        `UserError` where the source can't be read at all; what was committed before stays.
        """

    def accounts(self) -> list[Account]:
        """Of every container that is configured, whether this run came to it or not; after `slices` has ended."""


@dataclass(frozen=True)
class TimeSpan:
    """From `low` to `high`, microseconds since 1970, both included; a `high` of None reaches to whatever is newest."""

    low: int
    high: int | None = None

    def as_list(self) -> UnreadSpan:
        return [self.low, self.high]


@dataclass(frozen=True)
class Backlog:
    """What is still to be listed of a container: spans that never overlap, the newest first."""

    spans: tuple[TimeSpan, ...] = ()

    def again_from(self, low: int) -> Backlog:
        """With everything from `low` on to be listed again, before what was to be listed already."""
        older = (TimeSpan(span.low, min(span.high or low, low)) for span in self.spans if span.low < low)
        return Backlog((TimeSpan(low), *(span for span in older if span.high is None or span.high > span.low)))

    def reaches_above(self, instant: int) -> bool:
        """Whether anything later than `instant` is still to be listed."""
        return bool(self.spans) and (self.spans[0].high is None or self.spans[0].high > instant)

    def listed(self, down_to: int | None) -> Backlog:
        """What is left when the newest span was listed down to an instant; None: to its end."""
        newest, *older = self.spans
        is_done = down_to is None or down_to <= newest.low
        return Backlog(tuple(older) if is_done else (TimeSpan(newest.low, down_to), *older))
