"""Random histories of two calendars and of syncs that are killed, refused and cut short: nothing is lost or doubled.

Each listing tells all at once, so that after any sync what has landed is what those calendars show that claim to be
read; and what stands in a calendar that can't be read stays. Copies that differ in what they say are
test_calendar_source.py's matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.platforms.calendar_line import CANCELLED, ZONE, LeavingServer, MemoryEvents, content_of, shown_by
from tests.platforms.calendar_server import ME, Event, google_error
from tests.platforms.faults import Killed, Line, MemoryWarehouse
from tests.platforms.histories import FEW, MANY, tell
from tests.platforms.loopback import Dropped
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.calendar.copies import Copy
from yarnnn_pipelines.sources.calendar.live import CalendarOptions, CalendarSource
from yarnnn_pipelines.sources.shared.envelope import microseconds
from yarnnn_pipelines.sources.shared.http import ATTEMPTS, Api, Budget
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice

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
FAULTS_MET = st.dictionaries(  # see `faults.Line`
    st.integers(1, 12), st.tuples(st.sampled_from(FAULTS), st.sampled_from([1, 1, 2, ATTEMPTS])), max_size=3
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
        if what == "restore" and any(one.event == event.id and one.standing for one in self._copies()):
            return  # Google doesn't say what becomes of a series' exceptions that nobody saw go with it
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

    @precondition(lambda self: self.events)
    @rule(pick=st.integers(0, 99), calendar=st.integers(0, 1))
    def leave(self, pick: int, calendar: int) -> None:
        event = self._event(pick)
        if len(event.calendars) == 2 and not event.is_cancelled:
            self.server.leave(event.id, event.calendars[calendar])

    @rule()
    def expire(self) -> None:
        self.server.expire_sync_tokens()
        self.server._listings.clear()

    # A calendar that is lost while it is put into the settings again is not known to be the one that was there.
    @precondition(lambda self: len(self.calendars) == 2)
    @rule(calendar=st.sampled_from([TEAM, MIA]))
    def lose_or_find_a_calendar(self, calendar: str) -> None:
        listed = self.server.calendars[calendar].lists[ME]
        listed.deleted = not listed.deleted

    @precondition(lambda self: not any(self.server.calendars[one].lists[ME].deleted for one in (TEAM, MIA)))
    @rule()
    def swap_what_is_configured(self) -> None:
        self.calendars = [MIA] if len(self.calendars) == 2 else ["Team", MIA]

    # --- syncs

    @rule(cap=st.sampled_from([None, 1, 2]))
    def sync(self, cap: int | None) -> None:
        self._whole_sync(cap)

    @rule(cap=st.sampled_from([None, 1, 2]), pick=st.integers(0, 99))
    def cancel_and_sync(self, cap: int | None, pick: int) -> None:
        self.cancel(pick)
        self._whole_sync(cap)

    @rule(
        kill_at=st.none() | st.integers(1, 10),
        commits=st.none() | st.integers(0, 8),
        faults=st.just({}) | FAULTS_MET,
        requests=st.none() | st.integers(0, 6),
        cap=st.sampled_from([None, 1, 2]),
        expired=st.sampled_from(["", "", "syncs", "pages", "all"]),
        without_token=st.sampled_from([0, 0, 0, 1, 2]),
        cancelled=st.none() | st.integers(0, 99),
    )
    def broken_sync(
        self,
        kill_at: int | None,
        commits: int | None,
        faults: Mapping[int, Any],
        requests: int | None,
        cap: int | None,
        expired: str,
        without_token: int,
        cancelled: int | None,
    ) -> None:
        if cancelled is not None and self.events:
            self.cancel(cancelled)
        if expired in ("syncs", "all"):
            self.server.expire_sync_tokens()
        if expired in ("pages", "all"):
            self.server._listings.clear()
        self.server.page_cap, self.server.without_token = cap, without_token
        try:
            self._sync(kill_at, requests, commits, faults)
        except Killed:
            DONE["kills"] += 1
        except UserError:
            DONE["stopped"] += 1
        self.server.forget_faults()
        self.server.without_token = 0

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
            # An instance may be told before its series, with which it is deleted: for a page it is cancelled.
            settled = [one for one, then in pairwise([*contents, None]) if (one, then) != (CANCELLED, ("deleted",))]
            unseen = [one for one in settled if one not in self.ever.get(item, set()) | {("deleted",)}]
            assert not unseen, f"never shown: {unseen}"
            assert len({row["version"] for row in rows}) == len(rows)
        for item, states in self.must.items():
            rows = iter([content_of(row) for row in self.warehouse.history("events")[item]])
            in_order = [one for number, one in enumerate(states) if not number or one != states[number - 1]]
            assert all(one in rows for one in in_order), f"lost of {item}: {in_order}"

    def _whole_sync(self, cap: int | None = None) -> None:
        """One that nothing disturbs: what the readable calendars show is landed."""
        self.server.page_cap = cap
        source = self._sync(None, None)
        lost = [one for one in (TEAM, MIA) if self.server.calendars[one].lists[ME].deleted]
        for account in source.accounts():
            is_lost = (TEAM if account.name == "Team" else MIA) in lost
            assert account.problem == ("notFound" if is_lost else "")
            assert is_lost or self._is_all_read(account), account
        if lost or len(self.calendars) < 2:
            return  # what is in the other calendar is as it was
        shown = shown_by(self.server, (TEAM, MIA))
        for item in self.must.keys() | shown.keys():
            self.must.setdefault(item, []).append(shown.get(item, ("deleted",)))

    def _sync(
        self,
        kill_at: int | None,
        requests: int | None,
        commits: int | None = None,
        faults: Mapping[int, Any] | None = None,
    ) -> CalendarSource:
        DONE["syncs"] += 1
        self.server.pass_time(minutes=10)
        api = Api(
            self.server.endpoint,
            auth=BearerTokenAuth(self.server.token_for()),
            budget=Budget(requests=requests),
            backoff_seconds=0,
        )
        line = Line(self.server, kill_at, faults)
        line.connect(api)
        known = MemoryEvents(self.warehouse)
        options = CalendarOptions(tuple(self.calendars), since=0, time_zone=ZONE)
        now = self.server.now

        def make(state: Mapping[str, Any]) -> CalendarSource:
            source = CalendarSource(api, options, state, known, Skips(), now=lambda: now)
            return source if commits is None else Dying(source, commits)

        standing = self._known_to_stand()
        accounts: list[Account] = []
        try:
            source = self.warehouse.run(make)
            accounts = source.accounts() if commits is None else source._source.accounts()
            return source
        finally:
            DONE["faults"] += line.faults_met
            assert standing <= self.warehouse.current("events").keys(), "deleted, and still there"
            self._check_what_is_read([one for one in accounts if self._is_all_read(one)])

    def _known_to_stand(self) -> set[str]:
        """Items that have landed, and stand in a calendar which has shown them: even if it can't be read now."""
        configured = {TEAM if one == "Team" else one for one in self.calendars}
        landed = self.warehouse.current("events")
        return {
            copy.item
            for copy in self._copies()
            if copy.standing and copy.calendar in configured and copy.item in landed
            if (event := self.server.events.get(copy.event)) and copy.calendar in event.calendars
            if self.server.is_standing(event)
        }

    def _copies(self) -> list[Copy]:
        return MemoryEvents(self.warehouse)._all()

    def _is_all_read(self, account: Account) -> bool:
        return not account.problem and account.unread == [] and account.read_until == microseconds(self.server.now)

    def _check_what_is_read(self, accounts: list[Account]) -> None:
        """Of the calendars that claim to be read up to now."""
        calendars = {TEAM if one.name == "Team" else MIA for one in accounts}
        landed = {item: content_of(row) for item, row in self.warehouse.current("events").items()}
        shown = self._all_shown(tuple(calendars))
        for other in {TEAM, MIA} - calendars:  # what stands there too, or did when it was last read, waits for it
            series = {one.item for one in self._copies() if one.calendar == other and one.standing}
            waiting = self._all_shown((other,)).keys() | series
            shown = {
                item: content
                for item, content in shown.items()
                if item not in waiting and ":".join(item.split(":")[:2]) not in series
            }
        assert shown.items() <= landed.items(), "claimed to be read, and not landed so"
        if len(calendars) == 2:
            DONE["all read"] += 1
            assert landed == shown

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


