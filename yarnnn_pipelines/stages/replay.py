"""Replay: a client's week drafted anew as it would have been at an earlier moment, in a home that is thrown away.

Item versions are only ever added, each with the moment at which it was observed, so what was known at a moment is the
rows observed by then. They are copied into a scratch warehouse, and the same steps that draft a week today run there:
nothing of the agency's own warehouse, ledger or files is changed. Code and yarnnn.yaml are today's, and what was
forgotten since stays forgotten.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from yarnnn_pipelines.config.settings import Settings, WriterSettings
from yarnnn_pipelines.context.build import build_weeks
from yarnnn_pipelines.context.week_builds import built_weeks
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import monday_of, week_bounds, week_of
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.sources.registry import label_of, raw_tables
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stages.learn import copy_what_was_known
from yarnnn_pipelines.stores.home import ScratchHome
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import Version
from yarnnn_pipelines.stores.locks import warehouse_lock
from yarnnn_pipelines.stores.warehouse import connect, literal, refusals_told_plainly, require_landed

BY_RULES = "extractive"


def replay(
    project: Project,
    ledger: Ledger,
    key: DeliverableKey,
    as_of: datetime,
    step: Callable[[str], None] = lambda what: None,
) -> Version:
    """The version that a run at `as_of` would have made of the week, were it the first.

    as_of: with a zone. step: called with the name of each step before it begins. Words are the fixed rules': a model is
    not asked again. `UserError` where nothing had landed by then, or the week had not begun.
    """
    settings = project.settings
    time_zone = settings.agency.time_zone
    if week_bounds(key.week, time_zone)[0] > as_of:
        raise UserError(
            f"{key.week} had not begun by {_on_the_clock(as_of, time_zone)}",
            where=str(key.client_week),
            mend=f"give a later time; it began on {monday_of(key.week):%Y-%m-%d}",
        )
    with tempfile.TemporaryDirectory(prefix="yarnnn-replay-", ignore_cleanup_errors=True) as folder:
        home = ScratchHome(Path(folder).resolve() / "home")
        home.prepare()
        step("copying what was known then")
        built = _copy_what_was_known(project, home, as_of)
        scratch = open_ledger(home.ledger_url)
        try:
            for platform, landing in ledger.last_landings(until=as_of).items():
                scratch.record_landing(platform, landing.report)
            copy_what_was_known(ledger, scratch, key.week, as_of)
            then = Project(home, worded_by_rules(settings))
            step("building its weeks")
            last = week_of(as_of, time_zone)
            weeks = {week for week in built if monday_of(week) <= monday_of(last)} | {key.week}
            build_weeks(home, then.settings, sorted(weeks, key=monday_of))
            step("drafting")
            for batch in (draft_batch, gate_batch):
                if error := batch(then, scratch, key.type_id, [key.client_week]).failed.get(key.client_week):
                    raise error
            return scratch.newest([key])[key]
        finally:
            scratch.engine.dispose()


def worded_by_rules(settings: Settings) -> Settings:
    """The settings with the writer that asks nobody, and no judge, so that the same is drafted however often."""
    return settings.model_copy(update={"writer": WriterSettings(kind=BY_RULES), "judge": None})


def _copy_what_was_known(project: Project, home: ScratchHome, as_of: datetime) -> list[str]:
    """Copy each raw table as far as it was observed; returns the weeks that have ever been built."""
    require_landed(project.home)
    with warehouse_lock(project.home), connect(home) as con:
        with refusals_told_plainly(project.home):
            con.execute(f"attach {literal(str(project.home.warehouse))} as known (read_only)")
        weeks = built_weeks(con, "known")
        rows = sum(_copy(con, schema, table, as_of) for schema, table in raw_tables())
        if not rows:
            time_zone = project.settings.agency.time_zone
            raise UserError(
                f"nothing had landed by {_on_the_clock(as_of, time_zone)}",
                where=str(project.home.warehouse),
                mend=f"give a later time; of each source the first landed at: {_first_landed(con, time_zone)}",
            )
    return weeks


def _first_landed(con: duckdb.DuckDBPyConnection, time_zone: str) -> str:
    """`Slack 2026-11-16 06:01, Mail 2026-11-17 09:30`, on that clock: a minute by which the first was there."""
    first: dict[str, datetime] = {}
    for schema, table in raw_tables():
        if _is_known(con, schema, table):
            (at,) = con.execute(f"select min(observed_at) from known.{schema}.{table}").fetchone() or (None,)
            if at is not None:
                first[schema] = min(at, first.get(schema, at))
    # The clock shows whole minutes, and a time without seconds is the minute's beginning.
    by_name = {label_of(schema): _on_the_clock(at + timedelta(minutes=1), time_zone) for schema, at in first.items()}
    return ", ".join(f"{name} {clock}" for name, clock in sorted(by_name.items(), key=lambda one: one[1]))


def _is_known(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    where = f"database_name = 'known' and schema_name = {literal(schema)} and table_name = {literal(table)}"
    return con.execute(f"select 1 from duckdb_tables() where {where}").fetchone() is not None


def _copy(con: duckdb.DuckDBPyConnection, schema: str, table: str, as_of: datetime) -> int:
    """Returns how many rows; none where no source has landed that table."""
    if not _is_known(con, schema, table):
        return 0
    con.execute(f"create schema if not exists {schema}")
    con.execute(
        f"create table {schema}.{table} as select * from known.{schema}.{table} "
        f"where observed_at <= {literal(as_of)} order by rowid"
    )
    (count,) = con.execute(f"select count(*) from {schema}.{table}").fetchone() or (0,)
    return int(count)


def _on_the_clock(moment: datetime, time_zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"
