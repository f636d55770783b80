"""Whether a coming meeting that a claim tells is still to take place, by the words of the week, read again.

What words say of a meeting is `brief.called_off`; that a claim of a meeting belongs to the week is `places`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from yarnnn_pipelines.deliverables.brief.called_off import WordOnMeeting, WordsOnMeetings
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Evidence, Failure
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence


class ComingMeetings:
    """What the week's words say of the meetings that the draft tells as coming."""

    def __init__(self, known: Sequence[Event], draft: Draft, frame: Frame) -> None:
        self._known, self._frame = known, frame
        claims = [*(claim for section in draft.sections for claim in section.claims), *draft.set_aside]
        self._told = [item for claim in claims if claim.slot == "coming_meeting" for item in claim.evidence]

    def why_not(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """The verdict against a claim that rests on the calendar alone, of a meeting that was called off or moved."""
        last = self._last_word(claim, rows)
        return ("stale", last.reason(self._frame)) if last and last.word == "off" else None

    def doubts_of(self, claim: Claim, rows: Sequence[StoredEvidence]) -> list[str]:
        """The question whether a meeting takes place, that nobody has answered."""
        last = self._last_word(claim, rows)
        return [last.reason(self._frame)] if last and last.word == "asked" else []

    def _last_word(self, claim: Claim, rows: Sequence[StoredEvidence]) -> WordOnMeeting | None:
        first = rows[0]
        if any(row.event.kind != "meeting" for row in rows) or f"coming {self._frame.week}" not in first.relations:
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
