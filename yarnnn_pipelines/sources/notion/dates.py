"""Dates as Notion writes them into properties, to instants.

Formats: Notion's own (`November 10, 2026 9:14 AM`), ISO, and what its date format setting offers. `10/11/2026` is two
different days to two readers, so it is none here; `13/11/2026` and `11/11/2026` are one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            *(["january", "jan"], ["february", "feb"], ["march", "mar"], ["april", "apr"], ["may"], ["june", "jun"]),
            *(["july", "jul"], ["august", "aug"], ["september", "sep", "sept"], ["october", "oct"]),
            *(["november", "nov"], ["december", "dec"]),
        ],
        start=1,
    )
    for name in names
}
_DAY = (
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})"),
)
_TIME = re.compile(
    r"(?:,| at)?[ T](?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s?(?P<half>[AaPp]\.?[Mm]\.?)?"
)
_OFFSET = re.compile(
    r" ?\(?(?:(?P<utc>Z|UTC|GMT)(?![+-]|\w)|(?:UTC|GMT)?(?P<sign>[+-])(?P<h>\d{1,2}):?(?P<m>\d\d)?)\)?"
)
_NAMED_ZONE = re.compile(r" ?\(?[A-Z]{2,5}\)?")
_WEEKDAY = re.compile(r"^@?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?", re.IGNORECASE)
_RANGE = re.compile(r"\s+(?:→|->|–|to)\s+.*$")
_YEARS = range(1990, 2200)


def instant_of(text: str, zone: tzinfo) -> datetime | None:
    """The instant in UTC that a date (or the first of a range) names; None if it is no date, or not surely one.

    zone: for what comes without an offset; a day without a time is its midnight there.
    """
    text = " ".join(text.split())
    if len(text) > 100:
        return None
    text = _RANGE.sub("", _WEEKDAY.sub("", text, count=1))
    for pattern in _DAY:
        if found := pattern.match(text):
            day = _day(found.groupdict())
            return _with_time(day, text[found.end() :], zone) if day else None
    return None


def _day(parts: dict[str, str]) -> datetime | None:
    year = int(parts["year"])
    if "one" in parts:
        one, two = int(parts["one"]), int(parts["two"])
        if one != two and max(one, two) <= 12:
            return None
        day, month = max(one, two), min(one, two)
    else:
        month = int(parts["month"]) if parts["month"].isdigit() else _MONTHS.get(parts["month"].lower(), 0)
        day = int(parts["day"])
    try:
        return datetime(year, month, day) if year in _YEARS else None  # noqa: DTZ001 - its zone comes with its time
    except ValueError:
        return None


def _with_time(day: datetime, rest: str, zone: tzinfo) -> datetime | None:
    if found := _TIME.match(rest):
        hour, half = int(found["hour"]), (found["half"] or "").lower()
        if half and not 1 <= hour <= 12:
            return None
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        try:
            day = day.replace(hour=hour, minute=int(found["minute"]), second=int(found["second"] or 0))
        except ValueError:
            return None
        rest = rest[found.end() :]
        if offset := _OFFSET.match(rest):
            shift = timedelta(hours=int(offset["h"] or 0), minutes=int(offset["m"] or 0))
            if shift >= timedelta(hours=15):
                return None
            zone = timezone(-shift if offset["sign"] == "-" else shift)
            rest = rest[offset.end() :]
    if named := _NAMED_ZONE.match(rest):
        rest = rest[named.end() :]
    return day.replace(tzinfo=zone).astimezone(UTC) if not rest.strip() else None
