"""Spans: the days that a deliverable tells of, and in which weeks one is due.

A span is a rule of a deliverable type; which rule a type has stands in its file. Reading what was said in these days is
the deliverables'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import add_weeks, iso_week, monday_of, weeks_between

SpanRule = Literal["week", "month", "all"]

# A week's update tells what became of the promises and asks of so many weeks before it.
WEEKS_LOOKED_BACK = 8
# Of all weeks so far a year is read, so that a brief costs in its fifth year what it cost in its second.
MOST_WEEKS = 53


@dataclass(frozen=True)
class Span:
    """Days on the agency's clock, both ends included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

    @property
    def weeks(self) -> list[str]:
        """Every ISO week of which a day is in it."""
        return weeks_between(iso_week(self.first), iso_week(self.last))

    @property
    def is_a_week(self) -> bool:
        """Whether a weekday alone says which day of it is meant."""
        return self.last - self.first < timedelta(days=7)

    @property
    def is_a_month(self) -> bool:
        return self == month_span(self.first)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def week_span(week: str) -> Span:
    monday = monday_of(week)
    return Span(monday, monday + timedelta(days=6))


def month_span(day: date) -> Span:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Span(first, _next_month(first) - timedelta(days=1))


def span_of(rule: SpanRule, week: str, start: str) -> Span | None:
    """What a deliverable of this week tells of; None where none is due in it.

    A month's is due in the ISO week that holds the month's last day: October 2026 ends on a Saturday, in 2026-W44. It
    tells of the month's days alone, whatever else that week holds. start: the agency's first week.
    """
    of_week = week_span(week)
    if rule == "week":
        return of_week
    if rule == "month":
        return _month_ending_in(of_week)
    earliest = monday_of(add_weeks(week, 1 - MOST_WEEKS))
    return Span(min(max(monday_of(start), earliest), of_week.first), of_week.last)


def month_before(span: Span) -> Span:
    return month_span(span.first - timedelta(days=1))


def weeks_looked_back(week: str) -> Span:
    """The weeks before one whose promises and asks it accounts for."""
    monday = monday_of(week)
    return Span(monday - timedelta(weeks=WEEKS_LOOKED_BACK), monday - timedelta(days=1))


def weeks_due(rule: SpanRule, weeks: Sequence[str], start: str) -> list[str]:
    """Those of the weeks in which a deliverable is due."""
    return [week for week in weeks if span_of(rule, week, start) is not None]


def week_due(month: Span) -> str:
    """The week in which a month's deliverable is due."""
    return iso_week(month.last)


def why_not_due(type_id: str, week: str, start: str) -> UserError:
    """What to say of a week in which no deliverable of a monthly type is due. start: the agency's first week, before
    which none is produced."""
    month = month_span(monday_of(week))
    before = week_due(month_before(month))
    mend = f"the month before ended in {before}: ask for that week"
    if monday_of(before) < monday_of(start):
        mend = f"the first is due in {week_due(month)}: ask for that week, once it has begun"
    return UserError(f"no {type_id} is due in {week}: a month's is due in the week that holds its last day", mend=mend)


def _month_ending_in(of_week: Span) -> Span | None:
    month = month_span(of_week.first)  # if any month ends in a week, it is that of its Monday
    return month if of_week.holds(month.last) else None


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
