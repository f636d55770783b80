"""The weeks of a client that yarnnn.yaml gives another id, in the tables that were built under the old one.

So its open promises and questions, and what earlier weeks told, are still its own. The ledger's rows are carried over
when it is opened (`project.agency_ledger`).
"""

from __future__ import annotations

import duckdb

from yarnnn_pipelines.config.settings import Settings


def rename_clients(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Give every row of `context.*` that names a client by an id of its `formerly` the one that it has now."""
    renamed = [(before, client.id) for client in settings.clients for before in client.formerly]
    if not renamed:
        return
    of_a_client = """
        select distinct columns.table_name from duckdb_columns() as columns
        join duckdb_tables() using (schema_name, table_name)
        where schema_name = 'context' and column_name = 'client_id' order by 1
    """
    for (table,) in con.execute(of_a_client).fetchall():
        for before, after in renamed:
            con.execute(f"update context.{table} set client_id = $1 where client_id = $2", [after, before])
