"""Calendar live: after meetings are made, moved, edited and cancelled, what has landed is what the calendars show.

Requests go over real HTTP. Where DuckDB, dlt and the lock matter, rows go through `Commits` (`home_office`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import duckdb
import orjson
import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from tests.line.landing_line import agency as agency_settings
from tests.platforms.calendar_line import ZONE, MemoryEvents, content_of, shown_by
from tests.platforms.calendar_server import ME, CalendarServer, google_error
from tests.platforms.faults import MemoryWarehouse
from tests.platforms.loopback import Answer, Request
from yarnnn_pipelines.context.meetings.recurrence import Span
from yarnnn_pipelines.context.meetings.series import occurrences_of
from yarnnn_pipelines.context.meetings.versions import EventVersion
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.calendar.copies import KnownEvents, LandedEvents
from yarnnn_pipelines.sources.calendar.items import also_touched
from yarnnn_pipelines.sources.calendar.live import CalendarOptions, CalendarSource
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.shared.commits import Commits
from yarnnn_pipelines.sources.shared.http import Api, Budget
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account
from yarnnn_pipelines.stores.home import Home

TEAM, MIA = "team@group.calendar.google.com", "mia@northlight.example"
LISBON = ZoneInfo(ZONE)
WEEKLY = ("RRULE:FREQ=WEEKLY;BYDAY=MO",)


def lisbon(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LISBON)


class Telling(CalendarServer):
    """People's copies differ in more than the server keeps: `told` are the next changes of {calendar: resources}."""

    told: ClassVar[dict[str, list[dict[str, Any]]]] = {}

    def answer(self, request: Request) -> Answer:
        answer = super().answer(request)
        calendar = unquote(request.path.split("/")[-2])
        if request.path.endswith("/events") and calendar in self.told:
            return Answer(answer.body | {"items": self.told.pop(calendar)})
        return answer


class Office:
    """Some calendars, and a warehouse in memory into which they are synced."""

    def __init__(self, server: CalendarServer) -> None:
        self.server, self.calendars = server, ("Team", MIA)
        self.skips = Skips()
        self.warehouse = MemoryWarehouse("calendar", CalendarSource.tables)

    def source(self, state: Any, known: KnownEvents, requests: int | None, page_size: int) -> CalendarSource:
        auth = BearerTokenAuth(self.server.token_for())
        api = Api(self.server.endpoint, auth=auth, budget=Budget(requests=requests), backoff_seconds=0.001)
        now = self.server.now
        options = CalendarOptions(self.calendars, since=0, time_zone=ZONE, page_size=page_size)
        return CalendarSource(api, options, state, known, self.skips, now=lambda: now)

    def sync(self, requests: int | None = None, page_size: int = 2500) -> dict[str, Account]:
        """The accounts by name."""
        self.skips = Skips()
        known = MemoryEvents(self.warehouse)
        source = self.warehouse.run(lambda state: self.source(state, known, requests, page_size))
        return {account.name: account for account in source.accounts()}

    def rows(self) -> list[dict[str, Any]]:
        """All versions, the oldest first."""
        found = [row for versions in self.warehouse.history("events").values() for row in versions]
        found.sort(key=lambda row: (row["observed_at"], row["item_id"]))
        return [row | {"occurred_at": datetime.fromtimestamp(row["occurred_at"] / 1e6, UTC)} for row in found]

    def landed(self) -> dict[str, Any]:
        current = {row["item_id"]: row for row in self.rows()}
        return {item: content_of(row) for item, row in current.items() if not row["is_deleted"]}

    def shown(self) -> dict[str, Any]:
        return shown_by(self.server, (TEAM, MIA))

    def requests_of(self, what: Any) -> list[str]:
        before = len(self.server.requests)
        what()
        return [request.path.removeprefix("/calendar/v3/") for request in self.server.requests[before:]]


