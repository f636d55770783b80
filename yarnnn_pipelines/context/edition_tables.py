"""Tables of schema `context` that Python fills week by week, and begins anew once their rule has changed.

An edition is kept as the table's comment. What stands in a table, and by which rule, is its own module's.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

_WEEKS_AT_ONCE = 8


def weeks_to_fill(
    con: duckdb.DuckDBPyConnection, table: str, edition: str, ddl: str, weeks: Sequence[str]
) -> list[list[str]]:
    """The weeks that are to be filled, some at a time and in order; all that are built where the table is none of this
    edition, as an earlier yarnnn left it. It is there afterwards. ddl: creates `context.<table>`."""
    wanted = set(weeks)
    if _edition(con, table) != edition:
        wanted |= {week for (week,) in con.execute("select distinct week from context.client_week_events").fetchall()}
        con.execute(f"drop table if exists context.{table}")
        con.execute(ddl)
        con.execute(f"comment on table context.{table} is '{edition}'")
    in_order = sorted(wanted)
    return [in_order[place : place + _WEEKS_AT_ONCE] for place in range(0, len(in_order), _WEEKS_AT_ONCE)]


def _edition(con: duckdb.DuckDBPyConnection, table: str) -> str | None:
    row = con.execute(
        "select comment from duckdb_tables() where schema_name = 'context' and table_name = ?"
        " and database_name = current_database()",
        [table],
    ).fetchone()
    return row[0] if row else None
