"""Whether a model's sentence may rest on what an earlier week left open.

Each such source is held to what the fixed rules would tell of it alone: the ask or promise is worded by its slot, and
that claim must stand (`places`, `standing`, `spans`). One that was kept, moved or answered may be quoted only beside
the words of this week that did so. Whether the sentence says more than it quotes is `rewrites`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType
from yarnnn_pipelines.context.promises import due_of, keeps, moves
from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Failure
from yarnnn_pipelines.deliverables.gate.places import Places
from yarnnn_pipelines.deliverables.gate.reasons import first_words
from yarnnn_pipelines.deliverables.gate.spans import SpanRules
from yarnnn_pipelines.deliverables.gate.standing import Standing
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.deliverables.slots.slots import worded
from yarnnn_pipelines.deliverables.week.client_week import StoredEvidence
from yarnnn_pipelines.english.days import day_month, names_day

_SLOTS: Mapping[CandidateKind, str] = {"ask": "asked", "commitment": "promised", "promise_to_us": "promised"}
Said = tuple[Evidence, StoredEvidence]
_WILL = re.compile(r"(?i)\b(?:will|shall|is going to|are going to)\b|['’]ll\b")


class EarlierWeeks:
    """The rule of one draft. places, standing, rules: what every claim of it is held to."""

    def __init__(
        self, kind: DeliverableType, frame: Frame, places: Places, standing: Standing, rules: SpanRules
    ) -> None:
        self._section_of = kind.section_of
        self._frame = frame
        self._places = places
        self._standing = standing
        self._rules = rules

    def why_not(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """The verdict against a model's sentence of a week for a source of another one. rows: of its evidence, one by
        one."""
        if claim.kind != "rewrite" or not self._frame.days.is_a_week:
            return None
        said = list(zip(claim.evidence, rows, strict=True))
        now = [(item, row) for item, row in said if self._places.is_of_the_week(row)]
        for item, row in said:
            if (item, row) not in now and (failure := self._why_not_quoted(claim, (item, row), now)):
                return failure
        return None

    def _why_not_quoted(self, claim: Claim, earlier: Said, now: Sequence[Said]) -> Failure | None:
        item, row = earlier
        sentence = self._places.sentence_around(item, row)
        if sentence is None:
            return "out_of_context", f"an earlier week says “{first_words(item.quote)}”, which leaves nothing open"
        if self._is_closed_by((sentence, row), now):
            return None
        if failure := self._closed((sentence, row)):
            return failure
        day = day_month(self._frame.day(row.event.occurred_at))
        if not now and not names_day(claim.text, day):
            return "unsupported", f"what has been open since {day} is told without that day"
        due = due_of(self._frame, _source(sentence, row))
        if not now and due is not None and due <= self._frame.days.last and _WILL.search(claim.text):
            return "stale", f"{day_month(due)}, for which it was promised, has passed"
        return None

    def _is_closed_by(self, earlier: Said, now: Sequence[Said]) -> bool:
        """The sentence quotes what kept, moved or answered it, too."""
        old, answer = _source(*earlier), self._standing.answer_to(earlier[0])
        for item, later in now:
            new = _source(self._places.sentence_around(item, later) or item, later)
            if keeps(self._frame, new, old) or moves(self._frame, new, old):
                return True
            if answer is not None and answer == item.event_id:
                return True
        return False

    def _closed(self, earlier: Said) -> Failure | None:
        """The verdict on what the fixed rules would tell of it; None where they tell it as open."""
        sentence, row = earlier
        told = self._places.read_as(sentence, row)
        slot = _SLOTS.get(told) if told else None
        text = worded(slot, self._frame, [_source(sentence, row)]) if slot else None
        section = self._section_of.get(told) if told else None
        if slot is None or text is None or section is None:
            return "stale", f"nothing shows that “{first_words(sentence.quote)}” is still open"
        claim = Claim("", section, "slot", text, (sentence,), slot)
        return (
            self._places.why_not_here(claim, [row])
            or self._standing.why_not(claim, [row])
            or self._rules.why_not(claim, [row])
        )


def _source(item: Evidence, row: StoredEvidence) -> Source:
    return Source(item.quote, row.event, item.start)
