"""What the calendars' source remembers between runs: each calendar's token, the listing under way, and its names.

How the state moves on is decided in `live`. The keys of the JSON are those of the first version that synced live, and
stay so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yarnnn_pipelines.sources.shared.stored import Stored, UnreadableState, as_text


@dataclass
class CalendarCursor:
    """How far one calendar has been read. Instants are microseconds since 1970.

    sync_token: Google's, from which on it tells what changed; None: there is none yet.
    page_token: of the next page of the listing under way, None where none is under way.
    is_whole: whether the listing under way is, or the next will be, of everything.
    listing: its number.
    must_compare: a whole listing has ended and is still to be compared with what has landed.
    began_at: when the listing began; read_at: when the last one that came to its end did; whole_at: when all that had
        landed was last compared.
    pending: cancelled exceptions whose series has not been seen, as Google tells of them.
    broken: {event's id: title} of those that can't be read.
    is_lost: Google did not find it, or did not show it, the last time.
    container, name: under which its events land, None until its name is heard; present_name: what it is called now.
    """

    sync_token: str | None = None
    page_token: str | None = None
    is_whole: bool = True
    listing: int = 1
    must_compare: bool = False
    began_at: int | None = None
    read_at: int | None = None
    whole_at: int | None = None
    pending: list[dict[str, Any]] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    is_lost: bool = False
    container: str | None = None
    name: str | None = None
    present_name: str | None = None

    @property
    def is_up_to_date(self) -> bool:
        """Whether a token tells what changed since, and no listing is under way."""
        return not self.is_whole and not self.page_token

    @property
    def is_amid_whole_listing(self) -> bool:
        """Whether some pages of a listing of everything were read, and more are to come."""
        return self.is_whole and self.page_token is not None

    def list_whole(self) -> None:
        """The next listing is one of everything, with a number of its own."""
        self.sync_token, self.page_token = None, None
        self.is_whole, self.must_compare, self.pending = True, False, []
        self.listing += 1

    def end_listing(self, sync_token: str | None) -> None:
        """The last page was read. sync_token: what Google gave with it."""
        self.sync_token, self.page_token = sync_token, None
        self.must_compare, self.is_whole = self.is_whole, False
        self.read_at = self.began_at

    @classmethod
    def from_json(cls, value: Any) -> CalendarCursor:
        stored = Stored(value)
        return cls(
            sync_token=stored.optional_text("token"),
            page_token=stored.optional_text("page"),
            is_whole=stored.flag("full", True),
            listing=stored.number("listing", 1),
            must_compare=stored.flag("compare"),
            began_at=stored.optional_number("began"),
            read_at=stored.optional_number("read_at"),
            whole_at=stored.optional_number("whole_at"),
            pending=[_pending(resource) for resource in stored.elements("pending")],
            broken={event: as_text(title) for event, title in stored.entries("broken").items()},
            is_lost=stored.flag("lost"),
            container=stored.optional_text("container"),
            name=stored.optional_text("name"),
            present_name=stored.optional_text("called"),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "token": self.sync_token,
            "page": self.page_token,
            "full": self.is_whole,
            "listing": self.listing,
            "compare": self.must_compare,
            "began": self.began_at,
            "read_at": self.read_at,
            "whole_at": self.whole_at,
            "pending": [dict(resource) for resource in self.pending],
            "broken": dict(self.broken),
            "lost": self.is_lost,
            "container": self.container,
            "name": self.name,
            "called": self.present_name,
        }


@dataclass
class CalendarState:
    """cursors: by the calendar's id. ids: {calendar as yarnnn.yaml writes it: its id}. turn: the number of the calendar
    that the last run began with.

    unreadable: the calendars whose stored cursor could not be read; they are listed whole, and their events go on under
    the name that they had, where that can be read.
    """

    cursors: dict[str, CalendarCursor] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    turn: int = -1
    unreadable: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, value: Any) -> CalendarState:
        """See `shared.stored` for what becomes of unknown and of broken parts."""
        try:
            stored = Stored(value)
            ids = {written: as_text(calendar) for written, calendar in stored.entries("found").items()}
            state, cursors = cls(ids=ids, turn=stored.number("turn", -1)), stored.entries("calendars")
        except UnreadableState:
            return cls(unreadable=("all calendars",))
        for calendar, cursor in cursors.items():
            try:
                state.cursors[calendar] = CalendarCursor.from_json(cursor)
            except UnreadableState:
                state.unreadable += (f"calendar {calendar}",)
                if (named := _named(cursor)) is not None:
                    state.cursors[calendar] = named
        return state

    def to_json(self) -> dict[str, Any]:
        return {
            "calendars": {calendar: cursor.to_json() for calendar, cursor in self.cursors.items()},
            "found": dict(self.ids),
            "turn": self.turn,
        }


def _named(value: Any) -> CalendarCursor | None:
    """A cursor that begins anew under the names of a broken one; None where these can't be read either."""
    try:
        stored = Stored(value)
        container, name = stored.optional_text("container"), stored.optional_text("name")
        return CalendarCursor(container=container, name=name, present_name=name) if container and name else None
    except UnreadableState:
        return None


def _pending(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or "id" not in value or "recurringEventId" not in value:
        raise UnreadableState("a cancelled exception was expected, with its id and its series")
    return dict(value)
