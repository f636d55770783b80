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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.sources.coverage import Coverage
from yarnnn_pipelines.sources.envelope import Observed, microseconds
from yarnnn_pipelines.sources.items.slack import (
    ChannelMessages,
    Workspace,
    channel_item,
    instant_of,
    name_of,
    user_item,
)
from yarnnn_pipelines.sources.known import Concerned
from yarnnn_pipelines.sources.live.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.live.slices import Account, Slice, Span, Spans
from yarnnn_pipelines.sources.skips import Skips
from yarnnn_pipelines.sources.text.slack import Names

DAY = 86_400_000_000  # microseconds

SLICE_MESSAGES = 2_000  # in one commit

# What costs one channel, and what it takes to mend it.
_SKIPS = {
    "not_in_channel": "invite the app: /invite @yarnnn in that channel",
    "channel_not_found": "check the name, and for a private channel invite the app",
    "is_archived": "unarchive the channel, or take it out of yarnnn.yaml",
}
# What costs the whole source.
_FATAL = {
    "invalid_auth": "the token is wrong: copy it again from the app's OAuth page",
    "not_authed": "no token was sent: set the environment variable that `token_env` names",
    "token_revoked": "the token was revoked: install the app again and copy the new token",
    "token_expired": "the token has expired: install the app again and copy the new token",
    "account_inactive": "the app's account was deactivated: install the app again",
}


@dataclass(frozen=True)
class SlackOptions:
    """since: where history begins, in microseconds; rescan_days: of the rolling window; page_size: at most 999, 15 for
    apps with Slack's tight limits; rescan_seconds: how often active threads are read again though nothing shows on
    their root.
    """

    since: int
    rescan_days: int = 7
    page_size: int = 200
    rescan_seconds: int = 3600


class KnownThreads(Protocol):
    """What has landed of a channel's threads."""

    def replies(self, container: str, roots: Collection[str]) -> Mapping[str, tuple[int, int]]:
        """{ts of a root: (replies that are there, instant of the latest)} of those roots that have any."""

    def roots(self, container: str, low: int, high: int | None) -> Collection[str]:
        """The ts of the roots within the bounds of which a reply is there."""


