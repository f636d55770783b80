"""What was stated, as the rules of this room see it: the words with the event that they stand in, and of which kind.

Protocols, so that a table's row and a draft's candidate are judged by the same rule. Which kind a sentence is told as
is `english.told_as`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from yarnnn_pipelines.context.turns import Said
from yarnnn_pipelines.english.told_as import Stated as Kind
from yarnnn_pipelines.english.told_as import told_as


class Quoted(Protocol):
    """Words of an event."""

    @property
    def event(self) -> Said: ...
    @property
    def quote(self) -> str: ...


class Piece(Quoted, Protocol):
    """Words of an event, with their place in its text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Stated(Protocol):
    """A fact: its kind, and the places where it was stated, the telling one first."""

    @property
    def kind(self) -> str: ...
    @property
    def pieces(self) -> Sequence[Piece]: ...


@dataclass(frozen=True)
class Words:
    """Words of an event by their place in its text."""

    event: Said
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.event.text[self.start : self.end]


@dataclass(frozen=True)
class StatedWords:
    """Something stated, where no more is known of it than its kind and its words."""

    kind: str
    pieces: tuple[Piece, ...]


class SignalRow(Protocol):
    """A row of `context.signals` with its event."""

    @property
    def event(self) -> Said: ...
    @property
    def signal(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def fields(self) -> Mapping[str, Any]: ...


def says_something_by_itself(signal: SignalRow) -> bool:
    """No line of a page, and nothing of which another turn says what is counted."""
    return signal.event.kind != "page" and not signal.fields.get("unclear")


AnySignal = TypeVar("AnySignal", bound=SignalRow)


def as_told(signals: Iterable[AnySignal]) -> Iterator[tuple[Kind, AnySignal]]:
    """One signal for each sentence that states something by itself, the one that says most about it."""
    of_sentence: dict[tuple[str, int, int], dict[str, AnySignal]] = defaultdict(dict)
    for signal in signals:
        if says_something_by_itself(signal):
            of_sentence[signal.event.event_id, signal.start, signal.end][signal.signal] = signal
    for readings in of_sentence.values():
        kind = told_as(readings, next(iter(readings.values())).text)
        if kind is not None:
            yield kind, readings[kind]
