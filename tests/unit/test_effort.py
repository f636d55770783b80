"""What reviewing took is told alike by `yarnnn status` and the review page: minutes, and how much was changed."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.supervision.effort import Effort, efforts

KEY = DeliverableKey("acme", "2026-W46", "client_update")


class LedgerWith:
    """What a ledger says of a few weeks."""

    def __init__(self, seconds: dict[DeliverableKey, float], costs: dict[DeliverableKey, dict[str, int]]) -> None:
        self._seconds, self._costs = seconds, costs

    def seconds_spent(self, clients, first, last):
        return {key: one for key, one in self._seconds.items() if first <= key.week <= last}

    def edit_costs(self, clients, first, last):
        return {key: one for key, one in self._costs.items() if first <= key.week <= last}


def test_issues_before_are_told_oldest_first_and_others_not():
    seconds = {
        KEY: 30.0,
        KEY._replace(week="2026-W44"): 540.0,
        KEY._replace(week="2026-W45"): 180.0,
        KEY._replace(week="2026-W47"): 60.0,
        KEY._replace(week="2026-W45", type_id="investor_update"): 60.0,
        KEY._replace(week="2026-W45", client_id="globex"): 60.0,
        KEY._replace(week="2025-W45"): 60.0,
    }
    costs = {KEY._replace(week="2026-W44"): {"style": 30, "fact": 10, "tokens": 100}}
    costs |= {KEY._replace(week="2026-W45"): {"style": 0, "fact": 0, "tokens": 0}}
    effort = efforts(LedgerWith(seconds, costs), [KEY])[KEY]
    assert effort.spent == "less than a minute"
    assert effort.before == "9 → 3 min, 40% → 0% of the words changed"


@pytest.mark.parametrize(
    ("effort", "before"),
    [
        (Effort(), ""),
        (Effort(changed_before=[1.25]), "125% of the words changed"),
        (Effort(seconds_before=[600, 500, 400, 300, 200]), "8 → 7 → 5 → 3 min"),
    ],
)
def test_what_nobody_measured_is_not_told(effort, before):
    assert (effort.spent, effort.before) == ("", before)
