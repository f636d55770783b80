"""The readers of a deliverable: who they are, and what they asked lately where it could be read by all of them.

Only what they said before the reader themselves gets in here, and nothing that is concluded of how somebody is. Who is
one of them is the settings'; what else is known of a person is `context.stakeholders`, for us alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.context.stakeholders.matters import questions
from yarnnn_pipelines.context.stakeholders.records import LATELY, Person
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Piece, may_be_shown
from yarnnn_pipelines.deliverables.brief.flagged import why_flagged
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext
from yarnnn_pipelines.english.decisions import DECISION
from yarnnn_pipelines.english.leaning import leans
from yarnnn_pipelines.english.requests import matter_of
from yarnnn_pipelines.english.sentences import sentences

FEWEST_WORDS = 2  # content words of what is asked about; "Are you sure?" asks about nothing that a stranger knows


@dataclass(frozen=True)
class Reader:
    """Somebody whom a deliverable goes to; None for what is not known. asked: the sentences in which they asked
    something lately, newest first."""

    person_id: str
    name: str
    role: str | None = None
    organisation: str | None = None
    asked: tuple[Piece, ...] = ()


def addresses_of_readers(client: Client, kind: DeliverableType) -> list[str]:
    """Whom a deliverable of this type goes to: its recipients, or the client's contacts where it names none."""
    recipients = [
        address
        for deliverable in client.deliverables
        if deliverable.type == kind.id
        for address in deliverable.recipients
    ]
    return list(dict.fromkeys(recipients)) or [contact.email for contact in client.contacts]


def asked_lately(person: Person, week: WeekContext, kind: DeliverableType) -> tuple[Piece, ...]:
    """What somebody asked in the week and up to `LATELY` before its end, where the deliverable's reader could see it;
    only what names its matter itself, and nothing that was answered before the week or decides rather than asks."""
    events = [*(week.before.events if week.before and kind.looks_back else ()), *week.events]
    since = max((event.occurred_at - LATELY for event in events if event.kind not in WITHOUT_TURNS), default=None)
    theirs = [
        event
        for event in events
        if event.person_id == person.person_id
        and event.kind not in WITHOUT_TURNS
        and may_be_shown(event, kind)
        and why_flagged(event) is None
    ]
    pieces = [Piece(event, *span) for event in theirs for span in questions(event, since)]
    pieces = [piece for piece in pieces if not leans(piece.quote) and len(matter_of(piece.quote)) >= FEWEST_WORDS]
    pieces = _not_answered_before(week, events, [piece for piece in pieces if not _decides(piece)])
    return tuple(sorted(pieces, key=lambda piece: (piece.place_in_time, piece.start), reverse=True))


def _decides(piece: Piece) -> bool:
    """It has the form of a request and grants or settles something, or begs for what the sentence before it settles:
    "please go ahead", "We take the walnut. Please don't let me change my mind."."""
    if "?" in piece.quote:
        return False
    before = [span for span in sentences(piece.event.text) if span.end <= piece.start]
    said_before = piece.event.text[slice(*before[-1])] if before else ""
    return DECISION.found_in(piece.quote) or DECISION.found_in(said_before)


def _not_answered_before(week: WeekContext, events: Sequence[Event], pieces: Sequence[Piece]) -> list[Piece]:
    frame = frame_for(week)
    if all(frame.day(piece.event.occurred_at) >= frame.days.first for piece in pieces):
        return list(pieces)
    answers = Answers(events, frame.first_names_of_sides)
    replies = [answers.to(piece.event, piece.quote) for piece in pieces]
    return [
        piece
        for piece, reply in zip(pieces, replies, strict=True)
        if reply is None or frame.day(reply.occurred_at) >= frame.days.first
    ]
