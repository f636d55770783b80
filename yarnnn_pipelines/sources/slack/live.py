"""Slack's Web API: the configured channels' messages with every late reply, edit and deletion that can be seen.

Slack has no feed of edits and deletions, and a reply to an old message shows nowhere but in its thread. So:

- what is new, and a rolling window of days, is listed at each run (an edit differs, a deletion is missing);
- a thread is read whole when its root's `latest_reply` or `reply_count` is not what has landed, whatever the root's
  age, and at times when it was active within the window (an edited reply changes nothing on its root);
- everything older is listed again in rounds, some pages a run, with its threads: that is where a late reply to an old
  root is found.

History is read newest first in slices, and what is still to be read is the state: a run killed anywhere goes on there.
Here is the order in which a run comes to its channels; how one channel is read stands in `channel`, what a message
means in `items`, the same for an export.
Source: https://docs.slack.dev/reference/methods/conversations.history and conversations.replies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from yarnnn_pipelines.sources.shared.answers import ENDLESS, MALFORMED
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.scope import Concerned
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice, TimeSpan
from yarnnn_pipelines.sources.shared.stored import report_unreadable
from yarnnn_pipelines.sources.slack.channel import ChannelReader, Run, container_of
from yarnnn_pipelines.sources.slack.errors import SKIPS, source_error
from yarnnn_pipelines.sources.slack.items import instant_of, seconds_of
from yarnnn_pipelines.sources.slack.reading import KnownThreads, Page, Reading
from yarnnn_pipelines.sources.slack.state import ChannelCursor, SlackState
from yarnnn_pipelines.sources.slack.workspace import Directory

DAY = 86_400_000_000  # microseconds

_AHEAD = 40  # channels whose newest pages are in memory at once

USUAL_PER_MINUTE = 50  # of history and of replies, for an agency's own app
PAGE, TIGHT_PAGE = 200, 15  # messages; the second for apps that may ask once a minute


@dataclass(frozen=True)
class SlackOptions:
    """channels: names or ids of those that are to be read; since: where history begins, in microseconds; rescan_days:
    of the rolling window; page_size: of history and replies; rescan_seconds: how often active threads are read again
    though nothing shows on their root; audit_pages: of old history, in one run; direct_messages: people whose direct
    messages with the app are to be read; bound: {name as written: container_id} of the channels that names mean.
    """

    channels: Sequence[str]
    since: int = 0
    rescan_days: int = 7
    page_size: int = PAGE
    rescan_seconds: int = 3600
    audit_pages: int = 8
    direct_messages: tuple[str, ...] = ()
    bound: Mapping[str, str] = field(default_factory=dict)


class SlackSource:
    """One run over one workspace; see `slices.LiveSource`."""

    main_table: ClassVar[str] = "messages"
    tables: ClassVar[tuple[str, ...]] = ("users", "channels", "messages")
    own_tables: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        api: Api,
        options: SlackOptions,
        state: Mapping[str, Any],
        landed: KnownThreads,
        skips: Skips,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = api
        self._directory = Directory(api, options.channels, options.direct_messages, skips, options.bound)
        self._options = options
        self._state = SlackState.from_json(state)
        self._landed = landed
        self._skips = skips
        self._now = microseconds(now())
        self._readers: dict[str, ChannelReader] = {}
        self._accounts: dict[str, Account] = {}  # by the channel's id; of what isn't there, by what yarnnn.yaml says
        report_unreadable(self._state.unreadable, skips)

    def accounts(self) -> list[Account]:
        met = {key.casefold() for channel, account in self._accounts.items() for key in (channel, account.name)}
        by_name = {cursor.name.casefold(): channel for channel, cursor in self._state.channels.items()}
        for written in self._directory.written:
            if written.casefold() not in met:  # this run did not come to it
                channel = self._directory.bound_id(written) or by_name.get(written.casefold(), written)
                cursor = self._state.channels.get(channel)
                self._accounts[channel] = Account(cursor.container if cursor else "", written)
        for channel, account in self._accounts.items():
            self._fill(account, self._state.channels.get(channel))
            if channel in self._readers and (problem := self._readers[channel].problem) and not account.problem:
                account.problem, account.mend = problem, SKIPS[problem]
        return list(self._accounts.values())

    def _fill(self, account: Account, cursor: ChannelCursor | None) -> None:
        if cursor is None or cursor.newest is None:
            account.unread = [[self._options.since, None]]
            return
        threads = (TimeSpan(root, root) for root in (instant_of(thread.root) for thread in cursor.threads))
        account.read_until = cursor.read_at
        account.unread = [span.as_list() for span in (*cursor.backlog.spans, *threads)]
        account.whole_at = cursor.whole_at

    def slices(self) -> Iterator[Slice]:
        try:
            yield self._list_of("users", self._directory.ask_people())
            yield self._list_of("channels", self._directory.ask_channels())
            readers = self._readers = self._make_readers()
            # Another channel begins each time, so that a small budget comes round to all of them.
            turn = self._state.turn = (self._state.turn + 1) % max(1, len(readers))
            channels = [*readers][turn:] + [*readers][:turn]
            pages = self._first_pages([readers[channel] for channel in channels])
            for channel, page in zip(channels, pages, strict=True):
                yield from self._slices_of(channel, readers[channel].list_new(page))
            for channel in channels:
                yield from self._slices_of(channel, readers[channel].list_old())
            longest_unseen = sorted(channels, key=lambda channel: readers[channel].cursor.audited_at)
            for channel in longest_unseen[: self._options.audit_pages]:
                yield from self._slices_of(channel, readers[channel].audit())
            yield self._list_of("channels", [])  # where it stands now
        except BudgetSpent:
            yield self._list_of("channels", [])
        except ApiError as error:
            raise source_error(error) from None

    # --- who and where -----------------------------------------------------------------------------------------------

    def _list_of(self, table: str, items: list[Observed]) -> Slice:
        """People and channels are never tombstoned: who left stays listed, and a channel may be hidden for a while."""
        return Slice(table, items, Concerned([item.item_id for item in items]), None, self._state.to_json())

    def _make_readers(self) -> dict[str, ChannelReader]:
        """{channel's id: its reader} of those that can be read; any other that is wanted is in the account with its
        mend."""
        for written in self._directory.missing:
            self._accounts[written] = account = Account(written, written)
            self._skip(account, "channel_not_found")
        workspace = self._directory.workspace
        for channel, problem in self._directory.refused:
            account = Account(container_of(workspace, channel["id"]), self._directory.written_name(channel))
            self._accounts[channel["id"]] = account
            self._skip(account, problem)
        run = Run(
            self._api,
            workspace,
            self._landed,
            since=self._options.since,
            window=max(self._options.since, self._now - self._options.rescan_days * DAY),
            now=self._now,
            page_size=self._options.page_size,
            rescan_seconds=self._options.rescan_seconds,
        )
        readers: dict[str, ChannelReader] = {}
        for channel in self._directory.channels:
            cursor = self._state.channels.setdefault(channel["id"], ChannelCursor())
            cursor.name, cursor.container = self._directory.name(channel), container_of(workspace, channel["id"])
            self._accounts[channel["id"]] = Account(cursor.container, self._directory.written_name(channel))
            readers[channel["id"]] = ChannelReader(run, channel["id"], cursor)
        return readers

    # --- the channels' messages --------------------------------------------------------------------------------------

    def _first_pages(self, readers: Sequence[ChannelReader]) -> Iterator[Page | ApiError]:
        """The newest page of each channel, which is all that an idle run asks for: several at once, and what has
        landed of many in one look."""
        for start in range(0, len(readers), _AHEAD):
            group = readers[start : start + _AHEAD]
            spans = [reader.first_span() for reader in group]
            calls = [reader.history_call(span) for reader, span in zip(group, spans, strict=True)]
            pages: list[Page | ApiError] = []
            stopped: BudgetSpent | None = None
            try:
                for answer in self._api.ahead(calls):
                    pages.append(_page_in(answer))
            except BudgetSpent as stop:
                stopped = stop
            asked = {
                reader.container: (page.down_to() or span.low, span.high)
                for reader, span, page in zip(group, spans, pages, strict=False)
                if isinstance(page, Page)
            }
            landed = self._landed.threads(asked) if asked else {}
            for reader, page in zip(group, pages, strict=False):
                yield replace(page, landed=landed.get(reader.container, {})) if isinstance(page, Page) else page
            if stopped:
                raise stopped

    def _slices_of(self, channel: str, readings: Iterator[Reading]) -> Iterator[Slice]:
        """One channel that can't be read costs no other; what it had landed stays, and nothing of it is deleted."""
        account = self._accounts[channel]
        if account.problem:
            return
        number = list(self._accounts).index(channel) + 1
        stage = f"channel {number} of {len(self._accounts)}, #{account.name}"
        try:
            for reading in readings:
                yield reading.as_slice(self._state.to_json(), stage, self._share())
                for reason, what in reading.left_out:
                    self._skips.add(reason, where=f"#{account.name}", what=what, mend="nothing; the others landed")
        except ApiError as error:
            if error.code not in SKIPS:
                raise
            self._skip(account, error.code, f" ({error})" if error.code in (ENDLESS, MALFORMED) else "")

    def _skip(self, account: Account, problem: str, said: str = "") -> None:
        account.problem, account.mend = problem, SKIPS[problem]
        self._skips.add(problem, where=f"#{account.name}", what=f"the channel can't be read{said}", mend=account.mend)

    def _share(self) -> float:
        """How much of the channels' time is read."""
        whole = unread = 0
        for channel in self._directory.channels:
            cursor = self._state.channels[channel["id"]]
            begin = max(self._options.since, seconds_of(channel.get("created")) or 0)
            spans = (TimeSpan(begin),) if cursor.newest is None else cursor.backlog.spans
            whole += max(1, self._now - begin)
            unread += sum(max(0, min(span.high or self._now, self._now) - max(span.low, begin)) for span in spans)
        return 1 - unread / max(1, whole)


def _page_in(answer: Mapping[str, Any] | ApiError) -> Page | ApiError:
    """The page that an answer is, or why it is none."""
    if isinstance(answer, ApiError):
        return answer
    try:
        return Page.of(answer)
    except ApiError as error:
        return error
