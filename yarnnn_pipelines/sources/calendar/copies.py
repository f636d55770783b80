"""An event's copies: each calendar that it stands in has one, and all together make one item.

Which copy's content an item lands with, and when it is a tombstone, is decided here; each copy's last state stands in
the table `copies`, because Google names a deleted event by its id alone and a calendar tells nothing of another. Which
pages are asked for is `live`'s work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple, Protocol

import orjson

from yarnnn_pipelines.sources.calendar.api_items import cancelled_version
from yarnnn_pipelines.sources.shared.commits import Ask
from yarnnn_pipelines.sources.shared.envelope import TOMBSTONE, Observed, as_json, content_version


@dataclass(frozen=True)
class Copy:
    """One event of one calendar, as it was last shown there.

    calendar, event: Google's ids; item: its item_id; master: that of its series, or its own. standing: it is there,
    if only as a cancelled instance of a series that is (`cancelled`). listing: the number of the last whole listing of
    its calendar that had it, 0 for a series of which only an exception was shown. version: of its content, '' for a
    copy that can't be read. rank: SEQUENCE and the instant of its last edit: the greatest counts.
    """

    calendar: str
    event: str
    item: str
    master: str
    standing: bool
    cancelled: bool
    listing: int
    version: str
    rank: tuple[int, int]

    @property
    def is_master(self) -> bool:
        return self.item == self.master

    def as_item(self) -> Observed:
        """A row of `copies`: the calendar is its container, the series its thread."""
        payload = asdict(self)
        return Observed(
            item_id=f"copy:{self.calendar}:{self.event}",
            version=content_version(payload),
            container_id=self.calendar,
            thread_id=self.master,
            author_id=None,
            occurred_at=None,
            edited_at=None,
            is_deleted=False,
            text="",
            permalink=None,
            payload=as_json(payload),
        )

    @classmethod
    def from_payload(cls, payload: str) -> Copy:
        values = orjson.loads(payload)
        return cls(**values | {"rank": tuple(values["rank"])})


class Landed(NamedTuple):
    """An item's current version (without the number of a repetition) and payload."""

    version: str
    payload: str


class KnownEvents(Protocol):
    """What has landed of the calendars."""

    def copies(self, calendar: str, events: Collection[str]) -> list[Copy]:
        """A calendar's copies of these events."""

    def families(self, masters: Collection[str]) -> list[Copy]:
        """All calendars' copies of these events or series, and of the series' exceptions."""

    def older(self, calendar: str, listing: int) -> list[Copy]:
        """A calendar's standing copies that no listing from this one on has shown."""

    def left_behind(self, container: str) -> list[Copy]:
        """The copies of a container's items that are there though none of their copies stands: a run was killed between
        the two, and what it was reading did not show them again."""

    def cancelled_elsewhere(self, calendar: str) -> list[Copy]:
        """Cancelled instances of other calendars, of series that stand in this one."""

    def newest_listing(self, calendar: str) -> int:
        """The greatest number of a listing that any of a calendar's copies bears, 0 where it has none."""

    def landed(self, items: Collection[str]) -> dict[str, Landed]:
        """Those of these items that are there and not deleted."""

    def uncopied(self, container: str) -> tuple[list[str], int]:
        """A container's items that no calendar has ever shown (they came with an export), and how many it has in all;
        deleted ones don't count."""


class LandedEvents:
    """`KnownEvents` of a warehouse. `ask_copies`, `ask_events`: queries while those tables are there."""

    def __init__(self, ask_copies: Ask, ask_events: Ask) -> None:
        self._ask_copies = ask_copies
        self._ask_events = ask_events

    def copies(self, calendar: str, events: Collection[str]) -> list[Copy]:
        items = [f"copy:{calendar}:{event}" for event in events]
        return self._copies("item_id in (select unnest($1::varchar[]))", [items]) if items else []

    def families(self, masters: Collection[str]) -> list[Copy]:
        if not masters:
            return []
        return self._copies("thread_id in (select unnest($1::varchar[]))", [list(masters)])

    def older(self, calendar: str, listing: int) -> list[Copy]:
        copies = self._copies("container_id = $1", [calendar])
        return [copy for copy in copies if copy.standing and copy.listing < listing]

    def left_behind(self, container: str) -> list[Copy]:
        items = [item for (item,) in self._items_of(container)]
        return none_standing(self._copies("payload->>'$.item' in (select unnest($1::varchar[]))", [items]))

    def cancelled_elsewhere(self, calendar: str) -> list[Copy]:
        here = self._copies("container_id = $1", [calendar])
        family = self.families({copy.item for copy in here if copy.is_master and copy.standing})
        return cancelled_of_others(calendar, family)

    def newest_listing(self, calendar: str) -> int:
        query = "select max((payload->>'$.listing')::bigint) from calendar.copies where container_id = $1"
        return max((number or 0 for (number,) in self._ask_copies(query, [calendar])), default=0)

    def landed(self, items: Collection[str]) -> dict[str, Landed]:
        rows = self._ask_events(
            """
            select item_id, split_part(arg_max(version, observed_at), '.', 1), arg_max(payload, observed_at)
            from calendar.events where item_id in (select unnest($1::varchar[]))
            group by item_id having not arg_max(is_deleted, observed_at)
            """,
            [list(items)],
        )
        return {item: Landed(version, payload) for item, version, payload in rows}

    def uncopied(self, container: str) -> tuple[list[str], int]:
        rows = self._items_of(container)
        copied = {item for (item,) in self._ask_copies("select distinct payload->>'$.item' from calendar.copies", [])}
        return [item for (item,) in rows if item not in copied], len(rows)

    def _items_of(self, container: str) -> list[tuple[str]]:
        rows: list[tuple[str]] = self._ask_events(
            """
            select item_id from calendar.events group by item_id
            having arg_max(container_id, observed_at) = $1 and not arg_max(is_deleted, observed_at)
            """,
            [container],
        )
        return rows

    def _copies(self, where: str, values: Sequence[Any]) -> list[Copy]:
        query = f"select arg_max(payload, observed_at) from calendar.copies where {where} group by item_id"
        return [Copy.from_payload(payload) for (payload,) in self._ask_copies(query, values)]


