"""The raw item-version tables as the context reads them, so that an agency without a platform has its empty tables.

The columns are the envelope of every source. Filling the tables is landing's work; nothing here changes a row.
"""

from __future__ import annotations

import duckdb

from yarnnn_pipelines.sources.registry import raw_tables

ENVELOPE = """
    item_id varchar not null, version varchar not null, container_id varchar, thread_id varchar, author_id varchar,
    occurred_at timestamptz, edited_at timestamptz, observed_at timestamptz, is_deleted boolean, text varchar,
    permalink varchar, payload varchar
"""


def ensure_raw_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create each raw table that no source has landed yet, empty; tables that are there stay as they are."""
    for schema, table in raw_tables():
        con.execute(f"create schema if not exists {schema}")
        con.execute(f"create table if not exists {schema}.{table} ({ENVELOPE})")
