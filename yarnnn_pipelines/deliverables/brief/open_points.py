"""What earlier weeks left open, as somebody who words this week must know it: each ask and promise with its state.

Which of them are still open, kept or moved is `carried_over`; what is told of them is the writer's, and whether a
model's sentence may rest on one the gate's (`gate.earlier_weeks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType
from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.context.promises import due_of
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, kind_told, may_be_shown
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.slots.slots import worded
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext
from yarnnn_pipelines.english.requests import is_rhetorical, matter_of

PointState = Literal["open", "kept", "moved", "answered"]


@dataclass(frozen=True)
class OpenPoint:
    """A sentence of an earlier week that asks or promises something, and its state by the end of this one.

    kind: `ask`, `commitment` or `promise_to_us`. due: the day that it names. by: the event of this week that kept,
    moved or answered it; None where it is open.
    """

    kind: CandidateKind
    piece: Piece
    state: PointState
    due: date | None = None
    by: Event | None = None


def open_points(
    week: WeekContext,
    kind: DeliverableType,
    frame: Frame,
    asks: Sequence[Candidate],
    promises: Sequence[Candidate],
    told: Iterable[Candidate],
) -> tuple[OpenPoint, ...]:
    """The open points of a week's deliverable, oldest first; none where its type does not look back.

    asks, promises: those that are still open, of this week too; told: what this week states, beside the promise that
    it keeps or moves.
    """
    if week.before is None or not kind.looks_back or not frame.days.is_a_week:
        return ()
    found = [*_open(asks, promises, frame), *_closed(told, frame), *_answered(week, kind, frame)]
    by_place = {point.piece.key: point for point in reversed(found)}
    return tuple(sorted(by_place.values(), key=lambda point: (point.piece.place_in_time, point.piece.start)))


def _open(asks: Iterable[Candidate], promises: Iterable[Candidate], frame: Frame) -> Iterator[OpenPoint]:
    for ask in asks:
        last = max(ask.pieces, key=lambda piece: piece.place_in_time)
        is_earlier = frame.day(last.event.occurred_at) < frame.days.first
        if is_earlier and worded("asked", frame, [last.source]) is not None:
            yield OpenPoint("ask", last, "open")
    for promise in promises:
        yield OpenPoint(kind_told(promise), promise.first, "open", due_of(frame, promise.first.source))


def _closed(told: Iterable[Candidate], frame: Frame) -> Iterator[OpenPoint]:
    states: tuple[PointState, ...] = ("kept", "moved")
    for candidate in told:
        old, new = candidate.before, candidate.first
        if old is None or frame.day(old.event.occurred_at) >= frame.days.first:
            continue
        state = next((state for state in states if worded(state, frame, [new.source, old.source]) is not None), None)
        if state is not None:
            yield OpenPoint("commitment", old, state, due_of(frame, old.source), new.event)


def _answered(week: WeekContext, kind: DeliverableType, frame: Frame) -> Iterator[OpenPoint]:
    """The questions of either side that were answered in this week, in their conversation."""
    before = week.before
    asked = [
        signal
        for signal in (before.signals if before else ())
        if signal.signal == "question" and may_be_shown(signal.event, kind) and matter_of(signal.text)
    ]
    if before is None or not asked:
        return
    of_week = {event.event_id for event in week.events if may_be_shown(event, kind)}
    answers = Answers([*before.events, *week.events], frame.first_names_of_sides)
    for signal in asked:
        if is_rhetorical(signal.text):
            continue
        answer = answers.in_conversation(signal.event.event_id, signal.text)
        if answer is not None and answer.event_id in of_week:
            yield OpenPoint("ask", Piece(signal.event, signal.start, signal.end), "answered", by=answer)
