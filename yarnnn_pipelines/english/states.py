"""In which state a sentence says that a thing is, and whether a later sentence puts the same thing into another.

A thing is open (missing, broken, late), planned, done or called off. What takes words back without naming another state
is `retractions`; who said what when is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.days import dates_named, weekdays_named
from yarnnn_pipelines.english.likeness import is_negated
from yarnnn_pipelines.english.results import is_in_part
from yarnnn_pipelines.english.statement import Clause, parse
from yarnnn_pipelines.english.things import Thing, nothing_else, same_thing_for_certain, things_named

State = Literal["absent", "broken", "planned", "done", "off"]

ABSENT = Pattern(
    said(
        "not there",
        """
        missing | lacking | outstanding | overdue | late | delayed | pending | wait(?:ing)? (?:for|on) | awaiting
        | behind schedule | incomplete | held up | lost
        """,
        "the captions are missing",
        "we wait for the captions",
        "the print is behind schedule",
        "the boxes are held up",
    ),
)
BROKEN = Pattern(
    said(
        "out of order",
        r"""
        broken | broke | fail(?:s|ed|ing)? | crash(?:es|ed|ing)? | stuck | blocked | unavailable | offline | frozen
        | (?:do|does|did)(?:n't| not) (?:work|load|fire|open|run|send|sync|print)
        """,
        "the form fails",
        "the form crashes",
        "the form does not load",
    ),
    written(
        "trouble is back",
        r"\b(?:errors?|problems?|issues?|bugs?|troubles?|outages?|glitch\w*)\b[^.!?\n]{0,60}?\b(?:(?:is|are|has\s+come|have\s+come"
        r"|came)\s+back|(?:has\s+|have\s+)?(?:returned|reappeared)|(?:is|are)\s+(?:there|here|on)\s+again)\b",
        "the error on the form is back",
        "the problem with the form has returned",
        "the bug in the form is there again",
    ),
    written(
        "as before",
        r"\bsame\s+(?:old\s+)?(?:errors?|problems?|issues?|troubles?|bugs?)\b|\bhappen(?:s|ing)\s+again\b|\bact(?:s|ing|ed)\s+up\b",
        "same trouble with the form",
        "it is happening again with the form",
        "the form is acting up",
        "the form acts up",
        "the form acted up",
    ),
    written("down", r"\b(?:is|are|was|were|went|still|again)\s+down\b(?!\s+(?:from|to|by|\d))", "the shop is down"),
)
ARRIVED = Pattern(
    said(
        "there",
        r"""
        delivered | arrived | received | sent | uploaded | shared | handed (?:in|over) | submitted | provided
        | (?:is|are|now) (?:\w+ )?here | came in | (?:has|have) come | got
        """,
        "the captions were handed in",
        "the captions are finally here",
        "the captions came in",
        "the captions have come",
    ),
)
FINISHED = Pattern(
    said(
        "finished",
        r"""
        done | finished | completed? | ready | live | launched | released | deployed | shipped | published | signed
        | approved | went out | gone out | rolled out | went ahead | printed | merged | closed | installed | in place
        """,
        "the page is live",
        "the page is complete",
        "the mailing went out",
        "the mailing has gone out",
        "the theme is rolled out",
        "the workshop went ahead",
        "the signs are in place",
    ),
)
MENDED = Pattern(
    said(
        "mended",
        r"""
        fixed | resolved | solved | repaired | restored | recovered | corrected | patched | back to normal
        | works | working | (?:is|are) back (?:up|online)? | back up | up and running
        """,
        "the pixel works",
        "the shop is back online",
        "the shop is back up",
        "the shop is up and running",
    ),
)
# That a trouble holds a thing no longer.
FREED = Pattern(
    said(
        "freed",
        r"""
        un-?blocked | (?:is|are)n't (?:blocked|stuck|delayed|at risk) (?:any ?more|any longer)
        | (?:no longer|not|never) (?:blocked|stuck|held up|on hold|delayed|at risk|in danger|in jeopardy|endangered)
        | (?:safe|on track) (?:again|now) | back on (?:track|schedule) | out of (?:danger|the woods)
        | can (?:now|finally|again) (?:go on|continue|proceed|move on|carry on|resume)
        | can (?:go on|continue|proceed|move on|carry on|resume) (?:again|now)
        """,
        "the tracker is unblocked",
        "the tracker is no longer blocked",
        "the tracker isn't blocked any more",
        "the launch date is safe again",
        "the launch is back on track",
        "the launch is out of danger",
        "the tracker can now go on",
        "the tracker can go on again",
    ),
)
ENDANGERED = Pattern(said("in danger", "at risk | in (?:danger|jeopardy)", "the date is at risk", "it is in danger"))
ANNOUNCED = Pattern(
    said(
        "set",
        r"""
        scheduled | planned | due | mov(?:e[sd]?|ing) | postponed | rescheduled | shifted | pushed
        | brought forward | takes place
        | tonight
        """,
        "the launch moves to Friday",
        "the launch is brought forward",
        "the workshop takes place on Friday",
    ),
)
# Where a day is named, this is meant of it.
BEGINS = Pattern(
    said(
        "begins",
        "starts | begins | opens | launches | ships | goes (?:live|out) | is | are",
        "the beta begins on Friday",
        "the mailing goes out on Friday",
    ),
)
CALLED_OFF = Pattern(
    said(
        "off",
        r"cancell?ed | called off | scrapped | on hold | paused | suspended | (?:is|are|was|were) off | dropped",
        "the workshop is cancelled",
        "the workshop is called off",
        "the workshop is off",
        "the workshop is put on hold",
    ),
)
# What a thing that is in the first state may be in later, so that the first no longer holds.
_FOLLOWS: dict[State, frozenset[State]] = {
    "absent": frozenset({"done", "off"}),
    "broken": frozenset({"done"}),
    "planned": frozenset({"done", "off"}),
    "done": frozenset({"absent", "broken", "off"}),
    "off": frozenset({"planned", "done"}),
}
_NOT_THE_DAY = re.compile(r"(?i)\b(?:from|instead\s+of|rather\s+than|not)\s+(?:on\s+)?(?:(?!\b(?:to|until)\b)[^,.;])*")
_MOVES = re.compile(
    r"(?i)\b(?:mov(?:e[sd]?|ing)|postponed?|rescheduled?|shifted|pushed|brought\s+forward|instead|again|now|after\s+all)\b"
)
_WISHED_FREE = re.compile(
    r"(?i)\b(?:need\w*|want\w*|get|must|should|until|once|when|if|to\s+be|before|hop(?:e|ing)\w*)\b"
)
_SHARE = re.compile(
    r"(?i)\b(?<!all\s)(?!all\b)(?:\w+\s+of\s+(?:the|our|your|these|them)|most|some|half|several|first|next)\b"
)


@dataclass(frozen=True)
class Told:
    """A clause's state, the things that it names, the days that it gives, and whether it speaks of a part of them.

    mends: it says that something works again; arrives: that it has come; moves: that a day is another than before.
    """

    state: State
    things: tuple[Thing, ...]
    days: frozenset[str]
    is_part: bool
    mends: bool
    arrives: bool
    moves: bool


@lru_cache(maxsize=16384)
def states_told(sentence: str) -> tuple[Told, ...]:
    """The state of each clause that asserts or announces one; nothing of questions, conditions and what may be."""
    return tuple(chain.from_iterable(_told(clause) for clause in parse(sentence).clauses))


def _told(clause: Clause) -> Iterator[Told]:
    if clause.modality not in ("asserted", "intended"):
        return
    state = _state_of(clause)
    things = things_named(clause.text)
    to_come = _NOT_THE_DAY.sub(" ", clause.text)
    days = frozenset(weekdays_named(to_come)) or frozenset(map(str, dates_named(to_come)))
    if state is None and days and clause.tense != "past" and not clause.is_denied and BEGINS.found_in(clause.text):
        state = "planned"
    if state is None or not things:
        return
    yield Told(
        state,
        things,
        days,
        is_of_a_part(clause.text),
        MENDED.found_in(clause.text) or _is_freed(clause),
        ARRIVED.found_in(clause.text) or _is_freed(clause),
        _MOVES.search(clause.text) is not None,
    )


def _state_of(clause: Clause) -> State | None:
    text = clause.text
    finished = any(pattern.found_in(text) for pattern in (ARRIVED, FINISHED, MENDED))
    if _is_freed(clause):
        return "done"
    if CALLED_OFF.found_in(text):
        return None if clause.is_denied else "off"
    if clause.modality == "intended" or clause.tense == "future" or ANNOUNCED.found_in(text):
        return None if clause.is_denied else "planned"
    if BROKEN.found_in(text) or ENDANGERED.found_in(text):
        return "broken"
    if ABSENT.found_in(text):
        return None if clause.is_denied else "absent"
    if finished:
        return "absent" if clause.is_denied else "done"
    return None


def _is_freed(clause: Clause) -> bool:
    is_a_fact = clause.modality == "asserted" and clause.tense != "future"
    rest = FREED.compiled.sub(" ", clause.text)  # which may deny it, where "no longer blocked" does not
    return is_a_fact and rest != clause.text and not is_negated(rest) and _WISHED_FREE.search(clause.text) is None


def is_of_a_part(text: str) -> bool:
    """It speaks of some of the things that it names, or of a thing as far as it has come."""
    return _SHARE.search(text) is not None or is_in_part(text)


def says_it_moves(sentence: str) -> bool:
    """It speaks of another day as one that knows the day before."""
    return _MOVES.search(sentence) is not None


def changes_the_state(later: str, earlier: str) -> bool:
    """A later sentence says of the same thing that it is in another state, or is planned for another day."""
    after = states_told(later)
    return any(
        _follows(new, old)
        for old in states_told(earlier)
        if not any(_follows(own, old) for own in states_told(earlier))
        for new in after
    )


def _follows(new: Told, old: Told) -> bool:
    if new.state == old.state == "planned":
        is_other_day = bool(new.days and old.days) and new.days.isdisjoint(old.days)
        is_that_plan = new.moves or nothing_else(new.things, old.things)
        return is_other_day and is_that_plan and same_thing_for_certain(new.things, old.things)
    if new.state not in _FOLLOWS[old.state] or (new.is_part and new.state == "done"):
        return False
    if old.state == "absent" and new.state == "done" and new.mends and not new.arrives:
        return False
    if old.state == "broken" and not new.mends:
        return False
    if old.state == "done":
        return any(
            one.noun == other.noun and one.qualifiers <= other.qualifiers for one in new.things for other in old.things
        )
    return same_thing_for_certain(new.things, old.things)
