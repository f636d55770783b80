"""Which days a model's sentence may name: those that what it quotes names, or on which that was said.

How a day is named in any text is `english.days`; whether the sentence says more than its evidence `rewrites`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from yarnnn_pipelines.deliverables.claims import Failure
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.english.days import DATE_WRITTEN, MONTHS, WEEKDAYS, dates_named, weekdays_named

_RELATIVE = re.compile(r"(?i)\b(?:today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening)|last night)\b")
_AWAY = {"yesterday": -1, "last night": -1, "tomorrow": 1}


def days_meant(words: str, source: Source, frame: Frame) -> set[date]:
    """The days that the evidence may name: when it was said, and what its words mean seen from then."""
    return {frame.day(source.event.occurred_at), *days_named(words, source, frame)}


def days_named(words: str, source: Source, frame: Frame) -> set[date]:
    """What its words mean seen from when they were said."""
    said = frame.day(source.event.occurred_at)
    days = {said + timedelta(days=_AWAY.get(match[0].lower(), 0)) for match in _RELATIVE.finditer(words)}
    days |= _days_by_number(words, said)
    named = set(weekdays_named(words))
    for away in range(-7, 8):
        day = said + timedelta(days=away)
        if WEEKDAYS[day.weekday()] in named:
            days.add(day)
    for month, number in dates_named(words):
        for year in (said.year - 1, said.year, said.year + 1):
            try:
                day = date(year, month, number)
            except ValueError:
                continue
            if abs((day - said).days) <= 183:
                days.add(day)
    return days


_DAY_OF_MONTH = r"(?:3[01]|[12]\d|0?[1-9])"
NUMBERED_DAY = re.compile(
    rf"(?i)\b(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:[a-z]+|\.)?,?\s+(?:the\s+)?(?P<day>{_DAY_OF_MONTH})(?:st|nd|rd|th)?\b"
    r"(?![.:,]?\d|\s*%)"
    rf"|\bthe\s+(?P<day2>{_DAY_OF_MONTH})(?:st|nd|rd|th)\b"
    rf"|\b(?:on|until|till|before|since)\s+(?:the\s+)?(?P<day3>{_DAY_OF_MONTH})(?=[,;!?)]|\.(?!\d)|\s*$)"
)
_MONTH_AWAY = 31  # days, within which a day is called by its number alone


# "the weekend of 19 and 20", "the 18th and 19th"
_PAIR_OF_DAYS = re.compile(
    rf"(?i)\b(?:(?:weekends?|days?|nights?)\s+(?:of|on)\s+(?:the\s+)?|the\s+)(?P<first>{_DAY_OF_MONTH})(?:st|nd|rd|th)?"
    rf"\s*(?:and|or|to|/|&|\+|[-–])\s*(?:the\s+)?(?P<last>{_DAY_OF_MONTH})(?:st|nd|rd|th)?\b(?![.:,]?\d|\s*%)"
)


def number_of(match: re.Match[str]) -> int:
    return int(match["day"] or match["day2"] or match["day3"])


def _days_by_number(words: str, said: date) -> set[date]:
    """The days of "Monday 26", next to when it was said, and of "the 18th" and "only on 27", the next one that has this
    number."""
    days = set()
    for match in NUMBERED_DAY.finditer(words):
        number, weekday = number_of(match), match["weekday"]
        for away in range(-_MONTH_AWAY if weekday else 0, _MONTH_AWAY):
            day = said + timedelta(days=away)
            if day.day == number and (not weekday or WEEKDAYS[day.weekday()].lower().startswith(weekday.lower())):
                days.add(day)
    for pair in _PAIR_OF_DAYS.finditer(words):
        ahead = [said + timedelta(days=away) for away in range(_MONTH_AWAY)]
        first = next((day for day in ahead if day.day == int(pair["first"])), None)
        if first is not None and int(pair["last"]) == (first + timedelta(days=1)).day:
            days |= {first, first + timedelta(days=1)}
    return days


_WEEK_NAMED = re.compile(r"(?i)\b(this|last|next|coming)\s+week\b")
_WEEKS_AWAY = {"this": 0, "last": -1, "next": 1, "coming": 1}
_WEEK_OF = re.compile(
    rf"(?i)\bweek\s+(?:of|from|beginning(?:\s+on)?)\s+(?:Monday,?\s+)?({DATE_WRITTEN.pattern.removeprefix('(?i)')})"
)


def mondays_named(words: str, source: Source, frame: Frame) -> set[date]:
    """The first day of each week that the words call this, the next or the last one."""
    said = frame.day(source.event.occurred_at)
    weeks = (_WEEKS_AWAY[match[1].lower()] for match in _WEEK_NAMED.finditer(words))
    return {said - timedelta(days=said.weekday() - 7 * away) for away in weeks}


def without_weeks(text: str, spoken: Sequence[str], sources: Sequence[Source], frame: Frame) -> str:
    """The text less each "week of 26 October" that its evidence calls this, the next or the last week."""
    mondays = {
        day for source, words in zip(sources, spoken, strict=True) for day in mondays_named(words, source, frame)
    }
    known = {(monday.month, monday.day) for monday in mondays}
    return _WEEK_OF.sub(lambda match: " " if set(dates_named(match[1])) <= known else match[0], text)


def wrong_day(text: str, days: Collection[date], stated: str) -> Failure | None:
    if relative := _RELATIVE.search(text):
        return "unsupported", f"“{relative[0]}” means another day to whoever reads it later; name the day"
    for name in weekdays_named(text, shortened=False):
        if all(WEEKDAYS[day.weekday()] != name for day in days):
            return (
                "unsupported",
                f"nothing that it quotes was said on, or names, a {name}; quote what does",
            )
    for name, month, number in _weekdays_with_dates(text):
        meant = [day for day in days if (day.month, day.day) == (month, number)]
        if meant and all(WEEKDAYS[day.weekday()] != name for day in meant):
            return "unsupported", f"{number} {MONTHS[month - 1]} is no {name}"
    written = set(dates_named(stated)) | {(day.month, day.day) for day in days}
    # "Thursday 30th ..., can it be Wednesday 29 April?" names the 30th of April too.
    numbered = {number_of(match) for match in NUMBERED_DAY.finditer(stated) if match["weekday"]}
    months = {month for month, _ in dates_named(stated)}
    written |= {place for place in dates_named(text) if place[0] in months and place[1] in numbered}
    for month, number in dates_named(text):
        if (month, number) not in written:
            return (
                "unsupported",
                f"nothing that it quotes names {number} {MONTHS[month - 1]}; quote what does, or leave the date out",
            )
    return None


_DAY_NAMES, _MONTH_NAMES = "|".join(WEEKDAYS), "|".join(MONTHS)
_WEEKDAY_THEN = re.compile(rf"(?s)\b({_DAY_NAMES}),?\s+(?=(?:the\s+)?(?:\d|{_MONTH_NAMES}))(.{{1,24}})")


def _weekdays_with_dates(text: str) -> Iterator[tuple[str, int, int]]:
    """Weekday, month and day of the month where they stand together: "Thursday 12 November"."""
    for match in _WEEKDAY_THEN.finditer(text):
        for month, number in list(dates_named(match[2]))[:1]:
            yield match[1], month, number
