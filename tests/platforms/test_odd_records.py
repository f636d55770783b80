"""One record of a live platform is not what the vendor's reference promises: all others land, nothing counts as
deleted, and what can't be taken is told.

Requests go without sockets and rows into a warehouse in memory, as in the fault histories.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.platforms.calendar_line import ZONE, MemoryEvents
from tests.platforms.calendar_server import CalendarServer
from tests.platforms.faults import Line, MemoryWarehouse
from tests.platforms.gmail_memory import MemoryMails
from tests.platforms.gmail_server import ACCOUNT, GmailServer
from tests.platforms.loopback import Answer, LoopbackServer, Request
from tests.platforms.notion_memory import PagesInMemory
from tests.platforms.notion_server import SOURCES, TOKEN, NotionServer, block, hex_id
from tests.platforms.odd_answers import make_odd, odd_values, paths_in
from tests.platforms.slack_memory import MemoryThreads
from tests.platforms.slack_server import SlackServer
from yarnnn_pipelines.sources.calendar.live import CalendarOptions, CalendarSource
from yarnnn_pipelines.sources.gmail.live import GmailOptions, GmailSource
from yarnnn_pipelines.sources.notion.live import NotionOptions, NotionSource
from yarnnn_pipelines.sources.shared.http import Api
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import LiveSource
from yarnnn_pipelines.sources.slack.live import SlackOptions, SlackSource

TEAM = "team@group.calendar.google.com"
Make = Callable[[Api, Mapping[str, Any], MemoryWarehouse, Skips], LiveSource]


@dataclass
class Scene:
    """A platform's server and the source that reads it. base: of the API; warehouse: its last table is the main one;
    records: of what was written, in order, the record as the API shows it, and the item_id under which it lands."""

    server: LoopbackServer
    base: str
    token: str
    make: Make
    warehouse: MemoryWarehouse
    records: Sequence[tuple[Mapping[str, Any], str]]
    headers: Mapping[str, str]

    def sync(self) -> tuple[LiveSource, Skips]:
        skips = Skips()
        api = Api(
            f"{self.server.url}/{self.base}",
            auth=BearerTokenAuth(self.token),
            headers=self.headers,
            backoff_seconds=0,
        )
        Line(self.server).connect(api)
        source = self.warehouse.run(lambda state: self.make(api, state, self.warehouse, skips))
        return source, skips

    def sync_with(self, record: Mapping[str, Any], path: tuple[str | int, ...], odd: str) -> tuple[LiveSource, Skips]:
        """A sync in which a record has an odd value; a field that it lacks is added to it."""
        key = "ts" if "ts" in record else "id"
        is_record = lambda shown: shown.get(key) == record[key] and shown.get("object") != "list"  # noqa: E731
        make_odd(self.server, is_record, path, odd)
        return self.sync()

    def page_for_ever(self, path: str, key: str, cursor: Cursor, more: Mapping[str, Any]) -> list[Request]:
        """Let each page of a list name another one, and show the first one's entries or none; the requests for it."""
        usual, asked, first = self.server.answer, list[Request](), dict[str, Answer]()

        def answer(request: Request) -> Answer:
            of = f"{request.path} {request.value('block_id')} {request.value('channel')}"
            is_next = any(request.value(name) for name in ("cursor", "start_cursor", "pageToken"))
            given = first[of] if is_next and of in first else usual(request)
            if not request.path.endswith(path) or given.status != 200:
                return given
            first[of] = given
            asked.append(request)
            named = cursor(len(asked))
            token = {"next_cursor": named} if key == "response_metadata" else named
            return Answer({**given.body, **more, key: token}, given.status, given.headers)

        self.server.answer = answer  # type: ignore[method-assign]
        return asked

    def landed(self) -> set[str]:
        return set(self.warehouse.current(self.warehouse.tables[-1]))

    def gone(self) -> set[str]:
        """What counts as deleted."""
        tables = (self.warehouse.history(table) for table in self.warehouse.tables)
        return {item for history in tables for item, rows in history.items() if rows[-1]["is_deleted"]}