class HomeOffice(Office):
    """As above, with a home on disk."""

    def __init__(self, server: CalendarServer, home: Home) -> None:
        super().__init__(server)
        self.home = home

    def sync(self, requests: int | None = None, page_size: int = 2500) -> dict[str, Account]:
        self.skips = Skips()
        commits = Commits("calendar", self.home, CalendarSource.main_table, CalendarSource.tables, self.skips)
        known = LandedEvents(commits.asking("copies"), commits.asking("events"))
        source = self.source(commits.state, known, requests, page_size)
        for one in source.slices():
            commits.commit(one)
        commits.finish()
        return {account.name: account for account in commits.accounts(source)}

    def rows(self) -> list[dict[str, Any]]:
        with duckdb.connect(self.home.warehouse) as con:
            query = "select * from calendar.events order by observed_at, item_id"
            return con.execute(query).to_arrow_table().to_pylist()


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    with Telling(datetime(2026, 10, 12, 9, tzinfo=UTC)).running() as server:
        server.add_calendar(TEAM, "Team")
        server.add_calendar(MIA, MIA)
        yield server


@pytest.fixture
def office(server: CalendarServer) -> Office:
    return Office(server)


@pytest.fixture
def home_office(server: CalendarServer, tmp_path: Path) -> HomeOffice:
    return HomeOffice(server, Home(tmp_path / "home"))


def _copy(event: str, **other: Any) -> dict[str, Any]:
    """A copy of the review of `busy`."""
    start, end = ({"dateTime": f"2026-10-20T{hour}:00:00+01:00", "timeZone": ZONE} for hour in (14, 15))
    head = {"id": event, "iCalUID": f"{event}@google.com", "status": "confirmed", "start": start, "end": end}
    return head | other


def busy(server: CalendarServer) -> tuple[str, str, str]:
    """A review in both calendars, a series with a moved, an edited and a cancelled instance, an all-day fair."""
    dana = {"dana@acme.example": "needsAction"}
    review = server.add_event(TEAM, "Review", lisbon(10, 20, 14), also_in=(MIA,), attendees=dana)
    weekly = server.add_event(TEAM, "Weekly", lisbon(10, 12, 14), recurrence=WEEKLY)
    server.move(weekly, lisbon(10, 27, 9), instance=lisbon(10, 26, 14))
    server.edit(weekly, instance=lisbon(11, 2, 14), summary="Weekly with Dana")
    server.cancel(weekly, instance=lisbon(10, 19, 14))
    fair = server.add_event(TEAM, "Fair", date(2026, 10, 24), date(2026, 10, 27))
    return review, weekly, fair


def test_a_first_sync_lands_all_there_is_and_an_idle_one_asks_once_a_calendar(
    home_office: HomeOffice,
) -> None:
    office = home_office
    busy(office.server)
    assert len(office.requests_of(office.sync)) == 3  # the list of calendars, and each once
    assert office.landed() == office.shown()
    rows = len(office.rows())
    assert sorted(office.requests_of(office.sync)) == [
        "calendars/mia%40northlight.example/events",
        "calendars/team%40group.calendar.google.com/events",
    ]
    assert len(office.rows()) == rows


def test_moves_edits_answers_and_cancellations_are_versions_and_settings_are_none(office: Office) -> None:
    review, weekly, fair = busy(office.server)
    office.sync()
    rows = len(office.rows())
    office.server.edit(review, colorId="4", reminders={"useDefault": False})
    office.sync()
    assert len(office.rows()) == rows
    office.server.move(review, lisbon(10, 21, 10))
    office.server.edit(fair, attendees={"dana@acme.example": "accepted"})
    office.server.cancel(weekly, instance=lisbon(11, 9, 14))
    office.sync()
    assert office.landed() == office.shown()
    assert len(office.rows()) == rows + 3
    times = [row["occurred_at"] for row in office.rows() if row["item_id"] == f"calendar:{review}@google.com"]
    assert times == [lisbon(10, 20, 14), lisbon(10, 21, 10)]
    [gone] = [row for row in office.rows()[rows:] if row["item_id"].endswith(":20261109T140000Z")]
    assert not gone["is_deleted"]
    assert orjson.loads(gone["payload"])["status"] == "cancelled"
    assert gone["text"] == "Weekly"


