"""Google Calendar's event resources as items, by way of the iCalendar text that an export would hold of them.

Which request brought a resource, and what a missing one means, belongs to `live`.
Source: https://developers.google.com/workspace/calendar/api/v3/reference/events#resource.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event, vCalAddress

from yarnnn_pipelines.sources.calendar.items import (
    EventOrigin,
    alone,
    basic,
    container_of,
    event_item,
    instant,
    is_day,
    item_id_of,
)
from yarnnn_pipelines.sources.calendar.people import RESPONSE_COMMENT
from yarnnn_pipelines.sources.calendar.whole_days import with_whole_days
from yarnnn_pipelines.sources.shared.envelope import Observed, as_json, content_version, microseconds, readable

_RECURRENCE = re.compile(r"(?:RRULE|RDATE|EXDATE|EXRULE)[;:][^\r\n]+", re.IGNORECASE)
_PARTSTAT = {"needsAction": "NEEDS-ACTION"}


def is_cancelled(resource: Mapping[str, Any]) -> bool:
    return resource.get("status") == "cancelled"


def slot_of(resource: Mapping[str, Any]) -> str | None:
    """Which instance of its series an exception is, as in its item_id; None for what is no exception."""
    original = resource.get("originalStartTime")
    return None if not original else basic(_moment(original, {}), ZoneInfo("UTC"))


@dataclass(frozen=True)
class CalendarPlace:
    """Where an event stands. id: the calendar's, as Google has it; name: under which its events land; days: the zone in
    which a day begins."""

    id: str
    name: str
    days: ZoneInfo


def resource_item(resource: Mapping[str, Any], place: CalendarPlace) -> Observed:
    """An event that is not cancelled. `ValueError`, `KeyError` and whatever icalendar raises where it can't be read."""
    if not isinstance(uid := resource["iCalUID"], str) or not uid:
        raise ValueError("its iCalUID is no text")
    event = _event(resource)
    with_whole_days(event, place.days)
    return event_item(
        event,
        alone(event),
        EventOrigin(uid, place.name, days=place.days, floating=place.days, owner=place.id),
        url=str(resource.get("htmlLink") or ""),
        more={"calendar_id": place.id, "event_id": resource["id"]},
    )


def cancelled_version(item_id: str) -> str:
    """Of an instance that was taken out of its series: nothing else is told of it."""
    return content_version(item_id, "cancelled")


def cancelled_item(event_id: str, uid: str, slot: str, last: Mapping[str, Any], place: CalendarPlace) -> Observed:
    """A cancelled exception, of which Google tells the slot alone; `last` is the payload that its item had last, else
    that of its series, else empty: what was cancelled keeps its name and, if it was moved before, its last time."""
    at = _parsed(slot)
    if last.get("recurrence_id") == slot:
        start, end = _parsed(last["start"]), _parsed(last["end"])
    else:
        start, end = at, _plus(at, _length(last, at))
    payload = {
        "description": "",
        "location": None,
        "time_zone": place.days.key,
        "organizer": None,
        "attendees": [],
        "sequence": 0,
        "summary": "(no title)",
        **last,
        "uid": uid,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "all_day": is_day(start),
        "status": "cancelled",
        "rrule": None,
        "recurrence_id": slot,
        "time_is_uncertain": False,
        "calendar_id": place.id,
        "event_id": event_id,
    }
    payload["ical"] = _cancelled_text(payload, at, start)
    organizer = (payload["organizer"] or {}).get("email")
    item_id = item_id_of(uid, slot)
    return Observed(
        item_id=item_id,
        version=cancelled_version(item_id),
        container_id=container_of(place.name),
        thread_id=None,
        author_id=f"mailto:{organizer}" if organizer else None,
        occurred_at=microseconds(instant(start, place.days)),
        edited_at=None,
        is_deleted=False,
        text=payload["summary"] + (f"\n{payload['description']}" if payload["description"] else ""),
        permalink=None,
        payload=as_json(payload),
    )


