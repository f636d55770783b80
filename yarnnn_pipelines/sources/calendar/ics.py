"""iCalendar files taken apart: each calendar's name and zones, and each VEVENT with just what it takes to read it.

Only where one component ends and the next begins belongs here; what an event says is `calendar`'s work, which hands
each event to the icalendar library on its own, so that a broken one costs nothing but itself.
Format: RFC 5545, sections 3.1 (folded lines) and 3.6 (components).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ZONE_USED = re.compile(r';TZID="?([^":;]+)', re.IGNORECASE)


@dataclass
class RawCalendar:
    """One VCALENDAR: `events` and `zones` are unfolded lines, BEGIN and END included. `whole`: its END was there."""

    name: str | None = None
    time_zone: str | None = None
    events: list[list[str]] = field(default_factory=list)
    zones: dict[str, list[str]] = field(default_factory=dict)
    whole: bool = False

    def alone(self, event: list[str]) -> str:
        """A calendar of this event and the zones that it names, as iCalendar text."""
        used = {name for line in event for name in _ZONE_USED.findall(line)}
        zones = [line for name in sorted(used & set(self.zones)) for line in self.zones[name]]
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//yarnnn//export//EN", *zones, *event, "END:VCALENDAR"]
        return "\r\n".join(lines) + "\r\n"


def unfolded(text: str) -> Iterator[str]:
    """Content lines, with lines that were folded joined again."""
    line = ""
    for physical in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if physical[:1] in (" ", "\t"):
            line += physical[1:]
            continue
        if line:
            yield line
        line = physical.rstrip()
    if line:
        yield line


def calendars_of(text: str) -> list[RawCalendar]:
    """The calendars of a file; one that was cut off has what came before the cut, and is not `whole`."""
    found: list[RawCalendar] = []
    current: RawCalendar | None = None
    block: list[str] = []
    depth = 0
    for line in unfolded(text.lstrip("\ufeff")):
        upper = line.upper()
        if upper == "BEGIN:VCALENDAR":
            current, block, depth = RawCalendar(), [], 0
            found.append(current)
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
    return found


def property_of(event: list[str], name: str) -> str:
    """The raw value of an event's first property of that name, '' if it has none."""
    for line in event:
        head, _, value = line.partition(":")
        if head.partition(";")[0].upper() == name:
            return value.strip()
    return ""


def _take(calendar: RawCalendar, block: list[str]) -> None:
    kind = block[0].upper()
    if kind == "BEGIN:VEVENT":
        calendar.events.append(block)
    elif kind == "BEGIN:VTIMEZONE":
        for line in block:
            if line.upper().startswith("TZID:"):
                calendar.zones[line[5:].strip()] = block


def _property(calendar: RawCalendar, line: str) -> None:
    name, _, value = line.partition(":")
    match name.partition(";")[0].upper():
        case "X-WR-CALNAME" | "NAME":
            calendar.name = calendar.name or value.replace("\\,", ",").replace("\\;", ";").strip() or None
        case "X-WR-TIMEZONE":
            calendar.time_zone = value.strip() or None
