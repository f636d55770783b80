"""What models were asked and cost in the ISO week that it is now, in the agency's zone. One request is the writers'."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.weeks import current_week, week_bounds
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import UseOfModel


@dataclass(frozen=True)
class WeekOfModels:
    """uses: by role, model and currency; budget: of the writer, in `currency`, None where none is set."""

    week: str
    uses: tuple[UseOfModel, ...]
    budget: float | None
    currency: str | None

    def cost(self, role: str, currency: str | None) -> float:
        return sum(use.cost for use in self.uses if use.role == role and use.currency == currency)


def week_of_models(ledger: Ledger, settings: Settings) -> WeekOfModels:
    week = current_week(settings.agency.time_zone)
    began, _ = week_bounds(week, settings.agency.time_zone)
    prices = settings.writer.prices
    currency = prices.currency if prices else None
    return WeekOfModels(week, tuple(ledger.model_use_since(began)), settings.writer.weekly_budget, currency)


def in_words(models: WeekOfModels) -> Iterable[str]:
    """A line for each model that was asked this week."""
    for use in models.uses:
        cost = f", {use.cost:.{2 if use.cost >= 1 else 4}f} {use.currency}" if use.currency else ""
        budget = f" of {models.budget:g}" if models.budget is not None and use.role == "writer" and cost else ""
        yield (
            f"{use.role} {use.model}: {counted(use.requests, 'request')}, {use.input_tokens:,} tokens read, "
            f"{use.output_tokens:,} written{cost}{budget}"
        )
