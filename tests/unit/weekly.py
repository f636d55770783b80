"""A client's week made by hand, for tests of what is written from one. No test belongs here."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.context.signals import find_signals
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.items import Item
from yarnnn_pipelines.deliverables.week.client_week import Event, Meeting, Signal, StoredEvidence, WeekContext
from yarnnn_pipelines.deliverables.writers.extractive import Extractive

LISBON = "Europe/Lisbon"
WEEK = "2026-W46"
ACME = Client(id="acme", name="Acme Corp", aliases=["Acme"], domains=["acme.example"])
US = {"Mia Duarte", "Jonas Weber"}
_numbers = itertools.count(100_000)  # as many digits for each: what weighs the same goes by its id


def at(day: int, hour: int = 10, minute: int = 0, month: int = 11) -> datetime:
    """A time of 2026 on Lisbon's clock, in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(LISBON)).astimezone(UTC)


def message(author: str, when: datetime, text: str, **changed: object) -> Event:
    number = next(_numbers)
    event = {
        "event_id": f"slack:T1:C1:{number}",
        "version": f"v{number}",
        "platform": "slack",
        "kind": "message",
        "occurred_at": when,
        "author_name": author,
        "author_is_us": author in US,
        "container_id": "slack:T1:C1",
        "thread_id": None,
        "title": None,
        "text": text,
        "permalink": f"https://northlight.slack.example/archives/C1/p{number}",
        "audience": "client",
        "author_client_id": None if author in US else ACME.id,
        "fields": {},
    }
    return Event(**(event | changed))


def mail(author: str, when: datetime, subject: str, text: str, **changed: object) -> Event:
    kept = {"platform": "gmail", "kind": "mail", "container_id": "gmail:mailbox", "thread_id": f"gmail:{subject}"}
    return message(author, when, text, title=subject, **(kept | changed))


def meeting(
    summary: str, starts: datetime, relation: str, *, before: datetime | None = None, **fields: object
) -> Meeting:
    details = {"starts_at": starts.isoformat(), "all_day": False, "status": "confirmed"} | fields
    if before is not None:
        details["previous_starts_at"] = before.isoformat()
    event = message("Mia Duarte", starts, summary, platform="calendar", kind="meeting", title=summary, fields=details)
    return Meeting(event, relation)


def client_week(*events: Event, meetings: tuple[Meeting, ...] = (), client: Client = ACME) -> WeekContext:
    """The week of these events, with the signals that are really found in them."""
    rows = [
        {
            "event_id": event.event_id,
            "version": event.version,
            "client_id": client.id,
            "week": WEEK,
            "platform": event.platform,
            "kind": event.kind,
            "author_name": event.author_name,
            "author_is_us": event.author_is_us,
            "audience": event.audience,
            "text": event.text,
            "previous_text": None,
            "previous_version": None,
            "last_text": None,
        }
        for event in events
    ]
    frame = pl.DataFrame(
        rows, schema_overrides=dict.fromkeys(("previous_text", "previous_version", "last_text"), pl.String)
    )
    by_id = {event.event_id: event for event in events}
    found = [
        Signal(by_id[event_id], kind, start, end, text, score, json.loads(fields))
        for event_id, _, _, _, kind, start, end, text, fields, score in (
            find_signals(frame).iter_rows() if rows else ()
        )
    ]
    names = sorted(US | {"Dana Reyes"} | {event.author_name or "" for event in events})
    people = tuple((name, name in US, None if name in US else client.id) for name in names)
    return WeekContext(
        client=client,
        week=WEEK,
        time_zone=LISBON,
        context_hash="context",
        quiet=not events,
        events=tuple(events),
        signals=tuple(found),
        meetings=meetings,
        items=tuple(
            Item(event.event_id, event.occurred_at.isoformat(), event.platform, event.author_name, event.text, None)
            for event in events
        ),
        unassigned=0,
        people=people,
    )


def client_span(
    kind: DeliverableType, *events: Event, before: tuple[Event, ...] = (), **changed: object
) -> WeekContext:
    """What the type's deliverable of WEEK, or of a month the week of 2026-W44 in which October ends, draws on.

    before: of the month before, whose numbers are compared with.
    """
    week = "2026-W44" if kind.tells_of == "month" else WEEK
    return replace(
        client_week(*events),
        week=week,
        span=kind.span_in(week, "2026-W36"),
        before=client_week(*before) if before else None,
        **changed,
    )


def write(week: WeekContext, kind: DeliverableType) -> Draft:
    """The extractive writer's draft of the week."""
    return Extractive().write(make_brief(week, kind), kind)


def stored(week: WeekContext, **changed: object) -> dict[tuple[str, str], StoredEvidence]:
    """What the warehouse would hold for the week's events; `changed` replaces fields of every row."""
    events = [*week.events, *(meeting.event for meeting in week.meetings)]
    kept = {"client_id": week.client.id, "week": week.week, "previous_version": None, "deleted": False}
    known = {
        event.event_id: frozenset(f"{m.relation} {week.week}" for m in week.meetings if m.event is event)
        for event in events
    }
    return {
        (event.event_id, event.version): StoredEvidence(
            **({"event": event, "current_version": event.version, "relations": known[event.event_id]} | kept | changed)
        )
        for event in events
    }
