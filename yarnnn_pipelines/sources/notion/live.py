"""Notion's API: the pages below the configured roots, with every edit, move and disappearance that can be seen.

Notion has no feed of changes, and its search forgets pages. So:

- what search shows to be edited since the last run is read, two minutes back: `last_edited_time` is rounded down to the
  minute, and a page read within its minute may have been edited again in it;
- whatever a page or database that is read holds and nobody knows yet is read too: that is how what search forgets is
  found. What it no longer holds is asked for by its id, and so is what lay below a page that is gone, moved or renamed;
- everything is read again in rounds, some pages and databases a run: a comment, a related page's title and a block
  written through the API don't change `last_edited_time`;
- each block of a page is asked for its comments, a request for each: once its words have landed, and in a round of
  their own that costs some requests a run.

A page is deleted only where its own id answers so: in the trash, not found (or no longer shared) while its root can be
read, or moved out from below all roots. What is still to be read is the state: a run killed anywhere goes on there.
Sources: https://developers.notion.com/reference/search-optimizations-and-limitations,
https://developers.notion.com/changelog/last-edited-time-is-now-rounded-to-the-nearest-minute. A page's own meaning is
`items`, the same for an export; what is remembered stands in `state`, what search lists in `search`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from yarnnn_pipelines.sources.notion.api import Notion, is_in_trash
from yarnnn_pipelines.sources.notion.comments import shown_in
from yarnnn_pipelines.sources.notion.errors import FATAL, mend_of, source_error
from yarnnn_pipelines.sources.notion.items import hex_id
from yarnnn_pipelines.sources.notion.landed import KnownPage, KnownPages, is_at, parent_in
from yarnnn_pipelines.sources.notion.places import Places, UnknownPlace, title_of
from yarnnn_pipelines.sources.notion.reading import Batch, PageReader, ReadPage
from yarnnn_pipelines.sources.notion.roots import Roots
from yarnnn_pipelines.sources.notion.search import Listing
from yarnnn_pipelines.sources.notion.state import COMMENTS, DATABASE, PAGE, Backfill, DatabaseRecord, NotionState, Task
from yarnnn_pipelines.sources.notion.tree import PageTree
from yarnnn_pipelines.sources.shared.answers import MALFORMED, described
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.envelope import Observed, content_version, microseconds
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.scope import Concerned
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice, UnreadSpan
from yarnnn_pipelines.sources.shared.stored import report_unreadable

OVERLAP = 120_000_000  # microseconds
SLICE_PAGES = 40  # read for one commit
FAILURES = 3  # in a row, after which it isn't the page but Notion


@dataclass(frozen=True)
class NotionOptions:
    """roots: titles, ids or addresses of pages and databases, below which everything is read; bound: see `LiveRun`.
    version: the API's, as in the Api's header. time_zone: of the times in properties, as in an export. checks_per_run:
    pages and databases read again in a run's part of the round, 0 for no rounds. comment_requests: in a run's part of
    the round through comments on blocks; since: the instant (microseconds) from which a page that was edited is asked
    for them at once.
    """

    roots: Sequence[str]
    version: str = "2025-09-03"
    time_zone: str = "UTC"
    checks_per_run: int = 10
    comment_requests: int = 100
    since: int = 0
    bound: Mapping[str, str] = field(default_factory=dict)


class NotionSource:
    """One run over the pages below the roots; see `slices.LiveSource`."""

    main_table: ClassVar[str] = "pages"
    tables: ClassVar[tuple[str, ...]] = ("pages", "comments")
    own_tables: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        api: Api,
        options: NotionOptions,
        state: Mapping[str, Any],
        landed: KnownPages,
        skips: Skips,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._options = options
        self._state = NotionState.from_json(state)
        self._landed = landed
        self._skips = skips
        self._now = microseconds(now())
        self._notion = Notion(api, options.version, skips)
        self._roots = Roots(self._notion, options.roots, self._state.roots, self._state.turn, skips, options.bound)
        self._state.turn = self._roots.next_turn
        self._places = Places(self._notion, self._roots.readable)
        self._listing = Listing(self._notion, landed)
        self._reader = PageReader(self._notion, ZoneInfo(options.time_zone), skips)
        self._budget = api.budget
        self._ask_until: int | None = None  # requests, in the round through comments
        self._tree = PageTree()
        self._tried: set[Task] = set()
        self._failed: list[Task] = []
        self._failures_in_a_row = 0
        self._root_of: dict[str, str] = {}  # of pages that this run came to
        report_unreadable(self._state.unreadable, skips)

    def slices(self) -> Iterator[Slice]:
        try:
            yield from self._all()
        except BudgetSpent:
            yield self._standing()
        except ApiError as error:
            yield self._standing()
            raise source_error(error) from None

    def accounts(self) -> list[Account]:
        is_unread = self._state.backfill is not None or bool(self._state.tasks or self._failed)
        unread: list[UnreadSpan] = [[0, None]] if is_unread else []
        return self._roots.accounts(unread, self._state.whole_at)

    def _all(self) -> Iterator[Slice]:
        for page_id, (parent, is_deleted) in self._landed.tree().items():
            if is_deleted:
                self._tree.put_deleted(page_id, parent)
            else:
                self._tree.put(page_id, parent)
        for root_id, is_database in self._roots.find():
            self._add([Task(DATABASE if is_database else PAGE, root_id)], first=True)
            if root_id in self._roots.readable:
                self._state.backfill = Backfill()
        if self._roots.readable:
            self._list_new()
        yield from self._work()
        while self._state.backfill is not None and self._roots.readable and not self._listing.is_endless:
            new, self._state.backfill = self._listing.more_of_all(self._state.backfill)
            self._add_pages(new)
            yield from self._work()
        if not self._listing.is_endless:
            self._roots.read_until(self._now)
        for task in [task for task in self._state.tasks if task.kind == COMMENTS]:
            yield from self._do_all([task])
        is_listed = self._state.backfill is None and bool(self._roots.readable)
        if self._state.whole_at is None and not self._failed and is_listed:
            self._state.whole_at = self._now
        is_last = self._next_of_round()
        yield from self._work()
        if is_last and not self._failed:
            self._state.whole_at = self._now
        yield from self._round_of_comments()
        yield self._standing()

    # --- what is to be read

    def _add(self, tasks: Iterable[Task], *, first: bool = False) -> None:
        """Put tasks on the list, unless they are on it or this run has done them."""
        waiting = {*self._state.tasks, *self._tried}
        new = [task for task in dict.fromkeys(tasks) if task not in waiting]
        self._state.tasks = [*new, *self._state.tasks] if first else [*self._state.tasks, *new]

    def _add_pages(self, pages: Iterable[str], *, first: bool = False) -> None:
        self._add([Task(PAGE, page) for page in pages], first=first)

    def _add_databases(self, databases: Iterable[str]) -> None:
        self._add([Task(DATABASE, database) for database in databases])

    def _list_new(self) -> None:
        """What search shows to be edited since the last run; in the first one, everything is to be listed."""
        since = self._state.read_at
        if since is not None:
            shown = self._listing.edited_since(since - OVERLAP)
            landed = self._landed.of(list(shown))
            again = [page for page, at in shown.items() if page in landed and landed[page].edited_at == at]
            # What may only have been edited once more in its minute waits, or it would come first in every run.
            self._add_pages([page for page in shown if page not in again], first=True)
            self._add_pages(again)
        if not self._listing.is_endless:
            self._state.read_at = self._now

    def _next_of_round(self) -> bool:
        """Put the next pages and databases, by their ids, on the list; whether they are the round's last."""
        if not self._options.checks_per_run:
            return False
        kinds = dict.fromkeys(self._tree, PAGE) | dict.fromkeys(self._state.databases, DATABASE)
        ahead = (its_id for its_id in sorted(kinds) if its_id > self._state.round_after)
        readable = (its_id for its_id in ahead if self._root_above(its_id) in self._roots.readable)
        part = list(islice(readable, self._options.checks_per_run + 1))
        is_last = len(part) <= self._options.checks_per_run
        part = part[: self._options.checks_per_run]
        self._state.round_after = "" if is_last else part[-1]
        self._add([Task(kinds[its_id], its_id) for its_id in part])
        return is_last and bool(self._roots.readable)

    # --- doing it

    def _work(self) -> Iterator[Slice]:
        """Slices of the pages and databases on the list, until none is left; comments come when all words have."""
        while tasks := [task for task in self._state.tasks if task.kind != COMMENTS][:SLICE_PAGES]:
            yield from self._do_all(tasks)

    def _do_all(self, tasks: list[Task]) -> Iterator[Slice]:
        """Slices of some tasks, which are no longer on the list; those that a stop leaves undone are on it again."""
        self._state.tasks = [task for task in self._state.tasks if task not in tasks]
        pages = [task.id for task in tasks if task.kind == PAGE]
        landed = self._landed.of(pages) if pages else {}
        batch, tasks = Batch(), list(tasks)
        stop: BudgetSpent | ApiError | None = None
        while tasks and stop is None:
            task = tasks.pop(0)
            self._tried.add(task)
            try:
                self._do(task, landed.get(task.id), batch)
                self._failures_in_a_row = 0
            except BudgetSpent as spent:
                # at the end of the list, so that a page too large for a budget doesn't keep it from all others
                self._failed.append(task)
                stop = spent
            except ApiError as error:
                stop = self._fail(task, error)
            except Exception as error:  # whatever is wrong with one page costs no other
                stop = self._fail(task, ApiError(200, MALFORMED, described(error)))
        self._state.tasks = [*tasks, *self._state.tasks]
        yield from self._as_slices(batch)
        if stop is not None:
            raise stop

    def _do(self, task: Task, landed: KnownPage | None, batch: Batch) -> None:
        if task.kind == DATABASE:
            self._check_database(task.id)
            return
        if task.kind == COMMENTS:
            self._ask_for_comments(task, batch)
            return
        page_id, root = task.id, self._root_above(task.id)
        page = self._notion.page(page_id)
        if page is None or is_in_trash(page):
            self._lose(page_id, root, batch, is_certain=page is not None)
            return
        try:
            place, below = self._places.of(page)
        except UnknownPlace as error:
            if page_id in self._tree:  # what has landed of it stays as it is
                raise
            self._skips.add("unplaced_page", where=f"notion page {page_id}", what=str(error), mend="nothing")
            return
        if below is None:
            self._lose(page_id, root, batch, is_certain=False)
            return
        self._root_of[page_id] = below
        read = self._reader.read(page, place, landed)
        batch.read[below].append(read)
        batch.done[below].append(task)
        is_same = landed is not None and is_at(landed, place) and landed.titles[-1] == read.title
        self._follow(page_id, read, is_new=landed is None, is_same=is_same)
        self._tree.put(page_id, read.item.container_id)
        if read.is_news and (read.item.edited_at or 0) >= self._options.since:
            self._add([Task(COMMENTS, page_id)])

    def _ask_for_comments(self, task: Task, batch: Batch) -> None:
        """Those on the blocks of a page, some blocks at a time: where a run ends, the next one goes on."""
        page_id, root, asked_until = task.id, self._root_above(task.id), self._state.asked_until
        if root is None or page_id not in self._tree or not self._notion.reads_comments:
            asked_until.pop(page_id, None)
            return
        for comments, last in self._reader.comments_on(page_id, asked_until.get(page_id)):
            batch.comments[root].append(comments)
            asked_until[page_id] = last
            if self._ask_until is not None and self._budget.spent >= self._ask_until:
                return
        asked_until.pop(page_id, None)

    def _round_of_comments(self) -> Iterator[Slice]:
        """The blocks of the next pages, until this run's part of the requests is spent."""
        if not self._options.checks_per_run:
            return
        self._ask_until = self._budget.spent + self._options.comment_requests
        pages = [page for page in sorted(self._tree) if page > self._state.comments_after]
        for page in pages:
            if self._budget.spent >= self._ask_until or not self._notion.reads_comments:
                return
            if Task(COMMENTS, page) not in self._tried and self._root_above(page) in self._roots.readable:
                yield from self._do_all([Task(COMMENTS, page)])
            if page in self._state.asked_until:
                return
            self._state.comments_after = page
        self._state.comments_after = ""

    def _follow(self, page_id: str, read: ReadPage, *, is_new: bool, is_same: bool) -> None:
        """What must be looked at because of a page that was read: what is new below it, what is no longer there, and
        whatever bears its title or its place. is_same: it has landed with both."""
        below = self._tree.children(page_id)
        databases = self._databases_in(page_id)
        new_databases = [database for database in read.databases if database not in self._state.databases]
        self._add_pages(sorted(read.pages ^ below))
        self._add_databases([*new_databases, *sorted(set(databases) - read.databases)])
        if not is_new and not is_same:
            self._add_pages(sorted(below))
            self._add_databases(sorted(databases))
        if self._state.backfill is None and not is_same:
            parents = {self._tree.parent(page_id), parent_in(read.item.container_id)}
            self._add_pages(parent for parent in parents if parent is not None and parent in self._tree)

    def _databases_in(self, page_id: str) -> list[str]:
        return [database for database, record in self._state.databases.items() if record.parent_id == page_id]

    def _check_database(self, database_id: str) -> None:
        """A database is no item; it is where its rows are found."""
        database = self._notion.database(database_id)
        rows = self._tree.children(database_id)
        place, root = self._places.of(database) if database else (None, None)
        if database is None or place is None or root is None or is_in_trash(database):
            if not rows:
                self._state.databases.pop(database_id, None)
            self._add_pages(sorted(rows))
            return
        fingerprint = content_version(title_of(database), place.titles, place.ids)
        record = DatabaseRecord(place.container_id.removeprefix("notion:"), fingerprint)
        shown = {hex_id(row["id"]) for row in self._notion.rows(database)}
        has_moved = self._state.databases.get(database_id) not in (None, record)
        self._state.databases[database_id] = record
        self._add_pages(sorted(rows if has_moved else rows - shown))
        self._add_pages(row for row in shown if row not in self._tree)

    def _lose(self, page_id: str, root: str | None, batch: Batch, *, is_certain: bool) -> None:
        """A page that can't be read any more is deleted, if it was known below a root that can be: of a page below a
        root that isn't shared any more nothing is known."""
        if page_id not in self._tree or root is None:
            return
        if not is_certain and not self._roots.is_readable_now(root):
            return
        batch.gone[root].append(page_id)
        batch.done[root].append(Task(PAGE, page_id))
        self._state.asked_until.pop(page_id, None)
        parent = self._tree.remove(page_id)
        self._add_pages(sorted(self._tree.children(page_id)))
        self._add_databases(self._databases_in(page_id))
        self._add_pages([parent] if parent in self._tree else [])

    def _fail(self, task: Task, error: ApiError) -> ApiError | None:
        """One that can't be read stays on the list and costs no other; what stops everything is given back."""
        if task.kind == COMMENTS and error.status == 404:
            return None  # the page is gone, or a part of it; its own task will tell
        self._failed.append(task)
        if error.status in FATAL:
            return error
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= FAILURES and (error.status in (0, 429) or error.status >= 500):
            return error
        problem = f"unreadable_{task.kind}"
        mend = mend_of(error)
        self._skips.add(problem, where=f"notion {task.kind} {task.id}", what=str(error), mend=mend)
        self._roots.trouble(self._root_of.get(task.id) or self._root_above(task.id), problem, mend)
        return None

    def _root_above(self, its_id: str) -> str | None:
        """The configured root below which a page or database has landed."""
        return self._tree.root_above(its_id, self._roots.ids, self._state.databases)

    # --- slices

    def _as_slices(self, batch: Batch) -> Iterator[Slice]:
        """A root's pages in one commit; what is not in it yet is still on the list of its state. Comments come first:
        should the run end between the two, the page is read again."""
        roots = sorted({*batch.read, *batch.gone, *batch.comments})
        for number, root in enumerate(roots):
            left = [task for later in roots[number:] for task in batch.done[later]]
            comments = [*batch.comments[root], *(page.comments for page in batch.read[root] if page.comments)]
            for shown, concerned, coverage in shown_in(comments, batch.gone[root]):
                yield self._slice("comments", shown, concerned, coverage, left, root)
            left = [task for later in roots[number + 1 :] for task in batch.done[later]]
            items = [page.item for page in batch.read[root]]
            gone = [f"notion:{page}" for page in batch.gone[root]]
            concerned = Concerned([*(item.item_id for item in items), *gone])
            yield self._slice("pages", items, concerned, Coverage() if gone else None, left, root)
        if not roots:
            yield self._standing()

    def _slice(
        self,
        table: str,
        items: list[Observed],
        concerned: Concerned,
        coverage: Coverage | None,
        left: list[Task],
        root: str,
    ) -> Slice:
        """left: tasks of this batch that are not landed with it."""
        done, waiting = len(self._tree), len(self._state.tasks)
        share = done / max(1, done + waiting)
        if self._state.backfill is not None:
            share = min(0.9, done / (done + waiting + 100))
        tasks = list(dict.fromkeys([*left, *self._state.tasks, *self._failed]))
        state = replace(self._state, tasks=tasks, roots=self._roots.records).to_json()
        stage = f"pages, {done:,} read, {waiting:,} waiting"
        return Slice(table, items, concerned, coverage, state, f"notion:{root}" if root else "", stage, share)

    def _standing(self) -> Slice:
        """Where it stands, with nothing to land."""
        return self._slice("pages", [], Concerned([]), None, [], "")
