"""Google Calendar's API and token endpoint on loopback, for reading, with calendars that only the test changes.

Listing, incremental synchronization, series with their exceptions, and OAuth grants are here; so is the .ics export of
the same state. Nothing can be written through HTTP: `Calendars` mutators stand for people at work.
Sources: https://developers.google.com/workspace/calendar/api/guides/sync, .../guides/errors, .../v3/reference/events,
https://developers.google.com/identity/protocols/oauth2/service-account; RFC 5545 for recurrence and .ics.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from google.auth.crypt import RSAVerifier
from icalendar import Timezone

from tests.platforms.loopback import Answer, LoopbackServer, Request

ME = "me@northlight.example"
START = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HORIZON = timedelta(days=730)  # how far from now a series without an end is expanded
TOKEN_LIFE = 3600  # seconds
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/calendar.readonly"
# read-only scopes beside it by which each resource may be read, from Google's discovery document of calendar v3
_ALLOWED_BY = {
    "calendarList": ("calendar.calendarlist.readonly",),
    "calendars": ("calendar.calendars.readonly",),
    "events": ("calendar.events.readonly", "calendar.events.owned.readonly"),
}

# what can't be sent with a sync token, and what need not be the same as in the request that it came from
_NOT_WITH_SYNC_TOKEN = (
    *("iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty"),
    *("timeMin", "timeMax", "updatedMin"),
)
_FREE_TO_CHANGE = (
    *("timeMin", "timeMax"),
    *("syncToken", "pageToken", "maxResults", "alt", "prettyPrint", "key", "fields", "quotaUser"),
)
_REASONS = {400: "badRequest", 401: "authError", 403: "forbidden", 404: "notFound", 410: "fullSyncRequired"}
_REASONS |= {429: "rateLimitExceeded", 500: "backendError", 503: "backendError"}
_MESSAGES = {
    "authError": "Invalid Credentials",
    "notFound": "Not Found",
    "forbidden": "Forbidden",
    "fullSyncRequired": "Sync token is no longer valid, a full sync is required.",
    "rateLimitExceeded": "Rate Limit Exceeded",
    "userRateLimitExceeded": "User Rate Limit Exceeded",
    "quotaExceeded": "Calendar usage limits exceeded.",
    "insufficientPermissions": "Request had insufficient authentication scopes.",
    "backendError": "Backend Error",
}

Moment = date | datetime


def google_error(
    status: int, reason: str = "", message: str = "", *, location: str | None = None, retry_after: int | None = None
) -> Answer:
    """An error as Google words it; location is the parameter at fault."""
    reason = reason or _REASONS[status]
    message = message or _MESSAGES.get(reason, "Bad Request")
    domain = "calendar" if reason == "fullSyncRequired" else "usageLimits" if "xceeded" in reason else "global"
    detail = {"domain": domain, "reason": reason, "message": message}
    if reason == "authError":
        detail |= {"locationType": "header", "location": "Authorization"}
    elif location:
        detail |= {"locationType": "parameter", "location": location}
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Answer({"error": {"errors": [detail], "code": status, "message": message}}, status, headers)


def _oauth_error(code: str, description: str, status: int = 400) -> Answer:
    return Answer({"error": code, "error_description": description}, status)


class Refused(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body)
        self.answer = answer


# --- calendars and the ways people change them -----------------------------------------------------------------------


@dataclass
class Event:
    """A single event, a series (recurrence is not empty), or an exception of one (it has a series and a slot).

    start and end are days or instants in `zone`; slot is the start that an exception had in its series.
    change: the number of the server's last change of it.
    """

    id: str
    ical_uid: str
    calendars: tuple[str, ...]
    start: Moment
    end: Moment
    zone: str
    created: datetime
    updated: datetime
    change: int
    recurrence: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)  # summary, description, location, organizer, attendees, ...
    status: str = "confirmed"
    sequence: int = 0
    series: str | None = None
    slot: Moment | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.status == "cancelled"


@dataclass
class Listed:
    """A calendar in one user's list."""

    access_role: str
    change: int
    deleted: bool = False
    primary: bool = False


@dataclass
class CalendarInfo:
    id: str
    summary: str
    zone: str
    lists: dict[str, Listed] = field(default_factory=dict)  # by user


@dataclass(frozen=True)
class SeenEvent:
    """An event as it stands. start, end, slot: ISO days, or ISO instants in UTC.

    item_id: as the project lands it. A cancelled exception has no start and end.
    """

    id: str
    item_id: str
    calendar: str
    summary: str
    start: str | None
    end: str | None
    status: str
    recurrence: tuple[str, ...]
    series: str | None
    slot: str | None
    attendees: Mapping[str, str]  # {address: responseStatus}


