"""One agency on the four vendors' servers at once, with one story, readable live and as exports of the same moment.

The servers, their clocks, the yarnnn.yaml of each way to read them, and `python -m tests.platforms.agency FOLDER`,
which serves them for a person. What happens is `agency_story`; what a person can make happen is `agency_commands`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.platforms.agency_story import THEM, story
from tests.platforms.calendar_server import CalendarServer
from tests.platforms.gmail_server import ACCOUNT, GmailServer
from tests.platforms.notion_server import TOKEN as NOTION_TOKEN
from tests.platforms.notion_server import NotionServer
from tests.platforms.slack_server import SlackServer
from yarnnn_pipelines.core.weeks import add_weeks, monday_of, week_bounds
from yarnnn_pipelines.sources.registry import platform_ids

ZONE = "Europe/Lisbon"
FIRST_WEEK = "2026-W44"  # the clocks went back the day before
WEEKS = 3
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WORKSPACE = "https://northlight.slack.com"


class Agency:
    """first_week: in which the story begins. `running` serves the four servers; exports need no serving."""

    def __init__(self, first_week: str = FIRST_WEEK) -> None:
        self.first_week = first_week
        begin = self.moment(-3, "Mon 09:00")
        self.slack, self.gmail = SlackServer(now=begin), GmailServer(now=begin)
        self.notion, self.calendar = NotionServer(now=begin), CalendarServer(now=begin)
        self.servers = (self.slack, self.gmail, self.notion, self.calendar)
        self.people: dict[str, str] = {}  # Slack's ids by first name
        self.writers: dict[str, str] = {}  # Notion's
        self.addresses: dict[str, tuple[str, str]] = {}  # (address, full name)
        self.channels: dict[str, str] = {}
        self._mails = 0
        self._steps = story(self)
        self._next: datetime | None = next(self._steps)
        self._refresh_token = ""

    @property
    def weeks(self) -> list[str]:
        """The weeks of the whole story."""
        return [add_weeks(self.first_week, number) for number in range(WEEKS)]

    @property
    def is_over(self) -> bool:
        return self._next is None

    @contextmanager
    def running(self) -> Iterator[Agency]:
        with ExitStack() as stack:
            for server in self.servers:
                stack.enter_context(server.running())
            yield self

    # --- time

    def moment(self, week: int, at: str) -> datetime:
        """`Tue 14:05` of a week of the story, on the agency's clock."""
        name, clock = at.split()
        day = monday_of(add_weeks(self.first_week, week)) + timedelta(days=_DAYS.index(name))
        return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(ZONE))

    def day(self, week: int, name: str) -> str:
        """`Monday 9 November`, as people write it."""
        day = self.moment(week, f"{name} 12:00")
        return f"{day:%A} {day.day} {day:%B}"

    def tell(self, until_week: str, *, now: datetime | None = None) -> None:
        """Let everything happen up to the end of this week; with `now`, all of it at that moment."""
        end = week_bounds(until_week, ZONE)[1]
        while self._next is not None and self._next < end:
            self.clock(now or self._next)
            self._next = next(self._steps, None)
        self.clock(now or end)

    def clock(self, now: datetime) -> None:
        """Set the four clocks, which never go back."""
        for server in self.servers:
            with server.lock:
                server.now = max(server.now, now.astimezone(UTC))

    # --- what people do; the story's words for it

    def add_person(self, name: str, full_name: str, email: str) -> None:
        guest = "multi" if name in THEM else ""
        self.people[name] = self.slack.add_user(name, real_name=full_name, email=email, guest=guest)
        self.writers[name] = self.notion.add_user(full_name, email)
        self.addresses[name] = (email, full_name)

    def add_channel(self, name: str, members: Sequence[str], *, kind: str = "public", has_app: bool = True) -> None:
        users = [self.people[member] for member in members] + ([self.slack.bot] if has_app else [])
        self.channels[name] = self.slack.add_channel(name, kind=kind, members=users)

    def say(self, channel: str, who: str, text: str, thread: str | None = None) -> str:
        return self.slack.post(self.channels[channel], self.people[who], text, thread=thread)

    def meet(self, summary: str, start: datetime, attendees: Sequence[str], minutes: int, *, repeat: str = "") -> str:
        """A meeting in Mia's calendar, with everybody's answer yes."""
        return self.calendar.add_event(
            ACCOUNT,
            summary,
            start,
            start + timedelta(minutes=minutes),
            recurrence=[f"RRULE:{repeat}"] if repeat else [],
            attendees={self.addresses[name][0]: "accepted" for name in ("mia", *attendees)},
        )

    def mail(
        self,
        sender: str,
        to: str,
        subject: str,
        text: str,
        *,
        cc: Sequence[str] = (),
        to_mail: EmailMessage | None = None,
        html: bool = False,
    ) -> EmailMessage:
        """A mail that Mia sends or gets; an answer quotes the mail that it is `to_mail`."""
        self._mails += 1
        now = self.gmail.now.astimezone(ZoneInfo(ZONE))
        mail = EmailMessage()
        mail["From"] = self._address(sender)
        mail["To"] = self._address(to)
        if cc:
            mail["Cc"] = ", ".join(map(self._address, cc))
        mail["Subject"] = f"Re: {subject}" if to_mail else subject
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = f"<{self._mails:04d}@mail.example>"
        words = f"{text}\n\n-- \n{self.addresses[sender][1]}\n"
        if to_mail:
            mail["In-Reply-To"] = mail["References"] = to_mail["Message-ID"]
            quoted = to_mail.get_body(("plain",)).get_content().rstrip()
            head = f"On {to_mail['Date']}, {to_mail['From']} wrote:"
            words += "\n".join(["", head, "", *(f"> {line}".rstrip() for line in quoted.splitlines()), ""])
        mail.set_content(words)
        if html:
            paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
            mail.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
        self.gmail.deliver(mail, ["SENT"] if sender == "mia" else ["INBOX", "UNREAD"])
        return mail

    def _address(self, name: str) -> str:
        email, full_name = self.addresses[name]
        return f"{full_name} <{email}>" if full_name.isascii() else email

    # --- the ways to read it

    def export(self, folder: Path) -> Path:
        """Write one more export of each platform and the yarnnn.yaml that reads all those written there so far."""
        return self._written(folder, ())

    def live(self, folder: Path, platforms: Collection[str] = platform_ids()) -> Path:
        """Write the yarnnn.yaml that reads these platforms live, and one more export of each of the others."""
        return self._written(folder, platforms)

    def environment(self) -> dict[str, str]:
        """The variables that the live yarnnn.yaml names. Gmail and the calendar each have a door of their own."""
        if not self._refresh_token:
            self._refresh_token = self.calendar.refresh_token_for(ACCOUNT)
        gmail = {"type": "authorized_user", **self.gmail.user_credentials()}
        client = {"client_id": self.calendar.client_id, "client_secret": self.calendar.client_secret}
        calendar = {"type": "authorized_user", **client, "refresh_token": self._refresh_token}
        return {
            "SLACK_TOKEN": self.slack.token,
            "GOOGLE_CREDENTIALS": json.dumps(gmail),
            "NOTION_TOKEN": NOTION_TOKEN,
            "CALENDAR_CREDENTIALS": json.dumps(calendar | {"token_uri": self.calendar.token_uri}),
        }

    def _written(self, folder: Path, live: Collection[str]) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        exports = folder / "exports"
        exports.mkdir(exist_ok=True)
        sources: dict[str, Any] = {}
        for platform in platform_ids():
            if platform in live:
                sources[platform] = self._live_keys(platform)
            else:
                self._export(platform, exports)
                paths = sorted(exports.glob(f"{platform}-*"))
                sources[platform] = {"export": [str(path.relative_to(folder)) for path in paths]}
        sources["slack"]["workspace_url"] = _WORKSPACE
        sources["gmail"]["account"] = ACCOUNT
        path = folder / "yarnnn.yaml"
        settings = {"agency": self._agency(), "sources": sources, "clients": CLIENTS}
        path.write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return path

    def _agency(self) -> dict[str, Any]:
        return {
            "name": "Northlight Studio",
            "time_zone": ZONE,
            "domains": ["northlight.example"],
            "start": self.first_week,
        }

    def _export(self, platform: str, folder: Path) -> None:
        name = f"{platform}-{len(list(folder.glob(f'{platform}-*'))) + 1:03d}"
        match platform:
            case "slack":
                self.slack.export(folder / name)
            case "gmail":
                self.gmail.export_mbox(folder / f"{name}.mbox")
            case "notion":
                self.notion.export(folder / f"{name}.zip")
            case "calendar":
                self.calendar.export_ics(folder / f"{name}.ics", ACCOUNT)

    def _live_keys(self, platform: str) -> dict[str, Any]:
        match platform:
            case "slack":
                return {"token_env": "SLACK_TOKEN", "base_url": self.slack.url}
            case "gmail":
                url = {"base_url": self.gmail.url, "token_url": f"{self.gmail.url}/token"}
                return {"credentials_env": "GOOGLE_CREDENTIALS", **url}
            case "notion":
                return {"token_env": "NOTION_TOKEN", "base_url": self.notion.url}
            case "calendar":
                url = {"base_url": self.calendar.url, "token_url": self.calendar.token_uri}
                return {"credentials_env": "CALENDAR_CREDENTIALS", **url}


