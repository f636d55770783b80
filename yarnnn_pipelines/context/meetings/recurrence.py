"""What a series' calendar text says of when it takes place: its times and its schedule. What it excludes from them is
`exclusions`' matter.

The recurrence rules themselves (RFC 5545) are `recurring_ical_events`' work; here its answers become instants, and what
would expand for hours is refused. What a change of the series means is `series`'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Component, vDDDTypes, vRecur

from yarnnn_pipelines.context.meetings.versions import EventVersion, as_instant
from yarnnn_pipelines.sources.calendar.ics import TOO_OFTEN

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
    """A time that a series' rule gives; `ends_at` is exclusive. source: the version that says what the meeting is, the
    series' own or an exception that reaches to it. named_at: the time that the rule itself gives, before such an
    exception moved it; other exceptions may name it by either. is_unsure: its series may have taken it out."""

    starts_at: datetime
    ends_at: datetime
    source: EventVersion
    named_at: datetime
    is_unsure: bool = False


def slots_of(
    version: EventVersion, reaching: Sequence[EventVersion], span: Span, time_zone: str
) -> tuple[list[Slot], bool]:
    """The times that a master's rule gives within `span`, also those that it excludes, and whether it gives any after
    it. reaching: its exceptions that speak of others than their own instance."""
    refuse_too_often(str(version.payload.get("rrule") or ""))
    onward = [each for each in reaching if each.reaches == "onward"]
    try:
        query = recurring_ical_events.of(without_exclusions(calendar_of(version, onward)))
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
            source = version if number is None else onward[int(number)]
            moved = timedelta(0) if number is None else _moved_by(source, time_zone)
            named_at = as_instant(component["DTSTART"].dt - moved, time_zone, floating)
            slot = _as_told_back(Slot(start, max(start, end), source, named_at), reaching, time_zone)
            slots[slot.starts_at] = slot
    return [slots[start] for start in sorted(slots)], more


def without_exclusions(calendar: Calendar) -> Calendar:
    for event in calendar.walk("VEVENT"):
        event.pop("EXDATE", None)
    return calendar


def _as_told_back(slot: Slot, reaching: Sequence[EventVersion], time_zone: str) -> Slot:
    """A slot as the first exception after it that speaks of all before has it."""
    after = [(named, each) for each in reaching if each.reaches == "back" and (named := each.slot(time_zone))]
    for named, each in sorted(after, key=lambda pair: pair[0]):
        if named >= slot.named_at and (each.is_cancelled or not slot.source.is_exception):
            starts_at = slot.named_at + (each.occurred_at - named)
            return replace(slot, starts_at=starts_at, ends_at=starts_at + each.length(time_zone), source=each)
    return slot


def _moved_by(exception: EventVersion, time_zone: str) -> timedelta:
    named = exception.slot(time_zone)
    moved = exception.occurred_at - named if named else timedelta(0)
    return timedelta(round(moved / timedelta(1))) if exception.is_all_day else moved


def _follow_whole_days(event: Component) -> None:
    """Read the end of its rules as their writer means it, where it is no moment of the kind that the series has.

    A day includes all of its meetings, on the series' own clock; a moment ends a series of days with the day that it
    falls on, or begins, in any zone. RFC 5545 (3.3.10) allows neither, and both are written.
    """
    start = event.get("DTSTART")
    for rule in (*listed(event.get("RRULE")), *listed(event.get("EXRULE"))):
        if not isinstance(rule, vRecur) or not isinstance(start, vDDDTypes) or not (until := rule.get("UNTIL")):
            continue
        first, last = start.dt, until[0] if isinstance(until, list) else until
        if isinstance(first, datetime) and not isinstance(last, datetime):
            end_of_day = datetime.combine(last, time(23, 59, 59), first.tzinfo)
            rule["UNTIL"] = [end_of_day.astimezone(UTC) if end_of_day.tzinfo else end_of_day]
        elif not isinstance(first, datetime) and isinstance(last, datetime):
            rule["UNTIL"] = [(last + timedelta(hours=12)).date() if last.hour >= 12 else last.date()]


def listed(value: Any) -> list[Any]:
    """The values of a property that may stand once, several times or not at all."""
    return value if isinstance(value, list) else [] if value is None else [value]


def schedule_of(version: EventVersion) -> tuple[str, ...]:
    """What decides when a series takes place, and nothing else of its text."""
    text = version.calendar_text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    event = text.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    return tuple(sorted(re.findall(r"^(?:DTSTART|RRULE|RDATE|EXDATE|EXRULE)[;:].*$", event, re.MULTILINE)))


def calendar_of(version: EventVersion, onward: Sequence[EventVersion] = ()) -> Calendar:
    try:
        calendar = Calendar.from_ical(version.calendar_text)
        for number, exception in enumerate(onward):
            for event in Calendar.from_ical(exception.payload["ical"]).walk("VEVENT"):
                event.add(_NUMBER, str(number))
                calendar.add_component(event)
        for event in calendar.walk("VEVENT"):
            _follow_whole_days(event)
    except (ValueError, OverflowError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise SeriesError(f"its calendar text can't be read: {error}") from error
    if not isinstance(calendar, Calendar) or not calendar.walk("VEVENT"):
        raise SeriesError("its calendar text has no event")
    return calendar


def refuse_too_often(rule: str) -> None:
    if TOO_OFTEN.search(rule) or _times_a_day(rule) > MOST_TIMES_A_DAY:
        raise SeriesError(f"its rule asks for more than {MOST_TIMES_A_DAY} meetings a day: {rule}")


def _times_a_day(rule: str) -> int:
    count = 1
    for part in ("BYHOUR", "BYMINUTE"):
        if match := re.search(rf"{part}=([\d,]+)", rule, re.IGNORECASE):
            count *= len(match[1].split(","))
    return count
