"""Forgetting in Dagster's storage: events whose metadata shows what was forgotten, such as a deliverable's preview.

Dagster's open-source storage can wipe a whole asset or a whole run, and a run makes many clients' weeks; so the events
are taken out one by one. The tables and columns named here are Dagster's own, migrated by it with Alembic (1.13:
event_logs, asset_keys, asset_check_executions, asset_event_tags, job_ticks). Dead runs are instance.py's.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
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
_PLACES = {"event_logs": "asset_key, partition", "asset_keys": "asset_key, null"}
_CHUNK = 500


@dataclass(frozen=True)
class HistorySearch:
    """Which events show it: those of deliverables of these clients' weeks, of the client's, and those with a word.

    words: in lower case.
    """

    client_weeks: frozenset[tuple[str, str]]
    words: tuple[str, ...]
    client_id: str | None = None

    @property
    def partitions(self) -> set[str]:
        return {client_week_text(client, week) for client, week in self.client_weeks}

    @property
    def written(self) -> set[str]:
        """The words as JSON writes them, with and without escapes."""
        return {json.dumps(word, ensure_ascii=ascii)[1:-1].lower() for word in self.words for ascii in (True, False)}


def count_events(home: Home, search: HistorySearch) -> Counter[str]:
    """How many events of each table show it."""
    counts: Counter[str] = Counter()
    for engine in _databases(home):
        with engine.connect() as con:
            for table in _tables(con):
                counts[table] += len(_matching(con, table, search))  # with SQLite the index repeats a run's own file
        engine.dispose()
    return +counts


def remove_events(home: Home, search: HistorySearch) -> None:
    """Remove each of these events. Its partition counts as never made, so automation makes it again."""
    for engine in _databases(home):
        removed = 0
        with engine.begin() as con:
            for table in _tables(con):
                ids = sorted(_matching(con, table, search))
                _remove(con, table, ids)
                removed += len(ids)
        if removed:
            _purge(engine)
        engine.dispose()


def _tables(con: Connection) -> list[str]:
    return sorted(_HOLDERS.keys() & set(inspect(con).get_table_names()))


def _databases(home: Home) -> Iterator[Engine]:
    if address := os.environ.get(DAGSTER_POSTGRES_VARIABLE):
        yield create_engine(address)
        return
    for path in sorted(home.dagster.rglob("*.db")):
        yield create_engine(f"sqlite:///{path}", connect_args={"timeout": 60})


def _matching(con: Connection, table: str, search: HistorySearch) -> set[int]:
    """Ids of the rows that show it."""
    column, _ = _HOLDERS[table]
    place = _PLACES.get(table, "null, null")
    partitions, words = search.partitions, search.written
    ids = set()
    for row_id, body, asset, partition in con.execute(text(f"select id, {column}, {place} from {table}")):
        if not body:
            continue
        of_deliverable = asset and asset.endswith(('"draft"]', '"gated"]', '"published"]'))
        if of_deliverable and table == "asset_keys":
            partition = _partition_in(body)
        about = partition in partitions or (search.client_id and str(partition).startswith(f"{search.client_id}|"))
        lowered = body.lower()
        if (of_deliverable and about) or any(word in lowered for word in words):
            ids.add(row_id)
    return ids


def _partition_in(body: str) -> str | None:
    """The partition of a stored event, wherever in it it stands."""
    pending: list[Any] = [orjson.loads(body)]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if isinstance(partition := value.get("partition"), str):
                return partition
            pending += value.values()
    return None


def _remove(con: Connection, table: str, ids: list[int]) -> None:
    column, whole = _HOLDERS[table]
    has_tags = inspect(con).has_table("asset_event_tags")
    for start in range(0, len(ids), _CHUNK):
        chunk = ",".join(map(str, ids[start : start + _CHUNK]))  # integers that the database gave
        if whole:
            if table == "event_logs" and has_tags:
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
            con.execute(text(f"vacuum full {', '.join(_tables(con))}"))
