"""An entry of a calendar as it was seen at one time, and what its payload says of when it takes place.

Which of its versions counts, and what they mean together, is said by `series`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from yarnnn_pipelines.english.meeting_notes import status_noted
from yarnnn_pipelines.english.meeting_titles import status_said

_FOLD = re.compile(r"\r?\n[ \t]")
# of the entry, or of an answer to the invitation
_COMMENT = re.compile(
    r"(?im)^COMMENT(?:;[^:\r\n]*)?:(?P<own>[^\r\n]*)"
    r'|;X-RESPONSE-COMMENT=(?:"(?P<quoted>[^"\r\n]*)"|(?P<plain>[^";:,\r\n]*))'
)


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
        """When this state came about: the calendar's own stamp, unless that lies ahead of when we saw it."""
        return min(self.edited_at or self.observed_at, self.observed_at)

    @property
    def status(self) -> str:
        """confirmed, tentative or cancelled: as the calendar has it, unless its title or a note there knows better."""
        status = str(self.payload.get("status") or "confirmed").lower()
        if status == "cancelled":
            return status
        title, description, place = (
            str(self.payload.get(name) or "") for name in ("summary", "description", "location")
        )
        said = status_said(title)
        noted = None if said == "cancelled" else status_noted(description.strip().partition("\n")[0], place.strip())
        return noted or said or ("tentative" if self._is_doubted_by_a_comment() else status)

    def _is_doubted_by_a_comment(self) -> bool:
        """Whoever answered may have left it, so that it is a doubt whatever it says (RFC 5545 3.8.1.4)."""
        text = _FOLD.sub("", self.calendar_text)
        written = (found[found.lastgroup or 0] for found in _COMMENT.finditer(text))
        comments = (comment.replace("\\,", ",").replace("\\;", ";") for comment in written)
        return any(status_noted(re.split(r"\\[nN]", comment)[0].strip(), "") for comment in comments)

    @property
    def is_cancelled(self) -> bool:
        return self.status == "cancelled"

    @property
    def is_all_day(self) -> bool:
        return bool(self.payload.get("all_day"))

    @property
    def is_exception(self) -> bool:
        """Whether it stands for one instance of a series (RFC 5545: RECURRENCE-ID)."""
        return bool(self.payload.get("recurrence_id"))

    @property
    def series_id(self) -> str | None:
        """The item id of an exception's series."""
        return self.item_id.rpartition(":")[0] if self.is_exception else None

    @property
    def reaches(self) -> Literal["onward", "back"] | None:
        """Whether an exception speaks of all that follow it too, or of all before it (RFC 5545 and 2445: RANGE)."""
        if "RANGE=THISANDFUTURE" in self.calendar_text:
            return "onward"
        return "back" if "RANGE=THISANDPRIOR" in self.calendar_text else None

    def is_newer_than(self, other: EventVersion) -> bool:
        """By SEQUENCE, else by the calendar's stamp of their last edits."""
        mine, its = (int(version.payload.get("sequence") or 0) for version in (self, other))
        if mine != its:
            return mine > its
        return bool(self.edited_at and other.edited_at and self.edited_at > other.edited_at)

    @property
    def calendar_text(self) -> str:
        return str(self.payload.get("ical") or "")

    def ends_at(self, time_zone: str) -> datetime:
        end = _instant(self.payload.get("end"), time_zone)
        if end is None or end < self.occurred_at:
            return self.occurred_at + (timedelta(days=1) if self.is_all_day else timedelta(0))
        return end

    def length(self, time_zone: str) -> timedelta:
        return self.ends_at(time_zone) - self.occurred_at

    def slot(self, time_zone: str) -> datetime | None:
        """The time at which an exception's series had it."""
        return _instant(self.payload.get("recurrence_id"), time_zone)

    def floating_zone(self, time_zone: str) -> str:
        """The calendar's own zone, under which landing read the times that name none; `time_zone` if it is unknown."""
        name = str(self.payload.get("time_zone") or time_zone)
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            return time_zone
        return name


def with_people_of_series(versions: Sequence[EventVersion]) -> list[EventVersion]:
    """An exception that names nobody is its series' people's: else an invitation's second half would be nobody's."""
    masters = [version for version in versions if not version.is_exception and not version.is_deleted]
    if not masters:
        return list(versions)
    series = max(masters, key=lambda version: version.observed_at).payload
    people = {name: series.get(name) for name in ("organizer", "attendees")}
    return [
        replace(version, payload=version.payload | people)
        if version.is_exception and not version.payload.get("organizer") and not version.payload.get("attendees")
        else version
        for version in versions
    ]


def not_deleted(history: Sequence[EventVersion]) -> list[EventVersion]:
    return [version for version in history if not version.is_deleted]


def last_change(
    alive: Sequence[EventVersion], key: Callable[[EventVersion], Any]
) -> tuple[EventVersion | None, EventVersion]:
    """(the last version whose key differed from today's, the first version that has today's key since)."""
    first = alive[-1]
    for version in reversed(alive):
        if key(version) != key(alive[-1]):
            return version, first
        first = version
    return None, first


def cancelled_since(alive: Sequence[EventVersion]) -> datetime | None:
    """When the newest state, if it is cancelled, came about."""
    if not alive[-1].is_cancelled:
        return None
    return last_change(alive, key=lambda version: version.is_cancelled)[1].known_at


def _instant(value: Any, time_zone: str) -> datetime | None:
    """A date or time, ISO or basic, as an instant; a date means its midnight, and no zone means the agency's."""
    if not value:
        return None
    try:
        moment: date | datetime = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return as_instant(moment, time_zone)


def as_instant(moment: date | datetime, time_zone: str, floating_zone: str | None = None) -> datetime:
    """A day begins at midnight in `time_zone`; a time that names no zone is on the clock of `floating_zone`."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), ZoneInfo(time_zone))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(floating_zone or time_zone))
    return moment.astimezone(UTC)
