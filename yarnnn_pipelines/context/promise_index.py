"""Which of many later statements may close a promise, so that nobody compares each with each.

It only leaves out what can't; whether one does is `promises`. Statements that its rules can't tell apart but by when
they were said are one form, and a form is looked up by what both sides must have in common.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yarnnn_pipelines.context.stated import Quoted
from yarnnn_pipelines.english.changes import old_and_new
from yarnnn_pipelines.english.identifiers import kinds_of_identifiers
from yarnnn_pipelines.english.keeping import (
    compared_of_a_deed,
    figures_of,
    matter_of_a_plan,
    words_of_a_deed,
    words_of_a_promise,
)
from yarnnn_pipelines.english.likeness import content_words, numbers
from yarnnn_pipelines.english.shared_words import NestedWords
from yarnnn_pipelines.english.states import says_it_moves
from yarnnn_pipelines.english.things import things_spoken_of


@dataclass(frozen=True)
class Statement:
    """A statement with what is read of it once. is_deed: it tells of something done, and is else a plan; due: the day
    that a plan names."""

    place: int
    words: Quoted
    is_deed: bool
    due: date | None


class LaterStatements:
    """Statements, given in the order of time, that may close a promise."""

    def __init__(self, said: Sequence[Statement], names: frozenset[str]) -> None:
        """names: single words of people's names, which are nobody's matter."""
        self._names = names
        forms: dict[Hashable, list[Statement]] = defaultdict(list)
        for one in said:
            if one.is_deed or one.due is not None:
                forms[_form_of(one)].append(one)
        self._forms = list(forms.values())
        self._times = [[one.words.event.occurred_at for one in form] for form in self._forms]
        first = {number: form[0] for number, form in enumerate(self._forms)}
        self._deeds = NestedWords(
            {number: words_of_a_deed(one.words.quote, names) for number, one in first.items() if one.is_deed},
            {number: [(one.words.event.author_is_us, figures_of(one.words.quote))] for number, one in first.items()},
        )
        plans = {number: one for number, one in first.items() if not one.is_deed}
        self._moves = NestedWords(
            {number: matter_of_a_plan(one.words.quote) for number, one in plans.items()},
            {number: _groups(one) if says_it_moves(one.words.quote) else () for number, one in plans.items()},
        )
        self._plans: dict[Hashable, list[int]] = defaultdict(list)  # of one author and matter
        self._changes: dict[Hashable, list[int]] = defaultdict(list)  # that name what they change from
        for number, one in plans.items():
            event, matter = one.words.event, matter_of_a_plan(one.words.quote)
            for group in _groups(one):
                self._plans[event.author_name, matter, group].append(number)
            for key in _changed_from(one.words.quote):
                self._changes[event.author_is_us, *key].append(number)

    def after(self, promise: Quoted, due: date | None, sides: Iterable[bool]) -> Iterator[int]:
        """The places of those after the promise that may close it, of each form the first, in the order of time.

        due: the day that it names; sides: whose deeds may keep it.
        """
        at: datetime = promise.event.occurred_at
        found = {*self._keeping(promise, sides), *(self._moving(promise, due) if due is not None else ())}
        firsts = []
        for number in found:
            next_one = bisect_right(self._times[number], at)
            if next_one < len(self._forms[number]):
                firsts.append(self._forms[number][next_one].place)
        yield from sorted(firsts)

    def _keeping(self, promise: Quoted, sides: Iterable[bool]) -> Iterator[int]:
        matter, verbs = words_of_a_promise(promise.quote, self._names)
        for is_us in sides if matter else ():
            group = (is_us, figures_of(promise.quote))
            yield from self._deeds.around(matter, group)
            yield from self._deeds.within(matter | verbs, group)

    def _moving(self, promise: Quoted, due: date) -> Iterator[int]:
        event, matter = promise.event, matter_of_a_plan(promise.quote)
        found: list[int] = []
        for group in _groups_looked_up(promise):
            found += self._plans.get((event.author_name, matter, group), ())
            found += self._moves.around(matter, group)
            found += self._moves.within(matter, group)
        for number in numbers(promise.quote):
            for word in content_words(promise.quote):
                found += self._changes.get((event.author_is_us, number, word), ())
        return (number for number in found if self._forms[number][0].due != due)


def _form_of(said: Statement) -> Hashable:
    """All that the rules read of a statement beside the time."""
    event, quote = said.words.event, said.words.quote
    if said.is_deed:
        return event.author_is_us, compared_of_a_deed(quote)
    sides = old_and_new(quote)
    change = sides and (sides, content_words(quote.replace(sides[0], "")))
    plan = (matter_of_a_plan(quote), kinds_of_identifiers(quote), things_spoken_of(quote), says_it_moves(quote))
    return event.author_is_us, event.author_name, said.due, *plan, change


def _groups(said: Statement) -> list[Hashable]:
    """Those of one side in which a statement is looked for: by what it is called by, of each kind, or that nothing
    of this kind is named."""
    is_us = said.words.event.author_is_us
    kinds = kinds_of_identifiers(said.words.quote)
    named = [(is_us, kind, one) for kind, called in enumerate(kinds) for one in called or (None,)]
    return [(is_us, None, None), *named]


def _groups_looked_up(promise: Quoted) -> list[Hashable]:
    """The groups in which everything is that does not speak of another thing by its identifier."""
    is_us = promise.event.author_is_us
    for kind, called in enumerate(kinds_of_identifiers(promise.quote)):
        if called:
            return [(is_us, kind, None), *((is_us, kind, one) for one in called)]
    return [(is_us, None, None)]


def _changed_from(quote: str) -> set[tuple[str, str]]:
    """The numbers from which a change goes, each with each word of what it changes."""
    sides = old_and_new(quote)
    if sides is None:
        return set()
    return {(number, word) for number in numbers(sides[0]) for word in content_words(quote.replace(sides[0], ""))}
