"""Calendar events as items: id, times, people, recurrence, and the version, from an event's iCalendar text.

The API's JSON becomes such text in `calendar_json`; finding the events in files is `exports.calendar`'s work. Expanding
a series is the context's. Format: RFC 5545.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import recurring_ical_events
from icalendar import Calendar, Event

from yarnnn_pipelines.english.meeting_titles import without_cancellation
from yarnnn_pipelines.sources.calendar.ics import TOO_OFTEN, number_in
from yarnnn_pipelines.sources.calendar.people import RESPONSE_COMMENT, listed, people_of
from yarnnn_pipelines.sources.calendar.whole_days import day_of
from yarnnn_pipelines.sources.shared.envelope import Observed, as_json, content_version, microseconds, readable
from yarnnn_pipelines.sources.shared.html import html_to_text

OLDEST_STAMP = 1995  # vCalendar is of 1996
_YEARS = range(2, 9999)  # a year from either end of what a clock can show, so that every zone and week around is on it
_NO_TIMES = re.compile(r"\bCOUNT=[+-]?0+(?!\d)", re.IGNORECASE)
_HTML = re.compile(r"<(?:br|p|div|b|i|a|ul|ol|li|span)\b[^>]*>", re.IGNORECASE)


def container_of(calendar: str) -> str:
    """The container_id of a calendar of this name."""
    return f"calendar:{calendar}"


def item_id_of(uid: str, slot: str | None) -> str:
    """The item_id of an event, or with a slot (`basic`) of an exception of that series."""
    return f"calendar:{uid}:{slot}" if slot else f"calendar:{uid}"


def also_touched(payloads: Iterable[str], first: datetime, last: datetime, zone: ZoneInfo) -> set[datetime]:
    """When the meetings of the series among these payloads take place; every week, if that can't be told.

    zone: the agency's, for days. See `touched.AlsoTouched`.
    """
    starts: set[datetime] = set()
    for payload in payloads:
        event = orjson.loads(payload)
        if not (rule := event.get("rrule")):
            continue
        try:
            if TOO_OFTEN.search(rule):
                raise ValueError("a meeting every hour or oftener")
            meetings = recurring_ical_events.of(Calendar.from_ical(event["ical"])).between(first, last)
            starts.update(instant(meeting.start, zone) for meeting in meetings)
        except Exception:  # whatever the rule is, a week that is built once too often costs nothing else
            starts.update(first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1))
    return starts


def with_slot_of(event: Event, series: date | datetime, days: ZoneInfo, others: Collection[ZoneInfo] = ()) -> bool:
    """Make an exception name the instance that it replaces as its series does: a series of days by a day, one of times
    by a time; and say whether it did not. Exchange writes the midnight of its own zone for a day; others write a day
    for a time.

    series: the start of the series; days: the zone in which a day begins; others: those that the calendar names.
    """
    slot = optional(event, "RECURRENCE-ID")
    if slot is None or is_day(slot) == is_day(series):
        return False
    if isinstance(series, datetime):
        meant: date = datetime.combine(slot, series.timetz())
    else:
        meant = day_of(slot, days, others)
    params = {name: value for name, value in event["RECURRENCE-ID"].params.items() if name not in ("TZID", "VALUE")}
    del event["RECURRENCE-ID"]
    event.add("RECURRENCE-ID", meant, parameters=params)
    return True


def at_its_slot(event: Event) -> None:
    """Begin an instance when its series had it."""
    params = {name: value for name, value in event["RECURRENCE-ID"].params.items() if name == "TZID"}
    start = moment(event, "RECURRENCE-ID")
    del event["DTSTART"]
    event.add("DTSTART", start, parameters=params)


@dataclass(frozen=True)
class EventOrigin:
    """What an event's own text does not tell for certain.

    uid: its id in all calendars; calendar: its calendar's name; days: the zone in which a day begins; floating: that
    of times which name none; owner: the calendar's address, if it has one.
    """

    uid: str
    calendar: str
    days: ZoneInfo
    floating: ZoneInfo
    owner: str = ""


def event_item(
    event: Event, ical: str, origin: EventOrigin, *, url: str = "", more: Mapping[str, Any] | None = None
) -> Observed:
    """An event that has a start, as an item. `ValueError` of one that can't take place as it is written.

    ical: its text, as a calendar of its own; more: what the payload holds besides.
    """
    start = moment(event, "DTSTART")
    slot = optional(event, "RECURRENCE-ID")
    recurrence_id = basic(slot, origin.floating) if slot is not None else None
    payload = _payload(event, origin, start, recurrence_id, ical) | dict(more or {})
    if payload["status"] != "cancelled":
        _refuse_one_that_never_is(payload, start, _end(event, start), origin.floating)
    description = payload["description"]
    organizer = payload["organizer"]["email"] if payload["organizer"] else None
    return Observed(
        item_id=item_id_of(origin.uid, recurrence_id),
        version=_version(event, payload),
        container_id=container_of(origin.calendar),
        thread_id=None,
        author_id=f"mailto:{organizer}" if organizer and "@" in organizer else None,
        occurred_at=microseconds(instant(start, origin.days if is_day(start) else origin.floating)),
        edited_at=microseconds(_edited(event)),
        is_deleted=False,
        text=payload["summary"] + (f"\n{description}" if description else ""),
        permalink=url if url.startswith(("https://", "http://")) else None,
        payload=as_json(payload),
    )


def _refuse_one_that_never_is(
    payload: Mapping[str, Any], start: date | datetime, end: date | datetime, zone: ZoneInfo
) -> None:
    """RFC 5545: an end is later than its start (3.8.2.2), and a rule has at least one time (3.3.10)."""
    if (end < start) if is_day(start) else (instant(end, zone) < instant(start, zone)):
        raise ValueError("it ends before it starts")
    if _NO_TIMES.search(payload["rrule"] or ""):
        raise ValueError("its rule has no times: COUNT=0")


def alone(event: Event) -> str:
    """The text of a calendar of this event and nothing else."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//yarnnn//live//EN")
    calendar.add_component(event)
    return readable(calendar.to_ical().decode())


