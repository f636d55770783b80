"""Calendar exports: .ics files, their series, exceptions and single events. Expanding a series is the context's work.

One event may stand in several calendars, as a copy in each participant's. It is one item: the copy with the highest
SEQUENCE, the last edited one, then the first counts.

Coverage: an .ics file shows a calendar whole, so an event missing from a newer file of the same calendar is deleted,
unless the file was cut off or shows so little of the calendar that it must be another one of the same name. An event
that is in the file and can't be read is not missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pyarrow as pa
import recurring_ical_events
from icalendar import Calendar, Event, vCalAddress

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.sources.coverage import Coverage, overlapping_groups
from yarnnn_pipelines.sources.envelope import Observed, as_json, content_version, in_batches, microseconds, readable
from yarnnn_pipelines.sources.exports.archive import ExportFiles, UnreadableEntry
from yarnnn_pipelines.sources.exports.ics import RawCalendar, calendars_of, property_of
from yarnnn_pipelines.sources.exports.options import Progress, ReadOptions
from yarnnn_pipelines.sources.skips import Skips
from yarnnn_pipelines.sources.text.html import html_to_text

# Stamps of the export itself, and a reader's own alarms: neither is a change of the event.
_NOT_CONTENT = re.compile(r"^(?:DTSTAMP|CREATED|X-MOZ-LASTACK|ACKNOWLEDGED|TRANSP)\b", re.IGNORECASE)
_TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE)
_HTML = re.compile(r"<(?:br|p|div|b|i|a|ul|ol|li|span)\b[^>]*>", re.IGNORECASE)


class CalendarExport:
    """One calendar export, opened; see `options.Reader`."""

    main_table = "events"
    group_path = None
    tables = ("events",)

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        self._files = files
        self._skips = skips
        self._zone = ZoneInfo(options.time_zone)
        self._unread: set[str] = set()  # UIDs of events that are in the export and could not be taken
        self._calendars = [
            (name, calendar, calendar.name or PurePosixPath(name).stem)
            for name in files.entries
            for calendar in self._calendars_in(name)
        ]
        if not self._calendars:
            raise UserError(
                "this holds no calendar: no file of it begins a VCALENDAR",
                where=str(files.path),
                mend="name the .ics file that the calendar's settings export, or a folder or zip of them",
            )

    def containers(self, table: str) -> Collection[str] | None:
        return None  # the event may have landed from another calendar

    def read(self, table: str, progress: Progress) -> Iterator[pa.Table]:
        yield from in_batches(self._events(progress))

    def coverage(self, table: str) -> Coverage | None:
        if self._files.incomplete:
            return None
        return Coverage(
            containers={_container(name) for _, _, name in self._calendars},
            choose_groups=overlapping_groups,
            judge=lambda payload: payload.get("uid") not in self._unread,
        )

    def _calendars_in(self, name: str) -> list[RawCalendar]:
        if not name.lower().endswith((".ics", ".ical", ".ifb", ".icalendar")) and len(self._files.entries) > 1:
            return []
        try:
            data = self._files.read(name)
        except UnreadableEntry as error:
            self._files.incomplete = True
            self._skip("unreadable_file", name, str(error), "export the calendar again")
            return []
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._skip("undecodable_text", name, "it is not UTF-8, so it is read as Latin-1", "export it as UTF-8")
            text = data.decode("latin-1")
        calendars = calendars_of(readable(text))
        if any(not calendar.whole for calendar in calendars):
            self._files.incomplete = True
            self._skip(
                "cut_off_calendar",
                name,
                "it ends in the middle: the events before the cut land, and nothing counts as deleted",
                "export the calendar again",
            )
        return calendars

    def _events(self, progress: Progress) -> Iterator[Observed]:
        total = sum(len(calendar.events) for _, calendar, _ in self._calendars)
        done = 0
        best: dict[str, tuple[tuple[int, int], Observed]] = {}
        for file, calendar, name in self._calendars:
            for lines in calendar.events:
                observed = self._observed(file, calendar, name, lines)
                done += 1
                if observed is not None:
                    last = best.get(observed.item_id)
                    if last and last[1].container_id == observed.container_id:
                        what = f"{observed.item_id} stands twice in one calendar"
                        self._skip("repeated_event", file, what, "nothing: the latest state of it is kept")
                    rank = (orjson.loads(observed.payload)["sequence"], observed.edited_at or 0)
                    if last is None or rank > last[0]:
                        best[observed.item_id] = rank, observed
                if done % 200 == 0:
                    progress(done, total)
        for _, observed in best.values():
            yield observed

    def _observed(self, file: str, calendar: RawCalendar, name: str, lines: list[str]) -> Observed | None:
        """The event; None, and counted, if it can't be read: whatever is wrong with one costs no other."""
        try:
            return self._read_event(file, calendar, name, lines)
        except Exception as error:  # a time past the end of the calendar, a property of another kind, ...
            self._unread.add(property_of(lines, "UID"))
            self._skip("unreadable_event", file, f"{_title(lines)} can't be read ({error})", "mend it in the calendar")
            return None

    def _read_event(self, file: str, calendar: RawCalendar, name: str, lines: list[str]) -> Observed | None:
        ical = calendar.alone(lines)
        (event,) = Calendar.from_ical(ical).walk("VEVENT")
        start = _moment(event, "DTSTART")
        if start is None:
            self._unread.add(property_of(lines, "UID"))
            self._skip("event_without_start", file, f"{_title(lines)} has no start", "mend it in the calendar")
            return None
        uid = str(event.get("UID") or "").strip()
        if not uid:
            uid = "sha256-" + content_version(str(event.get("SUMMARY")), start.isoformat())
            self._skip(
                "event_without_uid",
                file,
                f"{_title(lines)} has no UID, so it lands under an id made of its name and start",
                "nothing, unless it moves: it would then look like another event",
            )
        floating = self._floating_zone(calendar, file, event)
        slot = _optional(event, "RECURRENCE-ID")
        recurrence_id = _basic(slot, floating) if slot is not None else None
        payload = _payload(event, uid, start, recurrence_id, floating, ical)
        description = payload["description"]
        text = payload["summary"] + (f"\n{description}" if description else "")
        organizer = payload["organizer"]["email"] if payload["organizer"] else None
        url = str(event.get("URL") or "")
        return Observed(
            item_id=f"calendar:{uid}" + (f":{recurrence_id}" if recurrence_id else ""),
            version=content_version(*sorted(_content_lines(lines))),
            container_id=_container(name),
            thread_id=None,
            author_id=f"mailto:{organizer}" if organizer else None,
            occurred_at=microseconds(_instant(start, self._zone if _is_day(start) else floating)),
            edited_at=microseconds(_edited(event)),
            is_deleted=False,
            text=text,
            permalink=url if url.startswith(("https://", "http://")) else None,
            payload=as_json(payload),
        )

    def _floating_zone(self, calendar: RawCalendar, file: str, event: Event) -> ZoneInfo:
        """The zone of times that come without one: the calendar's own, else the agency's."""
        if named := _unknown_zone(event):
            self._skip(
                "unknown_time_zone",
                file,
                f"{event.get('SUMMARY', 'an event')} is at a time of {named!r}, which nothing explains: it is read as "
                f"{self._zone.key}",
                "name a zone such as Europe/Lisbon in the calendar",
            )
            return self._zone
        try:
            return ZoneInfo(calendar.time_zone) if calendar.time_zone else self._zone
        except (KeyError, ValueError, OSError):
            return self._zone

    def _skip(self, reason: str, file: str, what: str, mend: str) -> None:
        self._skips.add(reason, where=self._files.where(file), what=what, mend=mend)


