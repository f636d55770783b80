"""The table of facts: `context.facts`, a row for each value that a client's events give a thing, built week by week.

A run reads the texts of its weeks, and of the half year around them the rows that stand already, since a later fact
closes an earlier one; so the work grows with what is new, and weeks may be built in any order. What a fact is and what
closes it is `facts`; drafts and the gate read their own texts by the same rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import duckdb
import polars as pl

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.edition_tables import weeks_to_fill
from yarnnn_pipelines.context.facts import Fact, Facts, Span, facts_of, voice_of
from yarnnn_pipelines.context.stated import as_told
from yarnnn_pipelines.context.week_events import WeekEvent, week_events, week_signals
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.english.days import day_it_holds_from
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.stores.warehouse import all_or_nothing

DATED = ("commitment", "change", "decision")  # kinds of statements that set a day
REACH = timedelta(weeks=26)  # within which a later fact closes an earlier one

_EDITION = "edition 3"  # of the rule: a table of another one, or none, as an earlier yarnnn left it, is built anew
_TABLE = "context.facts"
_DDL = f"""
create table if not exists {_TABLE} (
    fact_id varchar not null, client_id varchar not null, week varchar not null, subject varchar not null,
    attribute varchar not null, value varchar not null, compared varchar not null, event_id varchar not null,
    version varchar not null, start integer not null, "end" integer not null, text varchar not null,
    author_name varchar, thread varchar not null, said_at timestamptz not null, valid_from date not null,
    superseded_by varchar, observed_at timestamptz, grows boolean not null, changes boolean not null,
    may_be_of varchar not null, kind varchar not null, audience varchar not null
)
"""
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "fact_id": pl.String,
    "client_id": pl.String,
    "week": pl.String,
    "subject": pl.String,
    "attribute": pl.String,
    "value": pl.String,
    "compared": pl.String,
    "event_id": pl.String,
    "version": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "text": pl.String,
    "author_name": pl.String,
    "thread": pl.String,
    "said_at": pl.Datetime("us", "UTC"),
    "valid_from": pl.Date,
    "superseded_by": pl.String,
    "observed_at": pl.Datetime("us", "UTC"),
    "grows": pl.Boolean,
    "changes": pl.Boolean,
    "may_be_of": pl.String,
    "kind": pl.String,
    "audience": pl.String,
}
_OF_WEEKS = "select * from context.client_week_events where week in (select unnest($weeks))"
_OBSERVED = f"""
select e.event_id, v.observed_at from ({_OF_WEEKS}) as e
join context.item_versions as v on v.item_id = e.item_id and v.version = e.version
"""
_STORED = f"""
select {", ".join(f'"{column}"' for column in _SCHEMA)} from {_TABLE}
where said_at >= $first and said_at < $last and client_id in (select unnest($clients))
order by said_at, event_id, start
"""


@dataclass(frozen=True)
class StoredEvent:
    """What a row of the table knows of its event; of its text the row's own words alone."""

    event_id: str
    kind: str
    occurred_at: datetime
    author_name: str | None
    thread: str
    audience: str
    text: str
    author_is_us: bool = False
    author_client_id: str | None = None
    container_id: str | None = None
    thread_id: str | None = None
    title: str | None = None


class StoredFact(Fact[StoredEvent]):
    """A row of the table."""

    @property
    def quote(self) -> str:
        return self.event.text


def build_facts(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str]) -> dict[str, int]:
    """Bring the facts of `weeks`, and what closes those before them, up to date; returns how many of the table's facts
    hold and how many are superseded."""
    for together in weeks_to_fill(con, "facts", _EDITION, _DDL, weeks):
        _build(con, settings, together)
    held, superseded = con.execute(
        f"select count(*) - count(superseded_by), count(superseded_by) from {_TABLE}"
    ).fetchall()[0]
    return {"held": held, "superseded": superseded}


def _build(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str]) -> None:
    before = {
        client
        for (client,) in con.execute(
            f"select distinct client_id from {_TABLE} where week in (select unnest($weeks))", {"weeks": list(weeks)}
        ).fetchall()
    }
    new = pl.DataFrame(list(_new_rows(con, settings, weeks)), schema=_SCHEMA, orient="row")
    bounds = [week_bounds(week, settings.agency.time_zone) for week in weeks]
    first, last = min(starts for starts, _ in bounds), max(ends for _, ends in bounds)
    with all_or_nothing(con):
        con.execute(f"delete from {_TABLE} where week in (select unnest($weeks))", {"weeks": list(weeks)})
        con.register("new_facts", new.to_arrow())
        con.execute(f"insert into {_TABLE} by name select * from new_facts")
        con.unregister("new_facts")
        _close(con, sorted({*new["client_id"], *before}), first, last)


