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
from yarnnn_pipelines.deliverables.gate.rewrite_days import days_named
from yarnnn_pipelines.deliverables.gate.spans import SpanRules
from yarnnn_pipelines.deliverables.gate.standing import Standing
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.deliverables.slots.slots import worded
from yarnnn_pipelines.deliverables.week.client_week import StoredEvidence
from yarnnn_pipelines.english.days import DATE_WRITTEN, dates_named, day_month, names_day
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.spoken_of_again import words_of_things

_SLOTS: Mapping[CandidateKind, str] = {"ask": "asked", "commitment": "promised", "promise_to_us": "promised"}
Said = tuple[Evidence, StoredEvidence]
_OPENING = frozenset(("question", "commitment", "risk"))  # signals of a sentence that leaves something open
_OF_ONE_MATTER = 2  # content words that words of this week share with an earlier sentence which they speak of
_IT = re.compile(r"(?i)\b(?:it|this|that|them|these|those)\b")
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
            if now and not (
                self._is_closed_by((sentence, row), now)
                or self._is_spoken_of(sentence, row, now)
                or self._stands_by_itself(claim, (sentence, row))
            ):
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
        """A source of this week stands in its thread, or names the same things: two words, or one and the same day. Who
        says or does something is as good as a word: "the report from Pilar", and Pilar's message with it."""
        if self._frame.day(row.event.occurred_at) > self._frame.days.last:
            return False
        words, days = self._matter((sentence, row))
        later_words: frozenset[str] = frozenset()
        later_days: set[tuple[int, int]] = set()
        for item, later in now:
            if later.event.thread == row.event.thread or words_of_things(sentence.quote) & words_of_things(item.quote):
                return True
            of_later = self._matter((item, later))
            later_words |= of_later[0]
            later_days |= {*of_later[1], _month_and_day(self._frame.day(later.event.occurred_at))}
        shared = len(words & later_words)
        is_of_its_day = bool(days & later_days)
        is_by_the_same = any(_is_of_one_person((sentence, row), later) for later in now)
        return shared + is_of_its_day + is_by_the_same >= _OF_ONE_MATTER

    def _stands_by_itself(self, claim: Claim, earlier: Said) -> bool:
        """It could be told as open without anything of this week, and is told in its own words, with the day on which
        it was said or the one to come for which it is planned."""
        sentence, row = earlier
        told = content_words(sentence.quote) & content_words(DATE_WRITTEN.sub(" ", claim.text))
        is_later = self._frame.day(row.event.occurred_at) > self._frame.days.last
        if is_later or len(told) < _OF_ONE_MATTER or self._closed(earlier):
            return False
        is_date = not self._places.signals_of(sentence)  # which nobody brings: it holds until it is moved
        if not is_date and self._not_known_to_be_open(earlier):
            return False
        due = due_of(self._frame, _source(sentence, row))
        days = [self._frame.day(row.event.occurred_at), *([due] if due and due > self._frame.days.last else [])]
        return any(names_day(claim.text, day_month(day)) for day in days)

    def _matter(self, said: Said) -> tuple[frozenset[str], set[tuple[int, int]]]:
        """Content words, of "it" those of the sentence before it, and the days that the words name as (month, day of
        the month)."""
        item, row = said
        spoken = self._frame.day(row.event.occurred_at)
        ahead = {day for day in days_named(item.quote, _source(item, row), self._frame) if day >= spoken}
        days = {*dates_named(item.quote), *map(_month_and_day, ahead)}
        before = sentences_of(row.event.text[: item.start])[-1:] if _IT.search(item.quote) else []
        words = " ".join([*before, item.quote])
        return content_words(DATE_WRITTEN.sub(" ", words)), days

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


def _is_of_one_person(earlier: Said, later: Said) -> bool:
    """Both were said by one person, or one was by somebody whom the other names."""
    (item, row), (new_item, new_row) = earlier, later
    author, new_author = row.event.author_name or "", new_row.event.author_name or ""
    if author == new_author:
        return bool(author)
    return any(
        content_words(name) & content_words(words)
        for name, words in ((author, new_item.quote), (new_author, item.quote))
    )


def _month_and_day(day: date) -> tuple[int, int]:
    return day.month, day.day


def _source(item: Evidence, row: StoredEvidence) -> Source:
    return Source(item.quote, row.event, item.start)