def test_a_cancelled_series_takes_its_exceptions_and_comes_back_with_them(office: Office) -> None:
    _, weekly, _ = busy(office.server)
    office.sync()
    office.server.cancel(weekly)
    office.sync()
    assert office.landed() == office.shown()
    assert not any(weekly in item for item in office.landed())
    office.server.edit(weekly, status="confirmed")
    office.sync()
    assert office.landed() == office.shown()
    assert sum(weekly in item for item in office.landed()) == 4


def test_this_and_following_ends_the_old_series_and_begins_a_new_one(office: Office) -> None:
    _, weekly, _ = busy(office.server)
    office.sync()
    office.server.edit(weekly, recurrence=["RRULE:FREQ=WEEKLY;UNTIL=20261025T235959Z;BYDAY=MO"])
    office.server.add_event(TEAM, "Weekly", lisbon(10, 26, 16), recurrence=WEEKLY, event_id=f"{weekly}_R20261026")
    office.sync()
    assert office.landed() == office.shown()


def test_a_cancelled_instance_whose_series_comes_on_a_later_page_or_run_is_kept(office: Office) -> None:
    weekly = office.server.add_event(TEAM, "Weekly", lisbon(10, 12, 14), recurrence=WEEKLY)
    gone = office.server.cancel(weekly, instance=lisbon(10, 19, 14))
    # Google promises no order: the exception comes first.
    office.server.events = dict(reversed(office.server.events.items()))
    office.sync(requests=2, page_size=1)
    office.sync(page_size=1)
    assert office.landed() == office.shown()
    assert office.landed()[office.server.visible()[gone].item_id] == ("cancelled",)


def test_an_instance_whose_series_was_cancelled_before_its_page_came_does_not_stay(office: Office) -> None:
    weekly = office.server.add_event(TEAM, "Weekly", lisbon(10, 12, 14), recurrence=WEEKLY)
    office.server.move(weekly, lisbon(10, 20, 14), instance=lisbon(10, 19, 14))
    office.server.events = dict(reversed(office.server.events.items()))
    office.sync(requests=2, page_size=1)
    assert office.landed()
    office.server.cancel(weekly)
    office.sync(page_size=1)
    assert office.landed() == office.shown() == {}


@pytest.mark.long
def test_an_expired_token_costs_one_listing_and_finds_what_is_gone(
    home_office: HomeOffice,
) -> None:
    office = home_office
    review, _, fair = busy(office.server)
    office.sync()
    rows = len(office.rows())
    office.server.cancel(fair)
    del office.server.events[review]  # deleted so long ago that nothing tells of it
    office.server.expire_sync_tokens()
    asked = office.requests_of(office.sync)
    assert len(asked) == 4  # each calendar: 410, and whole
    assert office.landed() == office.shown()
    assert len(office.rows()) == rows + 2


def test_a_token_that_is_refused_again_and_again_is_no_loop(office: Office) -> None:
    busy(office.server)
    office.sync()
    office.server.fail(google_error(410), where="/events", times=20)
    accounts = office.sync()
    assert {account.problem for account in accounts.values()} == {"fullSyncRequired"}
    office.server.forget_faults()
    office.sync()
    assert office.landed() == office.shown()


def test_a_page_token_that_breaks_midway_begins_the_listing_again(office: Office) -> None:
    for day in range(13, 20):
        office.server.add_event(TEAM, f"Day {day}", lisbon(10, day, 9))
    office.calendars = ("Team",)
    office.sync(requests=3, page_size=2)
    office.server._listings.clear()
    accounts = office.sync(page_size=2)
    assert office.landed() == office.shown()
    assert accounts["Team"].whole_at
    assert not accounts["Team"].unread


