"""One candidate per fact: what was said again is evidence of it, and a newer number takes the older one's place.

Candidates are looked up by what they would have to share, so that a long week is not compared sentence by sentence.
What later words of another kind do to a candidate is `later_words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from yarnnn_pipelines.deliverables.brief.candidates import Candidate, said_in
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.english.likeness import (
    content_words,
    counted_when_sold,
    forms_with_a_gap,
    newer_count,
    numbers,
    same_fact,
    tells_the_same,
    word_order,
    words_of_a_plan,
)
from yarnnn_pipelines.english.measures import same_measure
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.stages import comes_further


def merged(candidates: Sequence[Candidate], frame: Frame) -> tuple[list[Candidate], list[tuple[Candidate, str]]]:
    """One candidate per fact: told again, it becomes evidence; a newer number for the same thing replaces the older.

    What was replaced comes second, with the reason.
    """
    facts = _Facts()
    replaced: list[tuple[Candidate, str]] = []
    for candidate in sorted(candidates, key=_when):
        places = facts.perhaps_alike(candidate)
        for place in places:
            if _is_newer_number(candidate, facts.kept[place]):
                older = [place, *(p for p in places if _is_newer_number(candidate, facts.kept[p]))]
                words = said_in(candidate.first.event, candidate.first.quote, frame)
                replaced += [(facts.kept[p], f"a later word gives a newer number, {words}") for p in older]
                facts.replace(older, candidate)
                break
            if facts.is_told_by(place, candidate):
                facts.join(place, candidate)
                break
        else:
            facts.add(candidate)
    return facts.standing(), replaced


class _Facts:
    """The candidates kept so far, by what another would have to share to tell the same or to replace one."""

    def __init__(self) -> None:
        self.kept: list[Candidate] = []  # also those in whose place another's newer number stands
        self._gone: set[int] = set()
        self._quotes: list[dict[str, None]] = []  # of each candidate's pieces, each once, in order
        self._words = SharedWords()
        self._others = SharedWords()
        self._changed: set[int] = set()  # places that are indexed by more than one sentence

    def add(self, candidate: Candidate) -> None:
        self.kept.append(candidate)
        self._quotes.append({candidate.first.quote: None})
        self._index(len(self.kept) - 1, candidate)

    def standing(self) -> list[Candidate]:
        return [candidate for place, candidate in enumerate(self.kept) if place not in self._gone]

    def replace(self, places: Sequence[int], candidate: Candidate) -> None:
        """Put a candidate in the first of these places, and nothing in the others: two numbers of one thing may have
        been kept, since they are worded too differently to be compared with each other."""
        place, *others = places
        self._gone.update(others)
        self.kept[place] = candidate
        self._quotes[place] = {candidate.first.quote: None}
        self._index(place, candidate)
        self._changed.add(place)

    def join(self, place: int, candidate: Candidate) -> None:
        """Every piece tells the same as every other, so one that is indexed is enough, and the one that stands first,
        with which a newer number is compared."""
        self.kept[place] = _joined(self.kept[place], candidate)
        self._quotes[place][candidate.first.quote] = None
        if self.kept[place].first == candidate.first:
            self._index(place, candidate)
            self._changed.add(place)

    def is_told_by(self, place: int, candidate: Candidate) -> bool:
        """Whether a candidate of one piece tells the fact that is kept at this place."""
        if (candidate.kind == "commitment") != (self.kept[place].kind == "commitment"):
            return False
        if _counts_and_does(candidate, self.kept[place]):
            return False
        new, quotes = candidate.first.quote, self._quotes[place]
        return all(tells_the_same(new, quote) and not comes_further(new, quote) for quote in quotes)

    def _index(self, place: int, candidate: Candidate) -> None:
        self._words.add(place, {key for keys in _keys(candidate, is_asking=False) for key in keys})
        quote = candidate.first.quote
        self._others.add(place, [*forms_with_a_gap(quote), word_order(quote)])

    def perhaps_alike(self, candidate: Candidate) -> Iterator[int]:
        """Places in their order: all that the candidate may tell the same as or replace, and few others."""
        quote = candidate.first.quote
        # The same sentence of another thing tells neither the same fact nor the same measure.
        same = self._others.places([word_order(quote)])
        of_another = self._others.places(forms_with_a_gap(quote)) - same - self._changed
        places: set[int] = set()
        for keys in _keys(candidate, is_asking=True):
            # Two sentences tell one fact or measure only where they share two words.
            is_of_two = bool(keys) and keys[0][0] in ("fact", "metric")
            alike = self._words.places(keys, at_least=2 if is_of_two else 1)
            places |= alike - of_another if is_of_two else alike
        return iter(sorted(places - self._gone))


_Key = tuple[str, object, str]  # for which comparison, with which number, the word


def _keys(candidate: Candidate, *, is_asking: bool) -> list[list[_Key]]:
    """What a sentence is found by, or (is_asking) finds others by: a list for each way in which two can be alike.

    Two facts have no number in common only where one of them has none.
    """
    quote = candidate.first.quote
    words, figures = sorted(content_words(quote)), numbers(quote)
    of_numbers: list[object] = ["any", *(figures or ["none"])]
    if is_asking:
        of_numbers = ["none", *figures] if figures else ["any"]
    keys: list[list[_Key]] = [[("fact", number, word) for word in words] for number in of_numbers]
    if candidate.kind == "metric":
        keys.append([("metric", None, word) for word in words])
    if figures:
        keys.append([("plan", figures, word) for word in sorted(words_of_a_plan(quote))])
    keys.append([("count", None, noun) for noun in counted_when_sold(quote)])
    return keys


def _counts_and_does(candidate: Candidate, other: Candidate) -> bool:
    """One side gives a number, and the other says what it has done with it."""
    sides = candidate.first.event.author_is_us, other.first.event.author_is_us
    return {candidate.kind, other.kind} == {"metric", "done"} and sides[0] != sides[1]


def _when(candidate: Candidate) -> tuple[datetime, str, int]:
    return candidate.first.event.occurred_at, candidate.first.event.event_id, candidate.first.start


def _is_newer_number(candidate: Candidate, other: Candidate) -> bool:
    new, old = candidate.first.quote, other.first.quote
    if newer_count(new, old):
        return {candidate.kind, other.kind} <= {"metric", "done"}
    return candidate.kind == other.kind == "metric" and same_measure(new, old) and not same_fact(new, old)


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """The better told sentence first; it keeps its own kind."""
    telling, also = (
        (one, other) if (one.score, len(one.first.quote)) >= (other.score, len(other.first.quote)) else (other, one)
    )
    own = {piece.key for piece in telling.pieces}
    more = [piece for piece in also.pieces if piece.key not in own]
    return replace(telling, pieces=(*telling.pieces, *more), score=telling.score + 0.5 * len(more))
