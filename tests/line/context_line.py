"""A small agency's raw item versions, written by hand as landing would leave them, and the context built from them.

Helpers for the tests of the context room only.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.build import build_weeks
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.project import settings_of
from yarnnn_pipelines.stores.home import Home

FIRST_LANDING = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    """`2026-11-10 09:30` as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def agency(**changes: Any) -> Settings:
    """Northlight Studio (Lisbon) with two clients, Acme and Globex."""
    acme = {
        "id": "acme",
        "name": "Acme Corp",
        "aliases": ["Acme"],
        "domains": ["acme.example"],
        "slack": {"shared": ["client-acme"], "internal": ["acme-internal"]},
        "notion": {"roots": ["Acme Corp"]},
        "calendars": ["Acme meetings"],
        "contacts": [
            {"name": "Dana Reyes", "email": "dana@acme.example", "role": "Head of Marketing"},
            {"name": "Pat Moss", "email": "pat.moss@gmail.com", "role": "Freelance photographer"},
        ],
    }
    globex = {
        "id": "globex",
        "name": "Globex",
        "domains": ["globex.example"],
        "slack": {"shared": ["client-globex"]},
        "notion": {"roots": ["Globex"]},
    }
    data = {
        "agency": {
            "name": "Northlight Studio",
            "time_zone": "Europe/Lisbon",
            "domains": ["northlight.example"],
            "start": "2026-W41",
        },
        "sources": {},
        "clients": [acme, globex],
    }
    return settings_of(data | changes)