class SlackSource:
    """One run over one workspace; see `slices.LiveSource`."""

    main_table = "messages"
    tables = ("users", "channels", "messages")

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
        self._wanted = wanted
        self._options = options
        self._state: dict[str, Any] = {"channels": {}, "turn": -1, **state}
        self._known = known
        self._skips = skips
        self._now_us = microseconds(now())
        self._accounts: dict[str, Account] = {}
        self._names = Names({}, {})
        self._workspace = Workspace("", None, self._names)

    def accounts(self) -> list[Account]:
        return list(self._accounts.values())

    def slices(self) -> Iterator[Slice]:
        try:
            yield from self._people()
            channels = list(self._find_channels())
            yield self._list_of("channels", [self._channel_item(one) for one in channels])
            # Another channel begins each time, so that a small budget comes round to all of them.
            turn = self._state["turn"] = (self._state["turn"] + 1) % max(1, len(channels))
            channels = channels[turn:] + channels[:turn]
            for work in (self._list_new, self._list_old, self._audit):
                for channel in channels:
                    yield from self._guarded(channel, work)
        except BudgetSpent:
            return
        except ApiError as error:
            raise told(error) from None

    # --- who and where -----------------------------------------------------------------------------------------------

    def _people(self) -> Iterator[Slice]:
        who = self._api.get("auth.test")
        people = list(self._paged("users.list", "members", limit=200))
        self._names = Names({user["id"]: name_of(user) for user in people}, {})
        self._workspace = Workspace(who["team_id"], who.get("url"), self._names)
        yield self._list_of("users", [user_item(self._workspace.team, user) for user in people])

    def _list_of(self, table: str, items: list[Observed]) -> Slice:
        """People and channels are never tombstoned: who left stays listed, and a channel may be hidden for a while."""
        concerned = Concerned([item.item_id for item in items])
        return Slice(table, items, concerned, None, json.loads(json.dumps(self._state)), table)

    def _find_channels(self) -> Iterator[dict[str, Any]]:
        """The channels of yarnnn.yaml that can be read; every other of them is in the account with its mend."""
        listed = list(self._paged("conversations.list", "channels", types="public_channel,private_channel", limit=200))
        names = {one["id"]: one.get("name") or one["id"] for one in listed}
        self._names = Names(self._names.users, names)
        self._workspace = Workspace(self._workspace.team, self._workspace.url, self._names)
        for written in dict.fromkeys(one.strip().lstrip("#") for one in self._wanted):
            found = [one for one in listed if written.casefold() in (names[one["id"]].casefold(), one["id"].casefold())]
            if not found:
                self._skip(Account(written, written), "channel_not_found")
            for channel in found:
                account = Account(self._container(channel), names[channel["id"]])
                self._accounts[channel["id"]] = account
                if channel.get("is_member"):
                    yield channel
                else:
                    self._skip(account, "not_in_channel")

    def _container(self, channel: Mapping[str, Any]) -> str:
        return f"slack:{self._workspace.team}:{channel['id']}"

    def _channel_item(self, channel: Mapping[str, Any]) -> Observed:
        kind = "private" if channel.get("is_private") else "public"
        return channel_item(self._workspace.team, channel, kind, self._names.channels[channel["id"]])

    # --- a channel's messages ----------------------------------------------------------------------------------------

    def _guarded(self, channel: Mapping[str, Any], work: Callable[..., Iterator[Slice]]) -> Iterator[Slice]:
        """One channel that can't be read costs no other; what it had landed stays, and nothing of it is deleted."""
        account = self._accounts[channel["id"]]
        if account.problem:
            return
        try:
            yield from work(channel)
        except ApiError as error:
            if error.code not in _SKIPS:
                raise
            self._skip(account, error.code)

    def _skip(self, account: Account, problem: str) -> None:
        account.problem, account.mend = problem, _SKIPS[problem]
        self._accounts.setdefault(account.container_id, account)
        self._skips.add(problem, where=f"#{account.name}", what="the channel can't be read", mend=account.mend)

    def _list_new(self, channel: Mapping[str, Any]) -> Iterator[Slice]:
        """Everything since the last run, and the rolling window again."""
        place = self._place(channel)
        window = max(self._options.since, self._now_us - self._options.rescan_days * DAY)
        due = self._now_us - place["rescanned_at"] >= self._options.rescan_seconds * 1_000_000
        spans = Spans.of(place["todo"])
        newest = place["newest"]
        if newest is None:
            spans.renew(self._options.since)
        else:
            # While something is unread, only what is new comes before it: a small budget must get on.
            spans.renew(max(self._options.since, newest if spans.todo else min(newest, window)))
        yield from self._listing(channel, spans, until=window, again_since=window if due else None)
        if due:
            place["rescanned_at"] = self._now_us

    def _list_old(self, channel: Mapping[str, Any]) -> Iterator[Slice]:
        """What earlier runs and this one have left unread."""
        spans = Spans.of(self._place(channel)["todo"])
        yield from self._listing(channel, spans, until=self._options.since, again_since=None)

    def _place(self, channel: Mapping[str, Any]) -> dict[str, Any]:
        """Where this channel stands.

        newest: the newest message listed, None before the first run; todo: spans still to be listed; threads: roots
        still to be read whole, each with the ts to read on from; rescanned_at: when active threads were last read.
        """
        fresh = {"newest": None, "todo": [], "threads": [], "rescanned_at": 0}
        return self._state["channels"].setdefault(channel["id"], fresh)

    def _listing(
        self, channel: Mapping[str, Any], spans: Spans, *, until: int, again_since: int | None
    ) -> Iterator[Slice]:
        """Slices of the spans' history above `until`, each with the threads that it shows to have changed."""
        place = self._place(channel)
        spent = False
        while not spent and (place["threads"] or spans.reach_above(until)):
            reading = _Reading(self._workspace, channel["id"])
            try:
                while place["threads"] and len(reading) < SLICE_MESSAGES:
                    self._read_replies(channel, place["threads"], reading)
                if not place["threads"] and spans.reach_above(until):
                    self._read_history(channel, spans, place, reading, again_since)
            except BudgetSpent:
                spent = True
            place["todo"] = [span.as_list() for span in spans.todo]
            if reading.anything:
                account = self._accounts[channel["id"]]
                account.read += len(reading)
                yield reading.as_slice(self._state, f"#{account.name}")
        if spent:
            raise BudgetSpent

    def _read_history(
        self,
        channel: Mapping[str, Any],
        spans: Spans,
        place: dict[str, Any],
        reading: _Reading,
        again_since: int | None,
    ) -> None:
        """One page of the newest span, newest first; the roots on it that have changed are put on the list."""
        span = spans.todo[0]
        page = self._api.get(
            "conversations.history",
            channel=channel["id"],
            oldest=ts_of(span.low),
            latest=ts_of(span.high) if span.high is not None else None,
            inclusive="true",
            limit=self._options.page_size,
        )
        messages = page["messages"]
        instants = [instant_of(one["ts"]) for one in messages]
        down_to = min(instants) if page.get("has_more") and messages else None
        low = span.low if down_to is None else down_to
        reading.listed_history(messages, low, span.high)
        changed = self._changed_threads(channel, messages, low, span.high, again_since)
        place["threads"] += [[root, None] for root in changed]
        place["newest"] = max([place["newest"] or self._options.since, *instants])
        spans.listed(down_to)

    def _changed_threads(
        self,
        channel: Mapping[str, Any],
        messages: Sequence[Mapping[str, Any]],
        low: int,
        high: int | None,
        again_since: int | None,
    ) -> list[str]:
        """The roots whose threads are not as they have landed, and those that are gone with all their replies."""
        container = self._container(channel)
        roots = {one["ts"]: one for one in messages if one.get("reply_count")}
        known = self._known.replies(container, list(roots))
        changed = []
        for ts, root in roots.items():
            latest = instant_of(root["latest_reply"])
            if known.get(ts) != (root["reply_count"], latest) or (again_since is not None and latest >= again_since):
                changed.append(ts)
        # A root that lost its last reply shows as an ordinary message, and one deleted with its replies not at all.
        return [*changed, *(ts for ts in self._known.roots(container, low, high) if ts not in roots)]

    def _read_replies(self, channel: Mapping[str, Any], waiting: list[list[Any]], reading: _Reading) -> None:
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
        window = max(self._options.since, self._now_us - self._options.rescan_days * DAY)
        high = place.get("audit") or window
        spans = Spans([Span(self._options.since, high)])
        reading = _Reading(self._workspace, channel["id"])
        self._read_history(channel, spans, place, reading, self._options.since)
        place["audit"] = spans.todo[0].high if spans.todo else None
        if not spans.todo:
            place["audited_at"] = self._now_us
        yield reading.as_slice(self._state, f"#{self._accounts[channel['id']].name}, older")
        yield from self._listing(channel, Spans(), until=self._options.since, again_since=None)

    # --- asking ------------------------------------------------------------------------------------------------------

    def _paged(self, method: str, key: str, **params: Any) -> Iterator[dict[str, Any]]:
        cursor = None
        while True:
            page = self._api.get(method, cursor=cursor, **params)
            yield from page[key]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return


