"""One calendar series as the meetings it means: masters and exceptions in, occurrences with what was moved out.

Pure functions over item versions; reading and storing them belongs to `occurrences`. The recurrence rules themselves
(RFC 5545) are `recurring_ical_events`' work.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from yarnnn_pipelines.core.weeks import week_of

# Nobody meets every second; a rule that says so is a mistake or an attack, and would expand for hours.
REFUSED_FREQUENCIES = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|BYSECOND=", re.IGNORECASE)
MOST_TIMES_A_DAY = 24
# Time zones reach 14 hours from UTC: the margin by which a span is widened before local times are compared.
ZONE_MARGIN = timedelta(days=1)


class SeriesError(Exception):
    """A series that cannot be expanded: what is wrong with its calendar text."""


@dataclass(frozen=True)
class EventVersion:
    """A row of `calendar.events`."""

    item_id: str
    version: str
    observed_at: datetime
    edited_at: datetime | None
    occurred_at: datetime
    is_deleted: bool
    container_id: str | None
    permalink: str | None
    payload: dict[str, Any]

    @property
    def known_at(self) -> datetime:
        """When this state came about: the calendar's own stamp, else when we saw it."""
        return self.edited_at or self.observed_at

    @property
    def is_cancelled(self) -> bool:
        return str(self.payload.get("status") or "").lower() == "cancelled"


@dataclass(frozen=True)
class Occurrence:
    """A row of `context.meeting_occurrences`; times are instants, `ends_at` is exclusive."""

    occurrence_id: str
    item_id: str
    version: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    status: str  # confirmed | tentative | cancelled | deleted
    is_series: bool
    source: EventVersion = field(repr=False)
    previous_starts_at: datetime | None = None
    previous_version: str | None = None
    moved_seen_at: datetime | None = None
    cancelled_seen_at: datetime | None = None


@dataclass(frozen=True)
class Span:
    """The time for which meetings are expanded: start inclusive, end exclusive."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True)
class _Slot:
    starts_at: datetime
    ends_at: datetime


def occurrences_of(versions: Iterable[EventVersion], span: Span, time_zone: str) -> tuple[list[Occurrence], bool]:
    """The meetings of one series that start within `span`, and whether it has more after it.

    `versions` are all versions of the series' master and of its exceptions (`<master>:<slot>`). A deleted meeting
    keeps its last known time, with status `deleted`. Raises `SeriesError`.
    """
    items: dict[str, list[EventVersion]] = defaultdict(list)
    for version in sorted(versions, key=lambda v: v.observed_at):
        items[version.item_id].append(version)
    series_master = {item_id for item_id in items if _is_recurring(items[item_id])}
    exceptions: dict[str, list[list[EventVersion]]] = defaultdict(list)
    found: list[Occurrence] = []
    more = False
    for item_id, history in items.items():
        if item_id in series_master:
            continue
        single = _single(history, time_zone)
        if single is None:
            continue
        if (master := _master_of(history[0])) in series_master:
            exceptions[master].append(history)
            if single.status == "deleted":
                continue  # the exception was undone: the series' own slot stands again
        more = more or single.starts_at >= span.end
        found.append(single)
    for item_id in series_master:
        slots, has_more = _series(items[item_id], exceptions[item_id], span, time_zone)
        found.extend(slots)
        more = more or has_more
    return sorted((o for o in found if o.starts_at in span), key=lambda o: (o.starts_at, o.occurrence_id)), more


def _alive(history: Sequence[EventVersion]) -> list[EventVersion]:
    return [version for version in history if not version.is_deleted]


def _is_recurring(history: Sequence[EventVersion]) -> bool:
    alive = _alive(history)
    if not alive or alive[-1].payload.get("recurrence_id"):
        return False
    return bool(alive[-1].payload.get("rrule")) or "\nRDATE" in str(alive[-1].payload.get("ical") or "")


def _master_of(version: EventVersion) -> str | None:
    return version.item_id.rpartition(":")[0] if version.payload.get("recurrence_id") else None


# --- one event, or one exception of a series ----------------------------------------------------------------------


def _single(history: Sequence[EventVersion], time_zone: str) -> Occurrence | None:
    alive = _alive(history)
    if not alive:
        return None
    shown, current = alive[-1], history[-1]
    before, first = _last_change(alive, key=lambda v: v.occurred_at)
    occurrence = Occurrence(
        occurrence_id=shown.item_id,
        item_id=shown.item_id,
        version=current.version,
        starts_at=shown.occurred_at,
        ends_at=_end_of(shown, time_zone),
        all_day=bool(shown.payload.get("all_day")),
        status=_status(current, shown),
        is_series=bool(shown.payload.get("recurrence_id")),
        source=shown,
        cancelled_seen_at=_cancelled_since(alive),
    )
    if before is not None:
        return replace(
            occurrence,
            previous_starts_at=before.occurred_at,
            previous_version=before.version,
            moved_seen_at=first.known_at,
        )
    slot = _slot_of(shown, time_zone)
    if slot is not None and slot != shown.occurred_at:
        return replace(occurrence, previous_starts_at=slot, moved_seen_at=first.known_at)
    return occurrence


def _last_change(alive: Sequence[EventVersion], key: Any) -> tuple[EventVersion | None, EventVersion]:
    """(the last version whose key differed from today's, the first version that has today's key since)."""
    first = alive[-1]
    for version in reversed(alive):
        if key(version) != key(alive[-1]):
            return version, first
        first = version
    return None, first


def _cancelled_since(alive: Sequence[EventVersion]) -> datetime | None:
    if not alive[-1].is_cancelled:
        return None
    return _last_change(alive, key=lambda v: v.is_cancelled)[1].known_at


def _status(current: EventVersion, shown: EventVersion) -> str:
    if current.is_deleted:
        return "deleted"
    return str(shown.payload.get("status") or "confirmed").lower()


def _end_of(version: EventVersion, time_zone: str) -> datetime:
    end = _instant(version.payload.get("end"), time_zone)
    if end is None or end < version.occurred_at:
        return version.occurred_at + (timedelta(days=1) if version.payload.get("all_day") else timedelta(0))
    return end


def _slot_of(version: EventVersion, time_zone: str) -> datetime | None:
    """The time at which an exception's series had it (RFC 5545: RECURRENCE-ID)."""
    return _instant(version.payload.get("recurrence_id"), time_zone)