def _new_rows(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The facts of the weeks as rows, with nothing that closes them yet."""
    asked = {"weeks": list(weeks)}
    events = week_events(con, _OF_WEEKS, asked)
    observed = dict(con.execute(_OBSERVED, asked).fetchall())
    plans = _plans(con, events)
    by_client: dict[str, list[WeekEvent]] = defaultdict(list)
    for event in events:
        by_client[event.client_id].append(event)
    for client in settings.clients:
        names = content_words(" ".join((client.name, *client.aliases)))
        for fact in facts_of(by_client[client.id], plans[client.id], settings.agency.time_zone, names):
            yield _row(fact, observed.get(fact.event.event_id), settings.agency.time_zone)


def _plans(con: duckdb.DuckDBPyConnection, events: Sequence[WeekEvent]) -> dict[str, list[Span[WeekEvent]]]:
    """By client, the sentences that are told as something that sets a day."""
    plans: dict[str, list[Span[WeekEvent]]] = defaultdict(list)
    for kind, signal in as_told(week_signals(con, events)):
        if kind in DATED:
            plans[signal.event.client_id].append((signal.event, signal.start, signal.end))
    return plans


def _row(fact: Fact[WeekEvent], observed_at: datetime | None, time_zone: str) -> tuple[Any, ...]:
    event = fact.event
    return (
        f"{event.event_id}#{fact.start}#{fact.attribute}#{fact.value}",
        event.client_id,
        event.week,
        _joined(fact.subject),
        fact.attribute,
        fact.written,
        fact.value,
        event.event_id,
        event.version,
        fact.start,
        fact.end,
        fact.quote,
        event.author_name,
        event.thread,
        event.occurred_at,
        day_it_holds_from(fact.quote, voice_of(event, time_zone)),
        None,
        observed_at,
        fact.grows,
        fact.changes,
        _joined(fact.may_be_of),
        event.kind,
        event.audience,
    )


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _close(con: duckdb.DuckDBPyConnection, clients: Sequence[str], first: datetime, last: datetime) -> None:
    """Write anew what closes the facts of these days and of the half year before them."""
    changed = []
    around = {"clients": list(clients), "first": first - REACH, "last": last + REACH}
    for client_id, facts in read_facts(con, around).items():
        for fact in facts.all:
            if fact.event.occurred_at < last:
                later = facts.closing(fact)
                is_near = later is not None and later.event.occurred_at - fact.event.occurred_at <= REACH
                changed.append(
                    (
                        client_id,
                        fact.event.event_id,
                        fact.start,
                        fact.attribute,
                        fact.value,
                        later.event.event_id if later and is_near else None,
                    )
                )
    names = ("client_id", "event_id", "start", "attribute", "compared", "superseded_by")
    schema = {name: _SCHEMA[name] for name in names}
    con.register("closed_facts", pl.DataFrame(changed, schema=schema, orient="row").to_arrow())
    con.execute(f"""
        update {_TABLE} as facts set superseded_by = closed.superseded_by from closed_facts as closed
        where {" and ".join(f"facts.{name} = closed.{name}" for name in names[:-1])}
            and facts.superseded_by is distinct from closed.superseded_by
    """)
    con.unregister("closed_facts")


def read_facts(con: duckdb.DuckDBPyConnection, around: Mapping[str, Any]) -> dict[str, Facts[StoredEvent]]:
    """By client, the facts that stand in the table. around: clients, and the days first to last."""
    by_client: dict[str, list[Fact[StoredEvent]]] = defaultdict(list)
    for row in read_rows(con, around):
        by_client[row["client_id"]].append(stored_fact(row))
    return {client_id: Facts(facts) for client_id, facts in by_client.items()}


def read_rows(con: duckdb.DuckDBPyConnection, around: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The table's rows in time, each by the names of its columns."""
    return [dict(zip(_SCHEMA, row, strict=True)) for row in con.execute(_STORED, dict(around)).fetchall()]


def stored_fact(row: Mapping[str, Any]) -> StoredFact:
    names = ("event_id", "kind", "said_at", "author_name", "thread", "audience", "text")
    event = StoredEvent(*(row[name] for name in names))
    place = (row["start"], row["end"], row["attribute"], row["value"], row["compared"])
    subject, may_be_of = frozenset(row["subject"].split()), frozenset(row["may_be_of"].split())
    return StoredFact(event, *place, subject, row["grows"], row["changes"], may_be_of)
