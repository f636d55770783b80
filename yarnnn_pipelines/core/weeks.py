"""ISO weeks in the agency's time zone: the one place that knows where a week begins.

A week is written `2026-W46` and runs from Monday 00:00 to the next Monday 00:00 on the agency's clock, so it lasts 167
or 169 hours when the clocks change. Schedules, partitions and tables take their bounds from here; nothing about a
client or a deliverable belongs here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yarnnn_pipelines.core.errors import UserError

_SPELT_WEEK = re.compile(r"([0-9]{4})[ _-]?[Ww](?:eek ?|k ?)?([0-9]{1,2})(?![0-9])")
WEEK_PATTERN = re.compile(r"([0-9]{4})-W([0-9]{2})")  # no other digits: the week is a name of folders and partitions


_LAST_MONDAY = date.fromisocalendar(9999, 52, 1)


def monday_of(week: str) -> date:
    """The Monday of an ISO week; `UserError` for a week that is not on the calendar."""
    match = WEEK_PATTERN.fullmatch(week)
    if match:
        try:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            pass
    raise UserError(
        f"{week!r} is not an ISO week",
        mend=_week_meant(week) or "write it as 2026-W46; a year has 52 weeks, some have 53",
    )


def _week_meant(written: str) -> str:
    """What to write for a day, a week that is spelt otherwise, or a range with a dash; '' for anything else."""
    plain = unicodedata.normalize("NFKC", written).strip()
    plain = "".join(str(unicodedata.decimal(character, character)) for character in plain)
    weeks = [f"{year}-W{int(number):02d}" for year, number in _SPELT_WEEK.findall(plain)]
    if len(weeks) == 1 and _SPELT_WEEK.fullmatch(plain):
        return f"write it as {weeks[0]}" if weeks[0] != written else ""
    if len(weeks) == 2:
        return f"write two dots between the first and the last: {'..'.join(weeks)}"
    try:
        return f"write the week of that day: {iso_week(date.fromisoformat(plain[:10]))}"
    except ValueError:
        return ""


def iso_week(day: date) -> str:
    """The ISO week of a calendar day (a `datetime` counts in its own zone)."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_of(instant: datetime, time_zone: str) -> str:
    """The week in which an aware `instant` falls on the agency's clock."""
    if instant.tzinfo is None:
        raise ValueError("week_of needs an aware datetime")
    return iso_week(instant.astimezone(ZoneInfo(time_zone)))


def week_bounds(week: str, time_zone: str) -> tuple[datetime, datetime]:
    """First instant of the week and of the next one, both in UTC."""
    zone = ZoneInfo(time_zone)
    monday = monday_of(week)
    start = datetime.combine(monday, time(), zone)
    end = datetime.combine(monday + timedelta(days=7), time(), zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def add_weeks(week: str, count: int) -> str:
    """The week `count` weeks later (earlier if negative), no later than the calendar's last and no earlier than its
    first."""
    ahead = (_LAST_MONDAY - monday_of(week)).days // 7
    back = (monday_of(week) - date.min).days // 7
    return iso_week(monday_of(week) + timedelta(weeks=max(-back, min(count, ahead))))


def weeks_between(first: str, last: str) -> list[str]:
    """Every week from `first` to `last`, both included; `UserError` if they are the wrong way round."""
    monday, end = monday_of(first), monday_of(last)
    if end < monday:
        raise UserError(f"the weeks {first}..{last} run backwards", mend=f"write {last}..{first}")
    return [iso_week(monday + timedelta(weeks=number)) for number in range((end - monday).days // 7 + 1)]


def parse_weeks(text: str) -> list[str]:
    """`2026-W46` or `2026-W40..2026-W46` as a list of weeks."""
    first, separator, last = text.strip().partition("..")
    return weeks_between(first, last if separator else first)


def current_week(time_zone: str, now: datetime | None = None) -> str:
    """The week that `now` (default: this moment) falls in."""
    return week_of(now or datetime.now(UTC), time_zone)