class Calendars(LoopbackServer):
    """The state: users, their calendars, events.

    A moment is a date (all day; an end is exclusive), a datetime with a zone, or one without, on the calendar's clock.
    tells_exceptions_of_cancelled: an incremental sync has a cancelled series' exceptions beside the series itself.
    """

    def __init__(self, now: datetime = START, zone: str = "Europe/Lisbon") -> None:
        super().__init__(now)
        self.zone = zone
        self.calendars: dict[str, CalendarInfo] = {}
        self.events: dict[str, Event] = {}
        self.changes = 0
        self.tells_exceptions_of_cancelled = False
        self._vanished: dict[str, tuple[Event, int]] = {}  # instances that their series has lost, and when
        self.add_calendar(ME, "Me", primary_of=ME)

    def add_calendar(
        self,
        calendar: str,
        summary: str,
        zone: str | None = None,
        *,
        users: Sequence[str] = (ME,),
        access_role: str = "owner",
        primary_of: str | None = None,
    ) -> str:
        """A calendar under the id `calendar` in these users' lists; `primary_of` makes a user of its own."""
        with self.lock:
            made = CalendarInfo(calendar, summary, zone or self.zone)
            for user in (primary_of,) if primary_of else users:
                made.lists[user] = Listed(access_role, self._next_change(), primary=bool(primary_of))
            self.calendars[calendar] = made
            return calendar

    def remove_calendar(self, calendar: str, user: str = ME) -> None:
        """From a user's list; nothing of it can be read by that user any more."""
        with self.lock:
            listed = self.calendars[calendar].lists[user]
            listed.deleted, listed.change = True, self._next_change()

    def rename_calendar(self, calendar: str, summary: str) -> None:
        with self.lock:
            self.calendars[calendar].summary = summary
            for listed in self.calendars[calendar].lists.values():
                listed.change = self._next_change()

    def add_event(
        self,
        calendar: str,
        summary: str,
        start: Moment,
        end: Moment | None = None,
        *,
        recurrence: Sequence[str] = (),
        also_in: Sequence[str] = (),
        event_id: str | None = None,
        zone: str | None = None,
        **fields: Any,
    ) -> str:
        """An event, or with `recurrence` (RRULE, EXDATE, RDATE lines) a series; without an end, an hour or a day long.

        also_in: other calendars that have the same event, as an invitation brings it. attendees: {address: response
        status} or Google's own list; organizer: an address, else the calendar.
        """
        with self.lock:
            change = self._next_change()
            event_id = event_id or base64.b32hexencode(f"event{change:011d}".encode()).decode().lower().rstrip("=")
            zone = zone or self.calendars[calendar].zone
            start = self._at(start, zone)
            event = Event(
                id=event_id,
                ical_uid=fields.pop("ical_uid", f"{event_id}@google.com"),
                calendars=(calendar, *also_in),
                start=start,
                end=self._at(end, zone) if end else start + _usual_length(start),
                zone=zone,
                created=self.now,
                updated=self.now,
                change=change,
                recurrence=tuple(recurrence),
                status=fields.pop("status", "confirmed"),
                fields={"organizer": calendar} | _fields(fields) | {"summary": summary},
            )
            self.events[event.id] = event
            return event.id

    def move(self, event_id: str, start: Moment, end: Moment | None = None, *, instance: Moment | None = None) -> str:
        """Move an event, a whole series, or its one instance that began at `instance` by its rule.

        The length stays unless an end is given. Returns the id of what was moved. Exceptions of a moved series whose
        slots it has no more are cancelled.
        """
        with self.lock:
            event = self._target(event_id, instance)
            length = event.end - event.start
            start = self._at(start, event.zone)
            with self._instances_kept(event):
                event.start = start
                event.end = self._at(end, event.zone) if end else start + length
                event.sequence += 1
            self._touch(event)
            return event.id

    def edit(self, event_id: str, *, instance: Moment | None = None, **fields: Any) -> str:
        """Change what an event says: summary, description, location, attendees, status, recurrence, ..."""
        with self.lock:
            event = self._target(event_id, instance)
            event.status = fields.pop("status", event.status)
            with self._instances_kept(event):
                event.recurrence = tuple(fields.pop("recurrence", event.recurrence))
            event.fields = event.fields | _fields(fields)
            self._touch(event)
            return event.id

    def cancel(self, event_id: str, *, instance: Moment | None = None) -> str:
        """Cancel an event, a series with its exceptions, or one instance. Its id is returned."""
        with self.lock:
            event = self._target(event_id, instance)
            for one in self._exceptions(event):
                one.status = "cancelled"
                if self.tells_exceptions_of_cancelled:
                    self._touch(one)
            event.status = "cancelled"
            self._touch(event)
            return event.id

    def _next_change(self) -> int:
        self.changes += 1
        return self.changes

    def _touch(self, event: Event) -> None:
        event.updated, event.change = self.now, self._next_change()

    @staticmethod
    def _at(moment: Moment, zone: str) -> Moment:
        if not isinstance(moment, datetime):
            return moment
        return moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))

    def _target(self, event_id: str, instance: Moment | None) -> Event:
        event = self.events[event_id]
        if instance is None:
            return event
        slot = self._at(instance, event.zone)
        made = self.instance_of(event, slot)
        if made is None:
            raise ValueError(f"{event_id} has no instance at {slot}")
        return self.events.setdefault(made.id, made)

    def _exceptions(self, series: Event) -> list[Event]:
        return [event for event in self.events.values() if event.series == series.id]

    def _instances_kept(self, event: Event) -> _InstancesKept:
        return _InstancesKept(self, event)

    # --- series

    def slots(self, series: Event) -> list[Moment]:
        """The starts that a series' own rules give, up to the horizon; exceptions don't count."""
        until = self.now + HORIZON
        return _slots(series.start, series.recurrence, series.zone, until.replace(hour=0, minute=0, second=0))

    def instance_of(self, series: Event, slot: Moment) -> Event | None:
        """The instance of a slot: its exception, else what the series says; None if the series has no such slot."""
        instance_id = f"{series.id}_{_basic(slot)}"
        if kept := self.events.get(instance_id):
            return kept
        if not any(_basic(slot) == _basic(one) for one in self.slots(series)):
            return None
        return replace(
            series,
            id=instance_id,
            start=slot,
            end=_wall_plus(slot, series.end - series.start),
            recurrence=(),
            fields=dict(series.fields),
            series=series.id,
            slot=slot,
        )

    def instances(self, series: Event) -> list[Event]:
        """Every instance, exceptions in their place; cancelled ones too."""
        exceptions = {event.id: event for event in self._exceptions(series)}
        found: dict[str, Event] = {}
        for slot in self.slots(series):
            instance_id = f"{series.id}_{_basic(slot)}"
            end = _wall_plus(slot, series.end - series.start)
            found[instance_id] = exceptions.pop(instance_id, None) or replace(
                series, id=instance_id, start=slot, end=end, recurrence=(), series=series.id, slot=slot
            )
        return [*found.values(), *exceptions.values()]

    # --- the truth

    def visible(self, calendar: str | None = None, user: str = ME) -> dict[str, SeenEvent]:
        """{event id: event} of a calendar, or of all in a user's list: events, series, and exceptions, even cancelled
        ones, of series that are not cancelled."""
        with self.lock:
            mine = {one.id for one in self.calendars.values() if user in one.lists and not one.lists[user].deleted}
            wanted = mine if calendar is None else mine & {calendar}
            return {
                event.id: self._seen(event, next(one for one in event.calendars if one in wanted))
                for event in self.events.values()
                if wanted & set(event.calendars) and self.is_standing(event)
            }

    def is_standing(self, event: Event) -> bool:
        """A cancelled exception stands as long as its series does."""
        return not self.events[event.series].is_cancelled if event.series else not event.is_cancelled

    def _seen(self, event: Event, calendar: str) -> SeenEvent:
        gone = event.is_cancelled
        return SeenEvent(
            id=event.id,
            item_id=f"calendar:{event.ical_uid}" + (f":{_basic(event.slot)}" if event.slot else ""),
            calendar=calendar,
            summary="" if gone else event.fields["summary"],
            start=None if gone else _in_utc(event.start),
            end=None if gone else _in_utc(event.end),
            status=event.status,
            recurrence=event.recurrence,
            series=event.series,
            slot=_in_utc(event.slot) if event.slot else None,
            attendees={}
            if gone
            else {one["email"]: one["responseStatus"] for one in event.fields.get("attendees", ())},
        )

    # --- the export of the same state

    def export_ics(self, path: Path, calendar: str = ME) -> Path:
        """Write Google's .ics export of a calendar: a cancelled instance is an EXDATE of its series, and no event."""
        with self.lock:
            info = self.calendars[calendar]
            events = [one for one in self.events.values() if calendar in one.calendars and self.is_standing(one)]
            lines = [
                *("BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0"),
                *("CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
                f"X-WR-CALNAME:{_escaped(info.summary)}",
                f"X-WR-TIMEZONE:{info.zone}",
            ]
            for zone in sorted({one.zone for one in events if one.recurrence and isinstance(one.start, datetime)}):
                lines += _zone_lines(zone)
            for event in events:
                if not event.is_cancelled:
                    lines += self._ics_event(event)
            lines.append("END:VCALENDAR")
        path.write_bytes("".join(f"{_folded(line)}\r\n" for line in lines).encode())
        return path

    def _ics_event(self, event: Event) -> Iterator[str]:
        series = event if event.recurrence else self.events[event.series] if event.series else None
        zone = series.zone if series else None
        yield "BEGIN:VEVENT"
        yield "DTSTART" + _ics_moment(event.start, zone)
        yield "DTEND" + _ics_moment(event.end, zone)
        yield from event.recurrence
        if event.recurrence:
            for gone in (one for one in self._exceptions(event) if one.is_cancelled):
                yield "EXDATE" + _ics_moment(gone.slot, zone)
        yield f"DTSTAMP:{_stamp(self.now)}"
        if organizer := event.fields.get("organizer"):
            yield f"ORGANIZER;CN={organizer}:mailto:{organizer}"
        yield f"UID:{event.ical_uid}"
        for one in event.fields.get("attendees", ()):
            answer = {"needsAction": "NEEDS-ACTION"}.get(one["responseStatus"], one["responseStatus"].upper())
            name = one.get("displayName", one["email"])
            yield (
                f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={name};X-NUM-GUESTS=0"
                f":mailto:{one['email']}"
            )
        if event.slot:
            yield "RECURRENCE-ID" + _ics_moment(event.slot, zone)
        yield f"CREATED:{_stamp(event.created)}"
        for name in ("description", "location"):
            if text := event.fields.get(name):
                yield f"{name.upper()}:{_escaped(text)}"
        yield f"LAST-MODIFIED:{_stamp(event.updated)}"
        yield f"SEQUENCE:{event.sequence}"
        yield f"STATUS:{event.status.upper()}"
        yield f"SUMMARY:{_escaped(event.fields['summary'])}"
        yield "TRANSP:OPAQUE"
        yield "END:VEVENT"


class _InstancesKept:
    """Around a change of a series: what instances it loses, and which exceptions have lost their slot."""

    def __init__(self, calendars: Calendars, event: Event) -> None:
        self.calendars = calendars
        self.series = event if event.recurrence else None

    def __enter__(self) -> None:
        self.before = {one.id: one for one in self.calendars.instances(self.series)} if self.series else {}

    def __exit__(self, *_: Any) -> None:
        if self.series is None:
            return
        state = self.calendars
        slots = {f"{self.series.id}_{_basic(slot)}" for slot in state.slots(self.series)}
        state._vanished = {key: one for key, one in state._vanished.items() if key not in slots}
        for instance_id, one in self.before.items():
            if instance_id in slots:
                continue
            if instance_id in state.events:
                if not one.is_cancelled:
                    one.status = "cancelled"
                    state._touch(one)
            else:
                state._vanished[instance_id] = replace(one, status="cancelled"), state._next_change()


def _usual_length(start: Moment) -> timedelta:
    return timedelta(hours=1) if isinstance(start, datetime) else timedelta(days=1)


def _fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(fields)
    if isinstance(attendees := made.get("attendees"), Mapping):
        made["attendees"] = [{"email": address, "responseStatus": status} for address, status in attendees.items()]
    return made


def _wall_plus(start: Moment, length: timedelta) -> Moment:
    """An end by elapsed time, so that a meeting over a clock change keeps its length."""
    if isinstance(start, datetime):
        return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return start + length


@cache
def _slots(start: Moment, recurrence: tuple[str, ...], zone: str, until: datetime) -> list[Moment]:
    """Starts by RRULE, RDATE and EXDATE, on the wall clock of the zone."""
    is_day = not isinstance(start, datetime)
    wall = datetime.combine(start, time()) if is_day else start.replace(tzinfo=None)
    end = until.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    kept, dropped = {wall}, set()
    for line in recurrence:
        name, _, value = line.partition(":")
        match name.partition(";")[0].upper():
            case "RRULE":
                rule = rrulestr(_local_until(value, zone), dtstart=wall, ignoretz=True)
                for one in rule:
                    if one > end:
                        break
                    kept.add(one)
            case "RDATE":
                kept |= {_wall(one, zone) for one in value.split(",")}
            case "EXDATE":
                dropped |= {_wall(one, zone) for one in value.split(",")}
    walls = sorted(kept - dropped)
    return [one.date() if is_day else one.replace(tzinfo=ZoneInfo(zone)) for one in walls]


def _local_until(rule: str, zone: str) -> str:
    """UNTIL is in UTC; the wall clock's rule takes the wall clock's."""
    return re.sub(r"(?<=UNTIL=)\d{8}T\d{6}Z", lambda found: f"{_wall(found[0], zone):%Y%m%dT%H%M%S}", rule)


def _wall(text: str, zone: str) -> datetime:
    if text.endswith("Z"):
        moment = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return datetime.strptime(text, "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007 - a wall clock


def _basic(moment: Moment) -> str:
    return _stamp(moment) if isinstance(moment, datetime) else f"{moment:%Y%m%d}"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _in_utc(moment: Moment) -> str:
    return (moment.astimezone(UTC) if isinstance(moment, datetime) else moment).isoformat()


def _ics_moment(moment: Moment, zone: str | None) -> str:
    """As Google writes it: what belongs to a series on its zone's clock, other times in UTC."""
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{moment:%Y%m%d}"
    return f";TZID={zone}:{moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}" if zone else f":{_stamp(moment)}"


@cache
def _zone_lines(zone: str) -> list[str]:
    return Timezone.from_tzid(zone).to_ical().decode().replace("\r\n ", "").split("\r\n")[:-1]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a physical line, RFC 5545, 3.1."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > 74:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])


# --- the HTTP API --------------------------------------------------------------------------------------------------


class CalendarServer(Calendars):
    """The API, below `endpoint`, and the token endpoint. Settings, to be changed at any time:

    page_cap: at most so many results a page. empty_first_page: a listing begins with a page of none, as Google's may.
    client_id, client_secret: of the OAuth client that refresh tokens belong to.
    scopes: what every token may; a resource that none of them covers answers 403.
    """

    def __init__(self, now: datetime = START, zone: str = "Europe/Lisbon") -> None:
        super().__init__(now, zone)
        self.endpoint = f"{self.url}/calendar/v3/"
        self.token_uri = f"{self.url}/token"
        self.client_id, self.client_secret = "loopback.apps.googleusercontent.com", "loopback-secret"
        self.scopes: tuple[str, ...] = (SCOPE,)
        self.page_cap: int | None = None
        self.empty_first_page = False
        self._generation = 0
        self._access: dict[str, tuple[str, datetime]] = {}
        self._refresh: dict[str, str] = {}
        self._service_accounts: dict[str, tuple[str, set[str]]] = {}
        self._listings: dict[str, _Listing] = {}

    def token_for(self, user: str = ME) -> str:
        """A fresh access token, which lives an hour of the server's clock."""
        with self.lock:
            token = f"ya29.{secrets.token_urlsafe(12)}"
            self._access[token] = user, self.now + timedelta(seconds=TOKEN_LIFE)
            return token

    def refresh_token_for(self, user: str = ME) -> str:
        with self.lock:
            token = f"1//{secrets.token_urlsafe(12)}"
            self._refresh[token] = user
            return token

    def revoke(self, user: str = ME) -> None:
        """The user takes back the consent: every token of the user is invalid."""
        with self.lock:
            self._access = {token: one for token, one in self._access.items() if one[0] != user}
            self._refresh = {token: one for token, one in self._refresh.items() if one != user}

    def add_service_account(self, email: str, public_key: str, delegates_for: Iterable[str] = ()) -> None:
        """public_key: PEM; delegates_for: the users whom domain-wide delegation lets it stand for."""
        with self.lock:
            self._service_accounts[email] = public_key, set(delegates_for)

    def expire_sync_tokens(self) -> None:
        """Every sync token given so far answers 410."""
        with self.lock:
            self._generation += 1

    def answer(self, request: Request) -> Answer:
        try:
            if request.path == "/token" and request.method == "POST":
                return self._granted(request)
            return Answer(self._result(request, self._user(request)))
        except Refused as refused:
            return refused.answer

    # --- OAuth

    def _granted(self, request: Request) -> Answer:
        grant = request.value("grant_type")
        if grant == "refresh_token":
            sent = request.value("client_id"), request.value("client_secret")
            if sent != (self.client_id, self.client_secret):
                return _oauth_error("invalid_client", "The OAuth client was not found.", 401)
            user = self._refresh.get(request.value("refresh_token") or "")
            if user is None:
                return _oauth_error("invalid_grant", "Token has been expired or revoked.")
        elif grant == JWT_GRANT:
            user = self._asserted(request.value("assertion") or "")
        else:
            return _oauth_error("unsupported_grant_type", f"Invalid grant_type: {grant}")
        body = {"access_token": self.token_for(user), "expires_in": TOKEN_LIFE - 1, "token_type": "Bearer"}
        return Answer(body | {"scope": " ".join(self.scopes)})

    def _asserted(self, assertion: str) -> str:
        """The user for whom a service account signed. Only the length of its time is checked, since the test's clock
        is not the signer's."""
        signed, _, signature = assertion.rpartition(".")
        try:
            claims = json.loads(_unpadded(signed.partition(".")[2]))
            issuer, life = claims["iss"], claims["exp"] - claims["iat"]
            key, delegates = self._service_accounts[issuer]
            is_signed = RSAVerifier.from_string(key).verify(signed.encode(), _unpadded(signature))
        except (ValueError, KeyError, TypeError, binascii.Error):
            raise Refused(_oauth_error("invalid_grant", "Invalid grant: account not found")) from None
        if not is_signed:
            raise Refused(_oauth_error("invalid_grant", "Invalid JWT Signature."))
        if claims.get("aud") not in (self.token_uri, "https://oauth2.googleapis.com/token") or not 0 < life <= 3600:
            what = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
            raise Refused(_oauth_error("invalid_grant", what))
        if not claims.get("scope"):
            raise Refused(_oauth_error("invalid_scope", "Empty or missing scope not allowed."))
        subject = claims.get("sub") or issuer
        if subject == issuer:
            return issuer
        if not any(subject in info.lists for info in self.calendars.values()):
            raise Refused(_oauth_error("invalid_grant", "Invalid email or User ID"))
        if subject not in delegates:
            what = "Client is unauthorized to retrieve access tokens using this method."
            raise Refused(_oauth_error("unauthorized_client", what, 401))
        return subject

    def _user(self, request: Request) -> str:
        user, until = self._access.get(request.token or "", (None, self.now))
        if user is None or until <= self.now:
            raise Refused(google_error(401))
        return user

    # --- resources

    def _result(self, request: Request, user: str) -> dict[str, Any]:
        parts = [unquote(part) for part in request.path.strip("/").split("/")]
        resource = next((one for one in ("events", "calendarList", "calendars") if one in parts), "")
        allowed = {SCOPE, *(SCOPE.replace("calendar.readonly", one) for one in _ALLOWED_BY.get(resource, ()))}
        if not allowed & set(self.scopes):
            raise Refused(google_error(403, "insufficientPermissions"))
        match request.method, parts:
            case "GET", ["calendar", "v3", "users", "me", "calendarList"]:
                return self._calendar_list(request, user)
            case "GET", ["calendar", "v3", "calendars", calendar]:
                info = self._info(calendar, user)
                return {
                    **{"kind": "calendar#calendar", "etag": _etag(info.lists[user].change), "id": info.id},
                    **{"summary": info.summary, "timeZone": info.zone},
                }
            case "GET", ["calendar", "v3", "calendars", calendar, "events"]:
                return self._event_list(request, self._info(calendar, user), user)
            case "GET", ["calendar", "v3", "calendars", calendar, "events", event]:
                info = self._info(calendar, user)
                return self._resource(self._event(info, event), info, request, bare=False)
            case "GET", ["calendar", "v3", "calendars", calendar, "events", event, "instances"]:
                return self._instance_list(request, self._info(calendar, user), event, user)
        raise Refused(google_error(404))

    def _info(self, calendar: str, user: str) -> CalendarInfo:
        for info in self.calendars.values():
            listed = info.lists.get(user)
            if listed and not listed.deleted and (info.id == calendar or (listed.primary and calendar == "primary")):
                return info
        raise Refused(google_error(404))

    def _event(self, info: CalendarInfo, event_id: str) -> Event:
        event = self.events.get(event_id)
        if event is None and "_" in event_id:
            series = self.events.get(event_id.rpartition("_")[0])
            found = self.instances(series) if series and series.recurrence else []
            event = next((one for one in found if one.id == event_id), None)
        if event is None or info.id not in event.calendars:
            raise Refused(google_error(404))
        return event

    def _calendar_list(self, request: Request, user: str) -> dict[str, Any]:
        def find(since: int) -> list[str]:
            return [
                info.id
                for info in self.calendars.values()
                if (listed := info.lists.get(user)) and listed.change > since and (since or not listed.deleted)
            ]

        def render(found_id: str) -> dict[str, Any]:
            info = self.calendars[found_id]
            listed = info.lists[user]
            head = {"kind": "calendar#calendarListEntry", "etag": _etag(listed.change), "id": info.id}
            if listed.deleted:
                return head | {"deleted": True}
            primary = {"primary": True} if listed.primary else {}
            return {
                **head | primary,
                **{"summary": info.summary, "timeZone": info.zone, "accessRole": listed.access_role},
                **{"selected": True, "backgroundColor": "#9fe1e7", "foregroundColor": "#000000", "colorId": "14"},
            }

        return {"kind": "calendar#calendarList"} | self._paged(request, f"list {user}", find, render, 100, 250)

    def _event_list(self, request: Request, info: CalendarInfo, user: str) -> dict[str, Any]:
        parameters = _EventParameters.of(request)

        def find(since: int) -> list[str]:
            return [event.id for event in self._chosen(info, parameters, since)]

        def render(found_id: str) -> dict[str, Any]:
            gone = self._vanished.get(found_id)
            return self._resource(gone[0] if gone else self._event(info, found_id), info, request)

        head = {
            **{"kind": "calendar#events", "etag": _etag(self.changes), "summary": info.summary, "description": ""},
            **{"updated": _updated(self.now), "timeZone": request.value("timeZone") or info.zone},
            **{"accessRole": info.lists[user].access_role, "defaultReminders": []},
        }
        if parameters.cannot_sync and request.value("syncToken") is None:
            # such a listing is a view of the calendar and no start of a synchronization
            return head | self._paged(request, f"events {info.id}", find, render, 250, 2500, can_sync=False)
        return head | self._paged(request, f"events {info.id}", find, render, 250, 2500)

    def _instance_list(self, request: Request, info: CalendarInfo, event_id: str, user: str) -> dict[str, Any]:
        series = self._event(info, event_id)
        if not series.recurrence:
            raise Refused(google_error(400, "invalid", "Invalid Value", location="eventId"))
        parameters = _EventParameters.of(request)
        original = request.value("originalStart")

        def find(_: int) -> list[str]:
            return [
                one.id
                for one in self.instances(series)
                if (parameters.show_deleted or not one.is_cancelled)
                and parameters.is_in_span(one)
                and (original is None or _in_utc(one.slot) == _in_utc(_parsed(original, "originalStart")))
            ]

        def render(found_id: str) -> dict[str, Any]:
            return self._resource(self._event(info, found_id), info, request)

        head = {"kind": "calendar#events", "summary": info.summary, "timeZone": info.zone, "defaultReminders": []}
        head["accessRole"] = info.lists[user].access_role
        return head | self._paged(request, f"instances {series.id}", find, render, 250, 2500, can_sync=False)

    def _chosen(self, info: CalendarInfo, wanted: _EventParameters, since: int) -> list[Event]:
        """The events of a listing; with `since`, those that changed after it, cancelled ones too."""
        events = [event for event in self.events.values() if info.id in event.calendars]
        if wanted.single_events:
            events = self._expanded(info, events)
        else:
            events = [event for event in events if not since or event.change > since]
        if since:
            events = [event for event in events if event.change > since]
        elif not wanted.show_deleted and wanted.updated_min is None:
            stands = (lambda one: not one.is_cancelled) if wanted.single_events else self.is_standing
            events = [event for event in events if stands(event)]
        # an exception whose series is cancelled is told through the series
        if not self.tells_exceptions_of_cancelled and not wanted.single_events:
            events = [event for event in events if not event.series or not self.events[event.series].is_cancelled]
        events = [event for event in events if wanted.takes(event, self)]
        if wanted.order_by == "startTime":
            events.sort(key=lambda event: _in_utc(event.start))
        elif wanted.order_by == "updated":
            events.sort(key=lambda event: event.updated)
        return events

    def _expanded(self, info: CalendarInfo, events: list[Event]) -> list[Event]:
        """Instances in the place of series; an instance has changed when its series or its exception has."""
        found: list[Event] = []
        for event in events:
            if event.recurrence:
                status = "cancelled" if event.is_cancelled else None
                for one in self.instances(event):
                    change = max(one.change, event.change)
                    found.append(replace(one, change=change, status=status or one.status))
            elif not event.series:
                found.append(event)
        known = {event.id for event in found}
        gone = ((event, change) for event, change in self._vanished.values() if info.id in event.calendars)
        return found + [replace(event, change=change) for event, change in gone if event.id not in known]

    def _resource(self, event: Event, info: CalendarInfo, request: Request, bare: bool = True) -> dict[str, Any]:
        """An event as Google gives it; `bare`: a cancelled one as a listing has it."""
        zone = ZoneInfo(request.value("timeZone") or info.zone)
        series = self.events.get(event.series) if event.series else None
        head: dict[str, Any] = {"kind": "calendar#event", "etag": _etag(event.change), "id": event.id}
        original = {}
        if event.slot is not None:
            original = {"recurringEventId": event.series, "originalStartTime": _point(event.slot, event.zone, zone)}
        if series and series.is_cancelled:
            event = replace(event, status="cancelled")
        if event.is_cancelled and bare:
            return head | {"status": "cancelled"} | original
        fields = dict(event.fields)
        organizer, attendees = fields.pop("organizer"), fields.pop("attendees", None)
        made = {
            **head,
            "status": event.status,
            "htmlLink": f"https://www.google.com/calendar/event?eid={event.id}",
            "created": _updated(event.created),
            "updated": _updated(event.updated),
            **fields,
            "creator": _address(organizer, info.id),
            "organizer": _address(organizer, info.id),
            "start": _point(event.start, event.zone, zone),
            "end": _point(event.end, event.zone, zone),
            **({"recurrence": list(event.recurrence)} if event.recurrence else {}),
            **original,
            "iCalUID": event.ical_uid,
            "sequence": event.sequence,
            "reminders": {"useDefault": True},
            "eventType": fields.get("eventType", "default"),
        }
        if attendees:
            made["attendees"] = [one | ({"self": True} if one["email"] == info.id else {}) for one in attendees]
        return made

    # --- pages and sync tokens

    def _paged(
        self,
        request: Request,
        what: str,
        find: Callable[[int], list[str]],
        render: Callable[[str], dict[str, Any]],
        usual: int,
        most: int,
        can_sync: bool = True,
    ) -> dict[str, Any]:
        """One page of what `find(since)` lists; the last has the token for what changes after the listing began."""
        same = sorted((name, tuple(values)) for name, values in request.query.items() if name not in _FREE_TO_CHANGE)
        signature = json.dumps([what, same])
        if (page_token := request.value("pageToken")) is not None:
            listing = self._listings.get(page_token.partition(".")[0])
            if listing is None or listing.signature != signature:
                raise Refused(google_error(400, "invalid", "Invalid Value", location="pageToken"))
            start = int(page_token.partition(".")[2])
        else:
            since = self._since(request, signature)
            listing = _Listing(secrets.token_hex(6), signature, find(since), self.changes)
            start = 0
        self._listings[listing.id] = listing
        size = min(self._page_size(request, usual), most, self.page_cap or most)
        if self.empty_first_page and page_token is None and listing.found:
            return {"items": [], "nextPageToken": f"{listing.id}.0"}
        page: dict[str, Any] = {"items": [render(one) for one in listing.found[start : start + size]]}
        if start + size < len(listing.found):
            return page | {"nextPageToken": f"{listing.id}.{start + size}"}
        if not can_sync:
            return page
        token = json.dumps([self._generation, listing.began, signature])
        return page | {"nextSyncToken": base64.urlsafe_b64encode(token.encode()).decode()}

    @staticmethod
    def _page_size(request: Request, usual: int) -> int:
        raw = request.value("maxResults") or str(usual)
        if not raw.isdigit() or int(raw) < 1:
            raise Refused(google_error(400, "invalidParameter", f"Invalid value '{raw}'", location="maxResults"))
        return int(raw)

    def _since(self, request: Request, signature: str) -> int:
        """The change up to which a sync token knows, 0 without one."""
        raw = request.value("syncToken")
        if raw is None:
            return 0
        for name in _NOT_WITH_SYNC_TOKEN:
            if name in request.query:
                what = f"Sync token cannot be used with {name}."
                raise Refused(google_error(400, "badRequest", what, location=name))
        try:
            generation, since, signed = json.loads(base64.urlsafe_b64decode(raw))
        except (ValueError, binascii.Error):
            raise Refused(google_error(400, "invalid", "Invalid sync token value.", location="syncToken")) from None
        if generation != self._generation:
            raise Refused(google_error(410, location="syncToken"))
        if signed != signature:
            what = "The sync token belongs to a request with other parameters."
            raise Refused(google_error(400, "invalid", what, location="syncToken"))
        return since


@dataclass
class _Listing:
    """What one listing holds, from its first page on. began: the last change that it shows for sure."""

    id: str
    signature: str
    found: list[str]
    began: int


@dataclass(frozen=True)
class _EventParameters:
    """What a request asks of events.list or events.instances."""

    single_events: bool
    show_deleted: bool
    time_min: datetime | None
    time_max: datetime | None
    updated_min: datetime | None
    order_by: str | None
    words: str
    ical_uid: str | None
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, request: Request) -> _EventParameters:
        def instant(name: str) -> datetime | None:
            raw = request.value(name)
            return _parsed(raw, name) if raw else None

        made = cls(
            single_events=request.value("singleEvents") == "true",
            show_deleted=request.value("showDeleted") == "true",
            time_min=instant("timeMin"),
            time_max=instant("timeMax"),
            updated_min=instant("updatedMin"),
            order_by=request.value("orderBy"),
            words=(request.value("q") or "").casefold(),
            ical_uid=request.value("iCalUID"),
            kinds=tuple(request.query.get("eventTypes", ())),
        )
        if made.order_by not in (None, "startTime", "updated"):
            raise Refused(google_error(400, "invalidParameter", location="orderBy"))
        if made.order_by == "startTime" and not made.single_events:
            what = "The requested ordering is not available for the particular query."
            raise Refused(google_error(400, "badRequest", what, location="orderBy"))
        if made.time_min and made.time_max and made.time_min >= made.time_max:
            raise Refused(google_error(400, "timeRangeEmpty", "The specified time range is empty.", location="timeMax"))
        if request.value("syncToken") and request.value("showDeleted") == "false":
            raise Refused(google_error(400, "invalid", "Deleted events can't be left out.", location="showDeleted"))
        return made

    @property
    def cannot_sync(self) -> bool:
        return bool(self.order_by or self.words or self.ical_uid or self.updated_min)

    def takes(self, event: Event, calendars: Calendars) -> bool:
        if self.ical_uid and event.ical_uid != self.ical_uid:
            return False
        if self.kinds and event.fields.get("eventType", "default") not in self.kinds:
            return False
        if self.updated_min and event.updated < self.updated_min:
            return False
        if self.words and self.words not in json.dumps(event.fields, ensure_ascii=False).casefold():
            return False
        if event.recurrence and (self.time_min or self.time_max):
            return any(self.is_in_span(one) for one in calendars.instances(event) if not one.is_cancelled)
        return self.is_in_span(event)

    def is_in_span(self, event: Event) -> bool:
        """Ends after timeMin, starts before timeMax; a day is that of its calendar."""
        start, end = (_instant(one, event.zone) for one in (event.start, event.end))
        return (self.time_min is None or end > self.time_min) and (self.time_max is None or start < self.time_max)


def _instant(moment: Moment, zone: str) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), ZoneInfo(zone))


def _parsed(raw: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(google_error(400, "badRequest", location=name))
    return moment


def _point(moment: Moment, own: str, shown: ZoneInfo) -> dict[str, str]:
    """A start or an end, at the offset of the zone that the answer is in."""
    if not isinstance(moment, datetime):
        return {"date": moment.isoformat()}
    return {"dateTime": moment.astimezone(shown).isoformat().replace("+00:00", "Z"), "timeZone": own}


def _address(email: str, calendar: str) -> dict[str, Any]:
    return {"email": email} | ({"self": True} if email == calendar else {})


def _updated(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _etag(change: int) -> str:
    return f'"{3_400_000_000_000_000 + change}"'


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
