"""What the calendar parts of a mail say of which meeting: called off, changed, declined (iTIP, RFC 5546).

The calendar itself is another source's matter; what such a mail does to a meeting there is `deliverables.brief`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, TypedDict

from icalendar import Calendar, Component

_METHODS = ("CANCEL", "REQUEST", "REPLY", "COUNTER")
_MOST = 20  # events of a mail
_LONGEST = 1_000_000  # bytes; what a calendar program sends of a meeting has thousands


class Invitation(TypedDict):
    """uid: of the meeting in every calendar. slot: which one of a series, in UTC as in RFC 5545's basic form, or its
    day alone, where no zone is given; None for all of it. starts_at: ISO 8601 in UTC, None for a day or without a zone.
    partstat: of a REPLY, what its attendee answers."""

    method: str
    uid: str
    slot: str | None
    starts_at: str | None
    partstat: str | None


def invitations_of(calendars: Iterable[bytes]) -> list[Invitation]:
    """Of these calendar parts; one that can't be read says nothing."""
    return [invitation for data in calendars for invitation in _read(data)][:_MOST]


def _read(data: bytes) -> list[Invitation]:
    try:
        if len(data) > _LONGEST:
            return []
        calendar = Calendar.from_ical(data)
        method = str(calendar.get("METHOD", "")).strip().upper()
        return list(_of_events(calendar, method)) if method in _METHODS else []
    except Exception:  # whatever is wrong with a calendar part costs the mail's words nothing
        return []


def _of_events(calendar: Calendar, method: str) -> Iterator[Invitation]:
    for event in calendar.walk("VEVENT"):
        if uid := str(event.get("UID", "")).strip():
            slot = _moment(event, "RECURRENCE-ID")
            starts = _moment(event, "DTSTART")
            yield Invitation(
                method=method,
                uid=uid,
                slot=_basic(slot) if slot else None,
                starts_at=starts.astimezone(UTC).isoformat()
                if isinstance(starts, datetime) and starts.tzinfo
                else None,
                partstat=_answer(event) if method == "REPLY" else None,
            )


def _moment(event: Component, name: str) -> date | None:
    value: Any = event.get(name)
    return value.dt if value is not None and isinstance(value.dt, date) else None


def _basic(slot: date) -> str:
    if isinstance(slot, datetime) and slot.tzinfo:
        return f"{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{slot:%Y%m%d}"


def _answer(event: Component) -> str | None:
    attendees: Any = event.get("ATTENDEE")
    first = attendees[0] if isinstance(attendees, list) else attendees
    return str(first.params.get("PARTSTAT", "")).upper() or None if first is not None else None
