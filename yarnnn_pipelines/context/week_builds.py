"""What each week was built from: how far every raw table had landed, and what yarnnn.yaml said of each client.

Written with the build, so that whoever sends a text can see what has changed under it since, row by row and without
building anything. What such a change means for a text is `supervision.sources_now`'s.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.agency_tables import agency_rows
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.sources.registry import item_tables, raw_tables
from yarnnn_pipelines.stores.warehouse import all_or_nothing, literal

OWN = ""  # stands for the agency where a client's id stands for a client
EVERYBODY = "*"  # stands for the agency and all clients: with it, a client that was forgotten since is not missed

_READS = "context.week_reads"
_SETTINGS = "context.week_settings"
_DDL = f"""
create table if not exists {_READS} (week varchar not null, raw_table varchar not null, newest timestamptz not null);
create table if not exists {_SETTINGS} (week varchar not null, client_id varchar not null, fingerprint varchar not null)
"""


@dataclass(frozen=True)
class WeekBuild:
    """newest: when the newest row of each raw table was observed, by `slack.messages`; a table that was empty is left
    out. settings: the fingerprint of what yarnnn.yaml said of each client, by its id, of the agency, under `OWN`, and
    of all of them, under `EVERYBODY`.
    """

    newest: Mapping[str, datetime] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


def settings_fingerprints(settings: Settings) -> dict[str, str]:
    """A hash of each client's rows of schema `agency`, of the agency's own, and of all; it holds no word of them."""
    lines: dict[str, list[str]] = defaultdict(list)
    for table, rows in agency_rows(settings).items():
        for row in rows:
            lines[str(row[0]) if table.startswith("client") else OWN].append("\x1f".join((table, *map(str, row))))
    lines[EVERYBODY] = [line for of in lines.values() for line in of]
    return {owner: hashlib.sha256("\n".join(sorted(of)).encode()).hexdigest()[:16] for owner, of in lines.items()}


def note_builds(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str]) -> None:
    """Write down that the events of these weeks hold all that has landed; under the lock under which they were built.

    What is observed later than every row of a table has landed later: each landing is observed after all before it.
    """
    tables = " union all ".join(
        f"select '{schema}.{table}' as raw_table, max(observed_at) as newest from {schema}.{table}"
        for schema, table in raw_tables()
    )
    fingerprints = settings_fingerprints(settings)
    con.execute(_DDL)
    with all_or_nothing(con):
        for name in (_READS, _SETTINGS):
            con.execute(f"delete from {name} where week in (select unnest(?))", [list(weeks)])
        con.execute(
            f"insert into {_READS} select week, raw_table, newest from (select unnest(?) as week) as weeks "
            f"cross join ({tables}) as tables where newest is not null",
            [list(weeks)],
        )
        con.execute(
            f"insert into {_SETTINGS} select week, client_id, fingerprint from (select unnest(?) as week) as weeks "
            "cross join (select unnest(?) as client_id, unnest(?) as fingerprint) as clients",
            [list(weeks), list(fingerprints), list(fingerprints.values())],
        )


def events_changed_since(con: duckdb.DuckDBPyConnection) -> dict[ClientWeek, set[str]]:
    """The events of which a newer version has landed than a week's build had read, by client and that week: the event's
    own, and of a meeting any before it too, whose text may name it as coming.

    No item is looked at twice but those that changed. `duckdb.Error` where no week was built.
    """
    if not _is_written(con):
        return {}
    changed: dict[ClientWeek, set[str]] = defaultdict(set)
    for schema, table in item_tables():
        for id_column in ("item_id", "event_id"):  # an exception of a series stands in its meeting's place
            rows = con.execute(
                f"select distinct events.client_id, reads.week, events.event_id from {schema}.{table} as landed "
                f"inner join context.events as events on events.{id_column} = landed.item_id "
                f"inner join {_READS} as reads on landed.observed_at > reads.newest "
                "and (reads.week = events.week or (events.kind = 'meeting' and reads.week < events.week)) "
                f"where reads.raw_table = '{schema}.{table}' and events.client_id is not null"
            )
            for client_id, week, event_id in rows.fetchall():
                changed[ClientWeek(client_id, week)].add(event_id)
    return changed


def read_builds(con: duckdb.DuckDBPyConnection, weeks: Collection[str]) -> dict[str, WeekBuild]:
    """The builds of these weeks; one that an earlier yarnnn built without writing it down is left out."""
    if not _is_written(con):
        return {}
    newest: dict[str, dict[str, datetime]] = defaultdict(dict)
    settings: dict[str, dict[str, str]] = defaultdict(dict)
    for name, by_week in ((_READS, newest), (_SETTINGS, settings)):
        rows = con.execute(f"select * from {name} where week in (select unnest({literal(sorted(weeks))}))").fetchall()
        for week, owner, value in rows:
            by_week[week][owner] = value
    return {week: WeekBuild(newest[week], settings[week]) for week in settings}


def _is_written(con: duckdb.DuckDBPyConnection) -> bool:
    (written,) = con.execute(
        "select count(*) from information_schema.tables where table_schema = 'context' "
        "and table_name in ('week_reads', 'week_settings')"
    ).fetchone() or (0,)
    return bool(written >= 2)


def built_weeks(con: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """Every week of which there is a context, oldest first. database: as it is attached to the connection."""
    there = con.execute(
        f"select 1 from duckdb_tables() where database_name = {literal(database)} and schema_name = 'context' "
        "and table_name = 'client_week_context'"
    ).fetchone()
    if there is None:
        return []
    weeks = con.execute(f"select distinct week from {database}.context.client_week_context order by week").fetchall()
    return [week for (week,) in weeks]
