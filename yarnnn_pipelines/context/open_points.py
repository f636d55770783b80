"""Tables of what waits to be closed, a row for each point with what became of it, built week by week.

A run looks at the points of its weeks and at those before them that were open, or that words of its weeks had closed,
and holds them against what was said in its weeks and since; so the work grows with what is new, and weeks may be built
in any order. Which words close a point, the table's own module says: `commitments`, `questions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import duckdb
import polars as pl

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.edition_tables import weeks_to_fill
from yarnnn_pipelines.context.promises import ClosedBy, due_of
from yarnnn_pipelines.context.stakeholders.records import first_word
from yarnnn_pipelines.context.stated import Words
from yarnnn_pipelines.context.week_events import WeekEvent, WeekSignal, week_events, week_signals
from yarnnn_pipelines.core.weeks import monday_of, week_bounds
from yarnnn_pipelines.stores.warehouse import all_or_nothing

LOOKED_AFTER = timedelta(days=91)  # a point that nothing closed by then stays as it is
_TALK_GOES_ON = timedelta(days=2)  # how far back a loose message may answer another (`conversations`)

_DDL = """
create table if not exists {name} (
    {key} varchar not null, client_id varchar not null, week varchar not null, event_id varchar not null,
    version varchar not null, start integer not null, "end" integer not null, who varchar, what varchar not null,
    due varchar, due_on date, by_us boolean not null, person_id varchar, opened_at timestamptz not null,
    closed_by varchar, closed_at timestamptz check (closed_at > opened_at),
    state varchar not null check (state in ('open', 'overdue', {closed})),
    check ((closed_by is null) = (state in ('open', 'overdue')))
)
"""
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "client_id": pl.String,
    "week": pl.String,
    "event_id": pl.String,
    "version": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "who": pl.String,
    "what": pl.String,
    "due": pl.String,
    "due_on": pl.Date,
    "by_us": pl.Boolean,
    "person_id": pl.String,
    "opened_at": pl.Datetime("us", "UTC"),
    "closed_by": pl.String,
    "closed_at": pl.Datetime("us", "UTC"),
    "state": pl.String,
}

# Points of before these weeks that the words of these weeks may close, or had closed.
_OPEN_BEFORE = """
select {key}, event_id from {name}
where week not in (select unnest($weeks)) and opened_at >= $first - $looked_after and opened_at < $last
    and (closed_at is null or closed_at >= $first)
"""
_OPENED_NOW = "select event_id from context.signals where signal = '{signal}' and week in (select unnest($weeks))"
# The events that hold them, with their threads, and all that was said in the weeks and since.
_READ = """
with opening as materialized (
    select event_id, client_id, coalesce(thread_id, event_id) as thread from context.client_week_events
    where event_id in (select event_id from ({open_before}) union {opened_now})
)
select * from context.client_week_events
where client_id in (select client_id from opening)
    and occurred_at >= $first - $looked_after and occurred_at < $last + $looked_after
    and (
        occurred_at >= $first - $talk_goes_on
        or coalesce(thread_id, event_id) in (select thread from opening)
    )
"""
_PEOPLE = "select name, is_us, client_id from context.people where name is not null"
_SET_OVERDUE = """
update {name} set state = case when due_on <= $day then 'overdue' else 'open' end
where closed_by is null and opened_at >= $since
    and state <> case when due_on <= $day then 'overdue' else 'open' end
"""


@dataclass(frozen=True)
class Sides:
    """One client's people and ours: full names, and first names, folded, by whether they are ours."""

    people: frozenset[str]
    first_names: Mapping[bool, frozenset[str]]
    time_zone: str


Closes = Callable[[Words], ClosedBy | None]


@dataclass(frozen=True)
class PointTable:
    """A table of schema `context`, and what makes its rows.

    signal: that opens a point; key: the column that names it. due: of a sentence, the words by when. closes: of one
    client's events, in the order of time, and their signals, what closed a point first. edition: of all that; a table
    of another one, as an earlier yarnnn left it, is built anew.
    """

    name: str
    key: str
    signal: str
    closed: tuple[str, ...]
    due: Callable[[str], str | None]
    closes: Callable[[Sequence[WeekEvent], Sequence[WeekSignal], Sides], Closes]
    edition: str

    def sql(self, query: str) -> str:
        return query.format(name=f"context.{self.name}", key=self.key, signal=self.signal)