def _length(last: Mapping[str, Any], slot: date | datetime) -> timedelta:
    """How long an instance of the series is."""
    if not last or last["all_day"] != is_day(slot):
        return timedelta(days=1) if is_day(slot) else timedelta(0)
    return _parsed(last["end"]) - _parsed(last["start"])


def _plus(slot: date | datetime, length: timedelta) -> date | datetime:
    """By elapsed time, so that a meeting over a clock change keeps its length."""
    if not isinstance(slot, datetime):
        return slot + length
    return (slot.astimezone(UTC) + length).astimezone(slot.tzinfo)


def _parsed(text: str) -> date | datetime:
    """A day, or an instant in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC) if "T" in text else date.fromisoformat(text)


def _cancelled_text(payload: Mapping[str, Any], slot: date | datetime, start: date | datetime) -> str:
    event = Event()
    event.add("UID", payload["uid"])
    event.add("DTSTART", start)
    event.add("RECURRENCE-ID", slot)
    event.add("SUMMARY", payload["summary"])
    event.add("STATUS", "CANCELLED")
    return alone(event)


# --- the text of an event ------------------------------------------------------------------------------------------


def _event(resource: Mapping[str, Any]) -> Event:
    """Times stand on the clock of the event's own zone, by its IANA name."""
    event = Event()
    event.add("UID", resource["iCalUID"])
    start, end = resource["start"], resource.get("end")
    event.add("DTSTART", _moment(start, {}))
    if end and not resource.get("endTimeUnspecified"):
        event.add("DTEND", _moment(end, start))
    for line in _recurrence(resource):
        name, _, _ = line.partition(":")
        event.add(name.partition(";")[0].upper(), _parsed_property(line))
    if original := resource.get("originalStartTime"):
        event.add("RECURRENCE-ID", _moment(original, start))
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        if text := resource.get(name.lower()):
            event.add(name, readable(str(text)))
    event.add("STATUS", str(resource.get("status") or "confirmed").upper())
    event.add("SEQUENCE", int(resource.get("sequence") or 0))
    if updated := resource.get("updated"):
        event.add("LAST-MODIFIED", datetime.fromisoformat(updated))
    if organizer := _address(resource.get("organizer") or {}):
        event.add("ORGANIZER", organizer)
    for attendee in resource.get("attendees") or ():
        if address := _address(attendee):
            event.add("ATTENDEE", address)
    return event


def _recurrence(resource: Mapping[str, Any]) -> Iterator[str]:
    for line in resource.get("recurrence") or ():
        if not _RECURRENCE.fullmatch(line):
            raise ValueError(f"its recurrence holds {line[:40]!r}")
        yield line


def _parsed_property(line: str) -> Any:
    """One RRULE, RDATE or EXDATE line, as icalendar reads it; in a component, so that its parameters count."""
    event = Event.from_ical(f"BEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\n")
    ((_, value),) = ((name, value) for name, value in event.property_items() if name not in ("BEGIN", "END"))
    return value


def _moment(point: Mapping[str, str], other: Mapping[str, str]) -> date | datetime:
    """A start or an end: a day, or a time on the clock of the event's zone (else of its other end's, else UTC)."""
    if day := point.get("date"):
        return date.fromisoformat(day)
    zone = point.get("timeZone") or other.get("timeZone") or "UTC"
    return datetime.fromisoformat(point["dateTime"]).astimezone(UTC if zone == "UTC" else ZoneInfo(zone))


def _address(person: Mapping[str, Any]) -> vCalAddress | None:
    email = person.get("email")
    if not email:
        return None
    address = vCalAddress(f"mailto:{readable(email)}")
    if name := person.get("displayName"):
        address.params["CN"] = readable(name).replace('"', "'")
    if status := person.get("responseStatus"):
        address.params["PARTSTAT"] = _PARTSTAT.get(status, status.upper())
    if comment := person.get("comment"):
        address.params[RESPONSE_COMMENT] = " ".join(readable(str(comment)).replace('"', "'").split())
    return address
