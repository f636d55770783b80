"""Tables of schema `context` that Python fills week by week, and begins anew once their rule has changed.

An edition is kept as the table's comment. What stands in a table, and by which rule, is its own module's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

_WEEKS_AT_ONCE = 8


def weeks_to_fill(
    con: duckdb.DuckDBPyConnection, table: str, edition: str, ddl: str, weeks: Sequence[str]
) -> Iterator[list[str]]:
    """The weeks that are to be filled, some at a time and in order; all that are built where the table is none of this
    edition, as an earlier yarnnn left it. It is there from the first on, and of this edition once all were taken: a run
    that is killed between begins it anew. ddl: creates `context.<table>`."""
    wanted = set(weeks)
    is_begun_anew = _edition(con, table) != edition
    if is_begun_anew:
        wanted |= {week for (week,) in con.execute("select distinct week from context.client_week_events").fetchall()}
        con.execute(f"drop table if exists context.{table}")
        con.execute(ddl)
    in_order = sorted(wanted)
    for place in range(0, len(in_order), _WEEKS_AT_ONCE):
        yield in_order[place : place + _WEEKS_AT_ONCE]
    if is_begun_anew:
        con.execute(f"comment on table context.{table} is '{edition}'")


def _edition(con: duckdb.DuckDBPyConnection, table: str) -> str | None:
    row = con.execute(
        "select comment from duckdb_tables() where schema_name = 'context' and table_name = ?"
        " and database_name = current_database()",
        [table],
    ).fetchone()
    return row[0] if row else None
