"""Whether a model's sentence may rest on what an earlier week left open.

Beside words of this week it may, where these speak of the same; alone with its day, where nothing has answered, kept,
moved or taken it back. What the fixed rules would not tell as open (a question of the client's, a trouble, a promise
that may have been kept) a person looks at. Whether the sentence says more than it quotes is `rewrites`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType
from yarnnn_pipelines.context.promises import due_of, keeps, moves
from yarnnn_pipelines.deliverables.brief.open_points import is_planned
from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Failure
from yarnnn_pipelines.deliverables.gate.places import Places
from yarnnn_pipelines.deliverables.gate.reasons import first_words
from yarnnn_pipelines.deliverables.gate.spans import SpanRules
from yarnnn_pipelines.deliverables.gate.standing import Standing
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.deliverables.slots.slots import worded
from yarnnn_pipelines.deliverables.week.client_week import StoredEvidence
from yarnnn_pipelines.english.days import DATE_WRITTEN, dates_named, day_month, names_day
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.spoken_of_again import words_of_things

_SLOTS: Mapping[CandidateKind, str] = {"ask": "asked", "commitment": "promised", "promise_to_us": "promised"}
Said = tuple[Evidence, StoredEvidence]
_OPENING = frozenset(("question", "commitment", "risk"))  # signals of a sentence that leaves something open
_OF_ONE_MATTER = 2  # content words that words of this week share with an earlier sentence which they speak of
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
        earlier, now = self._parted(claim, rows)
        for item, row in earlier:
            sentence = self._left_open(item, row)
            if sentence is None:
                return (
                    "out_of_context",
                    f"“{first_words(item.quote)}” is of an earlier week and leaves nothing open; tell it there",
                )
            if not now and (failure := self._why_not_alone(claim, (sentence, row))):
                return failure
        return None

    def doubts_of(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Iterator[str]:
        """What no rule can tell of such a source: that it is still open, or that this week's words speak of it."""
        earlier, now = self._parted(claim, rows)
        for item, row in earlier:
            sentence = self._left_open(item, row) or item
            day = day_month(self._frame.day(row.event.occurred_at))
            said = f"“{first_words(sentence.quote)}” is of {day}"
            if now and not (self._is_closed_by((sentence, row), now) or self._is_spoken_of(sentence, row, now)):
                yield f"{said}, and nothing that it quotes of this week names the same"
            elif not now and (failure := self._not_known_to_be_open((sentence, row))):
                yield f"{said}: {failure[1]}"

    def _parted(self, claim: Claim, rows: Sequence[StoredEvidence]) -> tuple[list[Said], list[Said]]:
        """The sources of earlier weeks, and those of this one; of nothing but a model's sentence of a week."""
        if claim.kind != "rewrite" or not self._frame.days.is_a_week:
            return [], []
        earlier: list[Said] = []
        now: list[Said] = []
        for item, row in zip(claim.evidence, rows, strict=True):
            (now if self._places.is_of_the_week(row) else earlier).append((item, row))
        return earlier, now

    def _left_open(self, item: Evidence, row: StoredEvidence) -> Evidence | None:
        """The sentence around a quote, if it asks, promises or reports something, or plans something."""
        sentence = self._places.sentence_around(item, row)
        if sentence is not None and self._places.signals_of(sentence) & _OPENING:
            return sentence
        sentence = sentence or self._places.plain_sentence_around(item, row)
        return sentence if sentence is not None and is_planned(_source(sentence, row), self._frame) else None

    def _why_not_alone(self, claim: Claim, earlier: Said) -> Failure | None:
        """The verdict against telling it as open beside nothing of this week: it was answered, kept, moved or taken
        back, or it is told without its day."""
        sentence, row = earlier
        if failure := self._closed(earlier):
            return failure
        day = day_month(self._frame.day(row.event.occurred_at))
        if not names_day(claim.text, day):
            return "unsupported", f"what has been open since {day} is told without that day"
        due = due_of(self._frame, _source(sentence, row))
        if due is not None and due <= self._frame.days.last and _WILL.search(claim.text):
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

    def _is_spoken_of(self, sentence: Evidence, row: StoredEvidence, now: Sequence[Said]) -> bool:
        """A source of this week stands in its thread, or names the same things: two words, or one and the same day."""
        words, days = self._matter((sentence, row))
        for item, later in now:
            of_later = self._matter((item, later))
            shared = words & of_later[0]
            if later.event.thread == row.event.thread or words_of_things(sentence.quote) & words_of_things(item.quote):
                return True
            is_of_its_day = bool(days & {*of_later[1], _month_and_day(self._frame.day(later.event.occurred_at))})
            if len(shared) + is_of_its_day >= _OF_ONE_MATTER and shared:
                return True
        return False

    def _matter(self, said: Said) -> tuple[frozenset[str], set[tuple[int, int]]]:
        """Content words, and the days that the words name as (month, day of the month)."""
        item, row = said
        due = due_of(self._frame, _source(item, row))
        days = {*dates_named(item.quote), *([_month_and_day(due)] if due else [])}
        return content_words(DATE_WRITTEN.sub(" ", item.quote)), days

    def _closed(self, earlier: Said) -> Failure | None:
        """What has answered, overtaken, kept, moved or taken it back since, as far as that is certain."""
        sentence, row = earlier
        asks = "question" in self._places.signals_of(sentence)
        claim = Claim("", "", "rewrite", sentence.quote, (sentence,), "asked" if asks else None)
        return self._standing.why_not(claim, [row]) or (None if asks else self._rules.surely_closed(sentence, row))

    def _not_known_to_be_open(self, earlier: Said) -> Failure | None:
        """The verdict on what the fixed rules would tell of it; None where they tell it as open, or where it is for
        a day that is still to come."""
        sentence, row = earlier
        told = self._places.read_as(sentence, row)
        slot = _SLOTS.get(told) if told else None
        text = worded(slot, self._frame, [_source(sentence, row)]) if slot else None
        section = self._section_of.get(told) if told else None
        if slot is not None and text is not None and section is not None:
            claim = Claim("", section, "slot", text, (sentence,), slot)
            return (
                self._places.why_not_here(claim, [row])
                or self._standing.why_not(claim, [row])
                or self._rules.why_not(claim, [row])
            )
        due = due_of(self._frame, _source(sentence, row))
        is_ahead = due is not None and due > self._frame.days.last
        if is_ahead and not self._places.signals_of(sentence) & {"question", "risk"}:
            return self._rules.why_not(Claim("", "", "slot", sentence.quote, (sentence,), "promised"), [row])
        return "stale", "nothing shows that it is still open, and nothing that it is not"


def _month_and_day(day: date) -> tuple[int, int]:
    return day.month, day.day


def _source(item: Evidence, row: StoredEvidence) -> Source:
    return Source(item.quote, row.event, item.start)
