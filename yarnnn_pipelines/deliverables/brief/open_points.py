"""What earlier weeks left open, as somebody who words this week must know it: what either side asked or promised, what
was planned for a day and what went wrong, each with its state by the end of this week.

It is wider than what the fixed rules tell of earlier weeks (`carried_over`): they tell what is certainly open, a model
reads what may be, with what was said of it since. What later words do to a point is `point_states`; whether a model's
sentence may rest on one, the gate's (`gate.earlier_weeks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.promises import due_of
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.candidates import Piece, may_be_shown
from yarnnn_pipelines.deliverables.brief.earlier_issues import was_struck
from yarnnn_pipelines.deliverables.brief.flagged import why_flagged
from yarnnn_pipelines.deliverables.brief.point_states import LONGEST, PointClosed, PointKind, PointStates
from yarnnn_pipelines.deliverables.brief.reach import is_spoken_of_lately
from yarnnn_pipelines.deliverables.brief.readers import FEWEST_WORDS, Reader
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext
from yarnnn_pipelines.english.days import dates_named
from yarnnn_pipelines.english.leaning import leans
from yarnnn_pipelines.english.likeness import content_words, same_request, tells_the_same
from yarnnn_pipelines.english.overtaking import says_it_is_over
from yarnnn_pipelines.english.requests import asks_something, matter_of, people_spoken_to
from yarnnn_pipelines.english.results import says_resolved
from yarnnn_pipelines.english.rhetorical import is_rhetorical
from yarnnn_pipelines.english.sentences import sentences
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.statement import parse

_HAS_TO = re.compile(r"(?i)\b(?:has|have) to\b")
_OPENING: dict[str, PointKind] = {"question": "ask", "commitment": "promise", "risk": "trouble"}  # by signal


@dataclass(frozen=True)
class OpenPoint:
    """A sentence of an earlier week that left something open.

    due: the day that it names. closed: what in this week closed it; None where nothing is known to have. again: the
    newest words on the same things, of whichever week; whether they close it, no rule knows. opening: what its talk
    began with, where that names something that its own words don't: "We will release a fix for it".
    """

    kind: PointKind
    piece: Piece
    due: date | None = None
    closed: PointClosed | None = None
    again: Piece | None = None
    opening: Piece | None = None


def open_points(brief: Brief, kind: DeliverableType) -> tuple[OpenPoint, ...]:
    """The open points of a week's deliverable, oldest first; none where its type does not look back.

    What was closed before this week, or where the reader can't read it, is none; neither is what nobody has spoken of
    for long and has no day to come.
    """
    week, frame = brief.week, brief.frame
    before = week.before
    if before is None or not kind.looks_back or not frame.days.is_a_week:
        return ()
    found = [
        (opens, piece)
        for opens, piece in [*_said(before, kind, frame, brief.readers), *_planned(before, kind, frame)]
        if len(piece.quote) <= LONGEST
        and why_flagged(piece.event) is None
        and not was_struck(piece, brief.struck_before)
    ]
    states = PointStates(week, before, kind, frame)
    openings = _openings(before, kind)
    points = []
    for opens, piece in _told_last(found):
        point = _point(opens, piece, states, frame)
        if point is not None and _may_be_read(point, kind, frame):
            points.append(replace(point, opening=_opening_of(piece, openings)))
    return tuple(sorted(points, key=lambda point: (point.piece.place_in_time, point.piece.start)))


def _openings(before: WeekContext, kind: DeliverableType) -> dict[str, Event]:
    """What the talk of each event began with, by its id; an event that begins one itself is left out."""
    shown = [event for event in before.events if may_be_shown(event, kind) and why_flagged(event) is None]
    return {
        event.event_id: conversation.events[0]
        for conversation in conversations(shown)
        for event in conversation.events[1:]
        if conversation.events[0].kind not in WITHOUT_TURNS
    }


def _opening_of(piece: Piece, openings: Mapping[str, Event]) -> Piece | None:
    """The first sentence that tells something, where it names more than the words left open themselves."""
    if (event := openings.get(piece.event.event_id)) is None:
        return None
    for start, end in sentences(event.text):
        if len(content_words(event.text[start:end])) >= FEWEST_WORDS:
            is_new = not content_words(event.text[start:end]) <= content_words(piece.quote)
            return Piece(event, start, end) if is_new else None
    return None


def _point(opens: PointKind, piece: Piece, states: PointStates, frame: Frame) -> OpenPoint | None:
    """None where it was closed before the week."""
    closed = states.closed(opens, piece)
    if closed is not None and frame.day(closed.event.occurred_at) < frame.days.first:
        return None
    return OpenPoint(opens, piece, due_of(frame, piece.source), closed, states.spoken_of_again(piece))


def _may_be_read(point: OpenPoint, kind: DeliverableType, frame: Frame) -> bool:
    if point.closed is not None:
        return may_be_shown(point.closed.event, kind) and why_flagged(point.closed.event) is None
    is_to_come = point.due is not None and point.due >= frame.days.first
    return is_to_come or any(
        is_spoken_of_lately(frame, piece.event) for piece in (point.piece, point.again) if piece is not None
    )


def _said(
    before: WeekContext, kind: DeliverableType, frame: Frame, readers: Sequence[Reader]
) -> Iterator[tuple[PointKind, Piece]]:
    """What was asked, promised and reported."""
    asked = {reader.person_id: reader.asked for reader in readers}
    for signal in before.signals:
        opens, piece = _OPENING.get(signal.signal), Piece(signal.event, signal.start, signal.end)
        if opens is None or signal.event.kind in WITHOUT_TURNS or not may_be_shown(signal.event, kind):
            continue
        if leans(piece.quote) or len(content_words(piece.quote)) < FEWEST_WORDS:
            continue
        if opens == "trouble" and (says_it_is_over(piece.quote) or says_resolved(piece.quote)):
            continue
        if opens != "ask" or (_is_asked_of_the_other_side(piece, frame) and _is_known(piece, asked)):
            yield opens, piece


def _is_asked_of_the_other_side(piece: Piece, frame: Frame) -> bool:
    if is_rhetorical(piece.quote) or len(matter_of(piece.quote)) < FEWEST_WORDS:
        return False
    called = people_spoken_to(piece.quote, piece.event.text[: piece.start])
    own, others = (
        frame.first_names_of_sides[side] for side in (piece.event.author_is_us, not piece.event.author_is_us)
    )
    return not called & own or bool(called & others)


def _is_known(piece: Piece, asked: dict[str, tuple[Piece, ...]]) -> bool:
    """What a user removed of a reader's questions, or what asks nothing, is none of these."""
    of_reader = asked.get(piece.event.person_id or "")
    return of_reader is None or any(
        one.event.event_id == piece.event.event_id and one.start < piece.end and piece.start < one.end
        for one in of_reader
    )