def fresh_server() -> LeavingServer:
    """Nothing connects to its socket, so that is closed at once."""
    server = LeavingServer(datetime(2026, 10, 12, 9, tzinfo=UTC))
    server._http.server_close()
    server.add_calendar(TEAM, "Team")
    server.add_calendar(MIA, MIA)
    return server


def test_a_few_histories() -> None:
    tell(Histories, FEW, steps=10)


@pytest.mark.long
def test_many_histories() -> None:
    tell(Histories, MANY, steps=10)


def teardown_module() -> None:
    print(dict(DONE))


def synced(history: Histories, **changed: Any) -> None:
    """A sync that may be cut short."""
    usual: dict[str, Any] = dict.fromkeys(("kill_at", "commits", "requests", "cap", "cancelled"))
    history.broken_sync(**usual | {"faults": {}, "expired": "", "without_token": 0} | changed)


def test_a_cancelled_instance_stays_so_while_its_other_calendar_is_listed_anew() -> None:
    history = Histories()
    history.begin(cancelled_first=False, shared=True)
    synced(history, requests=2)
    synced(history, expired="all", cap=1, commits=3)
    history.teardown()


def test_a_deletion_is_not_lost_with_a_run_that_ends_between_its_copies_and_its_events() -> None:
    history = Histories()
    history.begin(cancelled_first=True, shared=False)
    synced(history)
    synced(history)
    synced(history, expired="pages", cap=1, requests=4)
    synced(history, cancelled=26, cap=2, commits=1)
    synced(history, expired="all")
    history.teardown()