def slack() -> Scene:
    server = SlackServer()
    mia = server.add_user("mia")
    channel = server.add_channel("general", members=[mia, server.bot])
    stamps = []
    for number in range(4):
        server.pass_time(hours=1)
        stamps.append(server.post(channel, mia, f"message {number}"))
    server.pass_time(hours=1)
    stamps.append(server.post(channel, mia, "a reply", thread=stamps[1]))
    server.pass_time(hours=1)
    now = server.now

    def make(api: Api, state: Mapping[str, Any], warehouse: MemoryWarehouse, skips: Skips) -> SlackSource:
        options = SlackOptions(["general"], page_size=3)
        return SlackSource(api, options, state, MemoryThreads(warehouse), skips, now=lambda: now)

    shown = server.visible()
    records = [(shown[channel, ts], f"slack:{server.team['id']}:{channel}:{ts}") for ts in stamps]
    warehouse = MemoryWarehouse("slack", SlackSource.tables)
    return Scene(server, "api/", server.token, make, warehouse, records, {})


def notion() -> Scene:
    server = NotionServer()
    mia = server.add_user("Mia Duarte")
    acme = server.add_page(None, "Acme", blocks=[block("paragraph", "All about Acme")])
    pages = [
        server.add_page(acme, f"Page {number}", blocks=[block("toggle", f"words {number}", block("quote", "inner"))])
        for number in range(3)
    ]
    plan = server.add_database(acme, "Plan", {"Task": "title", "State": "rich_text", "Due": "date", "Owner": "people"})
    pages.append(server.add_row(plan, "Row", [block("paragraph", "Body")], State="open", Owner=[mia]))
    for page in pages:
        server.comment(page, "A comment", by=mia)
    server.pass_time(hours=1)
    now = server.now

    def make(api: Api, state: Mapping[str, Any], warehouse: MemoryWarehouse, skips: Skips) -> NotionSource:
        options = NotionOptions(["Acme"], SOURCES, "Europe/Lisbon")
        return NotionSource(api, options, state, PagesInMemory(warehouse), skips, now=lambda: now)

    records = [(_asked(server, f"v1/pages/{page}"), f"notion:{hex_id(page)}") for page in pages]
    warehouse = MemoryWarehouse("notion", ("comments", "pages"))
    return Scene(server, "v1", TOKEN, make, warehouse, records, {"Notion-Version": SOURCES})


def gmail() -> Scene:
    server = GmailServer()
    server.token_lifetime = 10**9
    token = server.access_token()
    mails = []
    for number in range(4):
        server.pass_time(hours=1)
        head = (
            f"From: Ana <ana@acme.example>\nTo: {ACCOUNT}\nSubject: Mail {number}\nMessage-ID: <{number}@acme.example>"
        )
        mails.append(server.deliver(f"{head}\nDate: Mon, 16 Nov 2026 09:00:00 +0000\n\nHello {number}.\n".encode()))
    now = server.now

    def make(api: Api, state: Mapping[str, Any], warehouse: MemoryWarehouse, skips: Skips) -> GmailSource:
        options = GmailOptions(ACCOUNT, ("INBOX",), 0, page_size=3, whole_every_seconds=0)
        return GmailSource(api, options, state, MemoryMails(warehouse), skips, now=lambda: now)

    records = [(_asked(server, f"gmail/v1/users/me/messages/{m}?format=raw", token), f"gmail:{m}") for m in mails]
    warehouse = MemoryWarehouse("gmail", GmailSource.tables)
    return Scene(server, "gmail/v1", token, make, warehouse, records, {})


