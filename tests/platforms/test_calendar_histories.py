"""Random histories of two calendars and of syncs that are killed, refused and cut short: nothing is lost or doubled."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.platforms.calendar_line import ZONE, MemoryEvents, content_of, shown_by
from tests.platforms.calendar_server import ME, CalendarServer, Event, google_error
from tests.platforms.faults import Killed, Line, MemoryWarehouse
from tests.platforms.loopback import Dropped
from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.sources.live.calendar import CalendarOptions, CalendarSource
from yarnnn_pipelines.sources.live.http import Api, Budget
from yarnnn_pipelines.sources.live.slices import Slice
from yarnnn_pipelines.sources.skips import Skips

EXAMPLES = int(os.environ.get("YARNNN_HISTORIES", "500"))
TEAM, MIA = "team@group.calendar.google.com", "mia@northlight.example"
LISBON = ZoneInfo(ZONE)
FIRST = datetime(2026, 10, 19, 14, tzinfo=LISBON)  # a Monday, a week before the clocks go back
RULES = (
    ["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5"],
    ["RRULE:FREQ=DAILY;COUNT=8", "EXDATE;TZID=Europe/Lisbon:20261024T140000"],
    ["RRULE:FREQ=WEEKLY;UNTIL=20261110T235959Z;BYDAY=MO"],
)
FAULTS = (
    google_error(429, retry_after=0),
    google_error(403, "userRateLimitExceeded"),
    google_error(500),
    google_error(503),
    google_error(404),
    google_error(403),
    google_error(410),
    google_error(400, "invalid"),
    Dropped(0),
    Dropped(0.5),
)
DONE: Counter[str] = Counter()


class Dying:
    """A source in a process that is killed after some of its commits."""

    def __init__(self, source: CalendarSource, commits: int) -> None:
        self._source = source
        self._commits = commits

    def slices(self) -> Iterator[Slice]:
        for number, one in enumerate(self._source.slices()):
            if number >= self._commits:
                raise Killed
            yield one


class Histories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.server = fresh_server()
        self.warehouse = MemoryWarehouse("calendar", CalendarSource.tables)
        self.calendars = ["Team", MIA]
        self.events: list[str] = []
        self.number = 0
        self.ever: dict[str, set[Any]] = {}  # whatever an item has been while a sync could see it
        self.must: dict[str, list[Any]] = {}  # what it was at the end of each whole sync
        DONE["histories"] += 1

    # --- people

    @initialize(shared=st.booleans(), cancelled_first=st.booleans())
    def begin(self, shared: bool, cancelled_first: bool) -> None:
        """A series with a moved and a cancelled instance, which may be listed before it, and a single meeting."""
        self.add(0, shared, "series")
        self.add(1, not shared, "single")
        series = self.server.events[self.events[0]]
        self.server.move(series.id, FIRST + timedelta(days=8), instance=FIRST + timedelta(days=7))
        self.server.cancel(series.id, instance=FIRST + timedelta(days=14))
        if cancelled_first:
            self.server.events = dict(reversed(self.server.events.items()))
        self._seen()

    @rule(
        day=st.integers(0, 14),
        shared=st.booleans(),
        kind=st.sampled_from(["single", "series", "series", "day", "days"]),
    )
    def add(self, day: int, shared: bool, kind: str) -> None:
        start = (FIRST if kind in ("single", "series") else FIRST.date()) + timedelta(days=day)
        rules = RULES[day % len(RULES)] if kind == "series" else ["RRULE:FREQ=DAILY;COUNT=4"] if kind == "days" else ()
        calendar, other = (TEAM, MIA) if day % 3 else (MIA, TEAM)
        more = {"also_in": (other,) if shared else (), "attendees": {"dana@acme.example": "needsAction"}}
        event = self.server.add_event(calendar, self._name(), start, recurrence=rules, **more)
        self.events.append(event)
        self._seen()

    @precondition(lambda self: self.events)
    @rule(pick=st.integers(0, 99), days=st.integers(-3, 3), hours=st.integers(-2, 3))
    def move(self, pick: int, days: int, hours: int) -> None:
        event = self._event(pick)
        if not event.is_cancelled:
            by = timedelta(days=days) if not isinstance(event.start, datetime) else timedelta(days=days, hours=hours)
            self.server.move(event.id, event.start + by)
            self._seen()

    @precondition(lambda self: self.events)
    @rule(
        pick=st.integers(0, 99),
        slot=st.integers(0, 9),
        what=st.sampled_from(["move", "cancel", "cancel", "edit", "restore"]),
    )
    def change_instance(self, pick: int, slot: int, what: str) -> None:
        series = self._event(pick)
        if series.is_cancelled or not series.recurrence:
            return
        slots = self.server.slots(series)
        at = slots[slot % len(slots)]
        match what:
            case "move":
                self.server.edit(series.id, instance=at, status="confirmed")
                self.server.move(series.id, at + timedelta(days=1), instance=at)
            case "cancel":
                self.server.cancel(series.id, instance=at)
            case _:
                self.server.edit(series.id, instance=at, summary=self._name(), status="confirmed")
        self._seen()

    @precondition(lambda self: self.events)
    @rule(pick=st.integers(0, 99), what=st.sampled_from(["name", "name back", "answer", "colour", "restore", "split"]))
    def edit(self, pick: int, what: str) -> None:
        event = self._event(pick)
        if event.is_cancelled != (what == "restore"):
            return
        match what:
            case "name":
                self.server.edit(event.id, summary=self._name())
            case "name back":
                self.server.edit(event.id, summary="As it was")
            case "answer":
                self.server.edit(event.id, attendees={"dana@acme.example": "accepted"})
            case "colour":
                self.server.edit(event.id, colorId="7")
            case "restore":
                self.server.edit(event.id, status="confirmed")
            case "split" if event.recurrence and isinstance(event.start, datetime):
                self.server.edit(event.id, recurrence=["RRULE:FREQ=WEEKLY;UNTIL=20261026T000000Z;BYDAY=MO"])
                new = self.server.add_event(event.calendars[0], self._name(), FIRST, recurrence=RULES[0])
                self.events.append(new)
        self._seen()

    @precondition(lambda self: self.events)
    @rule(pick=st.integers(0, 99))
    def cancel(self, pick: int) -> None:
        self.server.cancel(self._event(pick).id)
        self._seen()

    @rule()
    def expire(self) -> None:
        self.server.expire_sync_tokens()
        self.server._listings.clear()

    @rule(calendar=st.sampled_from([TEAM, MIA]))
    def lose_or_find_a_calendar(self, calendar: str) -> None:
        listed = self.server.calendars[calendar].lists[ME]
        listed.deleted = not listed.deleted

    @rule()
    def swap_what_is_configured(self) -> None:
        self.calendars = [MIA] if len(self.calendars) == 2 else ["Team", MIA]

    # --- syncs

    @rule()
    def sync(self) -> None:
        self._whole_sync()

    @rule(
        kill_at=st.none() | st.integers(1, 8),
        commits=st.none() | st.integers(0, 5),
        faults=st.lists(st.tuples(st.sampled_from(FAULTS), st.sampled_from([1, 1, 2, 7])), max_size=2),
        requests=st.none() | st.integers(0, 6),
        cap=st.sampled_from([None, 1, 2]),
    )
    def broken_sync(
        self, kill_at: int | None, commits: int | None, faults: list[Any], requests: int | None, cap: int | None
    ) -> None:
        self.server.page_cap = cap
        for fault, times in faults:
            self.server.fail(fault, where="calendar", times=times)
            DONE["faults"] += times
        try:
            self._sync(kill_at, requests, commits)
        except Killed:
            DONE["kills"] += 1
        except UserError:
            DONE["stopped"] += 1
        self.server.forget_faults()

    def teardown(self) -> None:
        self.calendars = ["Team", MIA]
        for calendar in (TEAM, MIA):
            self.server.calendars[calendar].lists[ME].deleted = False
        self._seen()
        self._whole_sync()
        self._check()
        rows = sum(map(len, self.warehouse.history("events").values()))
        before = len(self.server.requests)
        self._whole_sync()
        assert len(self.server.requests) - before == 2, "an idle sync asks once a calendar"
        assert sum(map(len, self.warehouse.history("events").values())) == rows, "an idle sync lands nothing"
        DONE["requests"] += len(self.server.requests)

    # --- what must hold

    def _check(self) -> None:
        shown = shown_by(self.server, (TEAM, MIA))
        landed = {item: content_of(row) for item, row in self.warehouse.current("events").items()}
        assert landed == shown
        containers = {item: row["container_id"] for item, row in self.warehouse.current("events").items()}
        for item, container in containers.items():
            assert container in ("calendar:Team", f"calendar:{MIA}"), item
        for item, rows in self.warehouse.history("events").items():
            contents = [content_of(row) for row in rows]
            assert all(one != other for one, other in pairwise(contents)), f"doubled: {contents}"
            unseen = [one for one in contents if one not in self.ever.get(item, set()) | {("deleted",)}]
            assert not unseen, f"never shown: {unseen}"
            assert len({row["version"] for row in rows}) == len(rows)
        for item, states in self.must.items():
            rows = iter([content_of(row) for row in self.warehouse.history("events")[item]])
            in_order = [one for number, one in enumerate(states) if not number or one != states[number - 1]]
            assert all(one in rows for one in in_order), f"lost of {item}: {in_order}"

    def _whole_sync(self) -> None:
        """One that nothing disturbs: what the readable calendars show is landed."""
        self.server.page_cap = None
        source = self._sync(None, None)
        lost = [one for one in (TEAM, MIA) if self.server.calendars[one].lists[ME].deleted]
        assert {one.problem for one in source.accounts()} <= {"", "notFound"}
        if lost or len(self.calendars) < 2:
            return  # what is in the other calendar is as it was
        shown = shown_by(self.server, (TEAM, MIA))
        for item in self.must.keys() | shown.keys():
            self.must.setdefault(item, []).append(shown.get(item, ("deleted",)))
        landed = {item: content_of(row) for item, row in self.warehouse.current("events").items()}
        assert landed == shown

    def _sync(self, kill_at: int | None, requests: int | None, commits: int | None = None) -> CalendarSource:
        DONE["syncs"] += 1
        self.server.pass_time(minutes=10)
        budget = Budget(requests=requests)
        auth = BearerTokenAuth(self.server.token_for())
        api = Api(self.server.endpoint, auth=auth, budget=budget, backoff_seconds=0)
        Line(self.server, kill_at).connect(api)
        known = MemoryEvents(self.warehouse)
        options = CalendarOptions(tuple(self.calendars), since=0, time_zone=ZONE)
        now = self.server.now

        def make(state: Mapping[str, Any]) -> CalendarSource:
            source = CalendarSource(api, options, state, known, Skips(), now=lambda: now)
            return source if commits is None else Dying(source, commits)

        return self.warehouse.run(make)

    def _seen(self) -> None:
        DONE["steps"] += 1
        for calendars in ((TEAM,), (MIA,)):
            for item, content in self._all_shown(calendars).items():
                self.ever.setdefault(item, set()).add(content)

    def _all_shown(self, calendars: tuple[str, ...]) -> dict[str, Any]:
        listed = [self.server.calendars[one].lists[ME] for one in calendars]
        were = [one.deleted for one in listed]
        for one in listed:
            one.deleted = False
        shown = shown_by(self.server, calendars)
        for one, was in zip(listed, were, strict=True):
            one.deleted = was
        return shown

    def _event(self, pick: int) -> Event:
        return self.server.events[self.events[pick % len(self.events)]]

    def _name(self) -> str:
        self.number += 1
        return f"Meeting {self.number}"


def fresh_server() -> CalendarServer:
    """Nothing connects to its socket, so that is closed at once."""
    server = CalendarServer(datetime(2026, 10, 12, 9, tzinfo=UTC))
    server._http.server_close()
    server.add_calendar(TEAM, "Team")
    server.add_calendar(MIA, MIA)
    return server


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=12, deadline=None, derandomize=True, database=None
)


def teardown_module() -> None:
    print(dict(DONE))
