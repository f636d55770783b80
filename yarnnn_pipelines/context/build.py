"""The context of some weeks, built from the raw tables: the Python tables and the two dbt selections, in their order.

For whoever has no orchestrator: tests, benchmarks, a notebook. The graph calls the same steps one by one, to show each
as an asset; how dbt is called is `dbt_project`.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context import dbt_project
from yarnnn_pipelines.context.agency_tables import write_agency_tables, write_weeks
from yarnnn_pipelines.context.occurrences import build_occurrences
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.context.signals import build_signals
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.locks import warehouse_lock
from yarnnn_pipelines.stores.warehouse import connect


def build_weeks(home: Home, settings: Settings, weeks: Sequence[str]) -> None:
    """Build the context of `weeks` in `home`'s warehouse; every table of schema `context` is there afterwards.

    `UserError` when a model or a data test fails, naming it.
    """
    with warehouse_lock(home):
        with connect(home) as con:
            ensure_raw_tables(con)
            write_agency_tables(con, settings)
            write_weeks(con, weeks, settings.agency.time_zone)
            build_occurrences(con, settings)
        _dbt(home, dbt_project.BEFORE_SIGNALS)
        with connect(home) as con:
            build_signals(con, weeks)
        _dbt(home, dbt_project.AFTER_SIGNALS)


def _dbt(home: Home, selection: str) -> None:
    failed = [
        f"{result.unique_id}: {result.message.strip()}"
        for result in dbt_project.build(home, selection)
        if result.status not in ("success", "pass", "skipped")
    ]
    if failed:
        raise UserError(
            "the context could not be built: " + "; ".join(failed),
            where=str(home.warehouse),
            mend=f"the SQL that ran lies in {home.dbt_target / 'compiled'}",
        )
