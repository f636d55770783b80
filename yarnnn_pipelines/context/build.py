"""The context of some weeks, built from the raw tables: the Python tables and the two dbt selections, in their order.

This is the room's one entry for whoever has no orchestrator: tests, benchmarks, a notebook. The graph calls the same
steps one by one, to show each as an asset.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from yarnnn_pipelines.context.agency_tables import write_agency_tables, write_weeks
from yarnnn_pipelines.context.occurrences import build_occurrences
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.context.signals import build_signals
from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.home import Home
from yarnnn_pipelines.settings import Settings

DBT_PROJECT = Path(__file__).resolve().parents[2] / "dbt"
BEFORE_SIGNALS, AFTER_SIGNALS = "tag:before_signals", "tag:after_signals"


def build_weeks(home: Home, settings: Settings, weeks: Sequence[str], *, unit_tests: bool = False) -> None:
    """Build the context of `weeks` in `home`'s warehouse; every table of schema `context` is there afterwards.

    `UserError` when a model or a data test fails, naming it.
    """
    with home.warehouse_lock():
        with duckdb.connect(home.warehouse) as con:
            ensure_raw_tables(con)
            write_agency_tables(con, settings)
            write_weeks(con, weeks, settings.agency.time_zone)
            build_occurrences(con, settings)
        dbt_build(home, BEFORE_SIGNALS, unit_tests=unit_tests)
        with duckdb.connect(home.warehouse) as con:
            build_signals(con, weeks)
        dbt_build(home, AFTER_SIGNALS, unit_tests=unit_tests)


def dbt_build(home: Home, selection: str, *, unit_tests: bool = False) -> None:
    """`dbt build --select SELECTION` in this process, which spares the seconds that a new one takes to import dbt.

    dbt's unit tests judge the project, not the data, so a run leaves them out. The warehouse must not be open with
    other settings meanwhile, and is closed afterwards.
    """
    arguments = ["build", "--select", selection]
    if not unit_tests:
        arguments += ["--exclude-resource-type", "unit_test"]
    invoke_dbt(home, arguments)


def invoke_dbt(home: Home, arguments: Sequence[str]) -> Any:
    """Any dbt command on the project, for `home`'s warehouse; dbt's result object, or `UserError`."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    with _environment(YARNNN_WAREHOUSE=str(home.warehouse), DBT_TARGET_PATH=str(home.dbt_target)):
        try:
            outcome = dbtRunner().invoke(
                [
                    *("--quiet", "--no-use-colors", "--log-path", str(home.dbt_target / "logs")),
                    *arguments,
                    *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
                ]
            )
        finally:
            DuckDBConnectionManager.close_all_connections()
    if outcome.exception is not None:
        raise outcome.exception
    if not outcome.success:
        failed = [
            f"{result.node.name}: {result.message}"
            for result in getattr(outcome.result, "results", [])
            if result.status in ("error", "fail", "runtime error")
        ]
        raise UserError(
            f"dbt {arguments[0]} failed: " + "; ".join(failed),
            where=str(DBT_PROJECT),
            mend=f"the compiled SQL lies in {home.dbt_target / 'compiled'}",
        )
    return outcome.result


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """The variables that dbt's profile reads, for the time of one call."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
