"""One channel read through Slack's Web API: its history, its threads, and the rounds through what is old.

Each step comes as a `Reading`, with the channel's cursor moved on to where the next one begins. Which channel comes
when, and what becomes of one that can't be read, is `live`'s work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yarnnn_pipelines.sources.shared.answers import ENDLESS, MALFORMED, Cursors
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.slices import Backlog, TimeSpan
from yarnnn_pipelines.sources.slack.items import Workspace, as_ts, instant_of
from yarnnn_pipelines.sources.slack.reading import KnownThreads, Page, Reading, Threads, ts_of
from yarnnn_pipelines.sources.slack.state import ChannelCursor, WaitingThread

HISTORY, REPLIES = "conversations.history", "conversations.replies"

SLICE_MESSAGES = 2_000  # in one commit


@dataclass(frozen=True)
class Run:
    """What the channels of one run share. Instants are microseconds since 1970.

    since: where history begins; window: where the rolling window does, which is listed at each run; now: of the run.
    page_size: of history and of replies.
    rescan_seconds: how often active threads are read again though nothing shows on their root.
    """

    api: Api
    workspace: Workspace
    landed: KnownThreads
    since: int
    window: int
    now: int
    page_size: int
    rescan_seconds: int


class ChannelReader:
    """cursor: the channel's, moved on by what is read. problem: what of it this run could not read, '' if nothing."""

    def __init__(self, run: Run, channel: str, cursor: ChannelCursor) -> None:
        self._run = run
        self._channel = channel
        self.cursor = cursor
        self.problem = ""

    @property
    def container(self) -> str:
        return container_of(self._run.workspace, self._channel)

    def first_span(self) -> TimeSpan:
        """What is listed first: of what is new, whatever else waits."""
        return self._renewed().spans[0]

    def history_call(self, span: TimeSpan) -> tuple[str, dict[str, Any]]:
        """(method, parameters) of the question for a span's newest page."""
        return HISTORY, {
            "channel": self._channel,
            "oldest": ts_of(span.low),
            "latest": ts_of(span.high) if span.high is not None else None,
            "inclusive": "true",
            "limit": self._run.page_size,
        }

    def list_new(self, page: Page | ApiError) -> Iterator[Reading]:
        """What is new, and the rolling window again. page: the first one of `first_span`."""
        if isinstance(page, ApiError):
            raise page
        had_backlog = bool(self.cursor.backlog.spans)
        again_since = self._rescan_from()
        self.cursor.backlog = self._renewed()
        yield from self._listing(self._run.window, again_since=again_since, page=page)
        if not had_backlog:
            self._note_read()

    def list_old(self) -> Iterator[Reading]:
        """What earlier runs and this one have left unread; and then the rolling window, if that had to wait for it."""
        yield from self._listing(self._run.since)
        if self.cursor.read_at != self._run.now:
            again_since = self._rescan_from()
            self.cursor.backlog = self._renewed()
            yield from self._listing(self._run.window, again_since=again_since)
            self._note_read()
        if self.cursor.whole_at is None:
            self.cursor.whole_at = self._run.now

    def audit(self) -> Iterator[Reading]:
        """A page of what lies before the window: a late reply shows on its root, an edit or a deletion in place."""
        cursor = self.cursor
        if cursor.backlog.spans or cursor.threads:
            return
        span = TimeSpan(self._run.since, cursor.audit_down_to or self._run.window)
        reading = self._new_reading()
        left = Backlog((span,)).listed(self._read_history(span, reading, self._run.since))
        cursor.audit_down_to = left.spans[0].high if left.spans else None
        cursor.audited_at = self._run.now
        yield reading
        yield from self._listing(self._run.since)
        if cursor.audit_down_to is None and not cursor.threads:
            cursor.whole_at = self._run.now

    def _renewed(self) -> Backlog:
        """What is to be listed: what is new, the rolling window again, and what earlier runs have left."""
        newest, backlog = self.cursor.newest, self.cursor.backlog
        if newest is None:
            return backlog.again_from(self._run.since)
        # While something is unread, only what is new comes before it: a small budget must get on.
        return backlog.again_from(max(self._run.since, newest if backlog.spans else min(newest, self._run.window)))

    def _rescan_from(self) -> int | None:
        """From when on threads are read again though nothing shows on their root; None: not in this run."""
        is_due = self._run.now - self.cursor.rescanned_at >= self._run.rescan_seconds * 1_000_000
        return self._run.window if is_due else None

    def _note_read(self) -> None:
        if self._rescan_from() is not None:
            self.cursor.rescanned_at = self._run.now
        self.cursor.read_at = self._run.now

    def _new_reading(self) -> Reading:
        return Reading(self._run.workspace, self._channel)

    def _waits(self, until: int) -> bool:
        return bool(self.cursor.threads) or self.cursor.backlog.reaches_above(until)

    def _listing(self, until: int, *, again_since: int | None = None, page: Page | None = None) -> Iterator[Reading]:
        """The backlog above `until`, with the threads that it shows to have changed.

        page: the newest span's first page, if it has been asked for already.
        """
        stopped: BudgetSpent | ApiError | None = None
        while stopped is None and self._waits(until):
            reading = self._new_reading()
            try:
                while len(reading) < SLICE_MESSAGES and self._waits(until):
                    if self.cursor.threads and page is None:
                        self._read_replies(reading)
                    else:
                        backlog = self.cursor.backlog
                        down_to = self._read_history(backlog.spans[0], reading, again_since, page)
                        self.cursor.backlog, page = backlog.listed(down_to), None
            except (BudgetSpent, ApiError) as stop:
                stopped = stop  # what was read until then counts, and no more than that
            if reading.anything:
                yield reading
        if stopped is not None:
            raise stopped

    def _read_history(
        self, span: TimeSpan, reading: Reading, again_since: int | None, page: Page | None = None
    ) -> int | None:
        """One page of a span, newest first; the roots on it that have changed are put on the list.

        The instant down to which it lists, None if to the span's end.
        """
        page = self._page_with_messages(span, page)
        messages, down_to = page.messages, page.down_to()
        if down_to is not None and span.high is not None and down_to >= span.high > span.low:
            raise ApiError(200, ENDLESS, f"{HISTORY}: what lies before {ts_of(span.high)} is never shown")
        low = span.low if down_to is None else down_to
        # what comes while the page is on its way is not missing from it
        reading.listed_history(page, low, self._run.now if span.high is None else span.high)
        landed = page.landed
        if landed is None:
            landed = self._run.landed.threads({self.container: (low, span.high)}).get(self.container, {})
        self.cursor.threads += [WaitingThread(root) for root in _changed_threads(messages, landed, again_since)]
        shown = (min(instant_of(message["ts"]), self._run.now) for message in messages)
        self.cursor.newest = max([self.cursor.newest or self._run.since, *shown])
        return down_to

    def _page_with_messages(self, span: TimeSpan, page: Page | None) -> Page:
        """A span's first page with a message whose time tells where the next one begins; or its last page."""
        method, parameters = self.history_call(span)
        page = page or Page.of(self._run.api.get(method, **parameters))
        cursors, odd = Cursors(HISTORY), page.odd
        while page.goes_on and not page.messages:
            if page.cursor is None:
                raise ApiError(200, ENDLESS, f"{HISTORY}: there is more, and an empty page names no next one")
            cursors.follow(page.cursor, ())
            page = Page.of(self._run.api.get(method, **parameters, cursor=page.cursor))
            odd += page.odd
        return replace(page, odd=odd)

    def _read_replies(self, reading: Reading) -> None:
        """One page of the first thread that waits; one that can't be read to its end costs no other."""
        thread = self.cursor.threads[0]
        try:
            page = self._page_of_replies(thread)
        except ApiError as error:
            if error.code not in (ENDLESS, MALFORMED):
                raise
            self.problem = error.code
            reading.left_thread(thread.root, str(error))
            del self.cursor.threads[0]
            return
        last = _last_of(page, thread) if page.goes_on else None
        reading.listed_replies(thread.root, page, thread.read_to, last)
        self.cursor.threads[:1] = [WaitingThread(thread.root, last)] if last else []

    def _page_of_replies(self, thread: WaitingThread) -> Page:
        """The page after the last reply that was read; of a thread that is gone, an empty one."""
        try:
            answer = self._run.api.get(
                REPLIES,
                channel=self._channel,
                ts=thread.root,
                oldest=thread.read_to,
                inclusive="true",
                limit=self._run.page_size,
            )
        except ApiError as error:
            if error.code != "thread_not_found":
                raise
            return Page([])
        page = Page.of(answer)
        if page.goes_on and instant_of(_last_of(page, thread)) <= instant_of(thread.read_to or thread.root):
            raise ApiError(200, ENDLESS, f"{REPLIES}: there is more, and the same replies are shown again")
        return page


