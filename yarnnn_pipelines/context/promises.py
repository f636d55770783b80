"""What later words make of a promise: kept, moved or withdrawn. The one rule, for tables, drafts and the gate.

Which words say so of which is `english.keeping`; here is who said them, of whose promise, and when. By which words
anything is taken back is `taken_back`, the table of all promises `commitments`, how they are worded
`deliverables.slots.promised`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.context.promise_index import LaterStatements, Statement
from yarnnn_pipelines.context.stated import Piece, Quoted, Stated, StatedWords
from yarnnn_pipelines.context.taken_back import TakenBack
from yarnnn_pipelines.context.turns import Said, SaidEvent
from yarnnn_pipelines.english.changes import names_old_side
from yarnnn_pipelines.english.days import days_ahead
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.keeping import matter_of_a_plan, tells_it_was_kept
from yarnnn_pipelines.english.overtaking import says_it_is_over
from yarnnn_pipelines.english.promises import is_in_first_person
from yarnnn_pipelines.english.states import says_it_moves
from yarnnn_pipelines.english.things import speaks_of_another
from yarnnn_pipelines.english.voice import Voice


@dataclass(frozen=True)
class ClosedBy:
    """The event that closed a promise or a question, and its words that say so."""

    how: Literal["kept", "moved", "withdrawn", "answered"]
    event: Said
    words: str


class Setting(Protocol):
    """What is known beside the words: the full names of both sides' people, and on which clock days are told."""

    @property
    def people(self) -> frozenset[str]: ...
    @property
    def time_zone(self) -> str: ...


def due_of(setting: Setting, words: Quoted) -> date | None:
    """The day that a promise names, the last of several."""
    return max(days_of(setting, words), default=None)


def days_of(setting: Setting, words: Quoted) -> list[date]:
    """The days that a promise names."""
    event = words.event
    voice = Voice(event.author_name, event.author_is_us, event.occurred_at, setting.time_zone, "", date.max)
    return days_ahead(words.quote, voice)


def keeps(setting: Setting, deed: Quoted, promise: Quoted) -> bool:
    """The deed, said later, is what was promised; where somebody promised for themselves, their own side says so."""
    if deed.event.occurred_at <= promise.event.occurred_at:
        return False
    is_own = is_in_first_person(promise.quote)
    if is_own and deed.event.author_is_us != promise.event.author_is_us:
        return False
    return tells_it_was_kept(promise.quote, deed.quote, _names_of(setting))


def _names_of(setting: Setting) -> frozenset[str]:
    return frozenset(name for person in setting.people for name in person.split())


def moves(setting: Setting, new: Quoted, old: Quoted) -> bool:
    """The same side, of the same matter, names another day than before."""
    days = due_of(setting, new), due_of(setting, old)
    if None in days or days[0] == days[1] or new.event.occurred_at <= old.event.occurred_at:
        return False
    if new.event.author_is_us != old.event.author_is_us:
        return False
    # Another of that side may not know of the day before, and says so where they do.
    if new.event.author_name != old.event.author_name and not says_it_moves(new.quote):
        return False
    return names_old_side(old.quote, new.quote) or is_of_one_matter(new.quote, old.quote)


def is_of_one_matter(new: str, old: str) -> bool:
    """Two plans that name different days speak of the same thing."""
    if speak_of_two(new, old) or speaks_of_another(new, old):
        return False
    one, other = matter_of_a_plan(new), matter_of_a_plan(old)
    if not one or not other:
        return False
    # "The workshop" and "the workshop with the press" may be two; who tells of a move says which was meant.
    return one == other or (says_it_moves(new) and (one <= other or other <= one))


class Closings:
    """What was said in some events, by what of it may close a promise.

    stated: in these events; taken_back, turns: made of them.
    """

    def __init__(
        self, stated: Iterable[Stated], setting: Setting, taken_back: TakenBack, turns: LaterTurns[SaidEvent]
    ) -> None:
        self._setting, self._taken_back, self._turns = setting, taken_back, turns
        closing = (fact for fact in stated if fact.kind in _CLOSES)
        self._stated = sorted(closing, key=lambda fact: _when(fact.pieces[0].event))
        said = [self._statement(place, fact) for place, fact in enumerate(self._stated)]
        self._later = LaterStatements(said, _names_of(setting))

    def _statement(self, place: int, fact: Stated) -> Statement:
        words, is_deed = fact.pieces[0], fact.kind == "done"
        return Statement(place, words, is_deed, None if is_deed else due_of(self._setting, words))

    def of(self, promise: Piece) -> ClosedBy | None:
        """What closed it first; None where nothing did."""
        return min(self._closing(promise), key=lambda by: _when(by.event), default=None)

    def _closing(self, promise: Piece) -> Iterator[ClosedBy]:
        if later := self._taken_back.by(StatedWords("commitment", (promise,))):
            yield ClosedBy("withdrawn", later.event, later.words)
        is_own, is_us = is_in_first_person(promise.quote), promise.event.author_is_us
        sides = (is_us,) if is_own else (True, False)
        for place in self._later.after(promise, due_of(self._setting, promise), sides):
            new = self._stated[place].pieces[0]
            how, closes = _CLOSES[self._stated[place].kind]
            if closes(self._setting, new, promise):
                yield ClosedBy(how, new.event, new.quote)
                break
        if delivering := self._turns.delivering(promise.event.event_id, promise.quote):
            yield ClosedBy("kept", delivering, delivering.text)
        over = self._turns.overtaking(promise.event.event_id, promise.start, promise.end)
        if over is not None and says_it_is_over(over.words):
            yield ClosedBy("kept", over.event, over.words)


def _when(event: Said) -> tuple[datetime, str]:
    return event.occurred_at, event.event_id


# By kind of what is said later: whether it closes a promise, and how.
_CLOSES: Mapping[str, tuple[Literal["kept", "moved"], Callable[[Setting, Quoted, Quoted], bool]]] = {
    "done": ("kept", keeps),
    "commitment": ("moved", moves),
    "change": ("moved", moves),
}


def closes(kind: str, setting: Setting, new: Quoted, promise: Quoted) -> bool:
    """A later statement of this kind closes the promise."""
    return kind in _CLOSES and _CLOSES[kind][1](setting, new, promise)
