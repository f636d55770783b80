"""The promises of both sides, each with what became of it: `context.commitments`, built week by week.

A run looks at the promises of its weeks and at those before them that were open, or that words of its weeks had closed,
and holds them against what was said in its weeks and since; so the work grows with what is new, and weeks may be built
in any order. Which words close a promise is `promises`; what of it is told, `deliverables.brief.carried_over`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
import polars as pl

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.context.promises import ClosedBy, Closings, due_of
from yarnnn_pipelines.context.stated import Fact, Words, says_something_by_itself
from yarnnn_pipelines.context.taken_back import TakenBack
from yarnnn_pipelines.context.week_events import WeekEvent, week_events
from yarnnn_pipelines.core.weeks import monday_of, week_bounds

LOOKED_AFTER = timedelta(days=91)  # a promise that nothing closed by then stays as it is
_TALK_GOES_ON = timedelta(days=2)  # how far back a loose message may answer another (`conversations`)
_WEEKS_AT_ONCE = 8

_EDITION = "edition 1"  # of the rule: a table of another one, as an earlier yarnnn left it, is built anew
_TABLE = "context.commitments"
_DDL = f"""
create table if not exists {_TABLE} (
    commitment_id varchar not null, client_id varchar not null, week varchar not null, event_id varchar not null,
    version varchar not null, start integer not null, "end" integer not null, who varchar, what varchar not null,
    due varchar, due_on date, by_us boolean not null, person_id varchar, opened_at timestamptz not null,
    closed_by varchar, closed_at timestamptz check (closed_at > opened_at),
    state varchar not null check (state in ('open', 'overdue', 'kept', 'moved', 'withdrawn')),
    check ((closed_by is null) = (state in ('open', 'overdue')))
)
"""
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "commitment_id": pl.String,
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

# Promises of before these weeks that the words of these weeks may close, or had closed.
_OPEN_BEFORE = f"""
select commitment_id, event_id from {_TABLE}
where week not in (select unnest($weeks)) and opened_at >= $first - $looked_after and opened_at < $last
    and (closed_at is null or closed_at >= $first)
"""
_MADE_NOW = "select event_id from context.signals where signal = 'commitment' and week in (select unnest($weeks))"
# The events that hold them, with their threads, and all that was said in the weeks and since.
_READ = f"""
with promising as materialized (
    select event_id, client_id, coalesce(thread_id, event_id) as thread from context.client_week_events
    where event_id in (select event_id from ({_OPEN_BEFORE}) union {_MADE_NOW})
)
select * from context.client_week_events
where client_id in (select client_id from promising)
    and occurred_at >= $first - $looked_after and occurred_at < $last + $looked_after
    and (
        occurred_at >= $first - $talk_goes_on
        or coalesce(thread_id, event_id) in (select thread from promising)
    )
"""
_SIGNALS = """
select event_id, version, signal, start, "end", text, fields from context.signals
where client_id in (select unnest($clients)) and week in (select unnest($weeks))
order by event_id, start, signal
"""
_PEOPLE = "select name, is_us, client_id from context.people where name is not null"
_SET_OVERDUE = f"""
update {_TABLE} set state = case when due_on <= $day then 'overdue' else 'open' end
where closed_by is null and opened_at >= $since
    and state <> case when due_on <= $day then 'overdue' else 'open' end
