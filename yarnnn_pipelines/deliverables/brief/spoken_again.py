"""Which candidates a later sentence of the week leaves in doubt by naming their things again, whatever it says of them.

A candidate that falls so may still be offered. Words that say what has become of it are read by `later_words`; by which
words a sentence names the same things is `english.spoken_of_again`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, said_in
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.days import WEEKDAYS
from yarnnn_pipelines.english.decisions import DECISION
from yarnnn_pipelines.english.dialogue import asks, tells_trouble
from yarnnn_pipelines.english.going_on import (
    asks_to_know,
    goes_along_with,
    is_of_another,
    is_promised,
    turns_back,
    wants_it_otherwise,
)
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, numbers
from yarnnn_pipelines.english.requests import asks_something, needed_thing, reminds
from yarnnn_pipelines.english.retractions import excuses_the_speaker
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.spoken_of_again import (
    BACK_TO_THE_OLD,
    TURNS,
    gives_another_day,
    gives_another_number,
    is_dealt_with,
    leaves_something_open,
    may_decide_another,
    names_first,
    names_thing,
    things_in,
    words_of_things,
)
from yarnnn_pipelines.english.states import ABSENT
from yarnnn_pipelines.english.supposing import supposes_absence
from yarnnn_pipelines.english.things import GENERIC, things_named, things_spoken_of
from yarnnn_pipelines.english.tries import asks_whether_it_works

_STILL_OUT = re.compile(
    r"(?i)\bstill\s+(?:no|not|nothing|without|open|waiting|missing|out)\b|\bno\s+(?:\S+\s+){1,3}yet\b"
)
_MANY = 3  # words of things, all but one of which are enough: one may be misspelt
_SELDOM = 8  # sentences of a week that have a word
_OF_WEEKDAYS = content_words(" ".join(WEEKDAYS))
_NAMING_READ = 60  # of the sentences that name a thing, the last so many


@dataclass(frozen=True)
class _Said:
    event: Event
    words: str


class SpokenAgain:
    """The sentences of a week's turns, found by the things that they name."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._events = tuple(events)
        self._said = [
            _Said(event, words)
            for event in self._events
            if event.kind not in WITHOUT_TURNS
            for words in sentences_of(event.text)
        ]
        self._by_word = SharedWords()
        for place, said in enumerate(self._said):
            self._by_word.add(place, content_words(said.words))

    def in_doubt(self, candidate: Candidate, frame: Frame) -> str | None:
        """Why the candidate may no longer hold, in words."""
        plans = candidate.kind in ("commitment", "decision", "change")
        if plans and (later := self._later(candidate, gives_another_day)):
            return f"a later word names another day, {said_in(later.event, later.words, frame)}"
        if candidate.kind == "metric" and (later := self._later(candidate, gives_another_number)):
            return f"a later word gives another number, {said_in(later.event, later.words, frame)}"
        elif candidate.kind == "decision" and (later := self._later(candidate, may_decide_another)):
            return f"a later word may decide otherwise, {said_in(later.event, later.words, frame)}"
        elif candidate.kind == "risk" and leaves_something_open(candidate.first.quote):
            if self.dealt_with(candidate):
                return "what was missing is spoken of later as there"
            if answer := self._answers.in_conversation(candidate.first.event.event_id, candidate.first.quote):
                return f"what was missing was given, {said_in(answer, answer.text, frame)}"
        return None

    @cached_property
    def _answers(self) -> Answers[Event]:
        return Answers(self._events, {True: frozenset(), False: frozenset()})

    def named_again(self, candidate: Candidate) -> bool:
        """A later sentence names the same things and neither asks for them nor says that they are missing."""
        return self._later(candidate, _asks_for_nothing) is not None

    def counted_otherwise(self, candidate: Candidate) -> bool:
        """Of a number: whoever's side told it names all that it counts later, with another number."""
        said = candidate.first
        named = words_of_things(said.quote)
        return any(
            later.event.author_is_us == said.event.author_is_us
            and numbers(later.words) - numbers(said.quote)
            and not asks_something(later.words)
            for later in self._after(candidate, named, len(named))
        )

    def wanted_otherwise(self, candidate: Candidate) -> bool:
        """Of a decision: the client, or its own side, decides on something or asks for it, and names one of its things
        by two words at least."""
        said = candidate.first
        things = [thing for thing in things_in(said.quote) if len(thing) > 1]
        return any(
            (later.event.author_is_us == said.event.author_is_us or said.event.author_is_us)
            and any(thing <= content_words(later.words) for thing in things)
            and (DECISION.found_in(later.words) or wants_it_otherwise(later.words))
            and not goes_along_with(later.words, said.quote)
            for later in self._after(candidate, frozenset().union(*things), 2)
        )

    def turned(self, candidate: Candidate) -> bool:
        """A later sentence names one of its things in words that may turn what was said of it: "The vote on the returns
        form is void". A thing of one word is named seldom, and is the later one's matter or was decided on. What is
        promised for something is another thing than that."""
        said = candidate.first
        if is_promised(said.quote):
            return False
        things = [thing - _OF_WEEKDAYS for thing in things_in(said.quote)]
        return any(
            any(self._is_matter_of(later.words, thing, said.quote) for thing in things if thing)
            and _may_turn(later.words, said.quote)
            for later in self._after(candidate, frozenset().union(*things), 1)
        )

    def _is_matter_of(self, later: str, thing: frozenset[str], said: str) -> bool:
        if not names_thing(later, thing):
            return False
        if len(thing) > 1:
            return True
        is_seldom = not thing <= GENERIC and len(self._by_word.places(thing, 1)) <= _SELDOM
        return is_seldom and bool(DECISION.found_in(said) or names_first(later, thing))

    def _after(self, candidate: Candidate, named: frozenset[str], at_least: int) -> Iterator[_Said]:
        """The later sentences, the last so many, that have so many of these words."""
        newest = max(candidate.pieces, key=lambda piece: piece.place_in_time).event
        places = sorted(self._by_word.places(named, at_least)) if named else []
        for place in places[-_NAMING_READ:]:
            if self._said[place].event.occurred_at > newest.occurred_at:
                yield self._said[place]

    def ours_names_it(self, candidate: Candidate) -> bool:
        """A later sentence of ours names one of its things and asks nothing: of a trouble, it may tell of its end."""
        nouns = _nouns(candidate.first.quote)
        return any(
            said.event.author_is_us
            and (not asks(said.words) or asks_whether_it_works(said.words))
            and not supposes_absence(said.words, candidate.first.quote)
            and nouns & _nouns(said.words)
            for said in self._after(candidate, nouns, 1)
        )

    def dealt_with(self, candidate: Candidate) -> bool:
        """What was promised or asked for is given, or spoken of as there."""
        return self._later(candidate, is_dealt_with) is not None

    def _later(self, candidate: Candidate, concerns: Callable[[str, str], bool]) -> _Said | None:
        # "You'll find them attached" may have been taken for the same promise, a day that was named for the same day.
        pieces = sorted(candidate.pieces, key=lambda piece: piece.event.occurred_at)
        said = pieces[0] if concerns is is_dealt_with else pieces[-1]
        named = words_of_things(said.quote)
        is_of_some = concerns in (gives_another_number, may_decide_another)
        at_least = 1 if is_of_some else max(1, len(named) - (len(named) >= _MANY))
        places = self._by_word.places(named, at_least)
        for place in sorted(places):
            later = self._said[place]
            if later.event.occurred_at > said.event.occurred_at and concerns(later.words, said.quote):
                return later
        return None


def _may_turn(later: str, said: str) -> bool:
    if BACK_TO_THE_OLD.found_in(later):
        return True
    if speak_of_two(later, said) or is_of_another(later, said) or goes_along_with(later, said):
        return False
    if asks_to_know(later) or later.rstrip().endswith("?") or excuses_the_speaker(later):
        return False
    return TURNS.found_in(later) or turns_back(later) or tells_trouble(later)


def _nouns(sentence: str) -> frozenset[str]:
    return frozenset(thing.noun for thing in (*things_named(sentence), *things_spoken_of(sentence)))


def _asks_for_nothing(words: str, said: str) -> bool:
    is_wanted = asks_something(words) or reminds(words) or ABSENT.found_in(words) or supposes_absence(words, said)
    is_wanted = is_wanted or _STILL_OUT.search(words) is not None
    return not is_wanted and needed_thing(words) is None