def calendar() -> Scene:
    server = CalendarServer(datetime(2026, 10, 12, 9, tzinfo=UTC))
    server.add_calendar(TEAM, "Team")
    events = [
        server.add_event(TEAM, f"Meeting {number}", datetime(2026, 11, 9 + number, 10, tzinfo=UTC))
        for number in range(3)
    ]
    weekly = server.add_event(
        TEAM, "Weekly", datetime(2026, 11, 9, 15, tzinfo=UTC), recurrence=["RRULE:FREQ=WEEKLY;BYDAY=MO"]
    )
    now, token = server.now, server.token_for()

    def make(api: Api, state: Mapping[str, Any], warehouse: MemoryWarehouse, skips: Skips) -> CalendarSource:
        options = CalendarOptions(("Team",), since=0, time_zone=ZONE, page_size=3)
        forgetful = json.loads(json.dumps(state))
        for cursor in forgetful.get("calendars", {}).values():
            cursor |= {"token": None}  # each listing is one of everything
        return CalendarSource(api, options, forgetful, MemoryEvents(warehouse), skips, now=lambda: now)

    records = [
        (_asked(server, f"calendar/v3/calendars/{TEAM}/events/{e}", token), f"calendar:{e}@google.com")
        for e in (*events, weekly)
    ]
    warehouse = MemoryWarehouse("calendar", ("copies", "events"))
    return Scene(server, "calendar/v3", token, make, warehouse, records, {})


def _asked(server: LoopbackServer, path: str, token: str = TOKEN) -> Mapping[str, Any]:
    """A record as the API shows it."""
    base, _, query = path.partition("?")
    values = {name: [value] for name, _, value in [part.partition("=") for part in query.split("&") if part]}
    headers = {"authorization": f"Bearer {token}", "notion-version": SOURCES}
    answer, _ = server.handle(Request("GET", f"/{base}", values, headers))
    return json.loads(answer.encoded())


@contextmanager
def opened(scene: Callable[[], Scene]) -> Iterator[Scene]:
    made = scene()
    try:
        yield made
    finally:
        made.server._http.server_close()


SCENES = [slack, notion, gmail, calendar]
OTHER_TEXTS = ("a word", "half an emoji", "NUL", "the year 0")
NAMES = ("id", "iCalUID", "parent", "ts")  # whose records are others, and lie elsewhere, if they hold another text


