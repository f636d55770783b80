"""What later words make of a promise: kept, or moved to another day. The one rule, for tables, drafts and the gate.

Which words say so of which is `english.keeping`; here is who said them, of whose promise, and when. That a promise is
taken back is `taken_back`, the table of all promises `commitments`, how they are worded `deliverables.slots.promised`.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from yarnnn_pipelines.context.stated import Quoted
from yarnnn_pipelines.english.changes import names_old_side
from yarnnn_pipelines.english.days import due_day
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.keeping import matter_of_a_plan, tells_it_was_kept
from yarnnn_pipelines.english.promises import is_in_first_person
from yarnnn_pipelines.english.states import says_it_moves
from yarnnn_pipelines.english.things import speaks_of_another
from yarnnn_pipelines.english.voice import Voice


class Setting(Protocol):
    """What is known beside the words: the full names of both sides' people, and on which clock days are told."""

    @property
    def people(self) -> frozenset[str]: ...
    @property
    def time_zone(self) -> str: ...


def due_of(setting: Setting, words: Quoted) -> date | None:
    """The day that a promise names."""
    event = words.event
    voice = Voice(event.author_name, event.author_is_us, event.occurred_at, setting.time_zone, "", date.max)
    return due_day(words.quote, voice)


def keeps(setting: Setting, deed: Quoted, promise: Quoted) -> bool:
    """The deed, said later, is what was promised; where somebody promised for themselves, their own side says so."""
    if deed.event.occurred_at <= promise.event.occurred_at:
        return False
    is_own = is_in_first_person(promise.quote)
    if is_own and deed.event.author_is_us != promise.event.author_is_us:
        return False
    names = frozenset(name for person in setting.people for name in person.split())
    return tells_it_was_kept(promise.quote, deed.quote, names)


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
