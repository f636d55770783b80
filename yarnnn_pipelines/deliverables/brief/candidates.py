"""Candidates: facts that may become claims, and the pieces of events that they rest on.

The records that `brief` and its helpers hand to each other, and the words for where something was said. Choosing and
merging candidates is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType
from yarnnn_pipelines.context.stated import as_told
from yarnnn_pipelines.context.turns import Said
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, WeekContext
from yarnnn_pipelines.english.days import day_in_week
from yarnnn_pipelines.english.promises import is_in_first_person
from yarnnn_pipelines.english.rewording import shortened


@dataclass(frozen=True)
class Piece:
    """A span of an event that a claim may rest on."""

    event: Event
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.event.text[self.start : self.end]

    @property
    def source(self) -> Source:
        return Source(self.quote, self.event, self.start)

    @property
    def place_in_time(self) -> tuple[datetime, str]:
        return self.event.occurred_at, self.event.event_id

    @property
    def key(self) -> tuple[str, int]:
        return self.event.event_id, self.start


@dataclass(frozen=True)
class Candidate:
    """A fact that may become a claim: its kind (as in the type's `takes`), its pieces, the telling one first.

    before: of a number, where the value is stated that it is compared with; of a result or a plan, where it was
    promised or planned before. ends: the trouble of which it says, without naming it, that it is over. changes: what it
    gives another value, or decides otherwise, without naming it.
    """

    kind: CandidateKind
    pieces: tuple[Piece, ...]
    score: float
    before: Piece | None = None
    ends: Piece | None = None
    changes: Piece | None = None

    @property
    def first(self) -> Piece:
        return self.pieces[0]

    @property
    def last_said(self) -> datetime:
        return max(piece.event.occurred_at for piece in self.pieces)


def may_be_shown(event: Event, kind: DeliverableType) -> bool:
    """Whether the reader of such a deliverable could see the event itself."""
    return kind.audience == "internal" or event.audience == "client"


def not_shown(week: WeekContext, kind: DeliverableType) -> dict[str, str]:
    """By event id, why all that the reader of such a deliverable could not see is left out, whatever it says."""
    events = (*week.events, *(meeting.event for meeting in week.meetings))
    return {event.event_id: "internal_only" for event in events if not may_be_shown(event, kind)}


def kind_told(candidate: Candidate) -> CandidateKind:
    """Its own, but for a promise: the client's is something that we wait for."""
    if candidate.kind != "commitment":
        return candidate.kind
    promised = is_in_first_person(candidate.first.quote)
    return "promise_to_us" if promised and not candidate.first.event.author_is_us else "commitment"


def stated_in(signals: Iterable[Signal]) -> list[Candidate]:
    """One candidate for each sentence that states something, as what says most about it.

    One that can't be understood by itself is for offers alone.
    """
    return [
        Candidate(kind, (Piece(signal.event, signal.start, signal.end),), signal.score)
        for kind, signal in as_told(signals)
    ]


_FIRST_WORDS = 80  # characters


def said_in(event: Said, words: str, frame: Frame) -> str:
    """When and by whom something was said, and its first words where the client can read them: "on Tuesday by Mia
    Duarte: “Scrap that”"."""
    said = f"on {day_in_week(frame.day(event.occurred_at), frame.week_start)} by {event.author_name or 'somebody'}"
    if event.audience != "client":
        return f"{said}, where the client can't read"
    return f"{said}: “{shortened(' '.join(words.split()), _FIRST_WORDS)}”"


def in_time(signals: Iterable[Signal]) -> list[Signal]:
    """Signals in the order in which they were said."""
    return sorted(signals, key=_when)


def _when(signal: Signal) -> tuple[datetime, str, int]:
    return signal.event.occurred_at, signal.event.event_id, signal.start