class _Reading:
    """What one slice has read of one channel: records, the last word about each, and what was listed whole."""

    def __init__(self, workspace: Workspace, channel: str) -> None:
        self._workspace = workspace
        self._channel = channel
        self._records: dict[str, Mapping[str, Any]] = {}
        self._history: list[tuple[int, int | None]] = []
        self._threads: dict[str, list[tuple[int, int | None]]] = {}

    def __len__(self) -> int:
        return len(self._records)

    @property
    def anything(self) -> bool:
        return bool(self._history or self._threads)

    def listed_history(self, messages: Sequence[Mapping[str, Any]], low: int, high: int | None) -> None:
        self._records |= {one["ts"]: one for one in messages}
        self._history.append((low, high))

    def listed_replies(
        self, root: str, messages: Sequence[Mapping[str, Any]], since: str | None, last: str | None
    ) -> None:
        """The root comes first on a page and is no reply; of one that is gone there is nothing."""
        self._records |= {one["ts"]: one for one in messages}
        span = (instant_of(since) if since else 0, instant_of(last) if last else None)
        self._threads.setdefault(root, []).append(span)

    def as_slice(self, state: Mapping[str, Any], stage: str) -> Slice:
        channel = ChannelMessages(self._workspace, self._channel)
        channel.add([self._records[ts] for ts in sorted(self._records, key=instant_of)])
        items = channel.take()
        container = f"slack:{self._workspace.team}:{self._channel}"
        threads = [f"{container}:{root}" for root in self._threads]
        concerned = Concerned([item.item_id for item in items], [container], self._history, threads)
        coverage = Coverage(containers=[container], judge=self._would_show)
        return Slice("messages", items, concerned, coverage, json.loads(json.dumps(state)), stage)

    def _would_show(self, payload: Mapping[str, Any]) -> bool:
        """Whether a message with this payload, had it still been there, would have been listed."""
        ts, root = payload.get("ts"), payload.get("thread_ts")
        if not isinstance(ts, str):
            return False
        is_reply = isinstance(root, str) and root != ts
        if is_reply and _within(ts, self._threads.get(root, ())):
            return True
        return (not is_reply or payload.get("subtype") == "thread_broadcast") and _within(ts, self._history)


def _within(ts: str, spans: Iterable[tuple[int, int | None]]) -> bool:
    instant = instant_of(ts)
    return any(low <= instant and (high is None or instant <= high) for low, high in spans)


def ts_of(instant: int) -> str:
    """Microseconds as Slack writes them: `1700000000.000100`."""
    return f"{instant // 1_000_000}.{instant % 1_000_000:06d}"


def told(error: ApiError) -> UserError:
    """What stops the whole source, with its mend."""
    if error.code == "missing_scope":
        needed = error.body.get("needed", "")
        return UserError(
            f"Slack: the token lacks the scope {needed}",
            where="sources: slack",
            mend=f"add {needed} to the app's bot token scopes and install it again",
        )
    mend = _FATAL.get(error.code, "run it again; if it stays so, see https://slack-status.com")
    return UserError(f"Slack answered {error}", where="sources: slack", mend=mend)
