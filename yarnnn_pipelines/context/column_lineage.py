"""From which columns each column of a model is made, read off the SQL that dbt has just run.

dagster-dbt can do this, but opens the warehouse a second time while dbt holds it, and takes longer than the models
themselves. How the lineage is shown is the graph's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope
from sqlglot.schema import MappingSchema

Columns = dict[str, dict[str, dict[str, str]]]  # schema -> table -> column -> type


@dataclass(frozen=True, order=True)
class Source:
    """A column that a value comes from."""

    schema: str
    table: str
    column: str


def read_columns(con: duckdb.DuckDBPyConnection) -> Columns:
    """Every column of the warehouse with its type, in the table's order."""
    found: Columns = {}
    rows = con.execute(
        """select schema_name, table_name, column_name, data_type from duckdb_columns()
           where not internal order by schema_name, table_name, column_index"""
    ).fetchall()
    for schema, table, column, kind in rows:
        found.setdefault(schema, {}).setdefault(table, {})[column] = kind
    return found


def column_lineage(compiled: Mapping[str, str], columns: Columns, database: str) -> dict[str, dict[str, list[Source]]]:
    """For each model (name -> compiled SQL) and column, the columns of the tables it reads that the value is made of.

    A column whose SQL can't be followed has no entry: lineage is shown, never relied on.
    """
    # Nested types are spelled in ways that the parser needn't know: only names matter here.
    plain = {
        schema: {table: dict.fromkeys(names, "text") for table, names in tables.items()}
        for schema, tables in columns.items()
    }
    schema = MappingSchema({database: plain}, dialect="duckdb")
    return {
        name: _of_model(sql, list(columns.get("context", {}).get(name, {})), schema, database)
        for name, sql in compiled.items()
    }


def _of_model(sql: str, names: list[str], schema: MappingSchema, database: str) -> dict[str, list[Source]]:
    try:
        query = qualify(
            parse_one(sql, dialect="duckdb"),
            schema=schema, dialect="duckdb", catalog=database, validate_qualify_columns=False,
        )  # fmt: skip
        scope = build_scope(query)
    except SqlglotError:
        return {}
    found = {}
    for name in names:
        try:
            node = lineage(
                name, sql=query, scope=scope, schema=schema, dialect="duckdb", trim_selects=False, copy=False
            )
        except (SqlglotError, ValueError):  # ValueError: sqlglot does not find the column in the query
            continue
        sources = {
            Source(leaf.expression.db, leaf.expression.name, leaf.name.rpartition(".")[2].strip('"'))
            for leaf in node.walk()
            if not leaf.downstream and isinstance(leaf.expression, exp.Table)
        }
        found[name] = sorted(sources)
    return found
