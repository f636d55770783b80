"""What dbt built, read off the finished tables: each model's columns, what they are made of, and its rows.

How it is shown is the graph's; running dbt is `dbt_project`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from yarnnn_pipelines.context.column_lineage import Source, column_lineage, read_columns
from yarnnn_pipelines.context.dbt_project import NodeResult


@dataclass(frozen=True)
class RowCounts:
    """Rows of a table of schema `context`; `by_week` is empty for a table that has no weeks."""

    total: int
    by_week: dict[str, int] = field(default_factory=dict)


def row_counts(con: duckdb.DuckDBPyConnection, tables: Sequence[str], weeks: Sequence[str]) -> dict[str, RowCounts]:
    """Rows of each table, and of each of `weeks` where the table has a column `week`."""
    weekly = {
        name
        for (name,) in con.execute(
            "select table_name from duckdb_columns() where schema_name = 'context' and column_name = 'week'"
        ).fetchall()
    }
    counts = {}
    for table in tables:
        (total,) = con.execute(f'select count(*) from context."{table}"').fetchone() or (0,)
        by_week = dict.fromkeys(weeks, 0) if table in weekly else {}
        if by_week:
            found = con.execute(
                f'select week, count(*) from context."{table}" where week in (select unnest(?)) group by week',
                [list(weeks)],
            ).fetchall()
            by_week |= dict(found)
        counts[table] = RowCounts(total, by_week)
    return counts


@dataclass(frozen=True)
class Column:
    """A column of a model. sources: those of the tables it reads that its value is made of, as far as can be told."""

    name: str
    type: str
    description: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class BuiltModel:
    """A model that was built. rows is None for a view."""

    columns: tuple[Column, ...]
    rows: RowCounts | None


def read_built_models(
    con: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], results: Sequence[NodeResult], weeks: Sequence[str]
) -> dict[str, BuiltModel]:
    """By name, each model that `results` say was built, with its rows in each of `weeks`."""
    nodes: dict[str, Mapping[str, Any]] = {}
    compiled: dict[str, str] = {}
    for result in results:
        if result.unique_id.startswith("model.") and result.status == "success":
            node = manifest["nodes"][result.unique_id]
            nodes[node["name"]], compiled[node["name"]] = node, result.compiled
    types = read_columns(con)
    (database,) = con.execute("select current_database()").fetchone() or ("",)
    lineage = column_lineage(compiled, types, database)
    rows = row_counts(con, [name for name, node in nodes.items() if node["config"]["materialized"] != "view"], weeks)
    return {
        name: BuiltModel(
            columns=tuple(
                Column(
                    column,
                    column_type,
                    node["columns"].get(column, {}).get("description") or None,
                    tuple(lineage[name].get(column, ())),
                )
                for column, column_type in types["context"].get(name, {}).items()
            ),
            rows=rows.get(name),
        )
        for name, node in nodes.items()
    }
