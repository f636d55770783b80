"""What was stated, as the rules of this room see it: the words with the event that they stand in, and of which kind.

Protocols, so that a table's row and a draft's candidate are judged by the same rule. Which kind a sentence is told as
is `english.told_as`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


AnySignal = TypeVar("AnySignal", bound=SignalRow)


def as_told(signals: Iterable[AnySignal]) -> Iterator[tuple[Kind, AnySignal]]:
    """One signal for each sentence that states something, the one that says most about it.

    One that can't be understood by itself, since another turn says what is counted, states nothing; nor does a page.
    """
    of_sentence: dict[tuple[str, int, int], dict[str, AnySignal]] = defaultdict(dict)
    for signal in signals:
        if signal.event.kind != "page" and not signal.fields.get("unclear"):
            of_sentence[signal.event.event_id, signal.start, signal.end][signal.signal] = signal
    for readings in of_sentence.values():
        kind = told_as(readings, next(iter(readings.values())).text)
        if kind is not None:
            yield kind, readings[kind]
