"""Spending: what a model's tokens cost, and a week's budget that is never gone over.

Before each request the most that it can cost is set aside; afterwards what it did cost takes its place. Asking is
`endpoint`; what was spent is kept in the ledger by `supervision/model_costs`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

from yarnnn_pipelines.config.settings import ModelEndpoint, Prices

BYTES_PER_TOKEN = 3  # of English and of what else is written at work; logs and other scripts take about as much
_PRICED = 1_000_000  # tokens that a price is for


@dataclass
class Usage:
    """What was asked. seconds: that were waited for answers."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0

    def cost(self, prices: Prices) -> float:
        return (self.input_tokens * prices.input + self.output_tokens * prices.output) / _PRICED


@dataclass(frozen=True)
class Spent:
    """What one client's week took. cost: None without prices."""

    client: str
    week: str
    usage: Usage
    cost: float | None


class BudgetIsSpent(Exception):
    """The request might go over the week's budget; says so in words for a person."""


class Spending:
    """What one role's model costs in this ISO week; used by several threads.

    role: the setting that names the model. What other runs spent this week is told by `carry_over` before the first
    request.
    """

    def __init__(self, settings: ModelEndpoint, role: str) -> None:
        self.role = role
        self.model = settings.model or ""
        self.prices = settings.prices
        self._budget = settings.weekly_budget
        self._lock = Lock()
        self._spent = 0.0
        self._noted: list[Spent] = []

    @property
    def currency(self) -> str | None:
        return self.prices.currency if self.prices else None

    def carry_over(self, cost: float) -> None:
        """cost: of this week until now, in the currency of the prices."""
        with self._lock:
            self._spent += cost

    def set_aside(self, asked: int, answer_tokens: int) -> float:
        """The most that a request can cost; `BudgetIsSpent` if the week's budget doesn't hold as much.

        asked: bytes; answer_tokens: of the longest answer.
        """
        if self.prices is None:
            return 0.0
        most = Usage(1, asked // BYTES_PER_TOKEN + 1, answer_tokens).cost(self.prices)
        with self._lock:
            if self._budget is not None and self._spent + most > self._budget:
                left = f"{max(0.0, self._budget - self._spent):.4f} {self.prices.currency}"
                raise BudgetIsSpent(
                    f"of this week's budget of {self._budget:g} {self.prices.currency} are {left} left, and one "
                    f"request may cost {most:.4f}"
                )
            self._spent += most
        return most

    def settle(self, set_aside: float, usage: Usage) -> None:
        """usage: of the request that `set_aside` was for; nothing in it where the endpoint took none."""
        if self.prices is not None:
            with self._lock:
                self._spent += usage.cost(self.prices) - set_aside

    def note(self, client: str, week: str, usage: Usage) -> None:
        """What one client's week took, all its requests together; nothing where none was made."""
        if usage.requests:
            with self._lock:
                self._noted.append(Spent(client, week, usage, usage.cost(self.prices) if self.prices else None))

    def account(self, usage: Usage) -> dict[str, Any]:
        """What a model was asked and cost, as a draft or version holds it."""
        priced = {"cost": round(usage.cost(self.prices), 6), "currency": self.currency} if self.prices else {}
        return {"model": self.model, **asdict(usage), **priced}

    def take_notes(self) -> list[Spent]:
        """What was noted since this was asked last."""
        with self._lock:
            noted, self._noted = self._noted, []
        return noted