def test_small_budgets_get_everything_in_the_end(office: Office) -> None:
    busy(office.server)
    assert office.sync(requests=0)["Team"].unread == [[0, None]]
    for _ in range(8):
        office.sync(requests=2, page_size=1)
    assert office.landed() == office.shown()


def test_a_calendar_that_is_lost_costs_no_other_and_nothing_of_it_is_deleted(office: Office) -> None:
    review, *_ = busy(office.server)
    mine = office.server.add_event(MIA, "Mine", lisbon(10, 22, 14))
    office.sync()
    before = office.landed()
    office.server.remove_calendar(TEAM)
    office.server.edit(mine, summary="Mine, edited")
    accounts = office.sync()
    assert accounts["Team"].problem == "notFound"
    assert "share the calendar" in accounts["Team"].mend
    assert not accounts[MIA].problem
    assert {item for item, content in office.landed().items() if content != before[item]} == {
        f"calendar:{mine}@google.com"
    }
    assert office.landed().keys() == before.keys()
    office.sync()
    office.server.cancel(review)
    office.server.calendars[TEAM].lists[ME].deleted = False
    accounts = office.sync()
    assert not accounts["Team"].problem
    assert office.landed() == office.shown()


def test_a_meeting_in_two_calendars_is_one_item_until_both_copies_are_gone(office: Office) -> None:
    review, *_ = busy(office.server)
    item = f"calendar:{review}@google.com"
    office.sync()
    office.server.events[review].calendars = (MIA,)
    office.server.told = {TEAM: [{"id": review, "status": "cancelled"}]}
    office.sync()
    assert item in office.landed()
    office.server.cancel(review)
    office.sync()
    assert [row["is_deleted"] for row in office.rows() if row["item_id"] == item] == [False, True]


def test_the_newest_copy_of_a_meeting_counts_in_whatever_order_they_are_read(office: Office) -> None:
    review, *_ = busy(office.server)
    office.sync()
    item = f"calendar:{review}@google.com"
    stale = _copy(review, sequence=0, summary="An attendee's stale copy")
    fresh = _copy(review, sequence=3, summary="The organizer's")
    for _ in range(3):
        office.server.told = {TEAM: [fresh], MIA: [stale]}
        office.sync()
    assert [row["text"] for row in office.rows() if row["item_id"] == item] == ["Review", "The organizer's"]
    assert {row["container_id"] for row in office.rows() if row["item_id"] == item} == {"calendar:Team"}
    office.server.told = {TEAM: [{"id": review, "status": "cancelled"}]}
    office.sync()  # now the other copy counts, and Google is asked for it
    assert [row["text"] for row in office.rows() if row["item_id"] == item][2:] == ["Review"]


def test_an_instance_that_one_attendee_removed_still_takes_place(office: Office) -> None:
    weekly = office.server.add_event(TEAM, "Weekly", lisbon(10, 12, 14), also_in=(MIA,), recurrence=WEEKLY)
    office.sync()
    slot = {"dateTime": "2026-10-19T14:00:00+01:00", "timeZone": ZONE}
    removed = {"id": f"{weekly}_20261019T130000Z", "status": "cancelled", "recurringEventId": weekly}
    office.server.told = {MIA: [removed | {"originalStartTime": slot}]}
    office.sync()
    assert office.landed() == office.shown()
    office.server.cancel(weekly, instance=lisbon(10, 19, 14))
    office.sync()
    assert office.landed() == office.shown()
    assert ("cancelled",) in office.landed().values()


def test_a_renamed_calendar_keeps_its_container_and_a_new_one_is_read(office: Office) -> None:
    office.calendars = ("Team",)
    office.server.add_event(TEAM, "Review", lisbon(10, 20, 14))
    office.sync()
    office.server.rename_calendar(TEAM, "Projects")
    office.server.add_event(TEAM, "Kick-off", lisbon(10, 21, 14))
    office.sync()
    assert {row["container_id"] for row in office.rows()} == {"calendar:Team"}
    assert office.skips.counts == {"calendar_renamed": 1}
    office.calendars = ("Team", "me", "Nowhere")
    office.server.add_event(ME, "Mine", lisbon(10, 22, 14))
    accounts = office.sync()
    assert accounts["Nowhere"].problem == "notFound"
    assert {row["container_id"] for row in office.rows()} == {"calendar:Team", "calendar:Me"}


