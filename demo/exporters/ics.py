"""The calendar export: one .ics as Google Calendar writes it, series and their moved instances, zones and attendees.

Meetings stand in `calendar.toml` files. Times are those of the meeting's own zone.

    [[meeting]]
    uid, summary, start, minutes       start is a local time, or a date for a meeting of whole days (days = 1)
    organizer, attendees               keys of the cast; declined, tentative: those who said so
    created, modified, status          status: confirmed | tentative | cancelled
    repeat, skip                       an RRULE, and the slots taken out of it
    before = {start, modified, ...}    how it stood until `modified`: an export from before shows that
    [[meeting.moved]]                  one slot of a series that was moved: slot, start, modified

Format: RFC 5545.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from .cast import STORIES, Cast, Person, stable_hex

# name: (standard offset, daylight offset, local hour at which summer ends, and starts); the EU's rule for all of them
ZONES = {
    "Europe/Lisbon": ("+0000", "+0100", "02", "01", "WET", "WEST"),
    "Europe/Berlin": ("+0100", "+0200", "03", "02", "CET", "CEST"),
    "Europe/Copenhagen": ("+0100", "+0200", "03", "02", "CET", "CEST"),
}
STATUS = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}


def calendar_export(cast: Cast, when: datetime) -> str:
    """The calendar as the export of `when` shows it."""
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Northlight client meetings"]
    lines += ["X-WR-TIMEZONE:Europe/Lisbon"]
    for name in ZONES:
        lines += _zone(name)
    for path in sorted(STORIES.glob("*/calendar.toml")):
        for meeting in tomllib.loads(path.read_text(encoding="utf-8"))["meeting"]:
            lines += _meeting(meeting, cast, when)
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def _zone(name: str) -> list[str]:
    standard, daylight, ends, starts, short, summer = ZONES[name]
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{name}",
        f"X-LIC-LOCATION:{name}",
        *("BEGIN:DAYLIGHT", f"TZOFFSETFROM:{standard}", f"TZOFFSETTO:{daylight}", f"TZNAME:{summer}"),
        *(f"DTSTART:19700329T{starts}0000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT"),
        *("BEGIN:STANDARD", f"TZOFFSETFROM:{daylight}", f"TZOFFSETTO:{standard}", f"TZNAME:{short}"),
        *(f"DTSTART:19701025T{ends}0000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD"),
        "END:VTIMEZONE",
    ]


def _meeting(meeting: dict, cast: Cast, when: datetime) -> list[str]:
    """The VEVENTs of one entry: the meeting, then the moved slots of its series."""
    zone = ZoneInfo(meeting.get("zone", "Europe/Lisbon"))
    known = when.astimezone(zone).replace(tzinfo=None)
    if meeting["created"] > known:
        return []
    moves = [move for move in meeting.get("moved", []) if move["modified"] <= known]
    changed = meeting.get("modified", meeting["created"])
    if "before" in meeting and changed > known:
        meeting = {**meeting, "modified": meeting["created"], **meeting["before"]}
        sequence = 0
    else:
        sequence = 1 if "before" in meeting else 0
    lines = _vevent(meeting, cast, sequence, rrule=meeting.get("repeat"))
    for move in moves:
        lines += _vevent({**meeting, **move}, cast, 1, slot=move["slot"])
    return lines


def _vevent(
    meeting: dict, cast: Cast, sequence: int, rrule: str | None = None, slot: datetime | None = None
) -> list[str]:
    zone, start = meeting.get("zone", "Europe/Lisbon"), meeting["start"]
    lines = ["BEGIN:VEVENT"]
    if isinstance(start, datetime):
        end = start + timedelta(minutes=meeting["minutes"])
        lines += [f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}"]
    else:
        end = start + timedelta(days=meeting.get("days", 1))
        lines += [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
    if rrule:
        lines.append(f"RRULE:{rrule}")
        lines += [f"EXDATE;TZID={zone}:{skipped:%Y%m%dT%H%M%S}" for skipped in meeting.get("skip", [])]
    modified = meeting.get("modified", meeting["created"])
    lines += [
        f"DTSTAMP:{_utc(modified, zone)}",
        f"ORGANIZER;CN={_quoted(cast.people[meeting['organizer']])}:mailto:{cast.people[meeting['organizer']].email}",
        f"UID:{stable_hex('calendar', meeting['uid'], length=26)}@google.com",
    ]
    for key in [meeting["organizer"], *meeting.get("attendees", [])]:
        said = "DECLINED" if key in meeting.get("declined", []) else "ACCEPTED"
        said = "TENTATIVE" if key in meeting.get("tentative", []) else said
        person = cast.people[key]
        lines.append(
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN={_quoted(person)};X-NUM-GUESTS=0:"
            f"mailto:{person.email}"
        )
    if slot:
        lines.append(f"RECURRENCE-ID;TZID={zone}:{slot:%Y%m%dT%H%M%S}")
    lines.append(f"CREATED:{_utc(meeting['created'], zone)}")
    if "description" in meeting:
        lines.append(f"DESCRIPTION:{_escaped(meeting['description'])}")
    lines += [f"LAST-MODIFIED:{_utc(modified, zone)}"]
    if "location" in meeting:
        lines.append(f"LOCATION:{_escaped(meeting['location'])}")
    return [
        *lines,
        f"SEQUENCE:{sequence}",
        f"STATUS:{STATUS[meeting.get('status', 'confirmed')]}",
        f"SUMMARY:{_escaped(meeting['summary'])}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    ]


def _utc(at: datetime | date, zone: str) -> str:
    return f"{at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _quoted(person: Person) -> str:
    return person.name if person.name.isascii() else f'"{person.name}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, continued after a line break and a space; never within a character."""
    out, width = "", 0
    for letter in line:
        octets = len(letter.encode())
        if width + octets > 75:
            out, width = out + "\r\n ", 1
        out, width = out + letter, width + octets
    return out
