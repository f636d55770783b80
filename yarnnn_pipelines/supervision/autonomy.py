"""How far a client's deliverables of one type go by themselves: a level that is earned, and lost at once.

Pure: of what people found of the issues that they looked at, and of the moves so far. Which issue is a good one is
`outcomes`', what else must hold of a text that goes out by itself `by_itself`'s (docs/decisions/autonomy.md has the
statistics).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.stores.ledger.autonomy_rows import Level, Making, Move, MoveAction, NewMove, Outcome, Record

LEVELS: Sequence[Level] = ("draft", "approve", "delayed", "auto")

BAD_AT_MOST = 0.01  # of a line's issues, where it may go out by itself
BAD_AT_LEAST = 0.10  # where it may not
ENOUGH = 20.0  # evidence at which it is promoted: 1 / alpha, with alpha 0.05 (Ville's inequality)

# By how much one issue makes it likelier that 1% are bad than that 10% are.
_GOOD = (1 - BAD_AT_MOST) / (1 - BAD_AT_LEAST)
_BAD = BAD_AT_MOST / BAD_AT_LEAST

# A CUSUM of the reverse, over what was looked at since the last move: two bad issues among eighteen reach it.
DRIFT_AT_MOST = math.log(ENOUGH)


class Text(NamedTuple):
    """Which text, in the order in which they are made: an older week's that is looked at late tells of no change."""

    week: str
    version: int


_NONE = Text("", 0)


@dataclass(frozen=True)
class Earned:
    """Where it stands. made_by: what makes its texts, None: nothing is known of any. evidence: how much likelier the
    issues since the last move make it that 1% are bad than that 10% are, ENOUGH at the most; drift: see DRIFT_AT_MOST.
    issues, bad: since then. after: the number of the last outcome. newest: the newest text that was looked at.
    moves: how many there were."""

    level: Level = "approve"
    made_by: Making | None = None
    evidence: float = 1.0
    drift: float = 0.0
    issues: int = 0
    bad: int = 0
    after: int = 0
    newest: Text = _NONE
    moves: int = 0

    def at_most(self, ceiling: Level) -> Level:
        """How far it goes: as far as it has earned, and no further than yarnnn.yaml lets it."""
        return min(self.level, ceiling, key=LEVELS.index)

    @property
    def in_words(self) -> str:
        """ "31 issues, 0 bad; evidence 19.2 of 20"."""
        return f"{counted(self.issues, 'issue')}, {self.bad} bad; evidence {_figure(self.evidence)} of {ENOUGH:.0f}"

    @property
    def figures(self) -> dict[str, float | int]:
        return {
            "issues": self.issues,
            "bad": self.bad,
            "evidence": round(self.evidence, 4),
            "drift": round(self.drift, 4),
        }


def earned(
    record: Record, ceiling: Level, made_by: Making | None = None, text: Text | None = None
) -> tuple[Earned, list[NewMove]]:
    """Where it stands after all that was found, and the moves that are not written down yet.

    made_by: what made this text, the newest; another making than before begins anew.
    """
    fold = Fold(record, ceiling)
    for outcome in record.outcomes:
        fold.take(outcome)
    if made_by is not None and text is not None:
        fold.look_at(made_by, text)
    fold.promote()
    return fold.earned, fold.moves


