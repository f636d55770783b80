"""Which weeks a landing concerns: those in which something that was added happened, and those in which it had happened
before it was moved.

It is read off the warehouse and not kept while landing, so that a run killed after its rows were written tells their
weeks when it is run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import duckdb

from yarnnn_pipelines.core.weeks import week_of
from yarnnn_pipelines.sources.shared.differences import table_exists

# (payloads, first, last) -> when, besides `occurred_at`, what these payloads speak of happens
AlsoTouched = Callable[[Iterable[str], datetime, datetime], set[datetime]]


def touched_weeks(
    con: duckdb.DuckDBPyConnection,
    schema: str,
    table: str,
    since: datetime | None,
    zone: str,
    series: tuple[AlsoTouched, datetime, datetime] | None = None,
) -> list[str]:
    """The weeks, the first one first, that the versions observed after `since` (None: all) speak of.

    series: for things that happen more than once, when they do, and the bounds within which that is asked.
    """
    if not table_exists(con, schema, table):
        return []
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
    if series is not None:
        also, first, last = series
        payloads = con.execute("select distinct payload from concerned").fetchall()
        instants |= also((payload for (payload,) in payloads), first, last)
    return sorted({week_of(instant, zone) for instant in instants})