def _instant(value: Any, time_zone: str) -> datetime | None:
    """A date or time, ISO or basic, as an instant; a date means its midnight, and no zone means the agency's."""
    if not value:
        return None
    try:
        moment: date | datetime = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return _aware(moment, time_zone)


def _aware(moment: date | datetime, time_zone: str, floating_zone: str | None = None) -> datetime:
    """A day begins at midnight in `time_zone`; a time that names no zone is on the clock of `floating_zone`."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), ZoneInfo(time_zone))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(floating_zone or time_zone))
    return moment.astimezone(UTC)


def _floating_zone(version: EventVersion, time_zone: str) -> str:
    """The calendar's own zone, under which landing read the times that name none; the agency's if it is unknown."""
    name = str(version.payload.get("time_zone") or time_zone)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return time_zone
    return name


# --- a recurring series -------------------------------------------------------------------------------------------


def _series(
    history: Sequence[EventVersion], exceptions: Sequence[Sequence[EventVersion]], span: Span, time_zone: str
) -> tuple[list[Occurrence], bool]:
    alive = _alive(history)
    shown, current = alive[-1], history[-1]
    standing = [alive_exception[-1] for e in exceptions if not e[-1].is_deleted and (alive_exception := _alive(e))]
    replaced = {slot for e in standing if (slot := _slot_of(e, time_zone)) is not None}
    onward = [e for e in standing if "RANGE=THISANDFUTURE" in str(e.payload.get("ical") or "")]
    replaced |= {e.occurred_at for e in onward}

    slots, more = _slots(shown, onward, span, time_zone)
    plain = [slot for slot in slots if slot.starts_at not in replaced]
    found = {
        slot.starts_at: Occurrence(
            occurrence_id=_instance_id(shown, slot.starts_at, time_zone),
            item_id=shown.item_id,
            version=current.version,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            all_day=bool(shown.payload.get("all_day")),
            status=_status(current, shown),
            is_series=True,
            source=shown,
            cancelled_seen_at=_cancelled_since(alive),
        )
        for slot in plain
    }
    before, first = _last_change(alive, key=_schedule)
    if before is not None and not current.is_deleted:
        old_slots, _ = _slots(before, onward, span, time_zone)
        _compare(found, [s for s in old_slots if s.starts_at not in replaced], before, first, time_zone)
    return list(found.values()), more


def _compare(
    found: dict[datetime, Occurrence],
    old_slots: Sequence[_Slot],
    before: EventVersion,
    first: EventVersion,
    time_zone: str,
) -> None:
    """Write into `found` which instances a change of the whole series moved, and which it took out by EXDATE.

    An old slot and a new one belong together when their week lost as many as it gained; what was over when the change
    was made has not been moved by it.
    """
    seen = first.known_at
    old = {slot.starts_at: slot for slot in old_slots if slot.starts_at >= seen}
    lost, gained = defaultdict(list), defaultdict(list)
    for start in sorted(old.keys() - found.keys()):
        lost[week_of(start, time_zone)].append(start)
    for start in sorted(found.keys() - old.keys()):
        if start >= seen:
            gained[week_of(start, time_zone)].append(start)
    taken_out = _exdates(first, time_zone)
    for week, starts in lost.items():
        if len(starts) == len(gained[week]):
            for old_start, new_start in zip(starts, gained[week], strict=True):
                found[new_start] = replace(
                    found[new_start],
                    previous_starts_at=old_start,
                    previous_version=before.version,
                    moved_seen_at=seen,
                )
            continue
        for start in starts:
            if start in taken_out:
                found[start] = Occurrence(
                    occurrence_id=_instance_id(first, start, time_zone),
                    item_id=first.item_id,
                    version=first.version,
                    starts_at=start,
                    ends_at=old[start].ends_at,
                    all_day=bool(first.payload.get("all_day")),
                    status="cancelled",
                    is_series=True,
                    source=first,
                    cancelled_seen_at=seen,
                )


def _instance_id(series: EventVersion, slot: datetime, time_zone: str) -> str:
    """The id that an exception at this slot would have: the series' and the slot, a day or a time in UTC."""
    if series.payload.get("all_day"):
        return f"{series.item_id}:{slot.astimezone(ZoneInfo(time_zone)):%Y%m%d}"
    return f"{series.item_id}:{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _schedule(version: EventVersion) -> tuple[str, ...]:
    """What decides when a series takes place, and nothing else of its text."""
    text = str(version.payload.get("ical") or "").replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    event = text.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    return tuple(sorted(re.findall(r"^(?:DTSTART|RRULE|RDATE|EXDATE)[;:].*$", event, re.MULTILINE)))


