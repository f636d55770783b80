"""Google Calendar's API: the configured calendars' events, series and exceptions, kept up by sync tokens.

Each calendar is listed whole once, without any bound of time: a listing that has one can't tell an event that moved
out of it from one that was deleted. From then on its sync token tells what changed. A token that Google no longer
takes costs one whole listing, compared with what is known. One page is one slice, in two commits: first the copies
(see `copies`), then the events with the state, so that a page that is read again finds whose events it names.

A calendar keeps the container_id of the name under which it was first read: renaming it moves nothing that has landed,
and yarnnn.yaml goes on naming it so.
Source: https://developers.google.com/workspace/calendar/api/guides/sync and .../v3/reference/events/list. An event's
own meaning is `items`, the same for an export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from yarnnn_pipelines.sources.calendar.api_items import CalendarPlace, cancelled_item, is_cancelled, resource_item
from yarnnn_pipelines.sources.calendar.copies import Copy, KnownEvents, Settlement, tombstones, with_children
from yarnnn_pipelines.sources.calendar.items import container_of
from yarnnn_pipelines.sources.calendar.reading import NAMELESS, PageReading
from yarnnn_pipelines.sources.calendar.settings import CALENDAR_API
from yarnnn_pipelines.sources.calendar.state import CalendarCursor, CalendarState
from yarnnn_pipelines.sources.shared.answers import ENDLESS, MALFORMED, REPORT, Cursors, listed, next_cursor, objects
from yarnnn_pipelines.sources.shared.coverage import SAME_GROUP
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds
from yarnnn_pipelines.sources.shared.google.errors import FATAL, api_refused
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.scope import Concerned
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice
from yarnnn_pipelines.sources.shared.stored import report_unreadable

_SHARE_IT = "share the calendar, with all details, with the account that reads it"
# What costs one calendar, and what it takes to mend it.
_MENDS = {
    "notFound": f"check the name or id in yarnnn.yaml, and {_SHARE_IT}",
    "forbidden": _SHARE_IT,
    "onlyFreeBusy": _SHARE_IT,
    ENDLESS: REPORT,
    MALFORMED: REPORT,
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
        landed: KnownEvents,
        skips: Skips,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = api
        self._options = options
        self._zone = ZoneInfo(options.time_zone)
        self._state = CalendarState.from_json(state)
        self._landed = landed
        self._skips = skips
        self._now = microseconds(now())
        self._accounts: dict[str, Account] = {}  # by calendar id, or what is written where there is none
        self._server_errors: list[ApiError] = []
        report_unreadable(self._state.unreadable, skips)

    def accounts(self) -> list[Account]:
        for written in (name.strip() for name in self._options.calendars):
            if written not in self._state.ids:  # the run did not come to it
                self._accounts.setdefault(written, Account(container_of(written), written))
        for calendar, account in self._accounts.items():
            cursor = self._state.cursors.get(calendar)
            if cursor is None or cursor.read_at is None:
                account.unread = [] if account.problem else [[self._options.since, None]]
                continue
            account.read_until, account.whole_at = cursor.read_at, cursor.whole_at
            if not cursor.is_up_to_date:
                account.unread = [[self._options.since if cursor.is_whole else cursor.read_at, None]]
            if cursor.broken and not account.problem:
                account.problem = "unreadable_events"
                account.mend = f"mend in the calendar: {', '.join(list(cursor.broken.values())[:5])}"
        return list(self._accounts.values())

    def slices(self) -> Iterator[Slice]:
        calendars: list[str] = []
        try:
            calendars = self._find_calendars()
            # Another calendar begins each time, so that a small budget comes round to all of them.
            turn = self._state.turn = (self._state.turn + 1) % max(1, len(calendars))
            calendars = calendars[turn:] + calendars[:turn]
            calls = [(self._path(calendar), self._parameters(self._cursor(calendar))) for calendar in calendars]
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
        written = list(dict.fromkeys(name.strip() for name in self._options.calendars))
        ids, cursors = self._state.ids, self._state.cursors
        if any(name not in ids or (ids[name] in cursors and cursors[ids[name]].is_lost) for name in written):
            self._ask_for(written)
        self._state.ids = {name: ids[name] for name in written if name in ids}
        wanted = list(dict.fromkeys(self._state.ids.values()))
        for calendar, cursor in cursors.items():
            # What happens while nobody asks is told by no token; and Google may have given none.
            has_token = bool(cursor.sync_token or cursor.page_token)
            is_over = not cursor.sync_token if calendar in wanted else has_token
            if is_over and not (cursor.is_whole and calendar in wanted):
                cursor.list_whole()
        readable = []
        for calendar in wanted:
            cursor = self._cursor(calendar)
            account = self._accounts.setdefault(calendar, Account("", ""))
            account.name = cursor.name or calendar
            account.container_id = cursor.container or container_of(account.name)
            if not account.problem:
                readable.append(calendar)
        return readable

    def _ask_for(self, written: Sequence[str]) -> None:
        # a list that goes round in a circle shows one calendar on page after page
        entries = list({entry["id"]: entry for entry in self._listed_calendars()}.values())
        names = {
            entry["id"]: {str(entry.get(key)).casefold() for key in ("summary", "summaryOverride")} for entry in entries
        }
        by_id = {entry["id"].casefold(): entry for entry in entries}
        primary = [entry for entry in entries if entry.get("primary")]
        for name in written:
            key = name.casefold()
            # A name goes on meaning the calendar that it meant, whatever that is called by now.
            known = by_id.get(self._state.ids.get(name, key).casefold())
            matching = [known] if known else [entry for entry in entries if key in names[entry["id"]]]
            matching = primary if key == "primary" else matching
            if len(matching) == 1:
                (entry,) = matching
                self._state.ids[name] = entry["id"]
                cursor = self._cursor(entry["id"])
                cursor.is_lost = False
                self._hear_name(cursor, str(entry.get("summary") or entry["id"]))
            elif matching:
                self._skip(name, Account(container_of(name), name), "ambiguous")
                self._state.ids.pop(name, None)
            elif "@" in name:  # a calendar may be shared with an account that has not put it into its list
                self._state.ids[name] = key
            else:
                self._skip(self._state.ids.get(name, name), Account(container_of(name), name), "notFound")

    def _listed_calendars(self) -> Iterator[dict[str, Any]]:
        """As far as the list comes to an end; an entry without an id is left out and counted."""
        page, cursors = None, Cursors("calendarList")
        while True:
            answer = self._api.get("users/me/calendarList", maxResults=250, showHidden="true", pageToken=page)
            try:
                entries = listed(answer, "items", is_optional=True)
                usable = [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
                for _ in range(len(entries) - len(usable)):
                    self._tell_of_list("odd_result", "an entry without an id is left out")
                yield from (entry for entry in usable if not entry.get("deleted"))
                page = next_cursor(answer.get("nextPageToken"))
                if not page:
                    return
                cursors.follow(page, [entry["id"] for entry in usable])
            except ApiError as error:
                self._tell_of_list(error.code, f"{error}; what it showed until then counts")
                return

    def _tell_of_list(self, reason: str, what: str) -> None:
        self._skips.add(reason, where="the list of calendars", what=what, mend=REPORT)

    def _hear_name(self, cursor: CalendarCursor, summary: str) -> None:
        """summary: what Google now calls the calendar."""
        if cursor.container is None:
            cursor.container, cursor.name, cursor.present_name = container_of(summary), summary, summary
        elif cursor.present_name != summary:
            self._skips.add(
                "calendar_renamed",
                where=str(cursor.name),
                what=f"the calendar is now called {summary!r}; its events stay under {cursor.name!r}",
                mend=f"go on writing {cursor.name!r} under clients",
            )
            cursor.present_name = summary

    def _skip(self, key: str, account: Account, problem: str, said: str = "") -> None:
        account.problem = problem
        account.mend = _MENDS.get(problem, "run it again; if it stays so, see https://www.google.com/appsstatus")
        self._accounts[key] = account
        what = f"the calendar can't be read ({said or problem})"
        self._skips.add(f"calendar_{problem}", where=account.name, what=what, mend=account.mend)

    # --- one calendar ------------------------------------------------------------------------------------------------

    def _cursor(self, calendar: str) -> CalendarCursor:
        return self._state.cursors.setdefault(calendar, CalendarCursor())

    @staticmethod
    def _path(calendar: str) -> str:
        return f"calendars/{quote(calendar, safe='')}/events"

    def _parameters(self, cursor: CalendarCursor) -> dict[str, Any]:
        """With a sync token all parameters but the tokens must be those of the first listing, and none may bound it."""
        unchanging = {"singleEvents": "false", "maxResults": self._options.page_size}
        return unchanging | {"syncToken": cursor.sync_token, "pageToken": cursor.page_token}

    def _read(self, calendar: str, answer: dict[str, Any] | ApiError) -> Iterator[Slice]:
        """All pages from `answer` on. What is wrong with one calendar costs no other."""
        cursor = self._cursor(calendar)
        tried: frozenset[str] = frozenset()
        cursors = Cursors("events")
        # A listing that an earlier run began shows what it has read as it was then: its token tells the rest.
        is_resumed = bool(cursor.page_token)
        yield from self._compare(calendar, cursor)
        while True:
            if isinstance(answer, ApiError):
                token = self._refused_token(cursor, answer)
                if token is None or token in tried:
                    self._fail(calendar, cursor, answer)
                    return
                tried |= {token}
                self._begin_anew(cursor, token)
            elif answer.get("accessRole") in ("none", "freeBusyReader"):
                self._skip(calendar, self._accounts[calendar], "onlyFreeBusy")
                return
            else:
                try:
                    events = listed(answer, "items", is_optional=True)
                    if page := next_cursor(answer.get("nextPageToken")):
                        cursors.follow(page, [str(event.get("id")) for event in objects(events)])
                except ApiError as error:
                    cursor.list_whole()  # in the next run, from its beginning
                    self._fail(calendar, cursor, error)
                    return
                yield from self._take(calendar, cursor, answer)
                yield from self._compare(calendar, cursor)
                if cursor.is_up_to_date:
                    if not (is_resumed and cursor.sync_token):
                        return
                    is_resumed = False
            try:
                answer = self._api.get(self._path(calendar), **self._parameters(cursor))
            except ApiError as error:
                answer = error

    @staticmethod
    def _refused_token(cursor: CalendarCursor, error: ApiError) -> str | None:
        """Which token (`page`, `sync`) Google no longer takes, so that another listing may help; None: it is not that.

        Each is tried once a run, never in a loop.
        """
        if error.status not in (400, 410):
            return None
        return "page" if cursor.page_token else "sync" if cursor.sync_token else None

    @staticmethod
    def _begin_anew(cursor: CalendarCursor, token: str) -> None:
        if token == "page" and not cursor.is_whole:
            cursor.page_token = None
        else:
            cursor.list_whole()

    def _fail(self, calendar: str, cursor: CalendarCursor, error: ApiError) -> None:
        if error.code in FATAL or error.status in (401, 429):
            raise error
        cursor.is_lost = error.status in (403, 404)
        if error.status == 0 or error.status >= 500:
            self._server_errors.append(error)
        self._skip(calendar, self._accounts[calendar], error.code or str(error.status), str(error))

    def _take(self, calendar: str, cursor: CalendarCursor, page: Mapping[str, Any]) -> Iterator[Slice]:
        """One page: what it changes of the copies, and of the events."""
        if cursor.page_token is None:
            cursor.began_at = self._now
            if cursor.is_whole:
                cursor.broken.pop(NAMELESS, None)
                # A number above all that copies bear: a killed run may have committed some of this listing, and a state
                # that begins anew has forgotten the last one's.
                cursor.listing = max(cursor.listing, self._landed.newest_listing(calendar)) + 1
        self._hear_name(cursor, str(page.get("summary") or calendar))
        account = self._accounts[calendar]
        account.name, account.container_id = str(cursor.name), str(cursor.container)
        reading = PageReading(calendar, cursor, self._zone, self._landed)
        reading.read(listed(page, "items", is_optional=True))
        fresh = with_children(reading.fresh, self._landed.families({copy.master for copy in reading.fresh}))
        events = self._settle(fresh, reading.shown, calendar if cursor.is_whole else None)
        yield self._as_slice("copies", [copy.as_item() for copy in fresh], stage=f"{account.name}: copies")
        for title, problem in reading.unreadable:
            self._skips.add("unreadable_event", where=account.name, what=f"{title!r}: {problem}", mend="mend it there")
        cursor.pending, cursor.broken = reading.pending, reading.broken
        cursor.page_token = next_cursor(page.get("nextPageToken"))
        if cursor.page_token is None:
            cursor.end_listing(next_cursor(page.get("nextSyncToken")))
        if reading.restored and not cursor.must_compare:
            # What exceptions it has is told by no change of theirs.
            cursor.list_whole()
        yield self._as_slice("events", events, calendar, stage=f"{account.name}: {len(events):,} events")

    def _compare(self, calendar: str, cursor: CalendarCursor) -> Iterator[Slice]:
        """After a whole listing: what it did not show is gone from this calendar. Copies come last: until they are
        committed, the same comparison finds the same."""
        if not cursor.must_compare:
            return
        if NAMELESS in cursor.broken:
            what = "its list shows an event without an id, so nothing that it lacks counts as deleted"
            self._skips.add("calendar_not_compared", where=str(cursor.name), what=what, mend=REPORT)
            cursor.must_compare = False
            return
        gone = [replace(copy, standing=False) for copy in self._landed.older(calendar, cursor.listing)]
        held = [*self._landed.cancelled_elsewhere(calendar), *self._landed.left_behind(str(cursor.container))]
        events = {event.item_id: event for event in self._settle([*held, *gone], {})}
        alone, all_items = self._landed.uncopied(str(cursor.container))
        if all_items and 1 - len(alone) / all_items >= SAME_GROUP:  # else another calendar of this name was exported
            events |= {event.item_id: event for event in tombstones(alone)}
        yield self._as_slice("events", list(events.values()), calendar, stage=f"{cursor.name}: comparing")
        cursor.must_compare, cursor.whole_at = False, cursor.read_at
        yield self._as_slice("copies", [copy.as_item() for copy in gone], stage=f"{cursor.name}: copies")

    def _settle(
        self, fresh: Sequence[Copy], shown: Mapping[tuple[str, str], Observed], listed: str | None = None
    ) -> list[Observed]:
        """listed: the calendar of whose whole listing a page is read."""
        configured = {
            calendar: self._state.cursors[calendar].container or container_of(calendar)
            for calendar in self._state.ids.values()
        }
        begun = {calendar for calendar in configured if self._state.cursors[calendar].is_amid_whole_listing}
        under_way = frozenset(begun | ({listed} if listed else set()))
        return Settlement(configured, shown, self._fetch, self._cancelled, under_way).settle(fresh, self._landed)

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
        try:
            return resource_item(resource, self._place_of(copy.calendar))
        except Exception:  # its own calendar's page counts it and names it
            return None

    def _cancelled(self, copy: Copy, last: Mapping[str, Any]) -> Observed:
        uid, _, slot = copy.item.removeprefix("calendar:").rpartition(":")
        return cancelled_item(copy.event, uid, slot, last, self._place_of(copy.calendar))

    def _place_of(self, calendar: str) -> CalendarPlace:
        return CalendarPlace(calendar, self._cursor(calendar).name or calendar, self._zone)

    def _as_slice(self, table: str, items: list[Observed], calendar: str = "", stage: str = "calendars") -> Slice:
        cursors = self._state.cursors.values()
        done = sum(cursor.is_up_to_date for cursor in cursors)
        share = done / max(1, len(cursors))
        account = self._accounts[calendar].container_id if calendar else ""
        concerned = Concerned([item.item_id for item in items])
        return Slice(table, items, concerned, None, self._state.to_json(), account, stage, share)