class Fold:
    """Goes over what was found, oldest first."""

    def __init__(self, record: Record, ceiling: Level) -> None:
        self._of, self._ceiling = record, ceiling
        self.moves: list[NewMove] = []
        self._found: dict[str, bool] = {}  # by week whether its issue was bad
        last = record.moves[-1] if record.moves else None
        self.earned = Earned(moves=len(record.moves))
        if last is not None:
            newest = Text(last.week, last.version)
            self.earned = Earned(last.level, last.made_by, after=last.after, newest=newest, moves=last.number)
        self._counted = self.earned.after

    def take(self, outcome: Outcome) -> None:
        """An issue counts once, and once more where it turns out to be bad later."""
        before = self._found.get(outcome.week)
        if before or before == outcome.bad:
            return  # known to be bad, or as good as before
        self._found[outcome.week] = outcome.bad
        text = Text(outcome.week, outcome.version)
        if outcome.number <= self._counted or not self.look_at(outcome.made_by, text):
            return
        self.earned = replace(self.earned, after=outcome.number)
        if outcome.fact or outcome.recipient:
            self._wrong(outcome)
            return
        here = self.earned
        self.earned = replace(
            here,
            evidence=min(here.evidence * (_BAD if outcome.bad else _GOOD), ENOUGH),
            drift=max(0.0, here.drift + _drift(outcome.bad)),
            issues=here.issues + 1,
            bad=here.bad + outcome.bad,
        )
        if goes_by_itself(here.level) and self.earned.drift >= DRIFT_AT_MOST:
            self._move("revoked", "approve", f"{counted(self.earned.bad, 'bad issue')} among {self.earned.issues}")

    def look_at(self, made_by: Making, text: Text) -> bool:
        """Whether a text that was made so is of what is looked at now; a new making begins anew."""
        here = self.earned
        if here.made_by is None or dict(here.made_by) == dict(made_by):
            self.earned = replace(here, made_by=made_by, newest=max(here.newest, text))
            return True
        if text <= here.newest:
            return False  # of what was there before
        has_something = here.level != "approve" or here.issues > 0
        self.earned = replace(here, made_by=made_by, newest=text)
        if has_something:
            self._move("reset", "approve", f"{changes(here.made_by, made_by)}", here)
        else:
            self.earned = replace(self.earned, evidence=1.0, drift=0.0)
        return True

    def promote(self) -> None:
        """As far as one step, by all that is known by now: never by what an earlier ceiling kept it from."""
        here = self.earned
        above = LEVELS[LEVELS.index(here.level) + 1 :][:1]
        if here.evidence >= ENOUGH and above and above[0] == min(above[0], self._ceiling, key=LEVELS.index):
            self._move("promoted", above[0], here.in_words)

    def _wrong(self, outcome: Outcome) -> None:
        """A fact or a recipient. It goes out by itself no more; where it waits for people anyway its evidence goes, and
        none comes back that was lost before."""
        here = self.earned
        if goes_by_itself(here.level):
            self._move("revoked", "approve", f"{outcome.week}: {outcome.why}")
            return
        evidence = min(here.evidence, 1.0) * _BAD
        self.earned = replace(here, evidence=evidence, issues=here.issues + 1, bad=here.bad + 1)

    def _move(self, action: MoveAction, level: Level, reason: str, of: Earned | None = None) -> None:
        here = self.earned
        number = here.moves + 1
        self.moves.append(
            NewMove(
                client=self._of.client,
                type=self._of.type,
                number=number,
                action=action,
                before=here.level,
                level=level,
                made_by=here.made_by or {},
                reason=reason,
                evidence=(of or here).figures,
                after=here.after,
                week=here.newest.week,
                version=here.newest.version,
            )
        )
        self.earned = Earned(level, here.made_by, after=here.after, newest=here.newest, moves=number)


def goes_by_itself(level: Level) -> bool:
    return level in ("delayed", "auto")


def changes(before: Making | None, now: Making) -> str:
    """ "the model changed from a to b"."""
    older: Mapping[str, str] = before or {}
    names = [name for name in {**older, **now} if older.get(name) != now.get(name)]
    told = [f"the {name} changed from {older.get(name) or 'none'} to {now.get(name) or 'none'}" for name in names]
    return "; ".join(told)


def move_in_words(move: NewMove | Move) -> str:
    """ "approve → delayed: 32 issues, 0 bad; evidence 20 of 20"."""
    way = move.level if move.before == move.level else f"{move.before} → {move.level}"
    what = {"promoted": "", "revoked": "revoked: ", "reset": "begun anew: "}[move.action]
    return f"{way}: {what}{move.reason}"


def _drift(bad: bool) -> float:
    return -math.log(_BAD) if bad else -math.log(_GOOD)


def _figure(evidence: float) -> str:
    """A digit behind the point; of less than a tenth the first digit that is not 0."""
    return f"{evidence:.1f}".removesuffix(".0") if evidence >= 0.1 else f"{evidence:.1g}"
