"""One scene a platform, the same each time, in which a source is read in part, then to its end.

The states under stored_states/ were written in these scenes by the first version that synced live; what must hold of
them is test_stored_states.py's matter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from tests.platforms.calendar_line import ZONE, MemoryEvents
from tests.platforms.calendar_server import CalendarServer
from tests.platforms.faults import MemoryWarehouse
from tests.platforms.gmail_memory import MemoryMails
from tests.platforms.gmail_server import ACCOUNT, GmailServer, google_error
from tests.platforms.loopback import Answer, Request
from tests.platforms.notion_memory import PagesInMemory
from tests.platforms.notion_server import TOKEN, NotionServer, block
from tests.platforms.slack_memory import MemoryThreads
from tests.platforms.slack_server import SlackServer
from yarnnn_pipelines.sources.calendar.live import CalendarOptions, CalendarSource
from yarnnn_pipelines.sources.gmail.live import GmailOptions, GmailSource
from yarnnn_pipelines.sources.notion.live import NotionOptions, NotionSource
from yarnnn_pipelines.sources.shared.http import Api, Budget
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.slack.live import SlackOptions, SlackSource

STORED = Path(__file__).parent / "stored_states"
STAGES = ("midway", "whole")  # after a run whose budget was spent, and after one that read everything


@dataclass
class Scene:
    """sync: one run, with at most so many requests; its skips. midway: the budget of the scene's first run."""

    server: Any
    warehouse: MemoryWarehouse
    sync: Callable[[int | None], Skips]
    midway: int

    def play_until(self, stage: str) -> None:
        self.sync(self.midway)
        if stage == "whole":
            self.server.pass_time(hours=2)
            self.sync(None)

    def requests(self) -> int:
        return len(self.server.requests)

    def current(self) -> dict[str, dict[str, Any]]:
        """{item_id: columns} of the main table, but for when they were observed."""
        rows = self.warehouse.current(MAIN_TABLES[self.warehouse.platform])
        return {item: {name: row[name] for name in row if name != "observed_at"} for item, row in rows.items()}


MAIN_TABLES = {"slack": "messages", "gmail": "messages", "notion": "pages", "calendar": "events"}


def stored_state(platform: str, stage: str) -> dict[str, Any]:
    return json.loads((STORED / f"{platform}.json").read_text())[stage]


@contextmanager
def scene_of(platform: str) -> Iterator[Scene]:
    with {"slack": _slack, "gmail": _gmail, "notion": _notion, "calendar": _calendar}[platform]() as scene:
        yield scene


@contextmanager
def _slack() -> Iterator[Scene]:
    """Two channels with an old thread each, of which a small budget reads some pages."""
    with SlackServer().running() as server:
        people = [server.add_user(name) for name in ("mia", "dana")]
        channels = [server.add_channel(name) for name in ("general", "client-acme")]
        for channel in channels:
            for person in (*people, server.bot):
                server.join(channel, person)
        for number in range(8):
            server.pass_time(hours=20)
            for channel in channels:
                root = server.post(channel, people[0], f"message {number}")
                if number % 3 == 0:
                    for reply in range(4):
                        server.post(channel, people[1], f"reply {reply}", thread=root)
        warehouse = MemoryWarehouse("slack", SlackSource.tables)

        def sync(requests: int | None) -> Skips:
            skips, now = Skips(), server.now
            auth, budget = BearerTokenAuth(server.token), Budget(requests=requests)
            api = Api(f"{server.url}/api/", auth=auth, budget=budget, backoff_seconds=0)
            wanted = ("general", "client-acme", "nowhere")
            options = SlackOptions(wanted, page_size=3, rescan_days=2, audit_pages=1)
            threads = MemoryThreads(warehouse)
            warehouse.run(lambda state: SlackSource(api, options, state, threads, skips, now=lambda: now))
            return skips

        yield Scene(server, warehouse, sync, midway=14)


class _OneOdd(GmailServer):
    """A mailbox with one mail that can't be got."""

    odd = ""

    def answer(self, request: Request) -> Answer:
        if self.odd and request.path.endswith(f"/messages/{self.odd}"):
            return google_error(400, "failedPrecondition")
        return super().answer(request)


