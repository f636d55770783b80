"""What a series' calendar text says of when it takes place: its times, its excluded dates, its schedule.

The recurrence rules themselves (RFC 5545) are `recurring_ical_events`' work; here its answers become instants, and what
would expand for hours is refused. What a change of the series means is `series`'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import recurring_ical_events
from icalendar import Calendar, Component, vDDDTypes, vRecur

from yarnnn_pipelines.context.meetings.versions import EventVersion, as_instant

# Nobody meets every second; a rule that says so is a mistake or an attack, and would expand for hours.
REFUSED_FREQUENCIES = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|BYSECOND=", re.IGNORECASE)
MOST_TIMES_A_DAY = 24
# Time zones reach 14 hours from UTC: the margin by which a span is widened before local times are compared.
ZONE_MARGIN = timedelta(days=1)
_NUMBER = "X-YARNNN-EXCEPTION"  # which exception an expanded meeting comes from


class SeriesError(Exception):
    """A series that cannot be expanded: what is wrong with its calendar text."""


@dataclass(frozen=True)
class Span:
    """The time for which meetings are expanded: start inclusive, end exclusive."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True)
class Slot:
    """A time that a series' rule gives; `ends_at` is exclusive. source: the version that says what the meeting is from
    then on, the series' own or an exception with RANGE=THISANDFUTURE."""

    starts_at: datetime
    ends_at: datetime
    source: EventVersion


def slots_of(
    version: EventVersion, onward: Sequence[EventVersion], span: Span, time_zone: str
) -> tuple[list[Slot], bool]:
    """The times that a master's rule gives within `span`, and whether it gives any after it."""
    rule = str(version.payload.get("rrule") or "")
    if REFUSED_FREQUENCIES.search(rule) or _times_a_day(rule) > MOST_TIMES_A_DAY:
        raise SeriesError(f"its rule asks for more than {MOST_TIMES_A_DAY} meetings a day: {rule}")
    try:
        query = recurring_ical_events.of(_calendar(version, onward))
        components = query.between(span.start - ZONE_MARGIN, span.end + ZONE_MARGIN)
        more = next(query.after(span.end + ZONE_MARGIN), None) is not None
    except SeriesError:
        raise
    except Exception as error:  # the libraries raise what they stumble over: KeyError, TypeError, their own
        raise SeriesError(f"its rule can't be followed: {type(error).__name__}: {error}") from error
    floating = version.floating_zone(time_zone)
    slots: dict[datetime, Slot] = {}
    for component in components:
        start = as_instant(component["DTSTART"].dt, time_zone, floating)
        more = more or start >= span.end
        if start in span:
            end = as_instant(component["DTEND"].dt, time_zone, floating) if "DTEND" in component else start
            number = component.get(_NUMBER)
            slots[start] = Slot(start, max(start, end), version if number is None else onward[int(number)])
    return [slots[start] for start in sorted(slots)], more


def _follow_whole_days(event: Component) -> None:
    """Read a rule's end as its writer means it, where it is no moment of the kind that the series has.

    A day includes all of its meetings, on the series' own clock; a moment ends a series of days with the day that it
    falls on, or begins, in any zone. RFC 5545 (3.3.10) allows neither, and both are written.
    """
    rule, start = event.get("RRULE"), event.get("DTSTART")
    if not isinstance(rule, vRecur) or not isinstance(start, vDDDTypes) or not (until := rule.get("UNTIL")):
        return
    first, last = start.dt, until[0] if isinstance(until, list) else until
    if isinstance(first, datetime) and not isinstance(last, datetime):
        end_of_day = datetime.combine(last, time(23, 59, 59), first.tzinfo)
        rule["UNTIL"] = [end_of_day.astimezone(UTC) if end_of_day.tzinfo else end_of_day]
    elif not isinstance(first, datetime) and isinstance(last, datetime):
        rule["UNTIL"] = [(last + timedelta(hours=12)).date() if last.hour >= 12 else last.date()]


def excluded_dates(version: EventVersion, time_zone: str) -> set[datetime]:
    event = _calendar(version).walk("VEVENT")[0]
    lists = event.get("EXDATE") or []
    floating = version.floating_zone(time_zone)
    return {
        as_instant(moment.dt, time_zone, floating)
        for dates in (lists if isinstance(lists, list) else [lists])
        for moment in dates.dts
    }


def schedule_of(version: EventVersion) -> tuple[str, ...]:
    """What decides when a series takes place, and nothing else of its text."""
    text = version.calendar_text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    event = text.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    return tuple(sorted(re.findall(r"^(?:DTSTART|RRULE|RDATE|EXDATE)[;:].*$", event, re.MULTILINE)))


def _calendar(version: EventVersion, onward: Sequence[EventVersion] = ()) -> Calendar:
    try:
        calendar = Calendar.from_ical(version.calendar_text)
        for number, exception in enumerate(onward):
            for event in Calendar.from_ical(exception.payload["ical"]).walk("VEVENT"):
                event.add(_NUMBER, str(number))
                calendar.add_component(event)
        for event in calendar.walk("VEVENT"):
            _follow_whole_days(event)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise SeriesError(f"its calendar text can't be read: {error}") from error
    if not isinstance(calendar, Calendar) or not calendar.walk("VEVENT"):
        raise SeriesError("its calendar text has no event")
    return calendar


def _times_a_day(rule: str) -> int:
    count = 1
    for part in ("BYHOUR", "BYMINUTE"):
        if match := re.search(rf"{part}=([\d,]+)", rule, re.IGNORECASE):
            count *= len(match[1].split(","))
    return count
