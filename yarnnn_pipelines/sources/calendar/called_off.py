"""What an export's cancellations call off: a file with METHOD:CANCEL, or a second entry that is CANCELLED.

Of two entries of one event the higher SEQUENCE governs, then the later DTSTAMP, then the cancellation (RFC 5546, 2.1.5
and 3.2.5). A cancellation may say no more than which event it means: then the entry that it calls off says the rest.
What an entry says besides is `items`' work.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from yarnnn_pipelines.sources.calendar.ics import RawCalendar, number_in, property_of, zone_of
from yarnnn_pipelines.sources.calendar.items import OLDEST_STAMP

_SLOT = re.compile(r"RECURRENCE-ID[:;]", re.IGNORECASE)
_RANGE = re.compile(r";RANGE=\w+(?=[;:])", re.IGNORECASE)
_TIME = re.compile(r"\d{8}(?:T\d{6}Z?)?$")
_STAMP = re.compile(r"\d{8}T\d{6}Z?")
# What an instance has of its own, and not from its series.
_OWN = "BEGIN|END|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|STATUS|SEQUENCE|DTSTAMP|LAST-MODIFIED"
_STATE = re.compile(r"(?:STATUS|SEQUENCE|DTSTAMP|LAST-MODIFIED)[:;]", re.IGNORECASE)
_STAMPS = re.compile(r"(?:SEQUENCE|DTSTAMP|LAST-MODIFIED)[:;]", re.IGNORECASE)


@dataclass(frozen=True)
class Revision:
    """Which state of an event an entry tells. edited: LAST-MODIFIED or else DTSTAMP, as far as these say when it was
    edited; stamped: DTSTAMP, where it is not the same for the whole file, as the time of an export is."""

    sequence: int
    edited: datetime | None = None
    stamped: datetime | None = None

    @property
    def rank(self) -> tuple[int, float, float]:
        """Orders the entries of one event, the newest last."""
        edited, stamped = (stamp.timestamp() if stamp else 0.0 for stamp in (self.edited, self.stamped))
        return self.sequence, edited, stamped

    def is_governed_by(self, other: Revision) -> bool:
        """Whether the other is as new or newer; what can't be told apart counts as equal."""
        if self.sequence != other.sequence:
            return self.sequence < other.sequence
        for mine, its in ((self.edited, other.edited), (self.stamped, other.stamped)):
            if mine and its and mine != its:
                return mine < its
        return True


@dataclass(frozen=True)
class Cancellation:
    """An entry that calls off, and how new it is."""

    revision: Revision
    lines: Sequence[str]


@dataclass(frozen=True)
class State:
    """An entry as it stands, or as what governs it leaves it. says_the_rest: it is no cancellation itself, which need
    not say more than what it calls off."""

    lines: list[str]
    revision: Revision
    says_the_rest: bool


@dataclass(frozen=True)
class Cancellations:
    """Those of an export, by what they call off; and what stands. Both by UID and slot: `RECURRENCE-ID`, in UTC
    as far as its zone is known, '' for all of a series or a single event."""

    by_name: Mapping[tuple[str, str], Sequence[Cancellation]] = field(default_factory=dict)
    standing: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, calendars: Iterable[RawCalendar]) -> Cancellations:
        by_name: dict[tuple[str, str], list[Cancellation]] = defaultdict(list)
        standing = set()
        for calendar in calendars:
            for lines in calendar.events:
                if calls_off(calendar, lines):
                    by_name[_named(lines)].append(Cancellation(revision_of(calendar, lines), lines))
                else:
                    standing.add(_named(lines))
        return cls(by_name, frozenset(standing))

    def state_of(self, calendar: RawCalendar, lines: list[str]) -> State | None:
        """None of a cancellation that names no time, where what it calls off stands in the export and says it."""
        called, revision = _named(lines), revision_of(calendar, lines)
        if calls_off(calendar, lines):
            if called in self.standing and not _TIME.match(property_of(lines, "DTSTART")):
                return None
            return State(_cancelled(lines, by=lines), revision, says_the_rest=False)
        for name in dict.fromkeys((called, (called[0], ""))):
            for cancellation in self.by_name.get(name, ()):
                if revision.is_governed_by(cancellation.revision):
                    return State(_cancelled(lines, by=cancellation.lines), cancellation.revision, says_the_rest=True)
        return State(lines, revision, says_the_rest=True)


def calls_off(calendar: RawCalendar, lines: Sequence[str]) -> bool:
    return calendar.is_cancellation or property_of(lines, "STATUS").upper() in ("CANCELLED", "CANCELED")


def revision_of(calendar: RawCalendar, lines: Sequence[str]) -> Revision:
    stamp = property_of(lines, "DTSTAMP")
    stamped = None if calendar.stamp_of_all == stamp else _stamp_in(stamp)
    edited = _stamp_in(property_of(lines, "LAST-MODIFIED"))
    return Revision(number_in(property_of(lines, "SEQUENCE")), edited or stamped, stamped)


def _named(lines: Sequence[str]) -> tuple[str, str]:
    slot = property_of(lines, "RECURRENCE-ID")
    zone = zone_of(_slot_line(lines), ())
    with contextlib.suppress(KeyError, ValueError, OSError, OverflowError):  # a name of a program's own, or no time
        if zone and not slot.endswith("Z"):
            clock = datetime.strptime(slot, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(zone))
            slot = f"{clock.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return property_of(lines, "UID"), slot


def _slot_line(lines: Sequence[str]) -> str:
    return next((line for line in lines if _SLOT.match(line)), "")


def _stamp_in(text: str) -> datetime | None:
    """A stamp in UTC; None where it says nothing."""
    if not _STAMP.fullmatch(text):
        return None
    try:
        stamp = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return stamp if stamp.year >= OLDEST_STAMP else None


def _cancelled(lines: Sequence[str], by: Sequence[str]) -> list[str]:
    """An entry in the state to which a cancellation, which may be itself, brings it; it reaches as far as that."""
    kept = [line for line in lines[:-1] if not _STATE.match(line)]
    if _RANGE.search(slot := _slot_line(by)):
        kept = [slot if _SLOT.match(line) else line for line in kept]
    return [*kept, *(line for line in by if _STAMPS.match(line)), "STATUS:CANCELLED", lines[-1]]


def with_own_time(instance: Sequence[str], series: Sequence[str] | None) -> list[str]:
    """An instance that is called off without a time, at that of its slot, and with what its series says besides."""
    slot = _slot_line(instance)
    if property_of(instance, "DTSTART") or not slot:
        return list(instance)
    start = _RANGE.sub("", "DTSTART" + slot[len("RECURRENCE-ID") :])
    mine = {re.split("[:;]", line, maxsplit=1)[0].upper() for line in instance}
    taken: list[str] = []
    depth = 0
    for line in series or ():
        name = re.split("[:;]", line, maxsplit=1)[0].upper()
        depth += (name == "BEGIN") - (name == "END")
        if depth == 1 and name not in mine and not re.fullmatch(_OWN, name):
            taken.append(line)
    return [*instance[:-1], start, *taken, instance[-1]]
