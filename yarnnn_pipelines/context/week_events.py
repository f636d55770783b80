"""Events of clients' weeks as they are stored, with their signals, for whatever of this room reads what people said.

What follows from them is for whoever reads; a deliverable reads its week by `deliverables.week.client_week`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb

from yarnnn_pipelines.context.ceilings import part_read, with_texts_read
from yarnnn_pipelines.context.stated import Words


@dataclass(frozen=True)
class WeekEvent:
    """A row of `context.client_week_events`. to: the addresses that a mail is to, in lower case."""

    event_id: str
    version: str
    platform: str
    kind: str
    occurred_at: datetime
    person_id: str | None
    author_name: str | None
    author_is_us: bool
    author_client_id: str | None
    container_id: str | None
    container_name: str | None
    thread_id: str | None
    title: str | None
    text: str
    permalink: str | None
    audience: str
    client_id: str = ""
    week: str = ""
    to: tuple[str, ...] = ()

    @property
    def thread(self) -> str:
        return self.thread_id or self.event_id


@dataclass(frozen=True)
class WeekSignal:
    """A row of `context.signals` with its event."""

    event: WeekEvent
    signal: str
    start: int
    end: int
    text: str
    fields: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.event.event_id}#{self.start}"

    @property
    def words(self) -> Words:
        return Words(self.event, self.start, self.end)


_SIGNALS = """
select event_id, version, signal, start, "end", text, fields from context.signals
where client_id in (select unnest($clients)) and week in (select unnest($weeks))
order by event_id, start, signal
"""


def week_signals(con: duckdb.DuckDBPyConnection, events: Sequence[WeekEvent]) -> list[WeekSignal]:
    """The signals of these events in their versions, in the order of their places."""
    by_version = {(event.event_id, event.version): event for event in events}
    asked = {
        "clients": sorted({event.client_id for event in events}),
        "weeks": sorted({event.week for event in events}),
    }
    return [
        WeekSignal(event, signal, start, end, text, json.loads(fields))
        for event_id, version, signal, start, end, text, fields in con.execute(_SIGNALS, asked).fetchall()
        if (event := by_version.get((event_id, version))) is not None
    ]


def week_events(
    con: duckdb.DuckDBPyConnection, rows: str, parameters: Mapping[str, Any] | None = None
) -> list[WeekEvent]:
    """Events in the order of time. rows: a query of whole rows of `context.client_week_events`; those are left out that
    are beyond what is read of a week."""
    events = con.execute(
        f"""
        select e.event_id, e.version, e.platform, e.kind, e.occurred_at, e.person_id, e.author_name, e.author_is_us,
            p.client_id, e.container_id, e.container_name, e.thread_id, e.title, e.text, e.permalink, e.audience,
            e.client_id, e.week, json_extract(e.fields, '$.to')
        from ({with_texts_read(rows)}) as e
        left join context.people as p on p.person_id = e.person_id
        where e.is_read
        order by e.occurred_at, e.event_id
        """,
        dict(parameters or {}),
    ).fetchall()
    return [_event(row) for row in events]


def _event(row: Sequence[Any]) -> WeekEvent:
    *plain, to = row
    event, addressees = WeekEvent(*plain), json.loads(to) if to else None
    return replace(
        event,
        text=part_read(event.text or ""),
        to=tuple(str(each.get("email") or "").casefold() for each in addressees or () if isinstance(each, dict)),
    )
