"""What a live source hands over: slices that are each committed whole, with the cursor that belongs to them.

A slice states what it has listed completely, as an export does (`sources.coverage`): only what is missing there is
deleted. How a platform comes to its slices stands in its own file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from yarnnn_pipelines.sources.coverage import Coverage
from yarnnn_pipelines.sources.envelope import Observed
from yarnnn_pipelines.sources.known import Concerned


@dataclass(frozen=True)
class Slice:
    """Some of one table's items, to be landed in one commit.

    items: no item_id twice.
    concerned: all that the items and the coverage can speak of.
    coverage: what was listed completely; None: nothing.
    state: the source's whole state once these items are landed, as JSON.
    stage, done, total: for progress: what is read, and how much of it, in what the source counts.
    """

    table: str
    items: list[Observed]
    concerned: Concerned
    coverage: Coverage | None
    state: Mapping[str, Any]
    stage: str = ""
    done: int = 0
    total: int = 0


@dataclass
class Account:
    """What the platform said there is of one container against what was read of it.

    name: for people. told: how many the platform said there are, None where it doesn't say; read: how many of them were
    read. until: the instant (ISO 8601, UTC) up to which everything is read; since: from which on.
    problem, mend: why it is not complete, '' where it is.
    """

    container_id: str
    name: str
    told: int | None = None
    read: int = 0
    since: str | None = None
    until: str | None = None
    checked_at: str | None = None
    problem: str = ""
    mend: str = ""


class LiveSource(Protocol):
    """One platform's API, read once. `slices` ends where everything is read or the budget is spent."""

    main_table: str
    tables: tuple[str, ...]

    def slices(self) -> Iterator[Slice]:
        """Slices in the order in which they must be committed; `BudgetSpent` is handled inside."""

    def accounts(self) -> list[Account]:
        """Of every container that is configured, after `slices` has ended."""


@dataclass
class Span:
    """Messages from `low` to `high` (microseconds since 1970, both included) that are still to be listed; a `high` of
    None reaches to whatever is newest."""

    low: int
    high: int | None = None

    def as_list(self) -> list[int | None]:
        return [self.low, self.high]


@dataclass
class Spans:
    """What is still to be listed of a container, newest first; spans never overlap."""

    todo: list[Span] = field(default_factory=list)

    @classmethod
    def of(cls, lists: Sequence[Sequence[int | None]]) -> Spans:
        return cls([Span(low or 0, high) for low, high in lists])

    def renew(self, low: int) -> None:
        """Everything from `low` on is to be listed again, before what was to be listed already."""
        older = [Span(span.low, min(span.high or low, low)) for span in self.todo if span.low < low]
        self.todo = [Span(low), *(span for span in older if span.high > span.low)]

    def reach_above(self, instant: int) -> bool:
        """Whether anything later than `instant` is still to be listed."""
        return bool(self.todo) and (self.todo[0].high is None or self.todo[0].high > instant)

    def listed(self, down_to: int | None) -> None:
        """The newest span was listed down to an instant; None: to its end."""
        first, *rest = self.todo
        self.todo = rest if down_to is None or down_to <= first.low else [Span(first.low, down_to), *rest]
