"""How many random histories a platform's fault run tells, and how Hypothesis tells them.

Each run tells a few; `pytest -m long` tells many, and `python -m benchmarks.histories` as many as one likes. A history
is the same in every run.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

FEW = 20
MANY = int(os.environ.get("YARNNN_HISTORIES", "500"))


def tell(history: type[RuleBasedStateMachine], count: int, *, steps: int) -> None:
    """Tell `count` histories of at most `steps` steps each."""
    run_state_machine_as_test(
        history,
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # making a failing history shorter takes minutes, and it can be read as it is
            suppress_health_check=list(HealthCheck),
        ),
    )