"""


@dataclass(frozen=True)
class _Signal:
    event: WeekEvent
    signal: str
    start: int
    end: int
    text: str
    fields: Mapping[str, Any]

    @property
    def commitment_id(self) -> str:
        return f"{self.event.event_id}#{self.start}"


@dataclass(frozen=True)
class _Setting:
    people: frozenset[str]
    time_zone: str


def build_commitments(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str]) -> dict[str, int]:
    """Bring the promises of `weeks`, and those that were open before them, up to date; returns how many of the table's
    promises are in each state."""
    wanted = set(weeks)
    if _edition(con) != _EDITION:
        wanted |= {week for (week,) in con.execute("select distinct week from context.client_week_events").fetchall()}
        con.execute(f"drop table if exists {_TABLE}")
        con.execute(_DDL)
        con.execute(f"comment on table {_TABLE} is '{_EDITION}'")
    in_order = sorted(wanted)
    for place in range(0, len(in_order), _WEEKS_AT_ONCE):
        _build(con, settings, in_order[place : place + _WEEKS_AT_ONCE])
    return dict(con.execute(f"select state, count(*) from {_TABLE} group by state order by state").fetchall())


def _edition(con: duckdb.DuckDBPyConnection) -> str | None:
    row = con.execute(
        "select comment from duckdb_tables() where schema_name = 'context' and table_name = 'commitments'"
        " and database_name = current_database()"
    ).fetchone()
    return row[0] if row else None


def _build(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str]) -> None:
    zone = settings.agency.time_zone
    bounds = [week_bounds(week, zone) for week in weeks]
    first = min(starts for starts, _ in bounds)
    asked = {
        "weeks": list(weeks),
        "first": first,
        "last": max(ends for _, ends in bounds),
        "looked_after": LOOKED_AFTER,
    }
    before = {commitment_id for commitment_id, _ in con.execute(_OPEN_BEFORE, asked).fetchall()}
    events = week_events(con, _READ, asked | {"talk_goes_on": _TALK_GOES_ON})
    signals = _signals_of(con, events)
    people = con.execute(_PEOPLE).fetchall()
    rows: list[tuple[Any, ...]] = []
    for client_id, of_client in _by_client(events).items():
        names = frozenset(name for name, is_us, of in people if is_us or of == client_id)
        looked_at = [
            signal
            for signal in signals[client_id]
            if signal.signal == "commitment" and (signal.event.week in weeks or signal.commitment_id in before)
        ]
        rows += _rows(of_client, signals[client_id], looked_at, _Setting(names, zone))
    _write(con, rows, weeks, before)
    (newest,) = con.execute("select max(week) from context.client_week_events").fetchone() or (None,)
    if newest is not None:
        day = monday_of(newest) + timedelta(days=6)
        con.execute(_SET_OVERDUE, {"day": day, "since": first - LOOKED_AFTER})


def _by_client(events: Iterable[WeekEvent]) -> dict[str, list[WeekEvent]]:
    of_clients: dict[str, list[WeekEvent]] = defaultdict(list)
    for event in events:
        of_clients[event.client_id].append(event)
    return of_clients


def _signals_of(con: duckdb.DuckDBPyConnection, events: Sequence[WeekEvent]) -> dict[str, list[_Signal]]:
    """By client, the signals of these events in their versions."""
    by_version = {(event.event_id, event.version): event for event in events}
    asked = {
        "clients": sorted({event.client_id for event in events}),
        "weeks": sorted({event.week for event in events}),
    }
    signals: dict[str, list[_Signal]] = defaultdict(list)
    for event_id, version, signal, start, end, text, fields in con.execute(_SIGNALS, asked).fetchall():
        if (event := by_version.get((event_id, version))) is not None:
            signals[event.client_id].append(_Signal(event, signal, start, end, text, json.loads(fields)))
    return signals


def _rows(
    events: Sequence[WeekEvent], signals: Sequence[_Signal], looked_at: Sequence[_Signal], setting: _Setting
) -> Iterator[tuple[Any, ...]]:
    """The promises of one client that are looked at, as rows of the table. events: in the order of time."""
    # Also what is too short to be told: "We booked the photographer".
    stated = [
        Fact(signal.signal, (Words(signal.event, signal.start, signal.end),))
        for signal in signals
        if says_something_by_itself(signal)
    ]
    stating = {fact.pieces[0].event.event_id for fact in stated}
    turns = LaterTurns(conversations(events, events[0].client_id))
    closings = Closings(stated, setting, TakenBack(events, stating), turns)
    for signal in looked_at:
        promise = Words(signal.event, signal.start, signal.end)
        closed = closings.of(promise)
        until = signal.event.occurred_at + LOOKED_AFTER
        yield _row(signal, due_of(setting, promise), closed if closed and closed.event.occurred_at < until else None)


def _row(signal: _Signal, due_on: date | None, closed: ClosedBy | None) -> tuple[Any, ...]:
    event = signal.event
    return (
        signal.commitment_id,
        event.client_id,
        event.week,
        event.event_id,
        event.version,
        signal.start,
        signal.end,
        signal.fields.get("who") or event.author_name,
        signal.text,
        signal.fields.get("due"),
        due_on,
        event.author_is_us,
        event.person_id,
        event.occurred_at,
        closed.event.event_id if closed else None,
        closed.event.occurred_at if closed else None,
        closed.how if closed else "open",
    )


def _write(
    con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[Any, ...]], weeks: Sequence[str], before: set[str]
) -> None:
    new = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    con.execute("begin")
    try:
        con.execute(
            f"delete from {_TABLE} where week in (select unnest($weeks)) or commitment_id in (select unnest($ids))",
            {"weeks": list(weeks), "ids": sorted({*before, *new["commitment_id"]})},
        )
        con.register("new_commitments", new.to_arrow())
        con.execute(f"insert into {_TABLE} by name select * from new_commitments")
        con.unregister("new_commitments")
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
