"""States: how an exchange stood after its last turn, whose move it is, and the turns that decide it.

Read off the turns' roles and words. Whether a state is worth telling, and how, is `deliverables`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from yarnnn_pipelines.context.turns import ASKING, SaidEvent, Side, Turn
from yarnnn_pipelines.english.dialogue import (
    CAUSE,
    DECLINES,
    FIX_ANNOUNCED,
    RELEASED,
    STILL_FAILS,
    UNDER_WAY,
    asks,
    says_it_works,
    tells_trouble,
)
from yarnnn_pipelines.english.doubts import is_not_yet
from yarnnn_pipelines.english.sentences import sentences_of

StateName = Literal["open", "under_way", "answered", "agreed", "resolved", "declined", "retracted", "told"]
StepName = Literal["reported", "cause", "fix_announced", "released", "confirmed"]


@dataclass(frozen=True)
class Step:
    """A step in the life of a problem, and the place of the turn that takes it."""

    name: StepName
    turn: int


@dataclass(frozen=True)
class State:
    """move: whose turn it is, where somebody's is (open, under_way). deciding: places of the turns that show it, in
    order. steps: of a problem's life, the last turn that took each."""

    name: StateName
    move: Side | None
    deciding: tuple[int, ...]
    steps: tuple[Step, ...] = ()


def state_of(turns: Sequence[Turn[SaidEvent]]) -> State:
    """The state after the last turn: the latest turn that settles, undertakes, asks or takes back decides."""
    steps = _steps(turns)
    problem = next((step.turn for step in steps if step.name == "reported"), None)
    for place in range(len(turns) - 1, -1, -1):
        turn = turns[place]
        decided = _decided_by(turns, place, problem)
        if decided is not None:
            name, move = decided
            begun = turn.answers if turn.answers is not None else problem
            deciding = tuple(sorted({place} | ({begun} if begun is not None and begun < place else set())))
            return State(name, move, deciding, steps)
    return State("told", None, (0,) if turns else (), steps)


def _decided_by(
    turns: Sequence[Turn[SaidEvent]], place: int, problem: int | None
) -> tuple[StateName, Side | None] | None:
    """The state in which a turn leaves an exchange, with whose move it is; None for one that leaves it as it was."""
    turn = turns[place]
    parts = [part for part in sentences_of(turn.event.text) if not asks(part)]
    if turn.role in ASKING:
        return "open", _other_side(turns, place)
    if turn.role == "thanks":
        return None
    if any(STILL_FAILS.found_in(part) for part in parts):
        return "open", _other_side(turns, place)
    if turn.role == "retracts":
        return "retracted", None
    if problem is not None and place > problem and any(says_it_works(part) for part in parts):
        return "resolved", None
    if turn.answers is not None and any(DECLINES.found_in(part) for part in parts):
        return "declined", None
    if turn.role == "promises" or any(UNDER_WAY.found_in(part) for part in parts):
        return "under_way", turn.side
    if turn.role == "decides" or (turn.role == "confirms" and turn.answers is not None):
        return "agreed", None
    if place == problem:
        return "open", _other_side(turns, place)
    return ("answered", None) if turn.answers is not None else None


def _other_side(turns: Sequence[Turn[SaidEvent]], place: int) -> Side:
    """Who is to move after this turn: we after the client and the client after us; among our own, we."""
    if turns[place].side != "us":
        return "us"
    return "client" if any(turn.side == "client" for turn in turns) else "us"


def _is_a_cause(part: str) -> bool:
    return CAUSE.found_in(part)


def _is_announced(part: str) -> bool:
    return FIX_ANNOUNCED.found_in(part)


def _is_out(part: str) -> bool:
    return RELEASED.found_in(part) and not (is_not_yet(part) or FIX_ANNOUNCED.found_in(part))


_AFTER_REPORT: tuple[tuple[StepName, Callable[[str], bool]], ...] = (
    ("cause", _is_a_cause),
    ("fix_announced", _is_announced),
    ("released", _is_out),
    ("confirmed", says_it_works),
)


def _steps(turns: Sequence[Turn[SaidEvent]]) -> tuple[Step, ...]:
    """From the first turn that tells a problem on, the last turn of each step; none where no problem is told."""
    stated = [[part for part in sentences_of(turn.event.text) if not asks(part)] for turn in turns]
    reported = next((place for place, parts in enumerate(stated) if any(map(tells_trouble, parts))), None)
    if reported is None:
        return ()
    steps = [Step("reported", reported)]
    for name, takes_it in _AFTER_REPORT:
        after = range(len(turns) - 1, reported, -1)
        last = next((place for place in after if any(map(takes_it, stated[place]))), None)
        if last is not None:
            steps.append(Step(name, last))
    return tuple(steps)