def _calendar(version: EventVersion, onward: Sequence[EventVersion] = ()) -> Calendar:
    try:
        calendar = Calendar.from_ical(str(version.payload.get("ical") or ""))
        for exception in onward:
            for event in Calendar.from_ical(exception.payload["ical"]).walk("VEVENT"):
                calendar.add_component(event)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise SeriesError(f"its calendar text can't be read: {error}") from error
    if not isinstance(calendar, Calendar) or not calendar.walk("VEVENT"):
        raise SeriesError("its calendar text has no event")
    return calendar


def _exdates(version: EventVersion, time_zone: str) -> set[datetime]:
    event = _calendar(version).walk("VEVENT")[0]
    lists = event.get("EXDATE") or []
    floating = _floating_zone(version, time_zone)
    return {
        _aware(moment.dt, time_zone, floating)
        for dates in (lists if isinstance(lists, list) else [lists])
        for moment in dates.dts
    }


def _slots(
    version: EventVersion, onward: Sequence[EventVersion], span: Span, time_zone: str
) -> tuple[list[_Slot], bool]:
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
    floating = _floating_zone(version, time_zone)
    slots: dict[datetime, _Slot] = {}
    for component in components:
        start = _aware(component["DTSTART"].dt, time_zone, floating)
        more = more or start >= span.end
        if start in span:
            end = _aware(component["DTEND"].dt, time_zone, floating) if "DTEND" in component else start
            slots[start] = _Slot(start, max(start, end))
    return [slots[start] for start in sorted(slots)], more


def _times_a_day(rule: str) -> int:
    count = 1
    for part in ("BYHOUR", "BYMINUTE"):
        if match := re.search(rf"{part}=([\d,]+)", rule, re.IGNORECASE):
            count *= len(match[1].split(","))
    return count
