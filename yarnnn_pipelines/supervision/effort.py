"""What reviewing a deliverable has taken so far, and its last issues: minutes, and how much of the words was changed.

Read off the ledger for the review page and `yarnnn status`, which tell the same figures.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.stores.ledger.ledger import Ledger

WEEKS_BACK = 26  # six issues of what is sent monthly
_SHOWN = 4  # issues


@dataclass(frozen=True)
class Effort:
    """seconds: over this issue, None where nobody measured; seconds_before, changed_before: over the issues of the
    weeks before, oldest first. Changed is a share of the approved words, and may be above 1."""

    seconds: float | None = None
    seconds_before: Sequence[float] = ()
    changed_before: Sequence[float] = ()

    @property
    def spent(self) -> str:
        """ "3 min"; empty where nobody measured."""
        if self.seconds is None:
            return ""
        return "less than a minute" if self.seconds < 60 else f"{_minutes(self.seconds)} min"

    @property
    def minutes_before(self) -> str:
        """ "9 → 3 min"; empty where nobody measured."""
        trend = " → ".join(str(_minutes(seconds)) for seconds in self.seconds_before[-_SHOWN:])
        return f"{trend} min" if trend else ""

    @property
    def words_before(self) -> str:
        """ "40% → 5% of the words changed"; empty where none was approved."""
        trend = " → ".join(f"{share:.0%}" for share in self.changed_before[-_SHOWN:])
        return f"{trend} of the words changed" if trend else ""

    @property
    def before(self) -> str:
        """Both in one line."""
        return ", ".join(filter(None, (self.minutes_before, self.words_before)))


def efforts(ledger: Ledger, keys: Collection[DeliverableKey]) -> dict[DeliverableKey, Effort]:
    """Of each deliverable."""
    if not keys:
        return {}
    clients = sorted({key.client_id for key in keys})
    weeks = sorted({key.week for key in keys})
    first = add_weeks(weeks[0], -WEEKS_BACK)
    seconds = ledger.seconds_spent(clients, first, weeks[-1])
    changed = {
        key: (cost["style"] + cost["fact"]) / max(1, cost["tokens"])
        for key, cost in ledger.edit_costs(clients, first, weeks[-1]).items()
    }
    return {key: Effort(seconds.get(key), _before(key, seconds), _before(key, changed)) for key in keys}


def _before(key: DeliverableKey, figures: Mapping[DeliverableKey, float]) -> list[float]:
    """Those of the same client's and type's weeks before."""
    weeks = (key._replace(week=add_weeks(key.week, -back)) for back in range(WEEKS_BACK, 0, -1))
    return [figures[earlier] for earlier in weeks if earlier in figures]


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60))
