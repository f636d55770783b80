"""What landed, looked up by name: whether a table is there, and which containers it names.

Light, so that a room which only asks brings no parser along. What a platform's names mean is the platform's matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

    from yarnnn_pipelines.sources.platform import Platform


def table_exists(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    query = "select 1 from information_schema.tables where table_schema = ? and table_name = ?"
    return con.execute(query, [schema, table]).fetchone() is not None


def named_containers(con: duckdb.DuckDBPyConnection, platform: Platform) -> list[tuple[str | None, str | None]] | None:
    """(name, id) of the containers of the main table, which are called `<platform>:<name>`; None where none landed."""
    if not table_exists(con, platform.id, platform.main_table):
        return None
    return con.execute(
        f"select distinct substr(container_id, ?), container_id from {platform.id}.{platform.main_table}",
        [len(platform.id) + 2],
    ).fetchall()
