"""Whether a coming meeting that a claim tells is still to take place, by the words of the week, read again.

What words say of a meeting is `brief.called_off`; that a claim of a meeting belongs to the week is `places`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property

from yarnnn_pipelines.deliverables.brief.called_off import WordOnMeeting, WordsOnMeetings
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Evidence, Failure
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence


class ComingMeetings:
    """What the week's words say of the meetings that the draft tells as coming."""

    def __init__(self, known: Sequence[Event], draft: Draft, frame: Frame, *, of_a_week: bool) -> None:
        """of_a_week: that the deliverable tells of a week, and not of a month or all so far."""
        self._known, self._frame, self._week, self._of_a_week = known, frame, draft.week, of_a_week
        claims = [*(claim for section in draft.sections for claim in section.claims), *draft.set_aside]
        self._told = [item for claim in claims if claim.slot == "coming_meeting" for item in claim.evidence]

    def is_to_come(self, row: StoredEvidence) -> bool:
        """The week knows it as coming, or, of all so far or a month, it lies behind the last day of which
        anything is known."""
        if f"coming {self._week}" in row.relations:
            return True
        is_of_the_last_week = not self._of_a_week and f"held {self._week}" in row.relations
        return is_of_the_last_week and self._frame.day(row.event.occurred_at) > self._last_known_day

    @cached_property
    def _last_known_day(self) -> date:
        days = (self._frame.day(event.occurred_at) for event in self._known if event.kind != "meeting")
        last = self._frame.days.last
        return max((day for day in days if day <= last), default=self._frame.days.first)

    def why_not(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """The verdict against a claim that rests on the calendar alone, of a meeting that was called off or moved."""
        last = self._last_word(claim, rows)
        return ("stale", last.reason(self._frame)) if last and last.word == "off" else None

    def doubts_of(self, claim: Claim, rows: Sequence[StoredEvidence]) -> list[str]:
        """The question whether a meeting takes place, that nobody has answered."""
        last = self._last_word(claim, rows)
        return [last.reason(self._frame)] if last and last.word != "off" else []

    def _last_word(self, claim: Claim, rows: Sequence[StoredEvidence]) -> WordOnMeeting | None:
        first = rows[0]
        if any(row.event.kind != "meeting" for row in rows) or not self.is_to_come(first):
            return None
        quote = claim.evidence[0].quote
        others = [item.quote for item in self._told if self._is_beside(item, first.event)]
        was_moved = any(relation.startswith("moved") for relation in first.relations)
        return self._words.last_on(first.event, quote, was_moved=was_moved, others=others)

    def _is_beside(self, item: Evidence, meeting: Event) -> bool:
        day = self._frame.day(datetime.fromisoformat(item.occurred_at))
        return item.event_id != meeting.event_id and day == self._frame.day(meeting.occurred_at)

    @cached_property
    def _words(self) -> WordsOnMeetings:
        return WordsOnMeetings(self._known, self._frame)