def some(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("has_landed", [False, True])
@some(12)
@given(data=st.data())
def test_an_odd_record_costs_no_other_and_is_told(scene: Callable[[], Scene], has_landed: bool, data: st.DataObject):
    an_odd_record_costs_no_other(scene, has_landed, data)


@pytest.mark.long
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("has_landed", [False, True])
@some(400)
@given(data=st.data())
def test_many_odd_records_cost_no_other_and_are_told(scene: Callable[[], Scene], has_landed: bool, data: st.DataObject):
    an_odd_record_costs_no_other(scene, has_landed, data)


def an_odd_record_costs_no_other(scene: Callable[[], Scene], has_landed: bool, data: st.DataObject) -> None:
    """Some value of some record is odd, from the first sync on or after a good one."""
    with opened(scene) as there:
        if has_landed:
            there.sync()
            assert {item for _, item in there.records} <= there.landed()
        record, item = data.draw(st.sampled_from(there.records))
        path = data.draw(st.sampled_from(sorted(paths_in(record), key=str)))
        odd = data.draw(odd_values)
        assume(path[0] not in NAMES or odd not in OTHER_TEXTS)
        assume((path, odd) != (("in_trash",), "true"))  # it is then
        _, skips = there.sync_with(record, path, odd)
        others = {other for shown, other in there.records if other != item and not _hangs_on(shown, record, path)}
        assert others <= there.landed(), f"{path} {odd}"
        assert there.gone() == set(), f"{path} {odd}"
        assert item in there.landed() or skips.counts, f"{path} {odd}"


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("odd", ["deep", "deeper"])
def test_a_payload_nested_without_end_costs_no_other(scene: Callable[[], Scene], odd: str):
    with opened(scene) as there:
        record, item = there.records[0]
        _, skips = there.sync_with(record, ("x",), odd)
        assert {other for _, other in there.records[1:]} <= there.landed()
        assert item in there.landed() or skips.counts


# --- Slack: what a page that can't be read whole proves ---------------------------------------------------------------


def test_a_root_without_latest_reply_is_read_with_its_thread():
    with opened(slack) as there:
        root, _ = there.records[1]
        _, skips = there.sync_with(root, ("latest_reply",), "missing")
        assert {item for _, item in there.records} == there.landed()
        assert not skips.counts


@pytest.mark.parametrize(("field", "odd"), [("ts", "null"), ("x", "deep"), ("ts", "the year 0")])
def test_a_message_that_can_not_be_read_is_told_and_stays_as_it_landed(field: str, odd: str):
    with opened(slack) as there:
        there.sync()
        record, item = there.records[3]
        _, skips = there.sync_with(record, (field,), odd)
        assert item in there.landed()
        assert there.gone() == set()
        (example,) = set(skips.examples)
        assert "#general" in example


# --- lists that never end ---------------------------------------------------------------------------------------------

Cursor = Callable[[int], str]  # of the next page, by the number of the request
CURSORS: dict[str, Cursor] = {
    "the same": lambda _: "again",
    "a circle of three": lambda number: f"page {number % 3}",
    "ever new ones": lambda number: f"page {number}",
}
# (path of the requests, where the cursor stands, with what it goes)
LISTS: dict[str, tuple[Callable[[], Scene], str, str, Mapping[str, Any]]] = {
    "people": (slack, "users.list", "response_metadata", {}),
    "channels": (slack, "users.conversations", "response_metadata", {}),
    "messages": (slack, "conversations.history", "response_metadata", {"has_more": True}),
    "replies": (slack, "conversations.replies", "response_metadata", {"has_more": True}),
    "search": (notion, "search", "next_cursor", {"has_more": True}),
    "blocks": (notion, "children", "next_cursor", {"has_more": True}),
    "rows": (notion, "query", "next_cursor", {"has_more": True}),
    "comments": (notion, "comments", "next_cursor", {"has_more": True}),
    "mails": (gmail, "messages", "nextPageToken", {}),
    "calendars": (calendar, "calendarList", "nextPageToken", {}),
    "events": (calendar, "events", "nextPageToken", {}),
}


@pytest.mark.parametrize("cursors", sorted(CURSORS))
@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_without_an_end_is_noticed_and_named(name: str, cursors: str):
    scene, path, key, more = LISTS[name]
    with opened(scene) as there:
        asked = there.page_for_ever(path, key, CURSORS[cursors], more)
        source, skips = there.sync()
        lists = {(request.path, request.value("block_id")) for request in asked}
        assert 0 < len(asked) <= 110 * len(lists)
        assert "ambiguous" not in {account.problem for account in source.accounts()}
        assert any("Mend: " in example for example in skips.examples)
        assert "endless_list" in {*skips.counts} | {account.problem for account in source.accounts()} or any(
            "endless_list" in example for example in skips.examples
        )
        assert there.gone() == set()


def test_a_history_of_gmail_without_an_end_is_named_and_all_mails_are_listed():
    with opened(gmail) as there:
        there.sync()
        there.page_for_ever("history", "nextPageToken", CURSORS["the same"], {})
        _, skips = there.sync()
        assert skips.counts["endless_list"] == 1
        assert {item for _, item in there.records} == there.landed()


def _hangs_on(shown: Mapping[str, Any], record: Mapping[str, Any], path: tuple[Any, ...]) -> bool:
    """Whether only the odd record leads to this one: the replies of a root that has no `ts`, or names no thread."""
    is_reply = record.get("ts") is not None and record.get("ts") == shown.get("thread_ts") != shown.get("ts")
    return is_reply and path[0] in ("ts", "reply_count")