def test_a_calendar_that_takes_the_name_of_another_is_not_it(office: Office) -> None:
    office.calendars = ("Team",)
    office.server.add_event(TEAM, "Review", lisbon(10, 20, 14))
    office.sync()
    office.server.rename_calendar(TEAM, "Projects")
    office.server.rename_calendar(ME, "Team")
    office.server.add_event(ME, "Mine", lisbon(10, 22, 14))
    office.calendars = ("Team", "Nowhere")  # so that Google is asked for names again
    office.sync()
    assert len(office.rows()) == 1


def test_calendars_are_named_by_id_name_or_primary_and_each_is_read_once(office: Office) -> None:
    office.server.add_event(ME, "Mine", lisbon(10, 22, 14))
    office.calendars = ("primary", "me", ME, "TEAM", TEAM)
    accounts = office.sync()
    assert {name: account.container_id for name, account in accounts.items()} == {
        "Me": "calendar:Me",
        "Team": "calendar:Team",
    }
    office.server.add_calendar("other@group.calendar.google.com", "team")
    office.calendars = ("Team",)
    office.warehouse.clear()
    accounts = office.sync()
    assert accounts["Team"].problem == "ambiguous"
    assert "id" in accounts["Team"].mend
    assert office.landed() == {}


def test_a_run_that_ends_before_a_whole_listing_says_that_it_is_unread(office: Office) -> None:
    busy(office.server)
    office.calendars = ("Team",)
    office.sync()
    office.server.expire_sync_tokens()
    assert office.sync(requests=1)["Team"].unread == [[0, None]]
    assert office.sync()["Team"].unread == []


def test_a_changed_series_touches_the_weeks_of_all_its_meetings(office: Office) -> None:
    _, weekly, _ = busy(office.server)
    office.sync()
    [payload] = [row["payload"] for row in office.rows() if row["item_id"] == f"calendar:{weekly}@google.com"]
    touched = also_touched([payload], lisbon(10, 1), lisbon(11, 10), LISBON)
    assert sorted(touched) == [lisbon(10, day, 14) for day in (12, 19, 26)] + [lisbon(11, day, 14) for day in (2, 9)]


def test_what_happens_to_a_calendar_while_it_is_not_configured_is_found_afterwards(office: Office) -> None:
    review, *_ = busy(office.server)
    office.sync()
    office.calendars = (MIA,)
    office.server.events[review].calendars = (TEAM,)
    office.server.told = {MIA: [{"id": review, "status": "cancelled"}]}
    office.sync()
    assert f"calendar:{review}@google.com" not in office.landed()
    office.calendars = ("Team", MIA)
    office.sync()
    assert office.landed() == office.shown()


def test_an_event_that_cannot_be_read_costs_no_other_and_is_named(office: Office) -> None:
    review, *_ = busy(office.server)
    office.server.edit(review, recurrence=["XRULE:never"])
    accounts = office.sync()
    assert office.skips.counts["unreadable_event"] == 2
    assert accounts["Team"].problem == "unreadable_events"
    assert "Review" in accounts["Team"].mend
    assert len(office.landed()) == len(office.shown()) - 1
    office.server.edit(review, recurrence=[])
    assert not office.sync()["Team"].problem
    assert office.landed() == office.shown()


@pytest.mark.parametrize(
    ("answer", "mend"),
    [
        (google_error(403, "insufficientPermissions"), "calendar.readonly"),
        (google_error(401), "authorize again"),
    ],
)
def test_what_stops_the_whole_source_is_told_with_its_mend(office: Office, answer: Answer, mend: str) -> None:
    office.server.fail(answer)
    with pytest.raises(UserError) as caught:
        office.sync()
    assert mend in caught.value.mend
    assert "ya29" not in str(caught.value)


