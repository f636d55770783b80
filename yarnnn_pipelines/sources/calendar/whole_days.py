"""Events of whole days that are written as times: from a midnight to a midnight, on somebody's clock.

Exchange writes them so, with a property that says what they are; read as times they would begin the day before in
every zone to the west. What a day is in the agency's zone is `items`' matter.
Source: [MS-OXCICAL] 2.1.3.1.1.20.24 (X-MICROSOFT-CDO-ALLDAYEVENT); RFC 5545 3.3.4, 3.6.1.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event, vDDDLists, vRecur

from yarnnn_pipelines.sources.calendar.people import listed

_FLAG = re.compile(r"X-(?:[A-Z0-9]+-)*(?:ALL|WHOLE|FULL)[-_]?DAY(?:[-_]?EVENT)?", re.IGNORECASE)
_DAY, _HALF_A_DAY = timedelta(days=1), timedelta(hours=12)
_TOLERANCE = timedelta(minutes=61)  # an hour where a clock changes in between, a minute for an end at 23:59
_ENDS = (time(), time(23, 59), time(23, 59, 59))


def with_whole_days(event: Event, days: ZoneInfo) -> bool:
    """Make an event of whole days one of dates, and say whether it was one of times. Raises what icalendar raises.

    A single event from midnight to midnight is one, too; of a series only its program's word counts, since its
    exceptions are named by its times. days: the agency's zone.
    """
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    if not isinstance(start, datetime) or not _is_of_days(event, start, end):
        return False
    first = day_of(start, days)
    last = first + _DAY if end is None else max(day_of(end, days) if isinstance(end, datetime) else end, first + _DAY)
    for name in ("DTSTART", "DTEND", "DURATION"):
        event.pop(name, None)
    event.add("DTSTART", first)
    event.add("DTEND", last)
    _name_days(event, start, days)
    return True


def _moment(event: Event, name: str) -> Any:
    written: Any = event.get(name)
    length: Any = event.get("DURATION")
    if name == "DTEND" and written is None and length is not None:
        return _moment(event, "DTSTART") + length.dt
    return None if written is None else written.dt


def _is_of_days(event: Event, start: datetime, end: date | None) -> bool:
    length = _length(start, end)
    flags = [str(value).strip().upper() for name, value in event.property_items() if _FLAG.fullmatch(name)]
    if any(flag in ("TRUE", "1", "YES") for flag in flags):
        over = length % _DAY
        is_whole = length >= _DAY - _TOLERANCE and min(over, _DAY - over) <= _TOLERANCE
        return is_whole or not length
    is_single = not any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    if flags or not is_single or not isinstance(end, datetime):
        return False
    return start.time() == time() and _on_clock_of(start, end).time() in _ENDS and length >= _DAY - _TOLERANCE


def _length(start: datetime, end: date | None) -> timedelta:
    """On the clock of the start; a day where no end is written."""
    if not isinstance(end, datetime):
        return _DAY if end is None else _DAY * max((end - start.date()).days, 1)
    return _on_clock_of(start, end).replace(tzinfo=None) - start.replace(tzinfo=None)


def _on_clock_of(start: datetime, end: datetime) -> datetime:
    return end.astimezone(start.tzinfo) if start.tzinfo and end.tzinfo else end


def day_of(moment: datetime, days: ZoneInfo) -> date:
    """The day that begins at a midnight: on its own clock, on the agency's, or on that of the zone where it is one."""
    if moment.tzinfo and moment.time() != time() and (here := moment.astimezone(days)).time() == time():
        return here.date()
    return (moment.replace(tzinfo=None) + _HALF_A_DAY).date()


def _name_days(event: Event, start: datetime, days: ZoneInfo) -> None:
    """The instances that an event names, and the end of its rule, by days as well."""
    slot: Any = event.get("RECURRENCE-ID")
    if slot is not None and isinstance(slot.dt, datetime):
        kept = {name: value for name, value in slot.params.items() if name not in ("TZID", "VALUE")}
        del event["RECURRENCE-ID"]
        event.add("RECURRENCE-ID", day_of(slot.dt, days), parameters=kept)
    for name in ("RDATE", "EXDATE"):
        dates = [value.dt for values in listed(event.pop(name, None)) for value in _values(values)]
        if dates:
            named = [when[0] if isinstance(when, tuple) else when for when in dates]
            event.add(name, [day_of(when, days) if isinstance(when, datetime) else when for when in named])
    for rule in listed(event.get("RRULE")):
        if isinstance(rule, vRecur) and (until := listed(rule.get("UNTIL"))):
            rule["UNTIL"] = [_last_day(until[0], start)]


def _values(values: Any) -> list[Any]:
    return list(values.dts) if isinstance(values, vDDDLists) else []


def _last_day(until: date, start: datetime) -> date:
    """The last day on which a series may begin an instance; a moment in UTC may be the midnight of another zone."""
    if not isinstance(until, datetime):
        return until
    if until.tzinfo and start.tzinfo and start.utcoffset() is not None and start.tzname() != "UTC":
        return until.astimezone(start.tzinfo).date()
    return (until + _HALF_A_DAY).date() if until.tzinfo in (UTC, ZoneInfo("UTC")) else until.date()
