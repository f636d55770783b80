"""Google Calendar's API: the configured calendars' events, series and exceptions, kept up by sync tokens.

Each calendar is listed whole once, without any bound of time: a listing that has one can't tell an event that moved
out of it from one that was deleted. From then on its sync token tells what changed. A token that Google no longer
takes costs one whole listing, compared with what is known. One page is one slice, in two commits: first the copies
(see `calendar_copies`), then the events with the state, so that a page that is read again finds whose events it names.

A calendar keeps the container_id of the name under which it was first read: renaming it moves nothing that has landed,
and yarnnn.yaml goes on naming it so.
Source: https://developers.google.com/workspace/calendar/api/guides/sync and .../v3/reference/events/list. An event's
own meaning is `items.calendar`, the same for an export.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from yarnnn_pipelines.sources.calendar.api_items import cancelled_item, is_cancelled, resource_item
from yarnnn_pipelines.sources.calendar.copies import Copy, KnownEvents, Settlement, tombstones, with_children
from yarnnn_pipelines.sources.calendar.items import container_of
from yarnnn_pipelines.sources.calendar.reading import PageReading
from yarnnn_pipelines.sources.calendar.settings import CALENDAR_API
from yarnnn_pipelines.sources.shared.coverage import SAME_GROUP
from yarnnn_pipelines.sources.shared.differences import Concerned
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds
from yarnnn_pipelines.sources.shared.google.errors import FATAL, api_refused
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice

_SHARE_IT = "share the calendar, with all details, with the account that reads it"
# What costs one calendar, and what it takes to mend it.
_MENDS = {
    "notFound": f"check the name or id in yarnnn.yaml, and {_SHARE_IT}",
    "forbidden": _SHARE_IT,
    "onlyFreeBusy": _SHARE_IT,
    "ambiguous": "several calendars bear this name: write the calendar's id (its settings, Integrate calendar)",
}


@dataclass(frozen=True)
class CalendarOptions:
    """calendars: ids, `primary`, or names as the user sees them. since: the instant (microseconds) from which what is
    there is wanted; everything is landed, as from an export. time_zone: the agency's, for days. page_size: at most
    2,500.
    """

    calendars: Sequence[str]
    since: int
    time_zone: str
    page_size: int = 2500


class CalendarSource:
    """One run over the configured calendars; see `slices.LiveSource`."""

    main_table: ClassVar[str] = "events"
    tables: ClassVar[tuple[str, ...]] = ("events", "copies")
    own_tables: ClassVar[tuple[str, ...]] = ("copies",)

    def __init__(
        self,
        api: Api,
        options: CalendarOptions,
        state: Mapping[str, Any],
        known: KnownEvents,
        skips: Skips,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = api
        self._options = options
        self._zone = ZoneInfo(options.time_zone)
        self._state: dict[str, Any] = {"calendars": {}, "found": {}, "turn": -1, **state}
        self._known = known
        self._skips = skips
        self._now_us = microseconds(now())
        self._accounts: dict[str, Account] = {}  # by calendar id, or what is written where there is none
        self._server_errors: list[ApiError] = []

    def accounts(self) -> list[Account]:
        for name in self._options.calendars:
            if name.strip() not in self._state["found"]:  # the run did not come to it
                self._accounts.setdefault(name.strip(), Account(container_of(name.strip()), name.strip()))
        for calendar, account in self._accounts.items():
            place = self._state["calendars"].get(calendar)
            if place is None or place["read_at"] is None:
                account.unread = [] if account.problem else [[self._options.since, None]]
                continue
            account.read_until, account.whole_at = place["read_at"], place["whole_at"]
            if place["full"] or place["page"]:
                account.unread = [[self._options.since if place["full"] else place["read_at"], None]]
            if place["broken"] and not account.problem:
                account.problem = "unreadable_events"
                account.mend = f"mend in the calendar: {', '.join(list(place['broken'].values())[:5])}"
        return list(self._accounts.values())

    def slices(self) -> Iterator[Slice]:
        calendars: list[str] = []
        try:
            calendars = self._find_calendars()
            # Another calendar begins each time, so that a small budget comes round to all of them.
            turn = self._state["turn"] = (self._state["turn"] + 1) % max(1, len(calendars))
            calendars = calendars[turn:] + calendars[:turn]
            calls = [(self._path(one), self._parameters(self._place(one))) for one in calendars]
            for calendar, answer in zip(calendars, self._api.ahead(calls), strict=True):
                yield from self._read(calendar, answer)
            yield self._as_slice("events", [])
        except BudgetSpent:
            yield self._as_slice("events", [])
        except ApiError as error:
            raise api_refused(error, CALENDAR_API) from None
        if calendars and len(self._server_errors) == len(calendars):
            raise api_refused(self._server_errors[0], CALENDAR_API)

    # --- which calendars ---------------------------------------------------------------------------------------------

    def _find_calendars(self) -> list[str]:
        """Ids of the calendars to be read. Google is asked only for what isn't known or wasn't there the last time."""
        written = list(dict.fromkeys(one.strip() for one in self._options.calendars))
        found, places = self._state["found"], self._state["calendars"]
        if any(one not in found or places.get(found[one], {}).get("lost") for one in written):
            self._ask_for(written)
        self._state["found"] = {one: found[one] for one in written if one in found}
        wanted = list(dict.fromkeys(self._state["found"].values()))
        for calendar, place in places.items():
            # What happens while nobody asks is told by no token; and Google may have given none.
            is_over = bool(place["token"] or place["page"]) if calendar not in wanted else not place["token"]
            if is_over and not (place["full"] and calendar in wanted):
                self._list_whole(place)
        readable = []
        for calendar in wanted:
            place = self._place(calendar)
            account = self._accounts.setdefault(calendar, Account("", ""))
            account.name = place["name"] or calendar
            account.container_id = place["container"] or container_of(account.name)
            if not account.problem:
                readable.append(calendar)
        return readable

    def _ask_for(self, written: Sequence[str]) -> None:
        entries = list(self._listed_calendars())
        names = {one["id"]: {str(one.get(key)).casefold() for key in ("summary", "summaryOverride")} for one in entries}
        by_id = {one["id"].casefold(): one for one in entries}
        primary = [one for one in entries if one.get("primary")]
        for name in written:
            key = name.casefold()
            matching = [by_id[key]] if key in by_id else [one for one in entries if key in names[one["id"]]]
            matching = primary if key == "primary" else matching
            if len(matching) == 1:
                entry = matching[0]
                self._state["found"][name] = entry["id"]
                place = self._place(entry["id"])
                place["lost"] = False
                self._name(place, entry["summary"])
            elif matching:
                self._skip(name, Account(container_of(name), name), "ambiguous")
                self._state["found"].pop(name, None)
            elif "@" in name:  # a calendar may be shared with an account that has not put it into its list
                self._state["found"][name] = key
            else:
                self._skip(self._state["found"].get(name, name), Account(container_of(name), name), "notFound")

    def _listed_calendars(self) -> Iterator[dict[str, Any]]:
        page = None
        while True:
            answer = self._api.get("users/me/calendarList", maxResults=250, showHidden="true", pageToken=page)
            yield from (one for one in answer.get("items", ()) if not one.get("deleted"))
            page = answer.get("nextPageToken")
            if not page:
                return

    def _name(self, place: dict[str, Any], summary: str) -> None:
        if place["container"] is None:
            place["container"], place["name"], place["called"] = container_of(summary), summary, summary
        elif place["called"] != summary:
            self._skips.add(
                "calendar_renamed",
                where=place["name"],
                what=f"the calendar is now called {summary!r}; its events stay under {place['name']!r}",
                mend=f"go on writing {place['name']!r} under clients",
            )
            place["called"] = summary

    def _skip(self, key: str, account: Account, problem: str, said: str = "") -> None:
        account.problem = problem
        account.mend = _MENDS.get(problem, "run it again; if it stays so, see https://www.google.com/appsstatus")
        self._accounts[key] = account
        what = f"the calendar can't be read ({said or problem})"
        self._skips.add(f"calendar_{problem}", where=account.name, what=what, mend=account.mend)

    # --- one calendar ------------------------------------------------------------------------------------------------

    def _place(self, calendar: str) -> dict[str, Any]:
        """Where this calendar stands.

        token: Google's sync token; page: the next page of the listing under way; full: whether that listing is, or the
        next will be, of everything; listing: its number; compare: a whole listing has ended and is still to be compared
        with what is known; pending: cancelled exceptions whose series hasn't been seen; broken: titles of events that
        can't be read; lost: it was not there; called: its present name, name: the one that it lands under.
        """
        fresh = {"token": None, "page": None, "full": True, "listing": 1, "compare": False, "began": None}
        fresh |= {"read_at": None, "whole_at": None, "pending": [], "broken": {}, "lost": False}
        return self._state["calendars"].setdefault(calendar, fresh | {"container": None, "name": None, "called": None})

    @staticmethod
    def _list_whole(place: dict[str, Any]) -> None:
        place |= {"token": None, "page": None, "full": True, "compare": False, "pending": []}
        place["listing"] += 1

    @staticmethod
    def _path(calendar: str) -> str:
        return f"calendars/{quote(calendar, safe='')}/events"

    def _parameters(self, place: Mapping[str, Any]) -> dict[str, Any]:
        """With a sync token all parameters but the tokens must be those of the first listing, and none may bound it."""
        same = {"singleEvents": "false", "maxResults": self._options.page_size}
        return same | {"syncToken": place["token"], "pageToken": place["page"]}

    def _read(self, calendar: str, answer: dict[str, Any] | ApiError) -> Iterator[Slice]:
        """All pages from `answer` on. What is wrong with one calendar costs no other."""
        place, account = self._place(calendar), self._accounts[calendar]
        tried: set[str] = set()
        # A listing that an earlier run began shows what it has read as it was then: its token tells the rest.
        resumed = bool(place["page"])
        yield from self._compare(calendar, place)
        while True:
            if isinstance(answer, ApiError):
                if not self._begin_anew(place, answer, tried):
                    self._fail(calendar, place, account, answer)
                    return
            elif answer.get("accessRole") in ("none", "freeBusyReader"):
                self._skip(calendar, account, "onlyFreeBusy")
                return
            else:
                yield from self._take(calendar, place, answer)
                yield from self._compare(calendar, place)
                if place["page"] is None and not place["full"]:
                    if not (resumed and place["token"]):
                        return
                    resumed = False
            try:
                answer = self._api.get(self._path(calendar), **self._parameters(place))
            except ApiError as error:
                answer = error

    def _begin_anew(self, place: dict[str, Any], error: ApiError, tried: set[str]) -> bool:
        """Whether the answer can be met by another listing; each way once a run, never in a loop."""
        way = "page" if place["page"] else "token" if place["token"] else ""
        if error.status not in (400, 410) or not way or way in tried:
            return False
        tried.add(way)
        if way == "page" and not place["full"]:
            place["page"] = None
        else:
            self._list_whole(place)
        return True

    def _fail(self, calendar: str, place: dict[str, Any], account: Account, error: ApiError) -> None:
        if error.code in FATAL or error.status in (401, 429):
            raise error
        place["lost"] = error.status in (403, 404)
        if error.status == 0 or error.status >= 500:
            self._server_errors.append(error)
        self._skip(calendar, account, error.code or str(error.status), str(error))

    def _take(self, calendar: str, place: dict[str, Any], page: Mapping[str, Any]) -> Iterator[Slice]:
        """One page: what it changes of the copies, and of the events."""
        if place["page"] is None:
            place["began"] = self._now_us
            if place["full"]:  # a number of its own, should a killed run have committed copies of this one
                place["listing"] += 1
        self._name(place, page.get("summary") or calendar)
        account = self._accounts[calendar]
        account.name, account.container_id = place["name"], place["container"]
        reading = PageReading(calendar, place, self._zone, self._known)
        reading.read(page.get("items", ()))
        fresh = with_children(reading.fresh, self._known.families({one.master for one in reading.fresh}))
        events = self._settle(fresh, reading.shown)
        yield self._as_slice("copies", [one.as_item() for one in fresh], stage=f"{account.name}: copies")
        for where, what in reading.unreadable:
            self._skips.add("unreadable_event", where=account.name, what=f"{where!r}: {what}", mend="mend it there")
        place["pending"], place["broken"] = reading.pending, reading.broken
        place["page"] = page.get("nextPageToken")
        if place["page"] is None:
            place |= {"token": page.get("nextSyncToken"), "compare": place["full"], "full": False}
            place["read_at"] = place["began"]
        if reading.restored and not place["compare"]:
            # What exceptions it has is told by no change of theirs.
            self._list_whole(place)
        yield self._as_slice("events", events, calendar, stage=f"{account.name}: {len(events):,} events")

    def _compare(self, calendar: str, place: dict[str, Any]) -> Iterator[Slice]:
        """After a whole listing: what it did not show is gone from this calendar. Copies come last: until they are
        committed, the same comparison finds the same."""
        if not place["compare"]:
            return
        gone = [replace(copy, standing=False) for copy in self._known.older(calendar, place["listing"])]
        events = {one.item_id: one for one in self._settle(gone, {})}
        alone, all_items = self._known.uncopied(place["container"])
        if all_items and 1 - len(alone) / all_items >= SAME_GROUP:  # else another calendar of this name was exported
            events |= {one.item_id: one for one in tombstones(alone)}
        yield self._as_slice("events", list(events.values()), calendar, stage=f"{place['name']}: comparing")
        place |= {"compare": False, "whole_at": place["read_at"]}
        yield self._as_slice("copies", [one.as_item() for one in gone], stage=f"{place['name']}: copies")

    def _settle(self, fresh: Sequence[Copy], shown: Mapping[tuple[str, str], Observed]) -> list[Observed]:
        places = self._state["calendars"]
        configured = {one: places[one]["container"] or container_of(one) for one in self._state["found"].values()}
        return Settlement(configured, shown, self._fetch, self._cancelled).settle(fresh, self._known)

    def _fetch(self, copy: Copy) -> Observed | None:
        """A copy's content, now that the one which had landed is gone; None: its own calendar will tell."""
        try:
            resource = self._api.get(f"{self._path(copy.calendar)}/{quote(copy.event, safe='')}")
        except ApiError as error:
            if error.status in (403, 404, 410) and error.code not in FATAL:
                return None
            raise
        if is_cancelled(resource):
            return None
        name = self._place(copy.calendar)["name"] or copy.calendar
        try:
            return resource_item(resource, copy.calendar, name, self._zone)
        except Exception:  # its own calendar's page counts it and names it
            return None

    def _cancelled(self, copy: Copy, last: Mapping[str, Any]) -> Observed:
        uid, _, slot = copy.item.removeprefix("calendar:").rpartition(":")
        name = self._place(copy.calendar)["name"] or copy.calendar
        return cancelled_item(copy.event, uid, slot, last, copy.calendar, name, self._zone)

    def _as_slice(self, table: str, items: list[Observed], calendar: str = "", stage: str = "calendars") -> Slice:
        done = sum(not one["full"] and not one["page"] for one in self._state["calendars"].values())
        share = done / max(1, len(self._state["calendars"]))
        account = self._accounts[calendar].container_id if calendar else ""
        concerned = Concerned([item.item_id for item in items])
        return Slice(table, items, concerned, None, json.loads(json.dumps(self._state)), account, stage, share)
