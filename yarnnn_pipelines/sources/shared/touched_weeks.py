"""Which weeks a landing concerns: those in which something that was added happened, and those in which it had happened
before it was moved.

It is read off the warehouse and not kept while landing, so that a run killed after its rows were written tells their
weeks when it is run again.
"""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.weeks import week_of
from yarnnn_pipelines.sources.platform import Platform, Repetitions
from yarnnn_pipelines.sources.shared.lookup import table_exists


def touched_weeks(
    con: duckdb.DuckDBPyConnection, platform: Platform, settings: Settings, since: datetime | None
) -> list[str]:
    """The weeks, the first one first, that the versions of items observed after `since` (None: all) speak of."""
    repetitions = platform.repetitions(settings)
    instants: set[datetime] = set()
    for table in platform.tables_of("items"):
        instants |= _instants_of(con, platform.id, table, since, repetitions)
    return sorted({week_of(instant, settings.agency.time_zone) for instant in instants})


def _instants_of(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, since: datetime | None, repetitions: Repetitions | None
) -> set[datetime]:
    if not table_exists(con, schema, table):
        return set()
    con.execute(
        f"""
        create or replace temp table added as
        select item_id, occurred_at, payload from {schema}.{table} where $1::timestamptz is null or observed_at > $1
        """,
        [since],
    )
    con.execute(
        f"""
        create or replace temp table concerned as
        select occurred_at, payload from added
        union all
        select arg_max(occurred_at, observed_at), arg_max(payload, observed_at) from {schema}.{table}
        where observed_at <= $1::timestamptz and item_id in (select item_id from added) group by item_id
        """,
        [since],
    )
    # every zone's midnight falls on a quarter of an hour UTC, so none crosses into another week
    quarters = con.execute(
        "select distinct time_bucket(interval 15 minutes, occurred_at) from concerned where occurred_at is not null"
    )
    instants = {instant.astimezone(UTC) for (instant,) in quarters.fetchall()}
    if repetitions is not None:
        payloads = con.execute("select distinct payload from concerned").fetchall()
        instants |= repetitions.instants((payload for (payload,) in payloads), repetitions.first, repetitions.last)
    return instants