def none_standing(copies: Sequence[Copy]) -> list[Copy]:
    """Those of items of which no copy stands."""
    standing = {copy.item for copy in copies if copy.standing}
    return [copy for copy in copies if copy.item not in standing]


def cancelled_of_others(calendar: str, family: Sequence[Copy]) -> list[Copy]:
    return [copy for copy in family if copy.cancelled and copy.standing and copy.calendar != calendar]


def with_children(fresh: Sequence[Copy], family: Sequence[Copy]) -> list[Copy]:
    """`fresh`, and what it takes with it: a series that is gone from a calendar has no exceptions there any more."""
    gone = {(copy.calendar, copy.item) for copy in fresh if copy.is_master and not copy.standing and copy.listing}
    children = [
        replace(copy, standing=False)
        for copy in family
        if copy.standing and not copy.is_master and (copy.calendar, copy.master) in gone
    ]
    shown = {(copy.calendar, copy.event) for copy in children}
    return [copy for copy in fresh if (copy.calendar, copy.event) not in shown] + children


class Settlement:
    """What items become when some copies have changed.

    containers: {calendar id: container_id} of the configured calendars, in the order of the settings. shown: the
    content of copies, {(calendar, event): item}. fetch: the content of a copy that isn't among these, None if it is not
    there any more. cancel: a cancelled copy as an item, from the last payload of its item or its series. under_way:
    calendars of whose whole listing more pages may come.
    """

    def __init__(
        self,
        containers: Mapping[str, str],
        shown: Mapping[tuple[str, str], Observed],
        fetch: Callable[[Copy], Observed | None],
        cancel: Callable[[Copy, Mapping[str, Any]], Observed],
        under_way: frozenset[str],
    ) -> None:
        self._containers = containers
        self._order = {calendar: -number for number, calendar in enumerate(containers)}
        self._shown = shown
        self._fetch = fetch
        self._cancel = cancel
        self._under_way = under_way

    def settle(self, fresh: Sequence[Copy], events: KnownEvents) -> list[Observed]:
        """Rows of `events`: each item that `fresh` can change, in its state by all copies."""
        copies = {(copy.calendar, copy.event): copy for copy in events.families({copy.master for copy in fresh})}
        copies |= {(copy.calendar, copy.event): copy for copy in fresh}
        by_item: dict[str, list[Copy]] = {}
        by_master: dict[str, set[str]] = {}
        for copy in copies.values():
            by_master.setdefault(copy.master, set()).add(copy.item)
            if copy.standing and copy.calendar in self._containers:
                by_item.setdefault(copy.item, []).append(copy)
        items = {copy.item: copy.master for copy in fresh}
        # What becomes of an instance depends on who has its series; that a run was killed between copies and events may
        # have made the copies what they are now.
        for copy in fresh:
            if copy.is_master:
                items |= dict.fromkeys(by_master[copy.master], copy.master)
        landed = events.landed({*items, *items.values()})
        rows = (self._row_of(item, master, by_item, landed) for item, master in items.items())
        return [row for row in rows if row is not None]

    def _row_of(
        self, item: str, master: str, by_item: Mapping[str, list[Copy]], landed: Mapping[str, Landed]
    ) -> Observed | None:
        current = landed.get(item)
        version = current.version if current else ""
        copies = by_item.get(item, [])
        if live := [copy for copy in copies if not copy.cancelled]:
            best = max(live, key=lambda copy: (copy.rank, copy.version == version, self._order[copy.calendar]))
            content = self._shown.get((best.calendar, best.event))
            if content is None and best.version and best.version != version:
                content = self._fetch(best)
            return content and content._replace(container_id=self._container(live))
        series = {copy.calendar for copy in by_item.get(master, [])} if item != master else set()
        if copies and series <= {copy.calendar for copy in copies}:
            if version == cancelled_version(item):
                return None
            last = self._last(item, landed) or self._last(master, landed, by_item) or {}
            first = max(copies, key=lambda copy: self._order[copy.calendar])
            return self._cancel(first, last)._replace(container_id=self._container(copies))
        if copies and not self._under_way.isdisjoint(series - {copy.calendar for copy in copies}):
            return None  # that calendar may show it on its next page; when its listing has ended this is settled again
        return _tombstone(item) if current else None

    def _container(self, copies: Sequence[Copy]) -> str:
        """Of the calendar that the settings name first: which calendar was read first must not matter."""
        return self._containers[max((copy.calendar for copy in copies), key=self._order.__getitem__)]

    def _last(
        self, item: str, landed: Mapping[str, Landed], by_item: Mapping[str, list[Copy]] | None = None
    ) -> Mapping[str, Any] | None:
        for copy in (by_item or {}).get(item, ()):
            if content := self._shown.get((copy.calendar, copy.event)):
                return _payload(content.payload)
        return _payload(landed[item].payload) if item in landed else None


def _payload(text: str) -> Mapping[str, Any]:
    payload: dict[str, Any] = orjson.loads(text)
    return payload


def tombstones(items: Collection[str]) -> list[Observed]:
    return [_tombstone(item) for item in items]


def _tombstone(item: str) -> Observed:
    """What else it needs, landing takes from the item's last version."""
    return Observed(item, TOMBSTONE, None, None, None, None, None, True, "", None, "{}")
