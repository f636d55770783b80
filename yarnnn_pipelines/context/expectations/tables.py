"""The tables that are judged, and their rows in a form that a suite can speak of.

A suite is the JSON file named after its table, in Great Expectations' own form; `meta.notes` says why. Whether a broken
expectation stops the line is decided by whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.sources.registry import platform_ids

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Great Expectations is given the rows: over SQLAlchemy it fails on DuckDB.
_QUERIES = {
    "client_week_context": """
        select * exclude (participants), messages + mails + pages as messages_mails_pages
        from context.client_week_context where week in (select week from asked)""",
    "client_week_events": """
        select * exclude (fields, occurred_at, starts_at, ends_at),
               occurred_at >= starts_at and occurred_at < ends_at as in_its_week
        from context.client_week_events join asked using (week)""",
}
TABLES = tuple(_QUERIES)


def read_rows(con: duckdb.DuckDBPyConnection, table: str, weeks: Sequence[str], time_zone: str) -> pa.Table:
    """The rows of `weeks`; `in_its_week` says whether an event lies in its week on the clock of `time_zone`."""
    con.execute("create or replace temp table asked (week varchar, starts_at timestamptz, ends_at timestamptz)")
    con.executemany("insert into asked values (?, ?, ?)", [[week, *week_bounds(week, time_zone)] for week in weeks])
    return con.execute(_QUERIES[table]).to_arrow_table()


def suite_parameters(settings: Settings, weeks: Sequence[str]) -> dict[str, Any]:
    """The values of the suites' `$PARAMETER`s."""
    return {
        "clients": [client.id for client in settings.clients],
        "weeks": list(weeks),
        "platforms": list(platform_ids()),
        "client_weeks": len(settings.clients) * len(weeks),
    }
