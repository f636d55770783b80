"""Dates as Notion writes them into properties, to instants.

Formats: Notion's own (`November 10, 2026 9:14 AM`) in the languages that a workspace may have, ISO, and what its date
format setting offers. `10/11/2026` is two different days to two readers, so it is none here; `13/11/2026` and
`11/11/2026` are one. The names of months are CLDR's, by way of Babel.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from babel import Locale

# Notion's own languages, and those that its users most often name dates in besides.
_LANGUAGES = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "da", "sv", "nb", "fi", "pl", "cs", "ru", "uk", "tr", "vi", "id"),
    *("th", "he", "ar", "hu", "ro", "el"),
)
_WORD = r"[^\W\d_](?:[^\W_]|[.'’׳])*(?: \d{1,2}(?=[ ,]))?"  # a month; Vietnamese counts them: `tháng 10`
_OF = r"(?:(?:de|di|del|d’|d'|năm) ?)?"
_DAY = (
    re.compile(rf"(?P<month>{_WORD}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})"),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|[.ºª°])? {_OF}(?P<month>{_WORD}),? {_OF}(?P<year>\d{{4}})(?: г\.| р\.)?"
    ),
    re.compile(rf"(?P<year>\d{{4}})\.? (?P<month>{_WORD}) (?P<day>\d{{1,2}})\.?"),
    re.compile(r"(?P<year>\d{4})[年년] ?(?P<month>\d{1,2})[月월] ?(?P<day>\d{1,2})[日일]"),
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})"),
)
_TIME = re.compile(
    r"(?:,| at| à| um| a las?| às| alle(?: ore)?| om| kl\.?| klo| o(?: godz\.)?| v| в| о| saat| lúc| pukul)?"
    r"(?:[ T]|(?=午|上|下|오))(?P<early_half>午前|午後|上午|下午|오전|오후)? ?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?:\s?(?P<half>[AaPp]\.?\s?[Mm]\.?))?(?: Uhr)?"
)
_AFTERNOON = ("午後", "下午", "오후")
_OFFSET = re.compile(
    r" ?\(?(?:(?P<utc>Z|UTC|GMT)(?![+-]|\w)|(?:UTC|GMT)?(?P<sign>[+-])(?P<h>\d{1,2}):?(?P<m>\d\d)?)\)?"
)
_NAMED_ZONE = re.compile(r" ?\(?[A-Z]{2,5}\)?")
_WEEKDAY = re.compile(r"^@?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?", re.IGNORECASE)
_RANGE = re.compile(r"\s+(?:→|->|–|to)\s+.*$")
_YEARS = range(1990, 2200)


@functools.cache
def _months() -> dict[str, int]:
    """{a month's name in any of the languages: its number}; a name that two languages give to two months is none."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for language in _LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    numbers[_folded(name)].add(number)
    numbers["sept"].add(9)
    return {name: values.pop() for name, values in numbers.items() if len(values) == 1 and not name[0].isdigit()}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().rstrip(".")


def instant_of(text: str, zone: tzinfo) -> datetime | None:
    """The instant in UTC that a date (or the first of a range) names; None if it is no date, or not surely one.

    zone: for what comes without an offset; a day without a time is its midnight there.
    """
    text = " ".join(text.split())
    if len(text) > 100:
        return None
    text = _RANGE.sub("", _WEEKDAY.sub("", text, count=1))
    for pattern in _DAY:
        if (match := pattern.match(text)) and (day := _day(match.groupdict())):
            return _with_time(day, text[match.end() :], zone)
    return None


def has_clock(text: str) -> bool:
    """Whether a date comes with a time of day, as times of editing and creating do."""
    return bool(re.search(r"\d[:.]\d\d(?!\d)", text)) and instant_of(text, UTC) is not None


def _day(parts: dict[str, str]) -> datetime | None:
    year = int(parts["year"])
    if "one" in parts:
        one, two = int(parts["one"]), int(parts["two"])
        if one != two and max(one, two) <= 12:
            return None
        day, month = max(one, two), min(one, two)
    else:
        month = int(parts["month"]) if parts["month"].isdigit() else _months().get(_folded(parts["month"]), 0)
        day = int(parts["day"])
    try:
        return datetime(year, month, day) if year in _YEARS else None  # noqa: DTZ001 - its zone comes with its time
    except ValueError:
        return None


def _with_time(day: datetime, rest: str, zone: tzinfo) -> datetime | None:
    if match := _TIME.match(rest):
        hour, half = int(match["hour"]), (match["half"] or "").lower()
        if early := match["early_half"]:
            half = "pm" if early in _AFTERNOON else "am"
        if half and not 1 <= hour <= 12:
            return None
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        try:
            day = day.replace(hour=hour, minute=int(match["minute"]), second=int(match["second"] or 0))
        except ValueError:
            return None
        rest = rest[match.end() :]
        if offset := _OFFSET.match(rest):
            shift = timedelta(hours=int(offset["h"] or 0), minutes=int(offset["m"] or 0))
            if shift >= timedelta(hours=15):
                return None
            zone = timezone(-shift if offset["sign"] == "-" else shift)
            rest = rest[offset.end() :]
    if named := _NAMED_ZONE.match(rest):
        rest = rest[named.end() :]
    return day.replace(tzinfo=zone).astimezone(UTC) if not rest.strip() else None