def _client(
    id: str, name: str, domain: str, contacts: Sequence[str], notion: dict[str, Any], *channels: list[str], **more: Any
) -> dict[str, Any]:
    shared, internal = channels
    people = [dict(zip(("name", "email"), THEM[one], strict=True)) for one in contacts]
    return {
        "id": id,
        "name": name,
        **more,
        "domains": [domain],
        "slack": {"shared": shared, "internal": internal},
        "notion": notion,
        "contacts": people,
        "deliverables": [{"type": "client_update", "recipients": [people[0]["email"]], "autonomy": "approve"}],
    }


CLIENTS = [
    _client(
        *("acme", "Acme Corp", "acme.example", ["dana", "priya"], {"roots": ["Acme Corp"]}),
        *(["client-acme"], ["acme-internal"]),
        aliases=["Acme"],
    ),
    _client(
        *("harborline", "Harborline Logistics", "harborline.example", ["henrik", "aylin"]),
        {"roots": ["Harborline"], "shared": True},
        *(["client-harborline"], ["harborline-internal"]),
        aliases=["Harborline", "Dockside"],
    ),
    _client(*("estuary", "Estuary Museum", "estuary-museum.example", ["beatriz"], {}), *(["client-estuary"], [])),
]

if __name__ == "__main__":
    from tests.platforms.agency_commands import main

    main()
