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
    stage: what is read, for progress.
    """

    table: str
    items: list[Observed]
    concerned: Concerned
    coverage: Coverage | None
    state: Mapping[str, Any]
    stage: str = ""


@dataclass
class Account:
    """What was read of one container that is configured.

    name: for people; read: how many items were read; problem, mend: why it can't be read, '' where it can.
    """

    container_id: str
    name: str
    read: int = 0
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
