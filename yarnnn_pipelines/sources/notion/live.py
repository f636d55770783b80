"""Notion's API: the pages below the configured roots, with every edit, move and disappearance that can be seen.

Notion has no feed of changes, and its search forgets pages. So:

- what search shows to be edited since the last run is read, two minutes back: `last_edited_time` is rounded down to the
  minute, and a page read within its minute may have been edited again in it;
- whatever a page or database that is read holds and nobody knows yet is read too: that is how what search forgets is
  found. What it no longer holds is asked for by its id, and so is what lay below a page that is gone, moved or renamed;
- everything is read again in rounds, some pages and databases a run: a comment, a related page's title and a block
  written through the API don't change `last_edited_time`.

A page is deleted only where its own id answers so: in the trash, not found (or no longer shared) while its root can be
read, or moved out from below all roots. What is still to be read is the state: a run killed anywhere goes on there.
Sources: https://developers.notion.com/reference/search-optimizations-and-limitations,
https://developers.notion.com/changelog/last-edited-time-is-now-rounded-to-the-nearest-minute. A page's own meaning is
`items.notion`, the same for an export.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.notion.api import Notion, is_in_trash
from yarnnn_pipelines.sources.notion.items import hex_id
from yarnnn_pipelines.sources.notion.landed import KnownPage, KnownPages, is_at
from yarnnn_pipelines.sources.notion.places import Places, title_of
from yarnnn_pipelines.sources.notion.reading import PageReader, ReadPage, instant_of
from yarnnn_pipelines.sources.notion.roots import Roots
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.differences import Concerned
from yarnnn_pipelines.sources.shared.envelope import Observed, content_version, microseconds
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice

OVERLAP = 120_000_000  # microseconds
SLICE_PAGES = 40  # read for one commit
FAILURES = 3  # in a row, after which it isn't the page but Notion

_FATAL = {
    401: "the token is wrong or was revoked: copy it again from the integration's page",
    403: "on the integration's page, under Capabilities, tick Read content",
}


@dataclass(frozen=True)
class NotionOptions:
    """roots: titles, ids or addresses of pages and databases, below which everything is read. version: the API's, the
    same as the Api's header says. time_zone: of the times in properties, as in an export. checks_per_run: pages and
    databases read again in each run's part of the round, 0 for no rounds. block_comments: whether comments on blocks
    are read too; the API wants a request for every block.
    """

    roots: Sequence[str]
    version: str = "2025-09-03"
    time_zone: str = "UTC"
    checks_per_run: int = 10
    block_comments: bool = False


Task = tuple[str, str]  # ("page" or "database", its id)


@dataclass
class Batch:
    """What some tasks have found, by root: pages, and the ids of those that are gone. done: the tasks of each root."""

    read: dict[str, list[ReadPage]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    done: dict[str, list[Task]] = field(default_factory=lambda: defaultdict(list))


class NotionSource:
    """One run over the pages below the roots; see `slices.LiveSource`.

    State. todo: tasks still to be done; read_at: when search was last listed; backfill: where the listing of everything
    stands, None when it is done; round: the id after which the next round goes on; whole_at: when the last one ended;
    databases: {id: [what it lies in, hash of its title and
    place]}; roots: see `Roots`.
    """

    main_table: ClassVar[str] = "pages"
    tables: ClassVar[tuple[str, ...]] = ("pages", "comments")
    own_tables: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        api: Api,
        options: NotionOptions,
        state: Mapping[str, Any],
        known: KnownPages,
        skips: Skips,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._options = options
        fresh = {"roots": {}, "todo": [], "read_at": None, "backfill": None, "round": "", "whole_at": None}
        self._state: dict[str, Any] = json.loads(json.dumps({**fresh, "databases": {}, "turn": 0, **state}))
        self._known = known
        self._skips = skips
        self._now_us = microseconds(now()) or 0
        self._notion = Notion(api, options.version, skips)
        self._roots = Roots(self._notion, options.roots, self._state, skips)
        self._places = Places(self._notion, self._roots.readable)
        self._reader = PageReader(self._notion, ZoneInfo(options.time_zone), options.block_comments)
        self._tree: dict[str, str] = {}  # what each page lies in
        self._above: dict[str, str] = {}  # the same, and of deleted pages what they lay in
        self._below: dict[str, set[str]] = defaultdict(set)
        self._tried: set[Task] = set()
        self._failed: list[Task] = []
        self._in_a_row = 0
        self._root_of: dict[str, str] = {}  # of pages that this run came to

    def slices(self) -> Iterator[Slice]:
        try:
            yield from self._all()
        except BudgetSpent:
            yield self._standing()
        except ApiError as error:
            yield self._standing()
            raise _told(error) from None

    def accounts(self) -> list[Account]:
        unread: list[list[int | None]] = []
        if self._state["backfill"] is not None or self._state["todo"] or self._failed:
            unread = [[0, None]]
        return self._roots.accounts(unread, self._state["whole_at"])

    def _all(self) -> Iterator[Slice]:
        for page_id, (container, is_deleted) in self._known.tree().items():
            self._above[page_id] = container
            if not is_deleted:
                self._put(page_id, container)
        for root_id, is_database in self._roots.find():
            self._add([("database" if is_database else "page", root_id)], first=True)
            self._state["backfill"] = {"cursor": None} if root_id in self._roots.readable else self._state["backfill"]
        if self._roots.readable:
            self._list_new()
        yield from self._work()
        while self._state["backfill"] is not None and self._roots.readable:
            self._list_more()
            yield from self._work()
        self._roots.read_until(self._now_us)
        if self._state["whole_at"] is None and not self._failed and self._roots.readable:
            self._state["whole_at"] = self._now_us
        is_last = self._next_of_round()
        yield from self._work()
        if is_last and not self._failed:
            self._state["whole_at"] = self._now_us
        yield self._standing()

    # --- what is to be read

    def _add(self, tasks: Iterable[Task], *, first: bool = False) -> None:
        """Put tasks on the list, unless they are on it or this run has done them."""
        waiting = {tuple(task) for task in self._state["todo"]}
        new = [list(task) for task in dict.fromkeys(tasks) if task not in waiting and task not in self._tried]
        self._state["todo"] = [*new, *self._state["todo"]] if first else [*self._state["todo"], *new]

    def _list_new(self) -> None:
        """What search shows to be edited since the last run; in the first one, everything is to be listed."""
        since = self._state["read_at"]
        if since is not None:
            shown = self._edited_since(since - OVERLAP)
            known = self._known.of(list(shown))
            again = [one for one, edited_at in shown.items() if one in known and known[one].edited_at == edited_at]
            # What may only have been edited once more in its minute waits, or it would come first in every run.
            self._add([("page", one) for one in shown if one not in again], first=True)
            self._add([("page", one) for one in again])
        self._state["read_at"] = self._now_us

    def _edited_since(self, instant: int) -> dict[str, int]:
        """{page: when it was last edited}, the newest first."""
        found: dict[str, int] = {}
        cursor = None
        while True:
            pages, cursor = self._notion.search(cursor)
            for page in pages:
                edited_at = instant_of(page["last_edited_time"])
                if edited_at < instant:
                    return found
                found[hex_id(page["id"])] = edited_at
            if not cursor:
                return found

    def _list_more(self) -> None:
        """One page of everything, newest first; what has landed as it is needs no reading."""
        try:
            pages, cursor = self._notion.search(self._state["backfill"]["cursor"])
        except ApiError as error:
            if error.status != 400 or self._state["backfill"]["cursor"] is None:
                raise
            pages, cursor = self._notion.search(None)  # what the cursor pointed to is gone
        known = self._known.of([hex_id(page["id"]) for page in pages])
        for page in pages:
            page_id = hex_id(page["id"])
            if page_id not in known or known[page_id].edited_at != instant_of(page["last_edited_time"]):
                self._add([("page", page_id)])
        self._state["backfill"] = {"cursor": cursor} if cursor else None

    def _next_of_round(self) -> bool:
        """Put the next pages and databases, by their ids, on the list; whether they are the round's last."""
        if not self._options.checks_per_run:
            return False
        kinds = dict.fromkeys(self._tree, "page") | dict.fromkeys(self._state["databases"], "database")
        ahead = (one for one in sorted(kinds) if one > self._state["round"])
        chosen = (one for one in ahead if self._root_above(one) in self._roots.readable)
        part = list(islice(chosen, self._options.checks_per_run + 1))
        is_last = len(part) <= self._options.checks_per_run
        part = part[: self._options.checks_per_run]
        self._state["round"] = "" if is_last else part[-1]
        self._add([(kinds[one], one) for one in part])
        return is_last and bool(self._roots.readable)

    # --- doing it

    def _work(self) -> Iterator[Slice]:
        """Slices of everything on the list, until nothing is left on it."""
        while self._state["todo"]:
            tasks = [(kind, one) for kind, one in self._state["todo"][:SLICE_PAGES]]
            self._state["todo"] = self._state["todo"][SLICE_PAGES:]
            known = self._known.of([one for kind, one in tasks if kind == "page"])
            batch = Batch()
            stop: BudgetSpent | ApiError | None = None
            while tasks and stop is None:
                task = tasks.pop(0)
                self._tried.add(task)
                try:
                    self._do(task, known.get(task[1]), batch)
                    self._in_a_row = 0
                except BudgetSpent as spent:
                    # at the end of the list, so that a page too large for a budget doesn't keep it from all others
                    self._failed.append(task)
                    stop = spent
                except ApiError as error:
                    stop = self._fail(task, error)
            self._state["todo"] = [*map(list, tasks), *self._state["todo"]]
            yield from self._as_slices(batch)
            if stop is not None:
                raise stop

    def _do(self, task: Task, known: KnownPage | None, batch: Batch) -> None:
        kind, one = task
        if kind == "database":
            self._check_database(one)
            return
        root = self._root_above(one)
        page = self._notion.page(one)
        if page is None or is_in_trash(page):
            self._lose(one, root, batch, is_certain=page is not None)
            return
        place, below = self._places.of(page)
        if below is None:
            self._lose(one, root, batch, is_certain=False)
            return
        self._root_of[one] = below
        found = self._reader.read(page, place, known)
        batch.read[below].append(found)
        batch.done[below].append(task)
        self._follow(one, found, known, is_same_place=known is not None and is_at(known, place))
        self._put(one, found.item.container_id.removeprefix("notion:"))

    def _follow(self, one: str, found: ReadPage, known: KnownPage | None, *, is_same_place: bool) -> None:
        """What must be looked at because of a page that was read: what is new below it, what is no longer there, and
        whatever bears its title or its place."""
        below = self._below[one]
        databases = {inner for inner, (above, _) in self._state["databases"].items() if above == one}
        new_databases = [inner for inner in found.databases if inner not in self._state["databases"]]
        self._add([("page", inner) for inner in sorted(found.pages ^ below)])
        self._add([("database", inner) for inner in [*new_databases, *sorted(databases - found.databases)]])
        if known is not None and not (is_same_place and known.titles[-1] == found.title):
            self._add([("page", inner) for inner in sorted(below)])
            self._add([("database", inner) for inner in sorted(databases)])
        if self._state["backfill"] is None and not (known and is_same_place and known.titles[-1] == found.title):
            above = {self._tree.get(one), found.item.container_id.removeprefix("notion:")}
            self._add([("page", page) for page in above if page in self._tree])

    def _check_database(self, one: str) -> None:
        """A database is no item; it is where its rows are found."""
        database = self._notion.database(one)
        rows = self._below[one]
        place, root = self._places.of(database) if database else (None, None)
        if database is None or place is None or root is None or is_in_trash(database):
            if not rows:
                self._state["databases"].pop(one, None)
            self._add([("page", row) for row in sorted(rows)])
            return
        stored = [
            place.container_id.removeprefix("notion:"),
            content_version(title_of(database), place.titles, place.ids),
        ]
        shown = {hex_id(row["id"]) for row in self._notion.rows(database)}
        has_moved = self._state["databases"].get(one) not in (None, stored)
        self._state["databases"][one] = stored
        self._add([("page", row) for row in sorted(rows if has_moved else rows - shown)])
        self._add([("page", row) for row in shown if row not in self._tree])

    def _lose(self, one: str, root: str | None, batch: Batch, *, is_certain: bool) -> None:
        """A page that can't be read any more is deleted, if it was known below a root that can be: of a page below a
        root that isn't shared any more nothing is known."""
        if one not in self._tree or root is None:
            return
        if not is_certain and not self._roots.is_readable_now(root):
            return
        batch.gone[root].append(one)
        batch.done[root].append(("page", one))
        above = self._tree.pop(one)
        self._below[above].discard(one)
        self._add([("page", inner) for inner in sorted(self._below[one])])
        self._add([("database", inner) for inner, (over, _) in self._state["databases"].items() if over == one])
        self._add([("page", above)] if above in self._tree else [])

    def _fail(self, task: Task, error: ApiError) -> ApiError | None:
        """One that can't be read stays on the list and costs no other; what stops everything is given back."""
        self._failed.append(task)
        if error.status in _FATAL:
            return error
        self._in_a_row += 1
        if self._in_a_row >= FAILURES and (error.status == 0 or error.status == 429 or error.status >= 500):
            return error
        kind, one = task
        mend = "nothing: the next run tries again; if it stays so, open the page in Notion and look what is special"
        if "multiple_data_sources" in str(error.body):
            mend = "set `version: 2025-09-03` for notion in yarnnn.yaml: this database has several data sources"
        self._skips.add(f"unreadable_{kind}", where=f"notion {kind} {one}", what=str(error), mend=mend)
        self._roots.trouble(self._root_of.get(one) or self._root_above(one), f"unreadable_{kind}", mend)
        return None

    # --- where things lie, as far as it is known

    def _put(self, page_id: str, container: str) -> None:
        above = "" if container == "workspace" else container
        if page_id in self._tree:
            self._below[self._tree[page_id]].discard(page_id)
        self._tree[page_id] = self._above[page_id] = above
        self._below[above].add(page_id)

    def _root_above(self, one: str) -> str | None:
        """The configured root below which a page or database has landed."""
        seen: set[str] = set()
        while one and one not in seen:
            if one in self._roots.ids:
                return one
            seen.add(one)
            one = self._above.get(one) or (self._state["databases"].get(one) or ("",))[0]
        return None

    # --- slices

    def _as_slices(self, batch: Batch) -> Iterator[Slice]:
        """A root's pages in one commit; what is not in it yet is still on the list of its state. Comments come first:
        should the run end between the two, the page is read again."""
        roots = sorted({*batch.read, *batch.gone})
        for number, root in enumerate(roots):
            left = [task for later in roots[number:] for task in batch.done[later]]
            yield from self._comments_slice(root, batch.read[root], batch.gone[root], left)
            left = [task for later in roots[number + 1 :] for task in batch.done[later]]
            items = [one.item for one in batch.read[root]]
            gone = [f"notion:{one}" for one in batch.gone[root]]
            concerned = Concerned([*(item.item_id for item in items), *gone])
            yield self._slice("pages", items, concerned, Coverage() if gone else None, left, root)
        if not roots:
            yield self._standing()

    def _comments_slice(self, root: str, read: list[ReadPage], gone: list[str], left: list[Task]) -> Iterator[Slice]:
        pages = [one for one in read if one.comments is not None]
        asked = {place for one in pages for place in one.asked}

        def would_show(payload: Mapping[str, Any]) -> bool:
            parent = payload.get("parent") or {}
            on = hex_id(str(parent.get(parent.get("type") or "") or ""))
            return self._options.block_comments or on in asked

        items = {item.item_id: item for one in pages for item in one.comments or ()}
        for containers, found, judge in (
            ([one.item.item_id for one in pages], list(items.values()), would_show),
            ([f"notion:{one}" for one in gone], [], None),
        ):
            if containers:
                concerned = Concerned([item.item_id for item in found], containers, [(0, None)])
                yield self._slice("comments", found, concerned, Coverage(containers, judge=judge), left, root)

    def _slice(
        self,
        table: str,
        items: list[Observed],
        concerned: Concerned,
        coverage: Coverage | None,
        left: list[Task],
        root: str,
    ) -> Slice:
        done, todo = len(self._tree), len(self._state["todo"])
        share = done / max(1, done + todo) if self._state["backfill"] is None else min(0.9, done / (done + todo + 100))
        state = json.loads(json.dumps(self._state))
        state["todo"] = [list(task) for task in dict.fromkeys([*left, *map(tuple, state["todo"]), *self._failed])]
        stage = f"pages, {done:,} read, {todo:,} waiting"
        return Slice(table, items, concerned, coverage, state, f"notion:{root}" if root else "", stage, share)

    def _standing(self) -> Slice:
        """Where it stands, with nothing to land."""
        return self._slice("pages", [], Concerned([]), None, [], "")


def _told(error: ApiError) -> UserError:
    """What stops the whole source, with its mend."""
    mend = _FATAL.get(error.status, "run it again; if it stays so, see https://www.notion-status.com")
    return UserError(f"Notion answered {error}", where="sources: notion", mend=mend)