def also_touched(payloads: Iterable[str], first: datetime, last: datetime, *, zone: ZoneInfo) -> set[datetime]:
    """When the meetings of the series among these payloads take place; every week, if that can't be told."""
    starts: set[datetime] = set()
    for payload in payloads:
        event = orjson.loads(payload)
        if not (rule := event.get("rrule")):
            continue
        try:
            if _TOO_OFTEN.search(rule):
                raise ValueError("a meeting every hour or oftener")
            meetings = recurring_ical_events.of(Calendar.from_ical(event["ical"])).between(first, last)
            starts.update(_instant(meeting.start, zone) for meeting in meetings)
        except Exception:  # whatever the rule is, a week that is built once too often costs nothing else
            starts.update(first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1))
    return starts


# --- one event -----------------------------------------------------------------------------------------------------


def _container(name: str) -> str:
    return f"calendar:{name}"


def _moment(event: Event, key: str) -> Any:
    """A date or a datetime; None if the event has none. Raises what icalendar raises for a broken value."""
    value = event.get(key)
    return None if value is None else value.dt


def _optional(event: Event, key: str) -> Any:
    try:
        return _moment(event, key)
    except (ValueError, AttributeError, TypeError):
        return None


def _unknown_zone(event: Event) -> str | None:
    """The zone that a time of the event names and nothing explains, so that its instant can only be guessed."""
    for key in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        moment = _optional(event, key)
        named = event[key].params.get("TZID") if moment is not None else None
        if named and isinstance(moment, datetime) and moment.tzinfo is None:
            return str(named)
    return None


