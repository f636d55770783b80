"""What models were asked and cost in the ISO week that it is now, in the agency's zone: read off the ledger, and kept
there. What one request may cost is the writers' `spending`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.weeks import current_week, week_bounds
from yarnnn_pipelines.deliverables.writers.model.spending import Spending
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import ModelUse, UseOfModel


@dataclass(frozen=True)
class WeekOfModels:
    """uses: by role, model and currency; budgets: by role, those that are set."""

    week: str
    uses: tuple[UseOfModel, ...]
    budgets: dict[str, float]

    def cost(self, role: str, currency: str | None) -> float:
        return sum(use.cost for use in self.uses if use.role == role and use.currency == currency)


def week_of_models(ledger: Ledger, settings: Settings) -> WeekOfModels:
    week = current_week(settings.agency.time_zone)
    began, _ = week_bounds(week, settings.agency.time_zone)
    models = {"writer": settings.writer, "judge": settings.judge}
    budgets = {role: model.weekly_budget for role, model in models.items() if model and model.weekly_budget}
    return WeekOfModels(week, tuple(ledger.model_use_since(began)), budgets)


def carry_over(spending: Spending, ledger: Ledger, settings: Settings) -> None:
    """Tell it what other runs of this week have spent."""
    spending.carry_over(week_of_models(ledger, settings).cost(spending.role, spending.currency))


def keep_costs(spending: Spending, ledger: Ledger, type_id: str) -> None:
    """Write down what it noted; at once, so that a run killed next does not forget what was paid for."""
    uses = [
        ModelUse(
            role=spending.role,
            model=spending.model,
            client=spent.client,
            week=spent.week,
            type=type_id,
            cost=spent.cost,
            currency=spending.currency,
            **asdict(spent.usage),
        )
        for spent in spending.take_notes()
    ]
    ledger.record_model_use(uses)


def in_words(models: WeekOfModels) -> Iterable[str]:
    """A line for each model that was asked this week."""
    for use in models.uses:
        cost = f", {use.cost:.{2 if use.cost >= 1 else 4}f} {use.currency}" if use.currency else ""
        budget = f" of {models.budgets[use.role]:g}" if cost and use.role in models.budgets else ""
        yield (
            f"{use.role} {use.model}: {counted(use.requests, 'request')}, {use.input_tokens:,} tokens read, "
            f"{use.output_tokens:,} written{cost}{budget}"
        )
