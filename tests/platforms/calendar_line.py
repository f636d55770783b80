"""What the tests of the live calendar share: what has landed in memory, and what the server's calendars make of it.

Also a server whose people take a meeting out of their own calendar alone. What happens, and what must hold, is each
test's matter.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from tests.platforms.calendar_server import CalendarInfo, CalendarServer, Event
from tests.platforms.faults import MemoryWarehouse
from tests.platforms.loopback import Answer, Request
from yarnnn_pipelines.sources.calendar.copies import Copy, Landed, cancelled_of_others, none_standing

ZONE = "Europe/Lisbon"


class MemoryEvents:
    """`copies.KnownEvents` of a warehouse in memory."""

    def __init__(self, warehouse: MemoryWarehouse) -> None:
        self._warehouse = warehouse

    def _all(self) -> list[Copy]:
        return [Copy.from_payload(row["payload"]) for row in self._warehouse.current("copies").values()]

    def copies(self, calendar: str, events: Collection[str]) -> list[Copy]:
        rows = self._warehouse.current("copies")
        ids = (f"copy:{calendar}:{event}" for event in events)
        return [Copy.from_payload(rows[one]["payload"]) for one in ids if one in rows]

    def families(self, masters: Collection[str]) -> list[Copy]:
        rows = self._warehouse.current("copies").values()
        return [Copy.from_payload(row["payload"]) for row in rows if row["thread_id"] in masters]

    def older(self, calendar: str, listing: int) -> list[Copy]:
        return [one for one in self._all() if one.calendar == calendar and one.standing and one.listing < listing]

    def left_behind(self, container: str) -> list[Copy]:
        rows = self._warehouse.current("events")
        here = {item for item, row in rows.items() if row["container_id"] == container}
        return none_standing([one for one in self._all() if one.item in here])

    def cancelled_elsewhere(self, calendar: str) -> list[Copy]:
        here = {one.item for one in self._all() if one.calendar == calendar and one.is_master and one.standing}
        return cancelled_of_others(calendar, self.families(here))

    def newest_listing(self, calendar: str) -> int:
        return max((copy.listing for copy in self._all() if copy.calendar == calendar), default=0)

    def landed(self, items: Collection[str]) -> dict[str, Landed]:
        rows = self._warehouse.current("events")
        return {
            item: Landed(rows[item]["version"].partition(".")[0], rows[item]["payload"])
            for item in items
            if item in rows
        }

    def uncopied(self, container: str) -> tuple[list[str], int]:
        here = [item for item, row in self._warehouse.current("events").items() if row["container_id"] == container]
        known = {one.item for one in self._all()}
        return [item for item in here if item not in known], len(here)


class LeavingServer(CalendarServer):
    """A meeting may be gone from one calendar while it stands in another.

    without_token: so many listings to come end without a sync token.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.without_token = 0
        self._left: dict[tuple[str, str], int] = {}  # (calendar, event) that was taken out of it, and when

    def leave(self, event_id: str, calendar: str) -> None:
        """Take an event, or a series with its exceptions, out of one calendar."""
        with self.lock:
            for one in (self.events[event_id], *self._exceptions(self.events[event_id])):
                one.calendars = tuple(other for other in one.calendars if other != calendar)
            self._left[calendar, event_id] = self._next_change()

    def _chosen(self, info: CalendarInfo, wanted: Any, since: int) -> list[Event]:
        left = [event for (calendar, event), at in self._left.items() if calendar == info.id and 0 < since < at]
        return [*super()._chosen(info, wanted, since), *(self._event(info, event) for event in left)]

    def _event(self, info: CalendarInfo, event_id: str) -> Event:
        if (info.id, event_id) in self._left:
            return replace(self.events[event_id], status="cancelled")
        return super()._event(info, event_id)

    def answer(self, request: Request) -> Answer:
        answer = super().answer(request)
        if self.without_token and request.path.endswith("/events") and "nextSyncToken" in answer.body:
            self.without_token -= 1
            return Answer({name: value for name, value in answer.body.items() if name != "nextSyncToken"})
        return answer


Content = tuple[Any, ...]
CANCELLED: Content = ("cancelled",)


def content_of(row: dict[str, Any]) -> Content:
    """What a landed row says, as `shown_by` has it."""
    if row["is_deleted"]:
        return ("deleted",)
    payload = orjson.loads(row["payload"])
    if payload["status"] == "cancelled":
        return CANCELLED
    lines = payload["ical"].split("BEGIN:VEVENT")[1].replace("\r\n ", "").split("\r\n")
    return (
        payload["summary"],
        *(_utc(payload[name]) for name in ("start", "end")),
        payload["status"],
        tuple(sorted(line for line in lines if line.startswith(("RRULE", "EXDATE", "RDATE")))),
        tuple(sorted((one["email"], one["partstat"]) for one in payload["attendees"])),
        payload["sequence"],
    )


def _utc(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(UTC).isoformat() if "T" in text else text


def shown_by(server: CalendarServer, calendars: Collection[str]) -> dict[str, Content]:
    """{item_id: content} of what stands in these calendars: an event that is in any of them, a cancelled instance."""
    found: dict[str, Content] = {}
    for seen in (one for calendar in calendars for one in server.visible(calendar).values()):
        event: Event = server.events[seen.id]
        if event.is_cancelled:
            found[seen.item_id] = CANCELLED
            continue
        rules = tuple(sorted(_in_order(line) for line in event.recurrence))
        people = sorted(
            (address, status.lower().replace("needsaction", "needs-action"))
            for address, status in seen.attendees.items()
        )
        found[seen.item_id] = (
            seen.summary,
            seen.start,
            seen.end,
            event.status,
            rules,
            tuple(people),
            event.sequence,
        )
    return found


def _in_order(line: str) -> str:
    """A rule's parts as icalendar writes them."""
    if not line.startswith("RRULE:"):
        return line
    parts = sorted(line[6:].split(";"), key=lambda part: _ORDER.index(part.partition("=")[0]))
    return "RRULE:" + ";".join(parts)


_ORDER = ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY")