def _planned(before: WeekContext, kind: DeliverableType, frame: Frame) -> Iterator[tuple[PointKind, Piece]]:
    """What else was said for a day that comes no earlier than this week, whatever its verb."""
    spoken_for = {(one.event.event_id, one.start) for one in before.signals if one.signal in _OPENING}
    for event in before.events:
        if event.kind in WITHOUT_TURNS or not may_be_shown(event, kind):
            continue
        for span in sentences_stood_by(event.text):
            piece = Piece(event, span.start, span.end)
            words = piece.quote
            if piece.key in spoken_for or asks_something(words) or leans(words):
                continue
            if is_planned(piece.source, frame):
                yield "plan", piece


def is_planned(source: Source, frame: Frame) -> bool:
    """It names a day after its own that was not over when the week began. "The board met on Tuesday." plans nothing: a
    weekday beside what is told as past is the last of its name."""
    due = due_of(frame, source)
    if due is None or due < frame.days.first or due <= frame.day(source.event.occurred_at):
        return False
    is_to_come = any(clause.tense != "past" for clause in parse(source.quote).clauses)
    return is_to_come or any(dates_named(source.quote)) or _HAS_TO.search(source.quote) is not None


def _told_last(found: Iterable[tuple[PointKind, Piece]]) -> list[tuple[PointKind, Piece]]:
    """Each matter as it was asked, promised, planned or reported last."""
    kept: list[tuple[PointKind, Piece]] = []
    by_word = SharedWords()
    for opens, piece in sorted(found, key=lambda one: (one[1].place_in_time, one[1].start), reverse=True):
        words = content_words(piece.quote)
        near = [kept[place] for place in by_word.places(words)]
        if not any(_is_the_same((opens, piece), later) for later in near):
            by_word.add(len(kept), words)
            kept.append((opens, piece))
    return kept


def _is_the_same(one: tuple[PointKind, Piece], later: tuple[PointKind, Piece]) -> bool:
    if one[1].key == later[1].key:
        return True
    if (one[0] == "ask") != (later[0] == "ask") or one[1].event.author_is_us != later[1].event.author_is_us:
        return False
    alike = same_request if one[0] == "ask" else tells_the_same
    return alike(one[1].quote, later[1].quote)
