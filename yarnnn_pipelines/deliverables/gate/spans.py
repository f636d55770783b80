"""What a deliverable of a longer span asks of its claims beside what every claim must be.

A month or a year holds what was true for a while: a sentence stands only if no later word of the span has taken it back
or told another state, also a word that the reader can't see. And a number says nothing without its day. Both are looked
up again in the stored texts, whoever wrote the draft; so is whether a promise that a week tells of an earlier one is
still open. Where a claim may stand is `places`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.brief.carried_over import Closing
from yarnnn_pipelines.deliverables.brief.contradictions import Contradictions
from yarnnn_pipelines.deliverables.brief.later_words import LaterWords
from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Failure
from yarnnn_pipelines.deliverables.gate.places import Places, readings_of
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence
from yarnnn_pipelines.english.days import day_month, names_day
from yarnnn_pipelines.english.told_as import told_as

# Slots whose words are those of what somebody stated; meetings, pages and asks have rules of their own.
_STATING = (None, "reported", "said", "dated", "measured", "resolved")


class SpanRules:
    """The rules of one draft; nothing is asked of a week's deliverable. known: the events of its span, read again."""

    def __init__(self, kind: DeliverableType, frame: Frame, places: Places, known: Sequence[Event]) -> None:
        self._kind = kind
        self._frame = frame
        self._places = places
        self._known = known
        self._later = None if frame.days.is_a_week else LaterWords(known, self._stated, frame)

    def why_not(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """The verdict against a claim that is true by itself. rows: of its evidence, one by one."""
        if claim.slot == "promised":
            return self._closed(claim, rows)
        if failure := self._contradicted(claim, rows):
            return failure
        if self._later is None or claim.slot not in _STATING:
            return None
        # Told with what came before it, a matter is judged by its last word.
        item, row = max(zip(claim.evidence, rows, strict=True), key=lambda pair: pair[1].event.occurred_at)
        told = self._places.told_as(item, row)
        if told is None or told == "goal":
            return None
        if told == "metric" and self._is_dated(claim) and not self._names_its_day(claim, rows):
            return "unsupported", "its number is told without the day of which it is"
        kind = "commitment" if told == "promise_to_us" else told
        candidate = Candidate(kind, (Piece(row.event, item.start, item.end),), 0.0)
        reason = self._later.taken_back(candidate) or self._later.overtaken(candidate)
        return ("stale", reason) if reason else None

    def _closed(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """A promise of an earlier week that was kept, moved, said again or taken back since."""
        for item, row in zip(claim.evidence, rows, strict=True):
            if reason := self._closing.why(Piece(row.event, item.start, item.end)):
                return "stale", reason
        return None

    def surely_closed(self, item: Evidence, row: StoredEvidence) -> Failure | None:
        """A promise or plan of an earlier week that was kept, moved or withdrawn since."""
        reason = self._closing.surely(Piece(row.event, item.start, item.end))
        return ("stale", reason) if reason else None

    def _contradicted(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """Somebody else gives another value for what the claim tells of, or a later word has closed it."""
        item, row = claim.evidence[0], rows[0]
        told = self._places.told_as(item, row)
        if told is None or told == "goal":
            return None
        kind = "commitment" if told == "promise_to_us" else told
        candidate = Candidate(kind, (Piece(row.event, item.start, item.end),), 0.0)
        if reason := self._contradictions.why(candidate):
            return "contradicted", reason
        reason = self._contradictions.closed(candidate)
        return ("stale", reason) if reason else None

    @cached_property
    def _stated(self) -> list[Candidate]:
        return stated_in_texts(self._known)

    @cached_property
    def _contradictions(self) -> Contradictions:
        return Contradictions(self._known, self._stated, self._frame)

    @cached_property
    def _closing(self) -> Closing:
        return Closing(self._known, self._stated, self._frame)

    def _is_dated(self, claim: Claim) -> bool:
        section = self._kind.section(claim.section)
        return section is not None and section.dated

    def _names_its_day(self, claim: Claim, rows: Sequence[StoredEvidence]) -> bool:
        days = {day_month(self._frame.day(row.event.occurred_at)) for row in rows}
        return any(names_day(claim.text, day) for day in days)


def stated_in_texts(events: Sequence[Event]) -> list[Candidate]:
    """What people stated in the events, as it would be told."""
    by_version = {(event.event_id, event.version): event for event in events}
    stated = []
    for (event_id, version, start, end), readings in readings_of(events).items():
        event = by_version[event_id, version]
        if (kind := told_as(readings, event.text[start:end])) is not None:
            stated.append(Candidate(kind, (Piece(event, start, end),), 0.0))
    return stated