def build_points(
    con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str], table: PointTable
) -> dict[str, int]:
    """Bring the points of `weeks`, and those that were open before them, up to date; returns how many of the table's
    are in each state."""
    closed = ", ".join(f"'{how}'" for how in table.closed)
    ddl = _DDL.format(name=f"context.{table.name}", key=table.key, closed=closed)
    for together in weeks_to_fill(con, table.name, table.edition, ddl, weeks):
        _build(con, settings, together, table)
    return dict(con.execute(table.sql("select state, count(*) from {name} group by state order by state")).fetchall())


def _build(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str], table: PointTable) -> None:
    zone = settings.agency.time_zone
    bounds = [week_bounds(week, zone) for week in weeks]
    first = min(starts for starts, _ in bounds)
    asked = {
        "weeks": list(weeks),
        "first": first,
        "last": max(ends for _, ends in bounds),
        "looked_after": LOOKED_AFTER,
    }
    open_before, opened_now = table.sql(_OPEN_BEFORE), table.sql(_OPENED_NOW)
    before = {key for key, _ in con.execute(open_before, asked).fetchall()}
    read = _READ.format(open_before=open_before, opened_now=opened_now)
    events = week_events(con, read, asked | {"talk_goes_on": _TALK_GOES_ON})
    signals: dict[str, list[WeekSignal]] = defaultdict(list)
    for signal in week_signals(con, events):
        signals[signal.event.client_id].append(signal)
    people = con.execute(_PEOPLE).fetchall()
    rows: list[tuple[Any, ...]] = []
    for client_id, of_client in _by_client(events).items():
        sides = _sides([(name, is_us) for name, is_us, of in people if is_us or of == client_id], zone)
        looked_at = [
            signal
            for signal in signals[client_id]
            if signal.signal == table.signal and (signal.event.week in weeks or signal.key in before)
        ]
        closes = table.closes(of_client, signals[client_id], sides)
        rows += [_row(signal, closes(signal.words), table.due(signal.text), sides) for signal in looked_at]
    _write(con, rows, weeks, before, table)
    (newest,) = con.execute("select max(week) from context.client_week_events").fetchone() or (None,)
    if newest is not None:
        day = monday_of(newest) + timedelta(days=6)
        con.execute(table.sql(_SET_OVERDUE), {"day": day, "since": first - LOOKED_AFTER})


def _sides(people: Sequence[tuple[str, bool]], time_zone: str) -> Sides:
    first = {side: frozenset(first_word(name) for name, is_us in people if is_us == side) for side in (True, False)}
    return Sides(frozenset(name for name, _ in people), first, time_zone)


def _by_client(events: Iterable[WeekEvent]) -> dict[str, list[WeekEvent]]:
    of_clients: dict[str, list[WeekEvent]] = defaultdict(list)
    for event in events:
        of_clients[event.client_id].append(event)
    return of_clients


def _row(signal: WeekSignal, closed: ClosedBy | None, due: str | None, sides: Sides) -> tuple[Any, ...]:
    event = signal.event
    if closed is not None and closed.event.occurred_at >= event.occurred_at + LOOKED_AFTER:
        closed = None
    return (
        signal.key,
        event.client_id,
        event.week,
        event.event_id,
        event.version,
        signal.start,
        signal.end,
        signal.fields.get("who") or event.author_name,
        signal.text,
        due,
        due_of(sides, signal.words) if due else None,
        event.author_is_us,
        event.person_id,
        event.occurred_at,
        closed.event.event_id if closed else None,
        closed.event.occurred_at if closed else None,
        closed.how if closed else "open",
    )


def _write(
    con: duckdb.DuckDBPyConnection,
    rows: Sequence[tuple[Any, ...]],
    weeks: Sequence[str],
    before: set[str],
    table: PointTable,
) -> None:
    new = pl.DataFrame(rows, schema={table.key: pl.String, **_SCHEMA}, orient="row")
    with all_or_nothing(con):
        con.execute(
            table.sql("delete from {name} where week in (select unnest($weeks)) or {key} in (select unnest($keys))"),
            {"weeks": list(weeks), "keys": sorted({*before, *new[table.key]})},
        )
        con.register("new_points", new.to_arrow())
        con.execute(table.sql("insert into {name} by name select * from new_points"))
        con.unregister("new_points")