def _is_day(moment: date) -> bool:
    return not isinstance(moment, datetime)


def _instant(moment: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), zone)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _basic(moment: date | datetime, zone: ZoneInfo) -> str:
    return f"{moment:%Y%m%d}" if _is_day(moment) else f"{_instant(moment, zone):%Y%m%dT%H%M%SZ}"


def _iso(moment: date | datetime, zone: ZoneInfo) -> str:
    if _is_day(moment):
        return moment.isoformat()
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def _end(event: Event, start: date | datetime) -> date | datetime:
    """DTEND, else the start and DURATION, else a day for a day and no time for a time (RFC 5545, 3.6.1)."""
    end = _optional(event, "DTEND")
    if end is not None and _is_day(end) == _is_day(start):
        return end
    duration = _optional(event, "DURATION")
    if isinstance(duration, timedelta):
        return start + duration
    return start + timedelta(days=1) if _is_day(start) else start


def _edited(event: Event) -> datetime | None:
    edited = _optional(event, "LAST-MODIFIED")
    return _instant(edited, ZoneInfo("UTC")) if isinstance(edited, datetime) else None


def _payload(
    event: Event, uid: str, start: date | datetime, recurrence_id: str | None, zone: ZoneInfo, ical: str
) -> dict[str, Any]:
    rule = event.get("RRULE")
    rule = rule[0] if isinstance(rule, list) else rule
    sequence = str(event.get("SEQUENCE", "0"))
    return {
        "uid": uid,
        "summary": " ".join(str(event.get("SUMMARY") or "").split()) or "(no title)",
        "description": _described(str(event.get("DESCRIPTION") or "")),
        "location": str(event.get("LOCATION") or "") or None,
        "start": _iso(start, zone),
        "end": _iso(_end(event, start), zone),
        "all_day": _is_day(start),
        "time_zone": str(event["DTSTART"].params.get("TZID") or zone.key),
        "status": str(event.get("STATUS") or "CONFIRMED").lower(),
        "organizer": _person(event.get("ORGANIZER")),
        "attendees": [person for person in map(_person, _listed(event.get("ATTENDEE"))) if person],
        "rrule": rule.to_ical().decode() if rule is not None and hasattr(rule, "to_ical") else None,
        "recurrence_id": recurrence_id,
        "time_is_uncertain": _unknown_zone(event) is not None,
        "sequence": int(sequence) if sequence.isdigit() else 0,
        "ical": ical,
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _person(address: Any) -> dict[str, str | None] | None:
    if not isinstance(address, str):
        return None
    email = re.sub(r"^mailto:", "", str(address), flags=re.IGNORECASE).strip().lower()
    if "@" not in email:
        return None
    params = address.params if isinstance(address, vCalAddress) else {}
    name = str(params.get("CN") or "").strip()
    return {
        "name": None if name.lower() == email else name or None,
        "email": email,
        "partstat": str(params.get("PARTSTAT") or "NEEDS-ACTION").lower(),
    }


def _described(text: str) -> str:
    """A description's words: Google and Outlook write HTML there."""
    plain = html_to_text(text) if _HTML.search(text) else text
    plain = "\n".join(line for line in plain.splitlines() if not line.startswith("> "))
    return "\n".join(line.rstrip() for line in plain.strip().splitlines())


def _content_lines(lines: list[str]) -> Iterator[str]:
    """What makes a version: every line but alarms and the stamps of the export."""
    depth = 0
    for line in lines[1:-1]:
        upper = line.upper()
        depth += upper.startswith("BEGIN:")
        if depth == 0 and not _NOT_CONTENT.match(line):
            yield line
        depth -= upper.startswith("END:")


def _title(lines: list[str]) -> str:
    """How a message to the user names an event."""
    title = property_of(lines, "SUMMARY")
    return f"the event {title[:60]!r}" if title else "an event without a title"