def _version(event: Event, payload: Mapping[str, Any]) -> str:
    """Over what the event means, so that an export and the API agree: a single meeting's time is an instant, whatever
    zone it is written in; a series keeps its clock. No stamp of an export, alarm, colour or reader's own setting."""
    recurrence = {name: sorted(_meaning(event, name)) for name in ("RRULE", "RDATE", "EXDATE")}
    if "EXRULE" in event:
        recurrence["EXRULE"] = sorted(_meaning(event, "EXRULE"))
    start, end = (_moment_in_utc(bound) for bound in (moment(event, "DTSTART"), _end(event, moment(event, "DTSTART"))))
    return content_version(
        payload["summary"],
        "\n".join(line.rstrip() for line in str(event.get("DESCRIPTION") or "").strip().splitlines()),
        (payload["location"] or "").strip(),
        start,
        end,
        payload["time_zone"] if any(recurrence.values()) and not payload["all_day"] else None,
        recurrence,
        payload["status"],
        payload["sequence"],
        payload["organizer"]["email"] if payload["organizer"] else None,
        sorted({(person["email"], person["partstat"]) for person in payload["attendees"]}),
        "RANGE=THISANDFUTURE" in payload["ical"],
        *(["RANGE=THISANDPRIOR"] if "RANGE=THISANDPRIOR" in payload["ical"] else []),
        *([comments] if (comments := sorted(_comments(event))) else []),
    )


def _comments(event: Event) -> Iterator[str]:
    yield from (str(one).strip() for one in listed(event.get("COMMENT")))
    for attendee in listed(event.get("ATTENDEE")):
        if comment := getattr(attendee, "params", {}).get(RESPONSE_COMMENT):
            yield str(comment).strip()


def _meaning(event: Event, name: str) -> Iterator[str]:
    """A rule's parts, or the days and instants of a list of dates."""
    start = moment(event, "DTSTART")
    for value in listed(event.get(name)):
        if name in ("RRULE", "EXRULE"):
            yield value.to_ical().decode() if hasattr(value, "to_ical") else str(value)
            continue
        if not hasattr(value, "dts"):
            yield str(value)
            continue
        for entry in value.dts:
            when = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            if isinstance(when, datetime) and when.tzinfo is None and isinstance(start, datetime):
                when = when.replace(tzinfo=start.tzinfo)
            yield _moment_in_utc(when)


