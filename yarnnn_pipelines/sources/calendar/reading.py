"""What one page of events says of a calendar's copies (`copies`).

Which page is asked for next, and what its items become, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from yarnnn_pipelines.sources.calendar.api_items import (
    CalendarPlace,
    cancelled_version,
    is_cancelled,
    resource_item,
    slot_of,
)
from yarnnn_pipelines.sources.calendar.copies import Copy, KnownEvents
from yarnnn_pipelines.sources.calendar.items import item_id_of
from yarnnn_pipelines.sources.calendar.state import CalendarCursor
from yarnnn_pipelines.sources.shared.answers import described
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds

NAMELESS = ""  # among the broken events of a whole listing: one without an id, which may be any that had landed
_SLOT = ("recurringEventId", "originalStartTime")


class PageReading:
    """What one page says of one calendar's copies.

    cursor: how far the calendar has been read. fresh: copies as they are now; shown: the content of those that can be
    read; pending: cancelled exceptions whose series is unknown; restored: a series that had been deleted is back.
    """

    def __init__(self, calendar: str, cursor: CalendarCursor, zone: ZoneInfo, landed: KnownEvents) -> None:
        self._calendar = calendar
        self._cursor = cursor
        self._where = CalendarPlace(calendar, cursor.name or calendar, zone)
        self._landed = landed
        self._copies: dict[str, Copy] = {}
        self._fresh: dict[str, Copy] = {}
        self.shown: dict[tuple[str, str], Observed] = {}
        self.pending: list[dict[str, Any]] = []
        self.broken: dict[str, str] = dict(cursor.broken)
        self.unreadable: list[tuple[str, str]] = []
        self.restored = False

    @property
    def fresh(self) -> list[Copy]:
        return list(self._fresh.values())

    def read(self, resources: Sequence[Mapping[str, Any]]) -> None:
        by_id = {resource["id"]: resource for resource in (*self._cursor.pending, *self._usable(resources))}
        series = {resource["recurringEventId"] for resource in by_id.values() if "recurringEventId" in resource}
        self._copies = {copy.event: copy for copy in self._landed.copies(self._calendar, {*by_id, *series})}
        # A series comes before its exceptions, however they are listed.
        for resource in sorted(by_id.values(), key=lambda resource: "recurringEventId" in resource):
            try:
                copy = self._gone(resource) if is_cancelled(resource) else self._standing(resource)
            except Exception as error:  # whatever is wrong with one event costs no other
                copy = self._left_as_it_was(resource, error)
            if copy is not None:
                self._fresh[copy.event] = copy

    def _usable(self, resources: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
        """Those with an id; one without is counted."""
        for resource in resources:
            series = resource.get("recurringEventId", "") if isinstance(resource, dict) else None
            if isinstance(series, str) and isinstance(resource.get("id"), str) and resource["id"]:
                yield resource
            else:
                self.unreadable.append(("an event", "it has no id, or belongs to a series without one"))
                if self._cursor.is_whole:
                    self.broken[NAMELESS] = "an event without an id"

    def _left_as_it_was(self, resource: Mapping[str, Any], error: Exception) -> Copy | None:
        """An event that can't be read is counted, and its copy stays what it was, as one that was shown."""
        event = resource["id"]
        title = str(resource.get("summary") or event)[:60]
        self.broken[event] = title
        self.unreadable.append((title, described(error)))
        before = self._copies.get(event)
        return before and self._as_shown(before)

    def _standing(self, resource: Mapping[str, Any]) -> Copy | None:
        event = resource["id"]
        before = self._copies.get(event)
        self.broken.pop(event, None)
        if resource.get("recurrence"):
            self.restored = self.restored or self._is_back(resource, before)
        version, rank = "", (0, 0)
        try:
            item = resource_item(resource, self._where)
            version, rank = item.version, (int(resource.get("sequence") or 0), item.edited_at or 0)
            self.shown[self._calendar, event] = item
        except Exception as error:  # whatever is wrong with one event costs no other
            self._left_as_it_was(resource, error)
            if before or not isinstance(resource.get("iCalUID"), str) or "recurringEventId" in resource:
                return before and self._as_shown(replace(before, standing=True, cancelled=False))
        uid = resource["iCalUID"]
        self._note_series(resource, uid)
        return Copy(
            calendar=self._calendar,
            event=event,
            item=item_id_of(uid, slot_of(resource)),
            master=item_id_of(uid, None),
            standing=True,
            cancelled=False,
            listing=self._cursor.listing,
            version=version,
            rank=rank,
        )

    def _is_back(self, resource: Mapping[str, Any], before: Copy | None) -> bool:
        """Whether a series that was deleted is there again; one that was never seen is, if it was made before the last
        listing, which would have shown it."""
        if before is not None and before.listing:
            return not before.standing
        made, read_at = resource.get("created"), self._cursor.read_at
        if self._cursor.is_whole or not made or read_at is None:
            return False
        return microseconds(datetime.fromisoformat(made)) < read_at

    def _note_series(self, resource: Mapping[str, Any], uid: str) -> None:
        """An exception may come before its series, and its series be deleted before it comes: of that, Google then
        tells the id alone. A series that is only named has the listing 0."""
        series = resource.get("recurringEventId")
        if series and series not in self._copies and series not in self._fresh:
            master = item_id_of(uid, None)
            self._fresh[series] = Copy(self._calendar, series, master, master, False, False, 0, "", (0, 0))

    def _gone(self, resource: Mapping[str, Any]) -> Copy | None:
        """A deleted event, of which there may be no more than its id; or an instance taken out of its series."""
        event, series = resource["id"], resource.get("recurringEventId")
        before = self._copies.get(event)
        self.broken.pop(event, None)
        slot = slot_of(resource)
        if series is None or slot is None:
            return before and self._as_shown(replace(before, standing=False))
        parent = self._fresh.get(series) or self._copies.get(series)
        if parent is None or not parent.listing:
            # Its series may come yet; until then an instance that was there, alone or before its series, is gone.
            self.pending.append({name: resource[name] for name in ("id", "status", *_SLOT)})
            return before and self._as_shown(replace(before, standing=False))
        master = parent.item
        item = f"{master}:{slot}"
        return Copy(
            calendar=self._calendar,
            event=event,
            item=item,
            master=master,
            standing=parent.standing,
            cancelled=True,
            listing=self._cursor.listing,
            version=cancelled_version(item),
            rank=(0, 0),
        )

    def _as_shown(self, copy: Copy) -> Copy:
        return replace(copy, listing=self._cursor.listing)
