"""Forgetting in Dagster's storage: events whose metadata shows what was forgotten, such as a deliverable's preview.

Dagster's open-source storage can wipe a whole asset or a whole run, and a run makes many clients' weeks; so the events
are taken out one by one. The tables and columns named here are Dagster's own, migrated by it with Alembic (1.13:
event_logs, asset_keys, asset_check_executions, asset_event_tags, job_ticks). Dead runs are instance.py's.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import orjson
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Connection, Engine

from yarnnn_pipelines.dagster_home.partition_keys import client_week_text
from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, Home

# table: (the column with the event, whether a row goes or only that column is emptied)
_HOLDERS = {
    "event_logs": ("event", True),
    "asset_check_executions": ("evaluation_event", True),
    "job_ticks": ("tick_body", True),
    "asset_keys": ("last_materialization", False),
}
_CHUNK = 500


def forget_events(
    home: Home, client_weeks: Collection[tuple[str, str]], words: Collection[str], client_id: str | None, *, dry: bool
) -> Counter[str]:
    """Remove every event about one of the deliverables' (client, week), or with one of the words; counts per table.

    The asset of a removed event counts as never made for that client and week, so automation makes it again.
    dry: only count.
    """
    partitions = {client_week_text(client, week) for client, week in client_weeks}
    # as JSON writes them, with and without escapes
    sought = {json.dumps(word, ensure_ascii=ascii)[1:-1].lower() for word in words for ascii in (True, False)}
    counts: Counter[str] = Counter()
    for engine in _databases(home):
        with engine.begin() as con:
            known = set(inspect(con).get_table_names())
            removed = 0
            for table in _HOLDERS.keys() & known:
                found = _found(con, table, partitions, sought, client_id)
                removed += len(found)
                counts[table] += len(found)  # with SQLite the index repeats what a run's own file holds
                if found and not dry:
                    _remove(con, table, sorted(found), known)
        if removed and not dry:
            _purge(engine)
        engine.dispose()
    return +counts


def _databases(home: Home) -> Iterator[Engine]:
    if address := os.environ.get(DAGSTER_POSTGRES_VARIABLE):
        yield create_engine(address)
        return
    for path in sorted(home.dagster.rglob("*.db")):
        yield create_engine(f"sqlite:///{path}", connect_args={"timeout": 60})


def _found(
    con: Connection, table: str, partitions: Collection[str], words: Collection[str], client_id: str | None
) -> set[int]:
    """Ids of the rows that show what was forgotten."""
    column, _ = _HOLDERS[table]
    place = (
        "asset_key, partition"
        if table == "event_logs"
        else "asset_key, null"
        if table == "asset_keys"
        else "null, null"
    )
    found = set()
    for row_id, body, asset, partition in con.execute(text(f"select id, {column}, {place} from {table}")):
        if not body:
            continue
        of_deliverable = asset and asset.endswith(('"draft"]', '"gated"]', '"published"]'))
        if of_deliverable and table == "asset_keys":
            partition = _partition_in(body)
        body = body.lower()
        about = partition in partitions or (client_id and str(partition).startswith(f"{client_id}|"))
        if (of_deliverable and about) or any(word in body for word in words):
            found.add(row_id)
    return found


def _partition_in(body: str) -> str | None:
    """The partition of a stored event, wherever in it it stands."""
    pending: list[Any] = [orjson.loads(body)]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if isinstance(value.get("partition"), str):
                return value["partition"]
            pending += value.values()
    return None


def _remove(con: Connection, table: str, ids: list[int], known: Collection[str]) -> None:
    column, whole = _HOLDERS[table]
    for start in range(0, len(ids), _CHUNK):
        chunk = ",".join(map(str, ids[start : start + _CHUNK]))  # integers that the database gave
        if whole:
            if table == "event_logs" and "asset_event_tags" in known:
                con.execute(text(f"delete from asset_event_tags where event_id in ({chunk})"))
            con.execute(text(f"delete from {table} where id in ({chunk})"))
        else:
            con.execute(text(f"update {table} set {column} = null, cached_status_data = null where id in ({chunk})"))


def _purge(engine: Engine) -> None:
    """Without what was deleted; SQLite keeps it in free pages and in its log until then."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        if engine.dialect.name == "sqlite":
            con.execute(text("vacuum"))
            con.execute(text("pragma wal_checkpoint(truncate)"))
        else:
            known = _HOLDERS.keys() & set(inspect(con).get_table_names())
            con.execute(text(f"vacuum full {', '.join(sorted(known))}"))