def test_a_calendar_of_which_only_busy_times_are_shared_keeps_what_it_had(office: Office) -> None:
    busy(office.server)
    office.sync()
    rows = len(office.rows())
    office.server.calendars[TEAM].lists[ME].access_role = "freeBusyReader"
    office.server.expire_sync_tokens()
    assert office.sync()["Team"].problem == "onlyFreeBusy"
    assert len(office.rows()) == rows


# --- the same as an export


def test_an_export_lands_the_same_versions_but_for_series_with_cancelled_instances(
    home_office: HomeOffice, tmp_path: Path
) -> None:
    office = home_office
    _, weekly, fair = busy(office.server)
    office.server.edit(fair, description="Numbers; plans,\n\n<b>and</b> more ", location="Porto")
    office.server.add_event(
        TEAM,
        "Daily",
        lisbon(10, 20, 9),
        recurrence=["RRULE:FREQ=DAILY;COUNT=9", "EXDATE;TZID=Europe/Lisbon:20261022T090000"],
    )
    old = office.server.add_event(TEAM, "Gone since", lisbon(10, 20, 8))
    path = office.server.export_ics(tmp_path / "team.ics", TEAM)
    land("calendar", agency_settings(calendar={"export": [str(path)]}), office.home)
    exported = {row["item_id"]: row for row in office.rows()}
    office.server.cancel(old)
    office.sync()
    added = office.rows()[len(exported) :]
    series = f"calendar:{weekly}@google.com"
    assert {row["item_id"] for row in added} == {series, f"{series}:20261019T130000Z", f"calendar:{old}@google.com"}
    assert office.landed() == office.shown()


def occurrences(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    versions = [
        EventVersion(**{name: row[name] for name in _ENVELOPE}, payload=orjson.loads(row["payload"])) for row in rows
    ]
    found: list[tuple[Any, ...]] = []
    for series in {version.item_id.split("google.com")[0] for version in versions}:
        span = Span(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
        meetings, _ = occurrences_of([one for one in versions if one.item_id.startswith(series)], span, ZONE)
        found += [
            (one.starts_at, one.ends_at, one.all_day, one.source.payload["summary"])
            for one in meetings
            if one.status in ("confirmed", "tentative")
        ]
    return sorted(found)


_ENVELOPE = (
    *("item_id", "version", "observed_at", "edited_at", "occurred_at"),
    *("is_deleted", "container_id", "permalink"),
)


def test_live_and_exported_series_give_the_same_meetings_across_the_clock_change(
    home_office: HomeOffice, tmp_path: Path
) -> None:
    office = home_office
    _, weekly, _ = busy(office.server)
    office.server.cancel(weekly, instance=lisbon(11, 16, 14))
    days = office.server.add_event(TEAM, "Days", date(2026, 10, 23), recurrence=["RRULE:FREQ=DAILY;COUNT=5"])
    office.server.cancel(days, instance=date(2026, 10, 25))
    office.server.add_event(
        TEAM,
        "Odd",
        lisbon(10, 13, 11),
        recurrence=[
            "RRULE:FREQ=WEEKLY;COUNT=5",
            "EXDATE;TZID=Europe/Lisbon:20261027T110000",
            "RDATE;TZID=Europe/Lisbon:20261028T110000",
        ],
    )
    office.calendars = ("Team",)
    office.sync()
    path = office.server.export_ics(tmp_path / "team.ics", TEAM)
    other = HomeOffice(office.server, Home(tmp_path / "other"))
    land("calendar", agency_settings(calendar={"export": [str(path)]}), other.home)
    live = occurrences(office.rows())
    assert live == occurrences(other.rows())
    held = [start.astimezone(LISBON).strftime("%m-%d %H") for start, *_, name in live if name.startswith("Weekly")]
    assert held == ["10-12 14", "10-27 09", "11-02 14", "11-09 14", "11-23 14", "11-30 14"]
