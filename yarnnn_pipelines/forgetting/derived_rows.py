"""Forgetting in what was derived: what is a client's by attribution, and which derived rows go.

Rows of schema `context` are deleted and never rewritten: the receipt names the weeks that they stood in, and building
those again makes what may still be said. Raw rows are `raw_rows`', people `people`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import duckdb

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.context.meetings.occurrences import SERIES_ID
from yarnnn_pipelines.sources.shared.lookup import table_exists


@dataclass(frozen=True)
class DerivedRows:
    """What went: rows by table; the (client, week) pairs they spoke of; all their weeks; ids of their events."""

    counts: dict[str, int] = field(default_factory=dict)
    client_weeks: set[tuple[str, str]] = field(default_factory=set)
    weeks: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)


# --- what is a client's ----------------------------------------------------------------------------------------------


def attributed_items(con: duckdb.DuckDBPyConnection, client: Client) -> set[str]:
    """The items that the weeks built so far attribute to a client."""
    items: set[str] = set()
    for table in ("events", "client_week_events", "client_week_meetings"):
        if table_exists(con, "context", table):
            query = f"select distinct item_id from context.{table} where client_id = ?"
            items |= {item for (item,) in con.execute(query, [client.id]).fetchall()}
    return items


# --- derived rows ----------------------------------------------------------------------------------------------------


def remove_derived(
    con: duckdb.DuckDBPyConnection,
    items: Collection[str],
    words: Collection[str],
    client_id: str | None = None,
) -> DerivedRows:
    """Delete every row of schemas `context` and `agency` that stands on one of `items`, holds one of `words` or is the
    client's; within the caller's transaction, which a dry run rolls back.

    items: of raw rows that are deleted or redacted. words: addresses, full names, account ids; compared in lower case.
    """
    tables = _tables(con)
    events = _note_items_and_events(con, tables, items)
    counts: Counter[str] = Counter()
    client_weeks: set[tuple[str, str]] = set()
    weeks: set[str] = set()
    for schema, table, columns in tables:
        where = _where(table, columns, words, client_id)
        if schema == "context" and "week" in columns:
            client = "client_id" if "client_id" in columns else "null"
            # A row that was read along with the week's, as an older mail of its thread, has no week.
            touched = f"select distinct {client}, week from {schema}.{table} where ({where}) and week is not null"
            for client_id_of_row, week in con.execute(touched).fetchall():
                weeks.add(week)
                client_weeks |= {(client_id_of_row, week)} if client_id_of_row else set()
        counts[f"{schema}.{table}"] += _delete(con, f"{schema}.{table}", where)
    counts += _delete_series(con)
    counts += _delete_client_weeks(con, client_weeks)
    return DerivedRows(dict(+counts), client_weeks, weeks, events)


def _note_items_and_events(
    con: duckdb.DuckDBPyConnection, tables: Sequence[tuple[str, str, set[str]]], items: Collection[str]
) -> set[str]:
    """Write the items and their events into temporary tables, against which rows are held; returns the event ids."""
    con.execute("create or replace temp table forgotten_items as select unnest(?::varchar[]) as item_id", [list(items)])
    con.execute("create or replace temp table forgotten_events (event_id varchar)")
    sources = [
        ("event_id", f"{schema}.{table}") for schema, table, columns in tables if {"event_id", "item_id"} <= columns
    ]
    if table_exists(con, "context", "meeting_occurrences"):
        sources.append(("occurrence_id", "context.meeting_occurrences"))
    for column, name in sources:
        con.execute(
            f"insert into forgotten_events select distinct {column} from {name} "
            "where item_id in (select item_id from forgotten_items)"
        )
    return {event for (event,) in con.execute("select distinct event_id from forgotten_events").fetchall()}


def _tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, set[str]]]:
    rows = con.execute(
        "select t.table_schema, t.table_name, list(c.column_name) from information_schema.tables t "
        "join information_schema.columns c using (table_schema, table_name) "
        "where t.table_schema in ('context', 'agency') and t.table_type = 'BASE TABLE' group by all order by all"
    ).fetchall()
    return [(schema, table, set(columns)) for schema, table, columns in rows]


def _where(table: str, columns: set[str], words: Collection[str], client_id: str | None) -> str:
    any_of = []
    if "item_id" in columns:
        any_of.append("item_id in (select item_id from forgotten_items)")
    any_of += [
        f"{column} in (select event_id from forgotten_events)"
        for column in ("event_id", "occurrence_id", "closed_by", "superseded_by")
        if column in columns
    ]
    if client_id and "client_id" in columns:
        any_of.append(f"client_id = '{client_id}'")  # an id of yarnnn.yaml: letters, digits, - and _
    any_of += [f"contains(lower(cast({table} as varchar)), {_literal(word)})" for word in words]
    return " or ".join(f"({each})" for each in any_of) or "false"


def _literal(word: str) -> str:
    return "'" + word.lower().replace("'", "''") + "'"


def _delete(con: duckdb.DuckDBPyConnection, name: str, where: str) -> int:
    (count,) = con.execute(f"delete from {name} where {where}").fetchone() or (0,)
    return int(count)


def _delete_series(con: duckdb.DuckDBPyConnection) -> Counter[str]:
    """Series with a redacted version are expanded again: which versions there are did not change."""
    if not table_exists(con, "context", "meeting_series"):
        return Counter()
    of_items = f"series_id in (select {SERIES_ID} from forgotten_items)"
    names = ("context.meeting_series", "context.meeting_occurrences")
    return Counter({name: _delete(con, name, of_items) for name in names})


def _delete_client_weeks(con: duckdb.DuckDBPyConnection, client_weeks: Collection[tuple[str, str]]) -> Counter[str]:
    """A client's week that lost a row is not what its context says any more."""
    if not table_exists(con, "context", "client_week_context"):
        return Counter()
    con.execute(
        "create or replace temp table forgotten_weeks as select unnest($1::varchar[]) as client_id, "
        "unnest($2::varchar[]) as week",
        [[client for client, _ in sorted(client_weeks)], [week for _, week in sorted(client_weeks)]],
    )
    name = "context.client_week_context"
    return Counter({name: _delete(con, name, "(client_id, week) in (select (client_id, week) from forgotten_weeks)")})


def weeks_to_build(settings: Settings, weeks: Collection[str], current: str) -> Sequence[str]:
    """The touched weeks that can be produced: from the agency's first to the one that runs now."""
    return sorted(week for week in weeks if settings.agency.start <= week <= current)
