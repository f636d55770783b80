"""Google's own Python client reads the loopback server as it would Google, and finds what the server says is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import google.auth.exceptions
import httplib2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.line.landing_line import Landings, agency
from tests.platforms.calendar_server import ME, SCOPE, CalendarServer, SeenEvent, google_error
from yarnnn_pipelines.sources.landing import land

LISBON = ZoneInfo("Europe/Lisbon")
TEAM = "team@group.calendar.google.com"
WEEKLY = ("RRULE:FREQ=WEEKLY;BYDAY=MO",)
CHANGE = date(2026, 10, 25)  # when Lisbon's clocks go back


def api_of(server: CalendarServer, credentials: Any = None) -> Any:
    credentials = credentials or Credentials(token=server.token_for())
    options = {"api_endpoint": server.endpoint}
    return build(
        *("calendar", "v3"),
        credentials=credentials,
        static_discovery=True,
        client_options=options,
        cache_discovery=False,
    )


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    server = CalendarServer(datetime(2026, 10, 12, 9, 0, tzinfo=UTC))
    with server.running():
        server.add_calendar(TEAM, "Team")
        yield server


def lisbon(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LISBON)


def listed(method: Any, **parameters: Any) -> tuple[list[Any], str | None]:
    """(items, sync token) of all pages; the token stands on the last page only."""
    items: list[Any] = []
    while True:
        page = method(**parameters).execute()
        items += page["items"]
        assert not {"nextPageToken", "nextSyncToken"} <= page.keys()
        if "nextPageToken" not in page:
            return items, page.get("nextSyncToken")
        parameters["pageToken"] = page["nextPageToken"]


def moment(point: dict[str, str] | None) -> str | None:
    if point is None:
        return None
    if "date" in point:
        return point["date"]
    return datetime.fromisoformat(point["dateTime"]).astimezone(UTC).isoformat()


def seen(event: dict[str, Any], known: dict[str, Any], calendar: str) -> SeenEvent:
    """What the API tells of an event, as the server's own truth puts it; a cancelled exception has its series' UID."""
    uid = event.get("iCalUID") or known[event["recurringEventId"]]["iCalUID"]
    slot = moment(event.get("originalStartTime"))
    basic = slot and slot.replace("-", "").replace(":", "").replace("+0000", "Z")
    return SeenEvent(
        id=event["id"],
        item_id=f"calendar:{uid}" + (f":{basic}" if basic else ""),
        calendar=calendar,
        summary=event.get("summary", ""),
        start=moment(event.get("start")),
        end=moment(event.get("end")),
        status=event["status"],
        recurrence=tuple(event.get("recurrence", ())),
        series=event.get("recurringEventId"),
        slot=slot,
        attendees={one["email"]: one["responseStatus"] for one in event.get("attendees", ())},
    )


class Synced:
    """A copy of one calendar, kept by the sync token as Google's guide tells."""

    def __init__(self, api: Any, calendar: str, **parameters: Any) -> None:
        self.api, self.calendar, self.parameters = api, calendar, parameters
        self.known: dict[str, Any] = {}
        self.token: str | None = None
        self.resyncs = 0

    def sync(self) -> dict[str, SeenEvent]:
        token = {"syncToken": self.token} if self.token else {}
        try:
            items, self.token = listed(self.api.events().list, calendarId=self.calendar, **self.parameters, **token)
        except HttpError as error:
            assert error.resp.status == 410  # noqa: PT017 - and the synchronization begins anew
            self.known, self.token = {}, None
            self.resyncs += 1
            return self.sync()
        for item in items:
            keeps = "recurringEventId" in item and not self.parameters.get("singleEvents")
            if item["status"] == "cancelled" and not keeps:
                self.known.pop(item["id"], None)
                self.known = {key: one for key, one in self.known.items() if one.get("recurringEventId") != item["id"]}
            else:
                self.known[item["id"]] = item
        return {key: seen(one, self.known, self.calendar) for key, one in self.known.items()}


