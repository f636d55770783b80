"""What landed, looked up by name: whether a table is there, and which containers it names.

Light, so that a room which only asks brings no parser along. What a platform's names mean is the platform's matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from yarnnn_pipelines.sources.shared.identity import Identity
from yarnnn_pipelines.sources.shared.place_names import PlaceName

if TYPE_CHECKING:
    import duckdb


def table_exists(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    """schema, table: identifiers, and no parameters: with the first of a process DuckDB imports pandas for a second."""
    query = f"select 1 from information_schema.tables where table_schema = '{schema}' and table_name = '{table}'"
    return con.execute(query).fetchone() is not None


def named_containers(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[PlaceName] | None:
    """The containers of a table, which are called `<schema>:<name>`; None where none landed."""
    if not table_exists(con, schema, table):
        return None
    rows = con.execute(
        f"select container_id, min(observed_at) from {schema}.{table} where container_id is not null group by all"
    ).fetchall()
    return [PlaceName(container.partition(":")[2], container, since) for container, since in rows]


def authors(con: duckdb.DuckDBPyConnection, schema: str, tables: Iterable[str]) -> list[Identity]:
    """The authors of some tables' items: by address where they are `mailto:`, else by account and name."""
    identities = []
    for table in tables:
        if not table_exists(con, schema, table):
            continue
        rows = con.execute(
            f"select author_id, list(distinct payload->>'$.author_name') from {schema}.{table} "
            "where author_id <> '' group by author_id"
        ).fetchall()
        for author, listed in rows:
            names = tuple(name for name in listed if name)
            address = author.removeprefix("mailto:").lower() if author.startswith("mailto:") else None
            identities.append(Identity(address, None if address else author, names, has_name_only=not address))
    return identities


def parties(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, single: Sequence[str], several: Sequence[str]
) -> list[Identity]:
    """Everybody who stands on the items of a table.

    single, several: the keys of a payload at which one {name, email} lies, and a list of them.
    """
    if not table_exists(con, schema, table):
        return []
    shape = '[{"name": "VARCHAR", "email": "VARCHAR"}]'
    lists = [f"from_json('[' || (payload->'$.{key}') || ']', '{shape}')" for key in single]
    lists += [f"from_json(payload->'$.{key}', '{shape}')" for key in several]
    every = " union all ".join(f"select unnest({each}) as party from {schema}.{table}" for each in lists)
    rows = con.execute(
        f"select distinct party.name, lower(trim(party.email)) from ({every}) where party.email like '%_@_%'"
    ).fetchall()
    # a name that is an address says nothing
    return [Identity(address, None, (name,) if name and "@" not in name else ()) for name, address in rows]
