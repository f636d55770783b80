"""What reading from Google needs to be allowed, and nothing that can write.

Only the scopes' names and what includes what belong here; asking for them is `consent`, comparing is `doctor`.
Source: Google's discovery documents (calendar v3, gmail v1), which list the scopes that each method takes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

_GOOGLE = "https://www.googleapis.com/auth/"
GMAIL_READONLY = f"{_GOOGLE}gmail.readonly"
# Together less than calendar.readonly, which can also read calendars' sharing and any calendar not in the list.
CALENDAR_EVENTS_READONLY = f"{_GOOGLE}calendar.events.readonly"
CALENDAR_LIST_READONLY = f"{_GOOGLE}calendar.calendarlist.readonly"

# Wider scopes with which the same requests are answered.
_INCLUDED_IN: Mapping[str, tuple[str, ...]] = {
    GMAIL_READONLY: (f"{_GOOGLE}gmail.modify", "https://mail.google.com/"),
    CALENDAR_EVENTS_READONLY: (
        *(f"{_GOOGLE}calendar.readonly", f"{_GOOGLE}calendar.events"),
        *(f"{_GOOGLE}calendar", "https://www.google.com/calendar/feeds"),
    ),
    CALENDAR_LIST_READONLY: (
        *(f"{_GOOGLE}calendar.readonly", f"{_GOOGLE}calendar.calendarlist"),
        *(f"{_GOOGLE}calendar", "https://www.google.com/calendar/feeds"),
    ),
}


def missing(needed: Iterable[str], granted: Collection[str]) -> list[str]:
    """The needed scopes that neither stand among the granted ones nor are included in one of them."""
    return [scope for scope in needed if scope not in granted and not set(_INCLUDED_IN.get(scope, ())) & set(granted)]


def extra(needed: Iterable[str], granted: Iterable[str]) -> list[str]:
    """What was granted beyond the least, wider scopes included."""
    return sorted(set(granted) - set(needed))


def short(scopes: Iterable[str]) -> str:
    """`calendar.events.readonly, gmail.readonly`: scopes as one reads them aloud."""
    return ", ".join(scope.removeprefix(_GOOGLE) for scope in scopes)
