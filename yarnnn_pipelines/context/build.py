"""The context of some weeks, built from the raw tables step by step: meetings, dbt, signals, promises,
questions, facts, dbt.

Each step holds the warehouse while it works. The graph calls them one by one, to show each as an asset; `build_weeks`
calls them in their order, for whoever has no orchestrator: tests, benchmarks, a notebook. How dbt is called is
`dbt_project`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context import dbt_project
from yarnnn_pipelines.context.agency_tables import write_agency_tables, write_weeks
from yarnnn_pipelines.context.built_models import BuiltModel, RowCounts, read_built_models, row_counts
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.context.renamed_clients import rename_clients
from yarnnn_pipelines.context.week_builds import note_builds
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.locks import warehouse_lock
from yarnnn_pipelines.stores.troubles import trouble_in_words
from yarnnn_pipelines.stores.warehouse import connect

if TYPE_CHECKING:
    from yarnnn_pipelines.context.meetings.occurrences import OccurrencesReport

# A step imports what parses calendars or finds signals: every process that serves the graph loads this module, and most
# of them build nothing.


@dataclass(frozen=True)
class WeeksToBuild:
    """The weeks that one run builds, in one agency's home."""

    home: Home
    settings: Settings
    weeks: Sequence[str]


def build_meetings(wanted: WeeksToBuild) -> OccurrencesReport:
    """Bring `context.meeting_occurrences` up to date with the calendars."""
    from yarnnn_pipelines.context.meetings.occurrences import build_occurrences

    with warehouse_lock(wanted.home), _open(wanted) as con:
        return build_occurrences(con, wanted.settings)


def build_models(
    wanted: WeeksToBuild, selection: str, manifest: Mapping[str, Any], on_node: Callable[[str], None]
) -> tuple[list[dbt_project.NodeResult], dict[str, BuiltModel]]:
    """Build a dbt selection with its tests; returns dbt's results and the models that were built, by name.

    `on_node` gets each node's name as it finishes. `UserError` where the disk or the warehouse broke a model.
    """
    with warehouse_lock(wanted.home):
        results = _run_dbt(wanted, selection, on_node)
        for result in results:
            if result.failed and (trouble := trouble_in_words(result.message, wanted.home)):
                raise trouble
        with connect(wanted.home, read_only=True) as con:
            return results, read_built_models(con, manifest, results, wanted.weeks)


def find_signals(wanted: WeeksToBuild) -> tuple[dict[str, int], RowCounts]:
    """Find the signals of the weeks; returns how many of each kind were found, and the rows of the table."""
    from yarnnn_pipelines.context.signals import build_signals

    return _found(wanted, "signals", lambda con: build_signals(con, wanted.weeks))


def find_commitments(wanted: WeeksToBuild) -> tuple[dict[str, int], RowCounts]:
    """Bring the promises up to date with the weeks; returns how many are in each state, and the rows of the table."""
    from yarnnn_pipelines.context.commitments import build_commitments

    return _found(wanted, "commitments", lambda con: build_commitments(con, wanted.settings, wanted.weeks))


def find_facts(wanted: WeeksToBuild) -> tuple[dict[str, int], RowCounts]:
    """Bring the facts up to date with the weeks; returns how many hold and are superseded, and the table's rows."""
    from yarnnn_pipelines.context.fact_rows import build_facts

    return _found(wanted, "facts", lambda con: build_facts(con, wanted.settings, wanted.weeks))


def find_questions(wanted: WeeksToBuild) -> tuple[dict[str, int], RowCounts]:
    """Bring the questions up to date with the weeks; returns how many are in each state, and the rows of the table."""
    from yarnnn_pipelines.context.questions import build_questions

    return _found(wanted, "questions", lambda con: build_questions(con, wanted.settings, wanted.weeks))


def _found(
    wanted: WeeksToBuild, table: str, build: Callable[[duckdb.DuckDBPyConnection], dict[str, int]]
) -> tuple[dict[str, int], RowCounts]:
    with warehouse_lock(wanted.home), _open(wanted) as con:
        counts = build(con)
        return counts, row_counts(con, [table], wanted.weeks)[table]


def build_weeks(home: Home, settings: Settings, weeks: Sequence[str]) -> None:
    """Build the context of `weeks` in `home`'s warehouse; every table of schema `context` is there afterwards.

    `UserError` when a model or a data test fails, naming it.
    """
    wanted = WeeksToBuild(home, settings, weeks)
    build_meetings(wanted)
    _build_or_refuse(wanted, dbt_project.BEFORE_SIGNALS)
    find_signals(wanted)
    find_commitments(wanted)
    find_questions(wanted)
    find_facts(wanted)
    _build_or_refuse(wanted, dbt_project.AFTER_SIGNALS)


@contextmanager
def _open(wanted: WeeksToBuild) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse with `agency.*` as this run needs it.

    `agency.weeks` is one table for all runs, and between two steps of this run another may have had its turn: so every
    step writes it anew, under the lock under which it works.
    """
    with connect(wanted.home) as con:
        con.execute("set TimeZone = 'UTC'")
        ensure_raw_tables(con)
        rename_clients(con, wanted.settings)
        write_agency_tables(con, wanted.settings, open_ledger(wanted.home.ledger_url).last_landings())
        write_weeks(con, wanted.weeks, wanted.settings.agency.time_zone)
        yield con


def _run_dbt(
    wanted: WeeksToBuild, selection: str, on_node: Callable[[str], None] | None = None
) -> list[dbt_project.NodeResult]:
    with _open(wanted):
        pass  # dbt opens the file by itself
    results = dbt_project.build(wanted.home, selection, on_node)
    if selection == dbt_project.BEFORE_SIGNALS and not _failed(results):
        with connect(wanted.home) as con:
            note_builds(con, wanted.settings, wanted.weeks)
    return results


def _failed(results: Sequence[dbt_project.NodeResult]) -> list[dbt_project.NodeResult]:
    return [result for result in results if result.status not in ("success", "pass", "skipped")]


def _build_or_refuse(wanted: WeeksToBuild, selection: str) -> None:
    with warehouse_lock(wanted.home):
        results = _run_dbt(wanted, selection)
    failed = [f"{result.unique_id}: {result.message.strip()}" for result in _failed(results)]
    if failed:
        raise UserError(
            "the context could not be built: " + "; ".join(failed),
            where=str(wanted.home.warehouse),
            mend=f"the SQL that ran lies in {wanted.home.dbt_target / 'compiled'}",
        )