def _moment_in_utc(when: date | datetime) -> str:
    if isinstance(when, datetime) and when.tzinfo:
        when = when.astimezone(UTC)
    return when.isoformat()


def moment(event: Event, key: str) -> Any:
    """A date or a datetime; None if the event has none. Raises what icalendar raises for a broken value."""
    value = event.get(key)
    return None if value is None else value.dt


def optional(event: Event, key: str) -> Any:
    try:
        return moment(event, key)
    except (ValueError, AttributeError, TypeError):
        return None


def unknown_zone(event: Event) -> str | None:
    """The zone that a time of the event names and nothing explains, so that its instant can only be guessed."""
    for key in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        moment = optional(event, key)
        named = event[key].params.get("TZID") if moment is not None else None
        if named and isinstance(moment, datetime) and moment.tzinfo is None:
            return str(named)
    return None


def is_day(moment: date) -> bool:
    return not isinstance(moment, datetime)


def instant(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """When it is, or begins, in UTC. `ValueError` where no clock can show it everywhere."""
    if moment.year not in _YEARS:
        raise ValueError(f"the year {moment.year} is too far off")
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), zone)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def basic(moment: date | datetime, zone: ZoneInfo) -> str:
    return f"{moment:%Y%m%d}" if is_day(moment) else f"{instant(moment, zone):%Y%m%dT%H%M%SZ}"


def _iso(moment: date | datetime, zone: ZoneInfo) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def _end(event: Event, start: date | datetime) -> date | datetime:
    """DTEND, else the start and DURATION, else a day for a day and no time for a time (RFC 5545, 3.6.1)."""
    end = optional(event, "DTEND")
    if isinstance(end, date) and is_day(end) == is_day(start):
        return end
    duration = optional(event, "DURATION")
    if isinstance(duration, timedelta):
        return start + duration
    return start + timedelta(days=1) if is_day(start) else start


def _edited(event: Event) -> datetime | None:
    """LAST-MODIFIED, else DTSTAMP (RFC 5545, 3.8.7.2): of an export that stamps all with its own time, when it showed
    this state. None of a stamp that no calendar program set."""
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        edited = optional(event, name)
        if isinstance(edited, datetime) and edited.year in range(OLDEST_STAMP, _YEARS.stop):
            return instant(edited, ZoneInfo("UTC"))
    return None


def _payload(
    event: Event, origin: EventOrigin, start: date | datetime, recurrence_id: str | None, ical: str
) -> dict[str, Any]:
    zone = origin.floating
    rule = event.get("RRULE")
    rule = rule[0] if isinstance(rule, list) else rule
    title = " ".join(str(event.get("SUMMARY") or "").split())
    called_off = without_cancellation(title)
    return {
        "uid": origin.uid,
        "summary": (title if called_off is None else called_off) or "(no title)",
        "description": _described(str(event.get("DESCRIPTION") or "")),
        "location": str(event.get("LOCATION") or "") or None,
        "start": _iso(start, zone),
        "end": _iso(_end(event, start), zone),
        "all_day": is_day(start),
        "time_zone": str(event["DTSTART"].params.get("TZID") or zone.key),
        "status": "cancelled" if called_off is not None else str(event.get("STATUS") or "CONFIRMED").lower(),
        **people_of(event, origin.owner.lower()),
        "rrule": rule.to_ical().decode() if rule is not None and hasattr(rule, "to_ical") else None,
        "recurrence_id": recurrence_id,
        "time_is_uncertain": unknown_zone(event) is not None,
        "sequence": number_in(str(event.get("SEQUENCE", "0"))),
        "ical": ical,
    }


def _described(text: str) -> str:
    """A description's words: Google and Outlook write HTML there."""
    plain = html_to_text(text) if _HTML.search(text) else text
    plain = "\n".join(line for line in plain.splitlines() if not line.startswith("> "))
    return "\n".join(line.rstrip() for line in plain.strip().splitlines())