@contextmanager
def _gmail() -> Iterator[Scene]:
    """A mailbox with mail in two labels, one of them that can't be read."""
    with _OneOdd().running() as server:
        server.token_lifetime = 10**9
        token = server.access_token()
        for number in range(7):
            raw = f"From: Ana <ana@acme.example>\r\nTo: {ACCOUNT}\r\nSubject: S{number}\r\n\r\nText {number}.\r\n"
            at = server.now - timedelta(hours=10 * (7 - number))
            mail = server.deliver(raw.encode(), ["SENT"] if number % 3 == 0 else ["INBOX", "UNREAD"], at=at)
            server.odd = mail if number == 5 else server.odd
        warehouse = MemoryWarehouse("gmail", GmailSource.tables)

        def sync(requests: int | None) -> Skips:
            skips, now = Skips(), server.now
            auth, budget = BearerTokenAuth(token), Budget(requests=requests)
            api = Api(f"{server.url}/gmail/v1", auth=auth, budget=budget, backoff_seconds=0)
            options = GmailOptions(ACCOUNT, ("INBOX", "SENT"), since=0, page_size=2)
            mails = MemoryMails(warehouse)
            warehouse.run(lambda state: GmailSource(api, options, state, mails, skips, now=lambda: now))
            return skips

        yield Scene(server, warehouse, sync, midway=8)


@contextmanager
def _notion() -> Iterator[Scene]:
    """A client's page with pages and a database below it."""
    with NotionServer().running() as server:
        acme = server.add_page(None, "Acme", blocks=[block("paragraph", "All about Acme")])
        for number in range(4):
            server.add_page(acme, f"Brief {number}", blocks=[block("paragraph", f"Status: {number}")])
        plan = server.add_database(acme, "Plan", {"Task": "title"})
        for number in range(3):
            server.add_row(plan, f"Task {number}", [block("paragraph", f"Body {number}")])
        server.pass_time(hours=1)
        warehouse = MemoryWarehouse("notion", NotionSource.tables)

        def sync(requests: int | None) -> Skips:
            skips, now = Skips(), server.now
            headers, budget = {"Notion-Version": "2025-09-03"}, Budget(requests=requests)
            api = Api(f"{server.url}/v1", auth=BearerTokenAuth(TOKEN), headers=headers, budget=budget)
            options = NotionOptions(("Acme", "Globex"), checks_per_run=3)
            pages = PagesInMemory(warehouse)
            warehouse.run(lambda state: NotionSource(api, options, state, pages, skips, now=lambda: now))
            return skips

        yield Scene(server, warehouse, sync, midway=12)


@contextmanager
def _calendar() -> Iterator[Scene]:
    """Two calendars with a series and its exceptions."""
    with CalendarServer(datetime(2026, 10, 12, 9, tzinfo=UTC)).running() as server:
        team = "team@group.calendar.google.com"
        for calendar, name in ((team, "Team"), ("mia@northlight.example", "Mia")):
            server.add_calendar(calendar, name)
            server.add_event(calendar, f"Review of {name}", datetime(2026, 10, 20, 14, tzinfo=UTC))
            server.add_event(calendar, f"Fair of {name}", date(2026, 10, 24), date(2026, 10, 27))
        first = datetime(2026, 10, 12, 14, tzinfo=ZoneInfo(ZONE))
        weekly = server.add_event(team, "Weekly", first, recurrence=("RRULE:FREQ=WEEKLY;BYDAY=MO",))
        server.cancel(weekly, instance=first + timedelta(days=7))
        server.edit(weekly, instance=first + timedelta(days=14), summary="Weekly with Dana")
        warehouse = MemoryWarehouse("calendar", CalendarSource.tables)

        def sync(requests: int | None) -> Skips:
            skips, now = Skips(), server.now
            auth, budget = BearerTokenAuth(server.token_for()), Budget(requests=requests)
            api = Api(server.endpoint, auth=auth, budget=budget, backoff_seconds=0)
            options = CalendarOptions(("Team", "Mia"), since=0, time_zone=ZONE, page_size=1)
            events = MemoryEvents(warehouse)
            warehouse.run(lambda state: CalendarSource(api, options, state, events, skips, now=lambda: now))
            return skips

        yield Scene(server, warehouse, sync, midway=4)
