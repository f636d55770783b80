"""Which times of a series its calendar text takes out again: EXDATE, and the EXRULE of RFC 2445.

An EXDATE names a meeting by its time, before or after an exception moved it; many programs write the day alone, or its
midnight. One at another time of a day on which the series meets once leaves that meeting unsure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component, vRecur

from yarnnn_pipelines.context.meetings.recurrence import (
    ZONE_MARGIN,
    SeriesError,
    Slot,
    calendar_of,
    listed,
    refuse_too_often,
    without_exclusions,
)
from yarnnn_pipelines.context.meetings.versions import EventVersion, as_instant


class Exclusions:
    """Those of one version of a series, as they bear on some of its times."""

    def __init__(self, version: EventVersion, slots: Sequence[Slot], time_zone: str) -> None:
        floating = version.floating_zone(time_zone)
        self._zone = ZoneInfo(time_zone if version.is_all_day else floating)
        event = calendar_of(version).walk("VEVENT")[0]
        self._instants = _excluded_by_rule(version, event, slots, time_zone)
        self._days: set[date] = set()
        unmet: set[date] = set()
        times = {instant for slot in slots for instant in (slot.named_at, slot.starts_at)}
        for moment in _excluded(event):
            instant = as_instant(moment, time_zone, floating)
            if isinstance(moment, datetime) and not version.is_all_day and instant in times:
                self._instants.add(instant)
            elif (day := self._day_meant(moment, instant)) is not None or version.is_all_day:
                self._days.add(day or moment.date())
            else:
                unmet.add(instant.astimezone(self._zone).date())
        of_day = Counter(self._day_of(slot) for slot in slots)
        self._unsure = {day for day in unmet if of_day[day] == 1}

    def take_out(self, slot: Slot) -> bool:
        return bool({slot.named_at, slot.starts_at} & self._instants) or self._day_of(slot) in self._days

    def left_of(self, slots: Sequence[Slot]) -> list[Slot]:
        """The times that are not taken out."""
        return [
            replace(slot, is_unsure=self._day_of(slot) in self._unsure) for slot in slots if not self.take_out(slot)
        ]

    def _day_of(self, slot: Slot) -> date:
        return slot.named_at.astimezone(self._zone).date()

    def _day_meant(self, moment: date | datetime, instant: datetime) -> date | None:
        """The day that is named by itself or by its midnight, on the clock of the series or its own."""
        if not isinstance(moment, datetime):
            return moment
        here = instant.astimezone(self._zone)
        return next((clock.date() for clock in (here, moment) if clock.time() == time()), None)


def _excluded(event: Component) -> Iterator[Any]:
    return (entry.dt for dates in listed(event.get("EXDATE")) for entry in dates.dts)


def _excluded_by_rule(version: EventVersion, event: Component, slots: Sequence[Slot], time_zone: str) -> set[datetime]:
    rules = [rule for rule in listed(event.get("EXRULE")) if isinstance(rule, vRecur)]
    found: set[datetime] = set()
    for rule in rules if slots else ():
        refuse_too_often(_text_of(rule))
        calendar = without_exclusions(calendar_of(version))
        (copy, *_) = calendar.walk("VEVENT")
        for name in ("RDATE", "EXRULE"):
            copy.pop(name, None)
        copy["RRULE"] = rule
        start = _start_of(copy)
        first, last = min(slot.named_at for slot in slots), max(slot.named_at for slot in slots)
        try:
            components = recurring_ical_events.of(calendar).between(first - ZONE_MARGIN, last + ZONE_MARGIN)
            begins = _begins(calendar, rule)
        except Exception as error:  # as for the rule itself
            raise SeriesError(f"its EXRULE can't be followed: {type(error).__name__}: {error}") from error
        floating = version.floating_zone(time_zone)
        times = {as_instant(_start_of(each), time_zone, floating) for each in components}
        found |= times if begins else times - {as_instant(start, time_zone, floating)}
    return found


def _begins(calendar: Calendar, rule: vRecur) -> bool:
    """Whether a rule gives the start of its series, which its expansion always holds: its first time is that."""
    (event, *_) = calendar.walk("VEVENT")
    event["RRULE"] = vRecur({name: value for name, value in rule.items() if name != "UNTIL"} | {"COUNT": [1]})
    return len(list(islice(recurring_ical_events.of(calendar).after(_start_of(event)), 2))) == 1


def _start_of(event: Any) -> Any:
    return event["DTSTART"].dt


def _text_of(rule: Any) -> str:
    return str(rule.to_ical().decode())
