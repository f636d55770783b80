"""Slack's Web API: the configured channels' messages with every late reply, edit and deletion that can be seen.

Slack has no feed of edits and deletions, and a reply to an old message shows nowhere but in its thread. So:

- what is new, and a rolling window of days, is listed at each run (an edit differs, a deletion is missing);
- a thread is read whole when its root's `latest_reply` or `reply_count` is not what has landed, whatever the root's
  age, and at times when it was active within the window (an edited reply changes nothing on its root);
- everything older is listed again in rounds, some pages a run, with its threads: that is where a late reply to an old
  root is found.

History is read newest first in slices, and what is still to be read is the state: a run killed anywhere goes on there.
Source: https://docs.slack.dev/reference/methods/conversations.history and conversations.replies. A message's own
meaning is `items.slack`, the same for an export.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from yarnnn_pipelines.sources.shared.differences import Concerned
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice, Span, Spans
from yarnnn_pipelines.sources.slack.errors import SKIPS, told
from yarnnn_pipelines.sources.slack.items import instant_of
from yarnnn_pipelines.sources.slack.reading import KnownThreads, Page, Reading, Threads, ts_of
from yarnnn_pipelines.sources.slack.workspace import Directory

DAY = 86_400_000_000  # microseconds

SLICE_MESSAGES = 2_000  # in one commit
_AHEAD = 40  # channels whose newest pages are in memory at once

USUAL_PER_MINUTE = 50  # of history and of replies, for an agency's own app
PAGE, TIGHT_PAGE = 200, 15  # messages; the second for apps that may ask once a minute


@dataclass(frozen=True)
class SlackOptions:
    """since: where history begins, in microseconds; rescan_days: of the rolling window; page_size: of history and
    replies; rescan_seconds: how often active threads are read again though nothing shows on their root; audit_pages: of
    old history, in one run; direct_messages: people whose direct messages with the app are to be read.
    """

    since: int = 0
    rescan_days: int = 7
    page_size: int = PAGE
    rescan_seconds: int = 3600
    audit_pages: int = 8
    direct_messages: tuple[str, ...] = ()


class SlackSource:
    """One run over one workspace; see `slices.LiveSource`."""

    main_table: ClassVar[str] = "messages"
    tables: ClassVar[tuple[str, ...]] = ("users", "channels", "messages")
    own_tables: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        api: Api,
        wanted: Sequence[str],
        options: SlackOptions,
        state: Mapping[str, Any],
        known: KnownThreads,
        skips: Skips,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = api
        self._directory = Directory(api, wanted, options.direct_messages)
        self._options = options
        self._state: dict[str, Any] = {"channels": {}, "turn": -1, **state}
        self._known = known
        self._skips = skips
        self._now_us = microseconds(now())
        self._accounts: dict[str, Account] = {}  # by the channel's id; of what isn't found, by what yarnnn.yaml says

    def accounts(self) -> list[Account]:
        met = {key.casefold() for channel, account in self._accounts.items() for key in (channel, account.name)}
        places = {place["name"].casefold(): channel for channel, place in self._state["channels"].items()}
        for written in self._directory.written:
            if written.casefold() not in met:  # this run did not come to it
                channel = places.get(written.casefold(), written)
                container = self._state["channels"].get(channel, {}).get("container", "")
                self._accounts[channel] = Account(container, written)
        for channel, account in self._accounts.items():
            self._fill(account, self._state["channels"].get(channel))
        return list(self._accounts.values())

    def _fill(self, account: Account, place: Mapping[str, Any] | None) -> None:
        if place is None or place["newest"] is None:
            account.unread = [[self._options.since, None]]
            return
        threads = [[instant_of(root)] * 2 for root, _ in place["threads"]]
        account.read_until = place["read_at"]
        account.unread = [*place["todo"], *threads]
        account.whole_at = place["whole_at"]

    def slices(self) -> Iterator[Slice]:
        try:
            yield self._list_of("users", self._directory.ask_people())
            yield self._list_of("channels", self._directory.ask_channels())
            channels = self._to_read()
            # Another channel begins each time, so that a small budget comes round to all of them.
            turn = self._state["turn"] = (self._state["turn"] + 1) % max(1, len(channels))
            channels = channels[turn:] + channels[:turn]
            for channel, page in zip(channels, self._first_pages(channels), strict=True):
                yield from self._guarded(channel, self._list_new, page)
            for channel in channels:
                yield from self._guarded(channel, self._list_old)
            longest_unseen = sorted(channels, key=lambda channel: self._place(channel)["audited_at"])
            for channel in longest_unseen[: self._options.audit_pages]:
                yield from self._guarded(channel, self._audit)
            yield self._list_of("channels", [])  # where it stands now
        except BudgetSpent:
            yield self._list_of("channels", [])
        except ApiError as error:
            raise told(error) from None

    # --- who and where -----------------------------------------------------------------------------------------------

    def _list_of(self, table: str, items: list[Observed]) -> Slice:
        """People and channels are never tombstoned: who left stays listed, and a channel may be hidden for a while."""
        concerned = Concerned([item.item_id for item in items])
        return Slice(table, items, concerned, None, json.loads(json.dumps(self._state)))

    def _to_read(self) -> list[dict[str, Any]]:
        """The channels that can be read; every other that is wanted is in the account with its mend."""
        for written in self._directory.missing:
            self._accounts[written] = account = Account(written, written)
            self._skip(account, "channel_not_found")
        for channel, problem in self._directory.refused:
            self._accounts[channel["id"]] = account = Account(self._container(channel), self._directory.name(channel))
            self._skip(account, problem)
        for channel in self._directory.channels:
            name, container = self._directory.name(channel), self._container(channel)
            self._accounts[channel["id"]] = Account(container, name)
            self._place(channel).update({"name": name, "container": container})
        return list(self._directory.channels)

    def _container(self, channel: Mapping[str, Any]) -> str:
        return f"slack:{self._directory.workspace.team}:{channel['id']}"

    # --- a channel's messages ----------------------------------------------------------------------------------------

    def _guarded(self, channel: Mapping[str, Any], work: Callable[..., Iterator[Slice]], *more: Any) -> Iterator[Slice]:
        """One channel that can't be read costs no other; what it had landed stays, and nothing of it is deleted."""
        account = self._accounts[channel["id"]]
        if account.problem:
            return
        try:
            yield from work(channel, *more)
        except ApiError as error:
            if error.code not in SKIPS:
                raise
            self._skip(account, error.code)

    def _skip(self, account: Account, problem: str) -> None:
        account.problem, account.mend = problem, SKIPS[problem]
        self._skips.add(problem, where=f"#{account.name}", what="the channel can't be read", mend=account.mend)

    def _window(self) -> int:
        return max(self._options.since, self._now_us - self._options.rescan_days * DAY)

    def _spans(self, place: Mapping[str, Any]) -> Spans:
        """What is to be listed: what is new, the rolling window again, and what earlier runs have left."""
        spans = Spans.of(place["todo"])
        newest = place["newest"]
        if newest is None:
            spans.renew(self._options.since)
        else:
            # While something is unread, only what is new comes before it: a small budget must get on.
            spans.renew(max(self._options.since, newest if spans.todo else min(newest, self._window())))
        return spans

    def _first_pages(self, channels: Sequence[Mapping[str, Any]]) -> Iterator[Page | ApiError]:
        """The newest page of each channel, which is all that an idle run asks for: several at once, and what is known
        of many in one look."""
        for start in range(0, len(channels), _AHEAD):
            some = channels[start : start + _AHEAD]
            spans = [self._spans(self._place(channel)).todo[0] for channel in some]
            calls = [("conversations.history", self._page_of(one, span)) for one, span in zip(some, spans, strict=True)]
            answers: list[Page | ApiError] = []
            stopped: BudgetSpent | None = None
            try:
                for answer in self._api.ahead(calls):
                    answers.append(answer if isinstance(answer, ApiError) else Page(answer))
            except BudgetSpent as stop:
                stopped = stop
            asked = {
                self._container(channel): (page.down_to() or span.low, span.high)
                for channel, span, page in zip(some, spans, answers, strict=False)
                if isinstance(page, Page)
            }
            known = self._known.threads(asked) if asked else {}
            for channel, page in zip(some, answers, strict=False):
                is_read = isinstance(page, Page)
                yield Page(page.answer, known.get(self._container(channel), {})) if is_read else page
            if stopped:
                raise stopped

    def _list_new(self, channel: Mapping[str, Any], page: Page | ApiError) -> Iterator[Slice]:
        if isinstance(page, ApiError):
            raise page
        place = self._place(channel)
        had_unread = bool(place["todo"])
        yield from self._listing(channel, self._spans(place), self._window(), again_since=self._due(place), page=page)
        if not had_unread:
            self._note_read(place)

    def _list_old(self, channel: Mapping[str, Any]) -> Iterator[Slice]:
        """What earlier runs and this one have left unread; and then the rolling window, if that had to wait for it."""
        place = self._place(channel)
        yield from self._listing(channel, Spans.of(place["todo"]), self._options.since)
        if place["read_at"] != self._now_us:
            yield from self._listing(channel, self._spans(place), self._window(), again_since=self._due(place))
            self._note_read(place)
        if place["whole_at"] is None:
            place["whole_at"] = self._now_us

    def _due(self, place: Mapping[str, Any]) -> int | None:
        """From when on threads are read again though nothing shows on their root; None: not in this run."""
        is_due = self._now_us - place["rescanned_at"] >= self._options.rescan_seconds * 1_000_000
        return self._window() if is_due else None

    def _note_read(self, place: dict[str, Any]) -> None:
        if self._due(place) is not None:
            place["rescanned_at"] = self._now_us
        place["read_at"] = self._now_us

    def _place(self, channel: Mapping[str, Any]) -> dict[str, Any]:
        """Where this channel stands.

        newest: the newest message listed, None before the first run; todo: spans still to be listed; threads: roots
        still to be read whole, each with the ts to read on from; rescanned_at: when active threads were last read;
        audit: down to where the present round through old history has come; audited_at: when it last went on;
        whole_at: when a round last came to its end; read_at: when all that was new had been read.
        """
        fresh = {"newest": None, "todo": [], "threads": [], "read_at": None, "rescanned_at": 0}
        fresh |= {"audit": None, "audited_at": 0, "whole_at": None, "name": "", "container": ""}
        return self._state["channels"].setdefault(channel["id"], fresh)

    def _listing(
        self,
        channel: Mapping[str, Any],
        spans: Spans,
        until: int,
        *,
        again_since: int | None = None,
        page: Page | None = None,
    ) -> Iterator[Slice]:
        """Slices of the spans' history above `until`, each with the threads that it shows to have changed.

        page: the newest span's first page, if it has been asked for already.
        """
        place = self._place(channel)
        stopped: BudgetSpent | ApiError | None = None
        while stopped is None and (place["threads"] or spans.reach_above(until)):
            reading = Reading(self._directory.workspace, channel["id"])
            try:
                while len(reading) < SLICE_MESSAGES and (place["threads"] or spans.reach_above(until)):
                    if place["threads"] and page is None:
                        self._read_replies(channel, place["threads"], reading)
                    else:
                        self._read_history(channel, spans, place, reading, again_since, page)
                        page = None
            except (BudgetSpent, ApiError) as stop:
                stopped = stop  # what was read until then counts, and no more than that
            place["todo"] = [span.as_list() for span in spans.todo]
            if reading.anything:
                yield self._as_slice(reading, channel)
        if stopped is not None:
            raise stopped

    def _as_slice(self, reading: Reading, channel: Mapping[str, Any]) -> Slice:
        number = list(self._accounts).index(channel["id"]) + 1
        stage = f"channel {number} of {len(self._accounts)}, #{self._accounts[channel['id']].name}"
        return reading.as_slice(self._state, stage, self._share())

    def _share(self) -> float:
        """How much of the channels' time is read."""
        whole = unread = 0
        for channel in self._directory.channels:
            place = self._place(channel)
            begin = max(self._options.since, int(channel.get("created") or 0) * 1_000_000)
            spans = [[begin, None]] if place["newest"] is None else place["todo"]
            whole += max(1, self._now_us - begin)
            unread += sum(max(0, min(high or self._now_us, self._now_us) - max(low, begin)) for low, high in spans)
        return 1 - unread / max(1, whole)

    def _read_history(
        self,
        channel: Mapping[str, Any],
        spans: Spans,
        place: dict[str, Any],
        reading: Reading,
        again_since: int | None,
        page: Page | None = None,
    ) -> None:
        """One page of the newest span, newest first; the roots on it that have changed are put on the list."""
        span = spans.todo[0]
        page = page or Page(self._api.get("conversations.history", **self._page_of(channel, span)))
        messages, down_to = page.answer["messages"], page.down_to()
        low = span.low if down_to is None else down_to
        # what comes while the page is on its way is not missing from it
        reading.listed_history(messages, low, self._now_us if span.high is None else span.high)
        container = self._container(channel)
        known = page.known
        if known is None:
            known = self._known.threads({container: (low, span.high)}).get(container, {})
        place["threads"] += [[root, None] for root in _changed_threads(messages, known, again_since)]
        place["newest"] = max([place["newest"] or self._options.since, *(instant_of(one["ts"]) for one in messages)])
        spans.listed(down_to)

    def _page_of(self, channel: Mapping[str, Any], span: Span) -> dict[str, Any]:
        return {
            "channel": channel["id"],
            "oldest": ts_of(span.low),
            "latest": ts_of(span.high) if span.high is not None else None,
            "inclusive": "true",
            "limit": self._options.page_size,
        }

    def _read_replies(self, channel: Mapping[str, Any], waiting: list[list[Any]], reading: Reading) -> None:
        """One page of the first thread that waits."""
        root, since = waiting[0]
        try:
            page = self._api.get(
                "conversations.replies",
                channel=channel["id"],
                ts=root,
                oldest=since,
                inclusive="true",
                limit=self._options.page_size,
            )
        except ApiError as error:
            if error.code != "thread_not_found":
                raise
            page = {"messages": []}
        replies = page["messages"]
        more = bool(page.get("has_more")) and len(replies) > 1
        last = max((one["ts"] for one in replies), key=instant_of, default=root)
        reading.listed_replies(root, replies, since, last if more else None)
        if more:
            waiting[0] = [root, last]
        else:
            waiting.pop(0)

    # --- old history, again and again --------------------------------------------------------------------------------

    def _audit(self, channel: Mapping[str, Any]) -> Iterator[Slice]:
        """Some pages of what lies before the window: a late reply shows on its root, an edit or a deletion in place."""
        place = self._place(channel)
        if place["todo"] or place["threads"]:
            return
        high = place["audit"] or self._window()
        spans = Spans([Span(self._options.since, high)])
        reading = Reading(self._directory.workspace, channel["id"])
        self._read_history(channel, spans, place, reading, self._options.since)
        place["audit"] = spans.todo[0].high if spans.todo else None
        place["audited_at"] = self._now_us
        yield self._as_slice(reading, channel)
        yield from self._listing(channel, Spans(), self._options.since)
        if place["audit"] is None and not place["threads"]:
            place["whole_at"] = self._now_us


def _changed_threads(messages: Sequence[Mapping[str, Any]], known: Threads, again_since: int | None) -> Iterator[str]:
    """The roots whose threads are not as they have landed, and those that are gone with all their replies."""
    roots = {one["ts"]: one for one in messages if one.get("reply_count")}
    for ts, root in roots.items():
        latest = instant_of(root["latest_reply"])
        if known.get(ts) != (root["reply_count"], latest) or (again_since is not None and latest >= again_since):
            yield ts
    # A root that lost its last reply shows as an ordinary message, and one deleted with its replies not at all.
    yield from (ts for ts in known if ts not in roots)