def refused(request: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as caught:
        request.execute()
    [detail] = json.loads(caught.value.content)["error"]["errors"]
    return caught.value.resp.status, detail["reason"]


# --- listing


def test_the_calendar_list_is_paged_and_synced(server: CalendarServer) -> None:
    server.page_cap = 1
    api = api_of(server)
    items, token = listed(api.calendarList().list)
    assert [one["id"] for one in items] == [ME, TEAM]
    assert [one.get("primary", False) for one in items] == [True, False]
    assert listed(api.calendarList().list, syncToken=token)[0] == []
    server.remove_calendar(TEAM)
    server.add_calendar("acme", "Acme", zone="Europe/Berlin")
    changed = {one["id"]: one for one in listed(api.calendarList().list, syncToken=token)[0]}
    assert (changed[TEAM]["deleted"], changed["acme"]["timeZone"]) == (True, "Europe/Berlin")
    assert [one["id"] for one in listed(api.calendarList().list)[0]] == [ME, "acme"]
    assert refused(api.calendars().get(calendarId=TEAM)) == (404, "notFound")
    assert api.calendars().get(calendarId="primary").execute()["id"] == ME
    server.expire_sync_tokens()
    assert refused(api.calendarList().list(syncToken=token)) == (410, "fullSyncRequired")


@pytest.mark.parametrize("empty_first_page", [False, True])
def test_pages_are_whole_and_the_token_comes_last(server: CalendarServer, empty_first_page: bool) -> None:
    server.empty_first_page = empty_first_page
    for day in range(7):
        server.add_event(TEAM, f"Day {day}", date(2026, 11, 2 + day))
    copy = Synced(api_of(server), TEAM, maxResults=3)
    assert copy.sync() == server.visible(TEAM)
    assert server.count("/events") == 3 + empty_first_page


def test_an_event_tells_all_that_was_written(server: CalendarServer) -> None:
    event = server.add_event(
        *(TEAM, "Review", lisbon(11, 17, 14), lisbon(11, 17, 15, 30)),
        organizer="mia@northlight.example",
        attendees={"dana@acme.example": "accepted", ME: "needsAction"},
        description="Numbers first, then plans; all of them",
        location="Room 1",
        also_in=[ME],
    )
    api = api_of(server)
    one = api.events().get(calendarId=ME, eventId=event).execute()
    assert one["start"] == {"dateTime": "2026-11-17T14:00:00Z", "timeZone": "Europe/Lisbon"}
    assert one["organizer"] == {"email": "mia@northlight.example"}
    assert {"email": ME, "responseStatus": "needsAction", "self": True} in one["attendees"]
    assert (one["iCalUID"], one["sequence"], one["location"]) == (f"{event}@google.com", 0, "Room 1")
    assert one["updated"] == "2026-10-12T09:00:00.000Z"
    server.pass_time(minutes=1)
    server.move(event, lisbon(11, 18, 14))
    moved = api.events().get(calendarId=TEAM, eventId=event, timeZone="Europe/Berlin").execute()
    assert moved["start"]["dateTime"] == "2026-11-18T15:00:00+01:00"
    assert moved["end"]["dateTime"] == "2026-11-18T16:30:00+01:00"
    assert (moved["sequence"], moved["updated"]) == (1, "2026-10-12T09:01:00.000Z")
    assert moved["etag"] != one["etag"]


def test_a_span_a_word_and_an_order(server: CalendarServer) -> None:
    server.add_event(TEAM, "Late", lisbon(11, 9, 17))
    server.add_event(TEAM, "Early", lisbon(11, 9, 9))
    server.add_event(TEAM, "Holiday", date(2026, 11, 9))
    server.add_event(TEAM, "Weekly", lisbon(10, 12, 10), recurrence=WEEKLY)
    api = api_of(server)
    span = {"timeMin": "2026-11-09T00:00:00Z", "timeMax": "2026-11-10T00:00:00Z"}
    items, token = listed(api.events().list, calendarId=TEAM, singleEvents=True, orderBy="startTime", **span)
    assert [one["summary"] for one in items] == ["Holiday", "Early", "Weekly", "Late"]
    assert token is None
    assert [one["summary"] for one in listed(api.events().list, calendarId=TEAM, q="holi")[0]] == ["Holiday"]
    before = {"timeMin": "2026-10-01T00:00:00Z", "timeMax": "2026-10-12T09:30:00Z"}
    assert [one["summary"] for one in listed(api.events().list, calendarId=TEAM, **before)[0]] == ["Weekly"]
    assert refused(api.events().list(calendarId=TEAM, orderBy="startTime")) == (400, "badRequest")
    assert refused(api.events().list(calendarId=TEAM, timeMin="2026-10-12T09:30:00")) == (400, "badRequest")
    assert refused(api.events().list(calendarId=TEAM, maxResults=0)) == (400, "invalidParameter")


# --- synchronization


def test_a_sync_token_takes_no_filter_and_no_other_parameters(server: CalendarServer) -> None:
    server.add_event(TEAM, "Review", lisbon(11, 17, 14))
    events = api_of(server).events()
    token = listed(events.list, calendarId=TEAM, timeMin="2026-01-01T00:00:00Z")[1]
    for name in ("timeMin", "timeMax", "updatedMin", "q", "orderBy", "iCalUID"):
        value = {"q": "x", "orderBy": "updated", "iCalUID": "x"}.get(name, "2026-01-01T00:00:00Z")
        assert refused(events.list(calendarId=TEAM, syncToken=token, **{name: value}))[0] == 400
    assert refused(events.list(calendarId=TEAM, syncToken=token, singleEvents=True))[0] == 400
    assert refused(events.list(calendarId=ME, syncToken=token))[0] == 400
    assert refused(events.list(calendarId=TEAM, syncToken="nonsense"))[0] == 400
    assert refused(events.list(calendarId=TEAM, pageToken="nonsense"))[0] == 400
    assert events.list(calendarId=TEAM, syncToken=token, maxResults=5).execute()["items"] == []


def test_an_expired_token_is_gone_and_a_resync_finds_all(server: CalendarServer) -> None:
    kept, gone = (server.add_event(TEAM, name, lisbon(11, 17, 14)) for name in ("Kept", "Gone"))
    copy = Synced(api_of(server), TEAM)
    copy.sync()
    server.cancel(gone)
    server.expire_sync_tokens()
    assert copy.sync() == server.visible(TEAM)
    assert (list(copy.known), copy.resyncs) == ([kept], 1)
    server.edit(kept, summary="Renamed")
    assert copy.sync() == server.visible(TEAM)
    assert copy.resyncs == 1


def test_a_cancelled_event_is_told_by_its_id_alone_and_an_exception_by_its_slot(server: CalendarServer) -> None:
    single = server.add_event(TEAM, "Single", lisbon(11, 17, 14))
    series = server.add_event(TEAM, "Weekly", lisbon(10, 12, 14), recurrence=WEEKLY)
    events = api_of(server).events()
    token = listed(events.list, calendarId=TEAM)[1]
    server.cancel(single)
    slot = server.cancel(series, instance=lisbon(10, 26, 14))
    changed = {one["id"]: one for one in listed(events.list, calendarId=TEAM, syncToken=token)[0]}
    assert changed[single].keys() == {"kind", "etag", "id", "status"}
    assert changed[slot].keys() == {"kind", "etag", "id", "status", "recurringEventId", "originalStartTime"}
    assert changed[slot]["originalStartTime"]["dateTime"] == "2026-10-26T14:00:00Z"
    full = {one["id"] for one in listed(events.list, calendarId=TEAM)[0]}
    assert full == {series, slot}
    assert {one["id"] for one in listed(events.list, calendarId=TEAM, showDeleted=True)[0]} == {series, slot, single}
    assert events.get(calendarId=TEAM, eventId=single).execute()["status"] == "cancelled"


def test_a_change_while_a_listing_is_read_is_told_by_the_next_sync(server: CalendarServer) -> None:
    first, second = (server.add_event(TEAM, name, lisbon(11, 17, 14)) for name in ("One", "Two"))
    api = api_of(server)
    page = api.events().list(calendarId=TEAM, maxResults=1).execute()
    server.edit(first, summary="One, again")
    last = api.events().list(calendarId=TEAM, maxResults=1, pageToken=page["nextPageToken"]).execute()
    assert [one["id"] for one in last["items"]] == [second]
    items, _ = listed(api.events().list, calendarId=TEAM, syncToken=last["nextSyncToken"])
    assert [one["summary"] for one in items] == ["One, again"]


@pytest.mark.parametrize("single_events", [False, True])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_copy_kept_by_sync_tokens_is_the_truth(single_events: bool, data: st.DataObject) -> None:
    server = CalendarServer(datetime(2026, 10, 12, 9, 0, tzinfo=UTC))
    with server.running():
        server.add_calendar(TEAM, "Team")
        copy = Synced(api_of(server), TEAM, singleEvents=single_events)
        moves = st.sampled_from(
            ["add", "series", "move", "edit", "cancel", "one moved", "one cancelled", "shorter", "old"]
        )
        for step, what in enumerate(data.draw(st.lists(moves, min_size=4, max_size=14))):
            change(server, what, step, data.draw)
            if data.draw(st.booleans()):
                server.page_cap = data.draw(st.integers(20, 50) if single_events else st.integers(1, 5))
                copy.sync()
        server.page_cap = None
        found = copy.sync()
        afresh = Synced(copy.api, TEAM, singleEvents=single_events)
        assert found == afresh.sync()
        assert single_events or found == server.visible(TEAM)


def change(server: CalendarServer, what: str, step: int, draw: Any) -> None:
    """One thing that people do with their calendar."""
    day = lisbon(10, 12, 10) + timedelta(days=draw(st.integers(0, 40)), hours=draw(st.integers(0, 8)))
    standing = [event for event in server.events.values() if server.is_standing(event) and not event.is_cancelled]
    series = [event for event in standing if event.recurrence]
    if what == "add":
        server.add_event(TEAM, f"Event {step}", draw(st.sampled_from([day, day.date()])))
    elif what == "series":
        rule = draw(st.sampled_from(["RRULE:FREQ=WEEKLY;COUNT=8", "RRULE:FREQ=DAILY;UNTIL=20261101T235959Z"]))
        server.add_event(TEAM, f"Series {step}", day, recurrence=[rule])
    elif what == "old":
        server.expire_sync_tokens()
    elif what in ("one moved", "one cancelled", "shorter"):
        if series:
            one = draw(st.sampled_from(series))
            slots = server.slots(one)
            slot = draw(st.sampled_from(slots))
            if what == "shorter":
                server.edit(one.id, recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"])
            elif what == "one cancelled":
                server.cancel(one.id, instance=slot)
            elif not server.instance_of(one, slot).is_cancelled:
                server.move(one.id, slot + timedelta(hours=2), instance=slot)
    elif standing:
        one = draw(st.sampled_from(standing))
        if what == "cancel":
            server.cancel(one.id)
        elif what == "edit":
            server.edit(one.id, summary=f"Edited {step}", attendees={"dana@acme.example": "declined"})
        elif isinstance(one.start, datetime):
            server.move(one.id, day)


# --- series


def test_a_series_keeps_its_hour_over_a_clock_change_and_its_exceptions_their_slots(server: CalendarServer) -> None:
    series = server.add_event(TEAM, "Weekly", lisbon(10, 12, 14), recurrence=WEEKLY)
    moved = server.move(series, lisbon(10, 27, 9), instance=lisbon(10, 26, 14))
    gone = server.cancel(series, instance=lisbon(10, 19, 14))
    assert (moved, gone) == (f"{series}_20261026T140000Z", f"{series}_20261019T130000Z")
    events = api_of(server).events()
    span = {"timeMax": "2026-11-10T00:00:00Z", "calendarId": TEAM}
    items, _ = listed(events.instances, eventId=series, **span)
    starts = [one["start"]["dateTime"] for one in items]
    assert starts == [
        "2026-10-12T14:00:00+01:00",
        "2026-10-27T09:00:00Z",
        "2026-11-02T14:00:00Z",
        "2026-11-09T14:00:00Z",
    ]
    assert items[1]["originalStartTime"]["dateTime"] == "2026-10-26T14:00:00Z"
    assert items[1]["recurringEventId"] == series
    with_gone, _ = listed(events.instances, eventId=series, showDeleted=True, **span)
    assert [one["id"] for one in with_gone if one["status"] == "cancelled"] == [gone]
    plain = events.get(calendarId=TEAM, eventId=f"{series}_20261102T140000Z").execute()
    assert plain["start"]["dateTime"] == "2026-11-02T14:00:00Z"
    expanded, _ = listed(events.list, singleEvents=True, orderBy="startTime", **span)
    assert [one["start"]["dateTime"] for one in expanded] == starts
    assert Synced(api_of(server), TEAM).sync() == server.visible(TEAM)
    assert refused(events.instances(calendarId=TEAM, eventId=moved)) == (400, "invalid")


def test_a_meeting_across_the_clock_change_is_told_with_both_offsets(server: CalendarServer) -> None:
    start, end = datetime.combine(CHANGE, datetime.min.time(), LISBON), lisbon(10, 25, 9)
    event = server.add_event(TEAM, "Night shift", start, end)
    one = api_of(server).events().get(calendarId=TEAM, eventId=event).execute()
    assert one["start"]["dateTime"] == "2026-10-25T00:00:00+01:00"
    assert one["end"]["dateTime"] == "2026-10-25T09:00:00Z"


def test_excluded_and_added_days_and_an_all_day_series(server: CalendarServer) -> None:
    lines = ["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;VALUE=DATE:20261025", "RDATE;VALUE=DATE:20261101"]
    series = server.add_event(TEAM, "Fair", date(2026, 10, 23), date(2026, 10, 24), recurrence=lines)
    items, _ = listed(api_of(server).events().instances, calendarId=TEAM, eventId=series)
    assert [one["start"]["date"] for one in items] == ["2026-10-23", "2026-10-24", "2026-10-26", "2026-11-01"]
    assert items[0]["end"] == {"date": "2026-10-24"}
    assert items[0]["id"] == f"{series}_20261023"


def test_instances_that_a_series_loses_are_cancelled_and_come_back_with_it(server: CalendarServer) -> None:
    series = server.add_event(TEAM, "Daily", lisbon(10, 22, 14), recurrence=["RRULE:FREQ=DAILY;COUNT=6"])
    copy = Synced(api_of(server), TEAM, singleEvents=True)
    first = copy.sync()
    server.edit(series, recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
    assert sorted(one.start for one in copy.sync().values()) == [
        "2026-10-22T13:00:00+00:00",
        "2026-10-23T13:00:00+00:00",
    ]
    server.edit(series, recurrence=["RRULE:FREQ=DAILY;COUNT=6"])
    assert copy.sync() == first
    server.move(series, lisbon(10, 22, 15))
    assert sorted(one.start[8:13] for one in copy.sync().values()) == [
        "22T14",
        "23T14",
        "24T14",
        "25T15",
        "26T15",
        "27T15",
    ]


def test_a_cancelled_series_is_told_once_or_with_its_exceptions(server: CalendarServer) -> None:
    for tells, told in ((False, 1), (True, 2)):
        server.tells_exceptions_of_cancelled = tells
        series = server.add_event(TEAM, "Weekly", lisbon(10, 12, 14), recurrence=WEEKLY)
        server.move(series, lisbon(10, 27, 9), instance=lisbon(10, 26, 14))
        copy = Synced(api_of(server), TEAM)
        copy.sync()
        token = copy.token
        server.cancel(series)
        assert len(listed(copy.api.events().list, calendarId=TEAM, syncToken=token)[0]) == told


# --- tokens and errors


def test_a_refresh_token_gives_an_hour_at_a_time(server: CalendarServer) -> None:
    secrets = {"client_id": server.client_id, "client_secret": server.client_secret, "token_uri": server.token_uri}
    api = api_of(server, Credentials(token=None, refresh_token=server.refresh_token_for(), **secrets))
    api.calendarList().list().execute()
    assert server.count("/token") == 1
    server.pass_time(hours=1)
    api.calendarList().list().execute()
    assert server.count("/token") == 2
    server.revoke()
    with pytest.raises(google.auth.exceptions.RefreshError, match="invalid_grant"):
        api.calendarList().list().execute()
    other = secrets | {"client_secret": "wrong"}
    with pytest.raises(google.auth.exceptions.RefreshError, match="invalid_client"):
        api_of(server, Credentials(token=None, refresh_token="x", **other)).calendarList().list().execute()


def test_a_service_account_stands_for_whom_it_may(server: CalendarServer) -> None:
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    robot, sam = "robot@project.iam.gserviceaccount.com", "sam@northlight.example"
    server.add_calendar(sam, "Sam", primary_of=sam)
    server.add_service_account(robot, public.decode(), [sam])
    info = {"client_email": robot, "private_key": private.decode(), "token_uri": server.token_uri}

    def api(**more: Any) -> Any:
        made = service_account.Credentials.from_service_account_info(info, scopes=[SCOPE])
        return api_of(server, made.with_subject(more["subject"]) if more else made)

    assert [one["id"] for one in listed(api(subject=sam).calendarList().list)[0]] == [sam]
    assert listed(api().calendarList().list)[0] == []
    with pytest.raises(google.auth.exceptions.RefreshError, match="unauthorized_client"):
        api(subject=ME).calendarList().list().execute()
    with pytest.raises(google.auth.exceptions.RefreshError, match="Invalid email"):
        api(subject="nobody@northlight.example").calendarList().list().execute()
    server.add_service_account(robot, PUBLIC_OF_ANOTHER, [sam])
    with pytest.raises(google.auth.exceptions.RefreshError, match="Invalid JWT Signature"):
        api(subject=sam).calendarList().list().execute()


def _another_public_key() -> str:
    key = rsa.generate_private_key(65537, 1024).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


PUBLIC_OF_ANOTHER = _another_public_key()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        *[(403, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (403, "insufficientPermissions")],
        *[(429, "rateLimitExceeded"), (500, "backendError"), (503, "backendError"), (410, "updatedMinTooLongAgo")],
    ],
)
def test_a_fault_is_met_once_with_its_reason(server: CalendarServer, status: int, reason: str) -> None:
    server.fail(google_error(status, reason), where="/events")
    events = api_of(server).events()
    assert refused(events.list(calendarId=TEAM)) == (status, reason)
    assert events.list(calendarId=TEAM).execute()["items"] == []


def test_without_a_valid_token_or_a_calendar_of_one_s_own(server: CalendarServer) -> None:
    stolen = {"Authorization": "Bearer stolen"}
    response, content = httplib2.Http().request(f"{server.endpoint}users/me/calendarList", headers=stolen)
    assert response.status == 401
    assert json.loads(content)["error"]["errors"][0]["reason"] == "authError"
    server.add_calendar("theirs", "Theirs", users=["sam@northlight.example"])
    events = api_of(server).events()
    assert refused(events.list(calendarId="theirs")) == (404, "notFound")
    assert refused(events.get(calendarId=TEAM, eventId="none")) == (404, "notFound")


# --- the export of the same state


def test_the_export_lands_the_same_items_as_the_api_shows(server: CalendarServer, tmp_path: Path) -> None:
    dana = {"dana@acme.example": "accepted"}
    server.add_event(
        TEAM, "Review", lisbon(11, 17, 14), attendees=dana, description="Numbers; plans,\n" + "and é " * 40
    )
    server.add_event(TEAM, "Holiday", date(2026, 11, 9), date(2026, 11, 11))
    server.cancel(server.add_event(TEAM, "Gone", lisbon(11, 18, 14)))
    series = server.add_event(TEAM, "Weekly", lisbon(10, 12, 14), recurrence=WEEKLY)
    server.move(series, lisbon(10, 27, 9), instance=lisbon(10, 26, 14))
    gone = server.cancel(series, instance=lisbon(10, 19, 14))
    fair = server.add_event(TEAM, "Fair", date(2026, 11, 3), recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"])
    server.move(fair, date(2026, 11, 12), instance=date(2026, 11, 10))
    path = server.export_ics(tmp_path / "team.ics", TEAM)
    landings = Landings(tmp_path / "home")
    land("calendar", agency(calendar={"export": [str(path)]}), landings.home)
    rows = landings.rows("select item_id, payload->>'summary', occurred_at, payload->>'ical' from calendar.events")
    truth = {one.item_id: one for one in server.visible(TEAM).values() if one.status != "cancelled"}
    assert {row[0]: row[1] for row in rows} == {item: one.summary for item, one in truth.items()}
    starts = {item: one.start for item, one in truth.items() if len(one.start) > 10}
    assert {row[0]: row[2].isoformat() for row in rows if row[0] in starts} == starts
    [rule] = [row[3] for row in rows if row[0] == f"calendar:{series}@google.com"]
    assert {f"calendar:{series}@google.com:20261026T140000Z", f"calendar:{fair}@google.com:20261110"} < truth.keys()
    assert "EXDATE;TZID=Europe/Lisbon:20261019T140000" in rule
    assert server.visible(TEAM)[gone].status == "cancelled"