class Line:
    """A home of its own, rows put into its raw tables, and the context of some weeks built from them."""

    def __init__(self, root: Path, settings: Settings | None = None) -> None:
        self.home = Home(root)
        self.home.prepare()
        self.settings = settings or agency()
        self.landing = FIRST_LANDING
        with duckdb.connect(self.home.warehouse) as con:
            ensure_raw_tables(con)

    def build(self, *weeks: str) -> None:
        build_weeks(self.home, self.settings, list(weeks))

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.home.warehouse) as con:
            con.execute("set TimeZone = 'UTC'")
            return con.execute(query, list(parameters)).fetchall()

    def one(self, query: str, *parameters: Any) -> Any:
        """The only value of the only row."""
        ((value,),) = self.rows(query, *parameters)
        return value

    def event(self, event_id: str, columns: str = "client_id, attribution_rule, audience, ignored_reason") -> Any:
        found = self.rows(f"select {columns} from context.events where event_id = ?", event_id)
        assert len(found) == 1, f"{event_id} is there {len(found)} times"
        return found[0] if "," in columns else found[0][0]

    def land(self, table: str, item_id: str, **row: Any) -> str:
        """One more version of an item, observed after every one before; returns the item id."""
        self.landing += timedelta(seconds=1)
        payload = row.pop("payload", {})
        version = row.pop("version", None) or ("deleted" if row.get("is_deleted") else _hash(item_id, row, payload))
        columns = {
            "item_id": item_id,
            "version": version,
            "container_id": None,
            "thread_id": None,
            "author_id": None,
            "edited_at": None,
            "observed_at": self.landing,
            "is_deleted": False,
            "text": "",
            "permalink": f"https://example.org/{item_id}",
            "payload": json.dumps(payload),
        } | row
        names = ", ".join(columns)
        marks = ", ".join("?" for _ in columns)
        with duckdb.connect(self.home.warehouse) as con:
            con.execute(f"insert into {table} ({names}) values ({marks})", list(columns.values()))
        return item_id

    def channel(self, channel_id: str, name: str) -> None:
        self.land(
            "slack.channels", f"slack:T1:{channel_id}", text=name, occurred_at=at("2026-01-01 00:00"),
            payload={"kind": "public"},
        )  # fmt: skip

    def user(self, user_id: str, name: str, email: str | None = None, **payload: Any) -> None:
        profile = {"real_name": name} | ({"email": email} if email else {})
        self.land(
            "slack.users", f"slack:T1:{user_id}", text=name, occurred_at=at("2026-01-01 00:00"),
            payload={"id": user_id, "profile": profile} | payload,
        )  # fmt: skip

    def message(
        self, when: str, channel_id: str, user_id: str | None, text: str, *, thread: str | None = None, **row: Any
    ) -> str:
        """A Slack message; `thread` is the item id of its thread's root."""
        occurred_at = at(when)
        item_id = f"slack:T1:{channel_id}:{occurred_at.timestamp():.0f}.000100"
        author = f"slack:T1:{user_id}" if user_id else None
        return self.land(
            "slack.messages", item_id, container_id=f"slack:T1:{channel_id}", thread_id=thread, author_id=author,
            occurred_at=occurred_at, text=text, **row,
        )  # fmt: skip

    def mail(
        self, when: str, sender: str, to: str | list[str], text: str, *, subject: str = "A subject",
        thread: str | None = None, cc: str | list[str] = (), bcc: str | list[str] = (), bulk: bool = False,
        labels: list[str] = (), payload: dict[str, Any] | None = None, **row: Any,
    ) -> str:  # fmt: skip
        """A mail; people are written `Name <address>` or as the bare address."""
        occurred_at = at(when)
        who = _person(sender)
        fields = {
            "subject": subject,
            "from": who,
            "to": _people(to),
            "cc": _people(cc),
            "bcc": _people(bcc),
            "labels": list(labels),
            "bulk": bulk,
            **(payload or {}),
        }
        item_id = "gmail:" + hashlib.sha256(f"{when}{sender}{subject}".encode()).hexdigest()[:16]
        return self.land(
            "gmail.messages", item_id, container_id="gmail:mailbox", author_id=f"mailto:{who['email']}",
            thread_id=f"gmail:thread:{thread}" if thread else f"gmail:thread:{item_id}",
            occurred_at=occurred_at, text=text, payload=fields, **row,
        )  # fmt: skip

    def page(
        self, page: str, when: str, text: str, *, path: list[str], author: str = "Mia Duarte",
        parent: str | None = None, **row: Any,
    ) -> str:  # fmt: skip
        """A version of a Notion page, `page` being any short name for its id."""
        return self.land(
            "notion.pages", page_id(page), container_id=page_id(parent) if parent else "notion:workspace",
            author_id=f"notion:person:{author}", occurred_at=at(when), text=text,
            payload={"title": path[-1], "path": path, "properties": {}, "database": None}, **row,
        )  # fmt: skip

    def meeting(
        self, uid: str, starts: str, *, minutes: int = 60, summary: str = "A meeting", slot: str | None = None,
        attendees: list[str] = (), organizer: str = "Mia Duarte <mia@northlight.example>", status: str = "confirmed",
        calendar: str = "Team", edited: str | None = None, rrule: str | None = None, extra: str = "", **row: Any,
    ) -> str:  # fmt: skip
        """A calendar entry at a time in UTC: a single one, a master (`rrule`), or the exception of a `slot`."""
        occurred_at = at(starts)
        ends_at = occurred_at + timedelta(minutes=minutes)
        item_id = f"calendar:{uid}" + (f":{at(slot):%Y%m%dT%H%M%SZ}" if slot else "")
        zone = "Europe/Lisbon"
        lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", "BEGIN:VEVENT", f"UID:{uid}",
            f"DTSTART;TZID={zone}:{_local(occurred_at)}", f"DTEND;TZID={zone}:{_local(ends_at)}",
            *([f"RRULE:{rrule}"] if rrule else []), *([extra] if extra else []), f"SUMMARY:{summary}",
            "END:VEVENT", "END:VCALENDAR",
        ]  # fmt: skip
        payload = {
            "uid": uid,
            "summary": summary,
            "start": occurred_at.isoformat(),
            "end": ends_at.isoformat(),
            "all_day": False,
            "status": status,
            "organizer": _person(organizer),
            "attendees": [person | {"partstat": "ACCEPTED"} for person in _people(attendees)],
            "rrule": rrule,
            "recurrence_id": f"{at(slot):%Y%m%dT%H%M%SZ}" if slot else None,
            "time_zone": zone,
            "ical": "\r\n".join(lines) + "\r\n",
        }
        return self.land(
            "calendar.events", item_id, container_id=f"calendar:{calendar}", occurred_at=occurred_at, text=summary,
            author_id=f"mailto:{payload['organizer']['email']}", edited_at=at(edited) if edited else None,
            payload=payload, **row,
        )  # fmt: skip


def page_id(name: str) -> str:
    return "notion:" + hashlib.md5(name.encode()).hexdigest()


def _local(instant: datetime) -> str:
    from zoneinfo import ZoneInfo

    return f"{instant.astimezone(ZoneInfo('Europe/Lisbon')):%Y%m%dT%H%M%S}"


def _hash(item_id: str, row: dict[str, Any], payload: dict[str, Any]) -> str:
    seen = json.dumps([item_id, {k: str(v) for k, v in row.items()}, payload], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def _person(text: str) -> dict[str, str | None]:
    name, bracket, rest = text.partition("<")
    email = rest.rstrip("> ") if bracket else text
    return {"name": name.strip() or None if bracket else None, "email": email.strip().lower()}


def _people(texts: str | list[str]) -> list[dict[str, str | None]]:
    return [_person(text) for text in ([texts] if isinstance(texts, str) else texts)]
