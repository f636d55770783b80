"""iCalendar files taken apart: each calendar's name and zones, and each VEVENT with just what it takes to read it.

Only where one component ends and the next begins belongs here; what an event says is `calendar`'s work, which hands
each event to the icalendar library on its own, so that a broken one costs nothing but itself.
Format: RFC 5545, sections 3.1 (folded lines) and 3.6 (components).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from icalendar.parser import Contentline

# Nobody meets every second; a rule that says so is a mistake or an attack, and would expand for hours. With an interval
# of none it would do so for ever.
TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BYSECOND=|INTERVAL=[+-]?0+(?!\d)", re.IGNORECASE)

# What those who are invited send back, and the organizer's answer to it (RFC 5546, 3.2.3 and 3.2.6 to 3.2.8).
_ABOUT_A_MEETING = ("REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER")
_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_RANGE = re.compile(r'^(RECURRENCE-ID(?:"[^"]*"|[^:"])*?;)RANGE\s*=\s*"?\s*(\w+)\s*"?(?=[;:])', re.IGNORECASE)
_TZID = re.compile(r';TZID=(?P<rest>"[^"]*"|.*)', re.IGNORECASE)


@dataclass
class RawCalendar:
    """One VCALENDAR: `events` and `zones` are unfolded lines, BEGIN and END included.

    method: what it was sent for, in capitals, '' where it was not. whole: its END was there.
    """

    name: str | None = None
    time_zone: str | None = None
    method: str = ""
    events: list[list[str]] = field(default_factory=list)
    zones: dict[str, list[str]] = field(default_factory=dict)
    whole: bool = False

    @property
    def is_cancellation(self) -> bool:
        """Whether what it holds is called off (RFC 5546, 3.2.5)."""
        return self.method == "CANCEL"

    @property
    def is_about_a_meeting(self) -> bool:
        """Whether it only answers, asks about or would move a meeting that stands elsewhere: it holds none itself."""
        return self.method in _ABOUT_A_MEETING

    def named_zones(self) -> list[ZoneInfo]:
        """The zones that it names, as far as their names tell which they are; its own first."""
        zones = []
        for name in filter(None, (self.time_zone, *self.zones)):
            with contextlib.suppress(KeyError, ValueError, OSError):  # a name of a program's own
                zones.append(ZoneInfo(name))
        return zones

    @cached_property
    def stamp_of_all(self) -> str | None:
        """The DTSTAMP of every event, which is then when the file was made; None where they differ, or there is one."""
        stamps = {property_of(lines, "DTSTAMP") for lines in self.events}
        return stamps.pop() if len(self.events) > 1 and len(stamps) == 1 else None

    def alone(self, event: list[str]) -> str:
        """A calendar of this event and the zones that it names, as iCalendar text."""
        event = [_with_quoted_zone(line, self.zones) for line in event]
        used = {name for line in event if (name := zone_of(line, self.zones))}
        zones = [line for name in sorted(used & set(self.zones)) for line in self.zones[name]]
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//yarnnn//export//EN", *zones, *event, "END:VCALENDAR"]
        return "\r\n".join(lines) + "\r\n"


def unfolded(data: bytes) -> bytes:
    """The file with its folded lines joined; not yet decoded, since a fold may cut a character (RFC 5545, 3.1)."""
    return _FOLD.sub(b"", data)


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if stripped := line.rstrip():
            yield stripped


def calendars_of(text: str) -> list[RawCalendar]:
    """The calendars of an unfolded file; one that was cut off has what came before the cut, and is not `whole`."""
    calendars: list[RawCalendar] = []
    current: RawCalendar | None = None
    block: list[str] = []
    depth = 0
    for line in _lines(text.lstrip("\ufeff")):
        upper = line.upper()
        if upper == "BEGIN:VCALENDAR":
            current, block, depth = RawCalendar(), [], 0
            calendars.append(current)
        elif current is None:
            continue
        elif upper == "END:VCALENDAR" and depth == 0:
            current.whole = True
            current = None
        elif upper.startswith("BEGIN:"):
            depth += 1
            block.append(line)
        elif depth:
            block.append(line)
            if upper.startswith("END:"):
                depth -= 1
                if depth == 0:
                    _take(current, block)
                    block = []
        else:
            _property(current, line)
    return calendars


def property_of(event: Sequence[str], name: str) -> str:
    """The raw value of an event's first property of that name, '' if it has none."""
    for line in event:
        if re.match(rf"{name}[:;]", line, re.IGNORECASE):
            try:
                content = Contentline(line)  # type: ignore[no-untyped-call] # icalendar gives it no types
                return str(content.parts()[2]).strip()
            except ValueError:  # not even a property; then its text is all that can be shown
                return line.partition(":")[2].strip()
    return ""


def number_in(value: str) -> int:
    """A SEQUENCE; 0 for what is no number, or none that a program counts up to."""
    return int(value) if re.fullmatch(r"[0-9]{1,18}", value) else 0


def zone_of(line: str, zones: Iterable[str]) -> str | None:
    """The zone that a line's times are in, quoted or not; one of `zones` may hold a colon that is not quoted."""
    match = _TZID.search(line)
    if match is None:
        return None
    rest = match["rest"]
    if rest.startswith('"'):
        return rest[1:-1]
    whole = max((name for name in zones if rest.startswith((f"{name}:", f"{name};"))), key=len, default=None)
    return whole or re.split("[:;]", rest, maxsplit=1)[0]


def _with_quoted_zone(line: str, zones: Iterable[str]) -> str:
    """A zone's name that holds a colon, a semicolon or a comma, in the quotes that it needs."""
    name = zone_of(line, zones)
    if name is None or not re.search("[:;,]", name):
        return line
    return re.sub(rf';TZID="?{re.escape(name)}"?(?=[:;])', lambda _: f';TZID="{name}"', line, count=1, flags=re.I)


def _with_plain_range(line: str) -> str:
    """How far an exception reaches, without quotes and in capitals: parameters may be written either way."""
    return _RANGE.sub(lambda match: f"{match[1]}RANGE={match[2].upper()}", line)


def _take(calendar: RawCalendar, block: list[str]) -> None:
    kind = block[0].upper()
    if kind == "BEGIN:VEVENT":
        calendar.events.append([_with_plain_range(line) for line in block])
    elif kind == "BEGIN:VTIMEZONE":
        for line in block:
            if line.upper().startswith("TZID:"):
                name = re.sub(r"\\(.)", r"\1", line[5:].strip())  # a value is escaped, a parameter is not
                calendar.zones[name] = [f"TZID:{_escaped(name)}" if part is line else part for part in block]


def _escaped(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text)


def _property(calendar: RawCalendar, line: str) -> None:
    name, _, value = line.partition(":")
    match name.partition(";")[0].upper():
        case "X-WR-CALNAME" | "NAME":
            calendar.name = calendar.name or value.replace("\\,", ",").replace("\\;", ";").strip() or None
        case "X-WR-TIMEZONE":
            calendar.time_zone = value.strip() or None
        case "METHOD":
            calendar.method = value.strip().upper()
