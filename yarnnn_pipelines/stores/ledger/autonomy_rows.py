"""The rows that say how far deliverables go by themselves: what people found of issues, and every move.

What an outcome is and when something moves is `supervision`'s; the ledger's other rows are `rows`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from yarnnn_pipelines.core.keys import DeliverableKey

Level = Literal["draft", "approve", "delayed", "auto"]  # how far a deliverable goes by itself, least first

# What a text was made by, a name and a value each: `supervision.lines` says which.
Making = Mapping[str, str]


@dataclass(frozen=True)
class NewOutcome:
    """What a person found of one issue.

    made_by: what made its text. bad: a fact or a recipient was wrong, or more of its wording was
    changed than is allowed, and why in words that quote nobody. style_cost: what share of its words was changed without
    changing a fact. found: names what it was found by, so that this counts once.
    """

    client: str
    week: str
    type: str
    version: int
    made_by: Making
    bad: bool
    why: str
    fact: bool
    recipient: bool
    style_cost: float
    found: str

    @property
    def key(self) -> DeliverableKey:
        return DeliverableKey(self.client, self.week, self.type)


@dataclass(frozen=True)
class Outcome(NewOutcome):
    """The same as it is stored; numbers of later ones are larger. found_at: UTC."""

    number: int = field(kw_only=True)
    found_at: datetime = field(kw_only=True)


MoveAction = Literal["promoted", "revoked", "reset"]


@dataclass(frozen=True)
class NewMove:
    """How far a client's deliverables of a type go by themselves from now on.

    number: 1, 2, ... of this client and type. made_by: what it holds for. after: the number of the last outcome that
    counted, 0 for none. week, version: of the newest text that was looked at. evidence: the figures on which it rests.
    """

    client: str
    type: str
    number: int
    action: MoveAction
    before: Level
    level: Level
    made_by: Making
    reason: str
    evidence: Mapping[str, Any]
    after: int
    week: str
    version: int


@dataclass(frozen=True)
class Move(NewMove):
    """The same as it is stored. moved_at: UTC."""

    moved_at: datetime = field(kw_only=True)


class Record(NamedTuple):
    """All that was found of a client's deliverables of one type, and every move, oldest first."""

    client: str
    type: str
    outcomes: Sequence[Outcome] = ()
    moves: Sequence[Move] = ()