def container_of(workspace: Workspace, channel: str) -> str:
    """The container_id of a channel's messages."""
    return f"slack:{workspace.team}:{channel}"


def _last_of(page: Page, thread: WaitingThread) -> str:
    """The `ts` of the latest reply on a page."""
    return max((message["ts"] for message in page.messages), key=instant_of, default=thread.root)


def _changed_threads(messages: Sequence[Mapping[str, Any]], landed: Threads, again_since: int | None) -> Iterator[str]:
    """The roots whose threads are not as they have landed, and those that are gone with all their replies."""
    roots = {message["ts"]: message for message in messages if _is_root(message)}
    for ts, root in roots.items():
        if ts not in landed or not _is_as_landed(root, landed[ts], again_since):
            yield ts
    # A root that lost its last reply shows as an ordinary message, and one deleted with its replies not at all.
    yield from (ts for ts in landed if ts not in roots)


def _is_root(message: Mapping[str, Any]) -> bool:
    """Whether replies belong to it; not every server says how many, or when the latest came."""
    return bool(message.get("reply_count")) or as_ts(message.get("thread_ts")) == message["ts"]


def _is_as_landed(root: Mapping[str, Any], landed: tuple[int, int], again_since: int | None) -> bool:
    """Whether a thread needs no reading, as far as its root tells. landed: see `Threads`."""
    count, latest = landed
    shown = as_ts(root.get("latest_reply"))
    if root.get("reply_count") != count or (shown and instant_of(shown) != latest):
        return False
    return again_since is None or latest < again_since
