"""Events of whole days that are written as times: from a midnight to a midnight, on somebody's clock.

Exchange writes them so, with a property that says what they are; read as times they would begin the day before in
every zone to the west. Written in UTC, they begin at the midnight of the agency, of the calendar, or of somebody else.
What a day is in the agency's zone is `items`' matter.
Source: [MS-OXCICAL] 2.1.3.1.1.20.24 (X-MICROSOFT-CDO-ALLDAYEVENT); RFC 5545 3.3.4, 3.6.1.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event, vDDDLists, vRecur

from yarnnn_pipelines.sources.calendar.people import listed

_FLAG = re.compile(r"X-(?:[A-Z0-9]+-)*(?:ALL|WHOLE|FULL)[-_]?DAY(?:[-_]?EVENT)?", re.IGNORECASE)
_DAY = timedelta(days=1)
# From a midnight in UTC to the day that it begins, where nothing tells whose it is: but for a few islands, clocks are
# up to 13 hours before UTC (New Zealand's summer) and up to 10 hours behind it (Hawaii).
_AHEAD = timedelta(hours=13)
_TOLERANCE = timedelta(minutes=61)  # an hour where a clock changes in between, a minute for an end at 23:59
_ENDS = (time(), time(23, 59), time(23, 59, 59))


def with_whole_days(event: Event, days: ZoneInfo, others: Collection[ZoneInfo] = ()) -> bool:
    """Make an event of whole days one of dates, and say whether it was one of times. Raises what icalendar raises.

    A single event from midnight to midnight is one, too; of a series only its program's word counts, since its
    exceptions are named by its times. days: the agency's zone; others: those that the calendar names.
    """
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    if not isinstance(start, datetime) or not _is_of_days(event, start, end, (days, *others)):
        return False
    first = day_of(start, days, others)
    last = first + _DAY if end is None else day_of(end, days, others) if isinstance(end, datetime) else end
    last = max(last, first + _DAY)
    for name in ("DTSTART", "DTEND", "DURATION"):
        event.pop(name, None)
    event.add("DTSTART", first)
    event.add("DTEND", last)
    _name_days(event, start, days, others)
    return True


def may_be_whole_days(event: Event) -> bool:
    """Whether a single event takes whole days from a time in UTC: it may be somebody's midnight."""
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    if not isinstance(start, datetime) or not isinstance(end, datetime) or _flags(event) or not _is_single(event):
        return False
    length = end - start if _is_in_utc(start) and _is_in_utc(end) else timedelta()
    return length >= _DAY and not length % _DAY


def _moment(event: Event, name: str) -> Any:
    written: Any = event.get(name)
    length: Any = event.get("DURATION")
    if name == "DTEND" and written is None and length is not None:
        return _moment(event, "DTSTART") + length.dt
    return None if written is None else written.dt


def _is_of_days(event: Event, start: datetime, end: date | None, zones: Collection[ZoneInfo]) -> bool:
    length = _length(start, end)
    flags = _flags(event)
    if any(flag in ("TRUE", "1", "YES") for flag in flags):
        over = length % _DAY
        is_whole = length >= _DAY - _TOLERANCE and min(over, _DAY - over) <= _TOLERANCE
        return is_whole or not length
    if flags or not _is_single(event) or not isinstance(end, datetime) or length < _DAY - _TOLERANCE:
        return False
    clocks = [start.tzinfo, *zones] if _is_in_utc(start) and _is_in_utc(end) else [start.tzinfo]
    return any(
        begins.time() == time() and _on_clock_of(begins, end).time() in _ENDS
        for begins in (start.astimezone(clock) if start.tzinfo else start for clock in clocks)
    )


def _flags(event: Event) -> list[str]:
    return [str(value).strip().upper() for name, value in event.property_items() if _FLAG.fullmatch(name)]


def _is_single(event: Event) -> bool:
    return not any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def _is_in_utc(moment: datetime) -> bool:
    return moment.tzinfo is not None and moment.tzname() == "UTC"


def _length(start: datetime, end: date | None) -> timedelta:
    """On the clock of the start; a day where no end is written."""
    if not isinstance(end, datetime):
        return _DAY if end is None else _DAY * max((end - start.date()).days, 1)
    return _on_clock_of(start, end).replace(tzinfo=None) - start.replace(tzinfo=None)


def _on_clock_of(start: datetime, end: datetime) -> datetime:
    return end.astimezone(start.tzinfo) if start.tzinfo and end.tzinfo else end


def day_of(moment: datetime, days: ZoneInfo, others: Collection[ZoneInfo] = ()) -> date:
    """The day that begins at a midnight: on its own clock, the agency's, the calendar's, or that of some zone."""
    if moment.tzinfo and moment.time() != time():
        for zone in (days, *others):
            if (here := moment.astimezone(zone)).time() == time():
                return here.date()
    return (moment.replace(tzinfo=None) + _AHEAD).date()


def _name_days(event: Event, start: datetime, days: ZoneInfo, others: Collection[ZoneInfo]) -> None:
    """The instances that an event names, and the end of its rules, by days as well."""
    slot: Any = event.get("RECURRENCE-ID")
    if slot is not None and isinstance(slot.dt, datetime):
        kept = {name: value for name, value in slot.params.items() if name not in ("TZID", "VALUE")}
        del event["RECURRENCE-ID"]
        event.add("RECURRENCE-ID", day_of(slot.dt, days, others), parameters=kept)
    for name in ("RDATE", "EXDATE"):
        dates = [value.dt for values in listed(event.pop(name, None)) for value in _values(values)]
        if dates:
            named = [when[0] if isinstance(when, tuple) else when for when in dates]
            event.add(name, [day_of(when, days, others) if isinstance(when, datetime) else when for when in named])
    for rule in (*listed(event.get("RRULE")), *listed(event.get("EXRULE"))):
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
    return (until + _AHEAD).date() if until.tzinfo in (UTC, ZoneInfo("UTC")) else until.date()
