"""Pages of Slack's history, what has landed of them, and what a slice that has read some of a channel proves.

Which page is asked for next is `channel`'s work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from yarnnn_pipelines.sources.shared.answers import listed, next_cursor
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.scope import Concerned
from yarnnn_pipelines.sources.shared.slices import Slice
from yarnnn_pipelines.sources.slack.items import ChannelMessages, Workspace, as_ts, instant_of, ts_in

Threads = Mapping[str, tuple[int, int]]  # {ts of a root: (replies that are there, instant of the latest)}


class KnownThreads(Protocol):
    """What has landed of channels' threads."""

    def threads(self, spans: Mapping[str, tuple[int, int | None]]) -> Mapping[str, Threads]:
        """Of each container those threads whose root lies within its span (microseconds, both included, None: to now)
        and of which a reply is there."""


@dataclass(frozen=True)
class Page:
    """An answer of conversations.history or conversations.replies.

    messages: those that have a place in the channel, `ts`; odd: how many records have none. goes_on: whether there is
    more; cursor: of the page that follows. landed: the threads that have landed within it, None: not looked up yet.
    """

    messages: Sequence[Mapping[str, Any]]
    odd: int = 0
    goes_on: bool = False
    cursor: str | None = None
    landed: Threads | None = None

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Page:
        """`ApiError` where the answer has no list of messages."""
        records = listed(answer, "messages")
        messages = [record for record in records if _has_place(record)]
        metadata = answer.get("response_metadata")
        cursor = next_cursor(metadata.get("next_cursor")) if isinstance(metadata, dict) else None
        return cls(messages, len(records) - len(messages), bool(answer.get("has_more")), cursor)

    def down_to(self) -> int | None:
        """The instant down to which it lists, None if to the end of what was asked for."""
        instants = (instant_of(message["ts"]) for message in self.messages)
        return min(instants) if self.goes_on and self.messages else None


class Reading:
    """What one slice has read of one channel: records, the last word about each, and what was listed whole."""

    def __init__(self, workspace: Workspace, channel: str) -> None:
        self._workspace = workspace
        self._channel = channel
        self._records: dict[str, Mapping[str, Any]] = {}
        self._history: list[tuple[int, int | None]] = []
        self._threads: dict[str, list[tuple[int, int | None]]] = {}
        self._pages = 0
        self._refused: set[str] = set()  # `ts` of what was shown and can't be kept
        self.left_out: list[tuple[str, str]] = []  # (reason, what) of each record that could not be taken

    def __len__(self) -> int:
        return len(self._records)

    @property
    def anything(self) -> bool:
        return self._pages > 0

    def listed_history(self, page: Page, low: int, high: int | None) -> None:
        """What a page shows of a span; where a record of it has no place, nothing of the span counts as missing."""
        self._take(page, f"between {ts_of(low)} and {ts_of(high) if high is not None else 'now'}")
        if not page.odd:
            self._history.append((low, high))

    def listed_replies(self, root: str, page: Page, since: str | None, last: str | None) -> None:
        """The root comes first on a page and is no reply; of one that is gone there is nothing."""
        self._take(page, f"in the thread of {root}")
        if not page.odd:
            span = (instant_of(since) if since else 0, instant_of(last) if last else None)
            self._threads.setdefault(root, []).append(span)

    def left_thread(self, root: str, problem: str) -> None:
        """A thread that can't be listed to its end; nothing of it counts as missing."""
        self._pages += 1
        what = f"the thread of {root} can't be read to its end ({problem}); nothing of it counts as deleted"
        self.left_out.append(("thread_unreadable", what))

    def _take(self, page: Page, where: str) -> None:
        self._pages += 1
        self._records |= {message["ts"]: message for message in page.messages}
        what = f"a record without a usable `ts`, {where}, where nothing that is missing counts as deleted"
        self.left_out += [("message_without_ts", what)] * page.odd

    def as_slice(self, state: Mapping[str, Any], stage: str, share: float) -> Slice:
        """state: the source's, once this is landed; stage, share: see `Slice`."""
        channel = ChannelMessages(self._workspace, self._channel)
        unplaced = channel.add([self._records[ts] for ts in sorted(self._records, key=instant_of)])
        items = channel.take()
        self._refused = channel.refused
        what = "the message {} is nested so deeply that it can't be kept; an earlier state of it stays"
        self.left_out += [("odd_message", what.format(ts)) for ts in sorted(channel.refused)]
        container = f"slack:{self._workspace.team}:{self._channel}"
        threads = [f"{container}:{root}" for root in self._threads]
        concerned = Concerned([item.item_id for item in items], [container], self._history, threads)
        coverage: Coverage | None = Coverage(containers=[container], judge=self._would_show)
        if unplaced["message_without_ts"]:  # what an edit or a deletion speaks of is not told
            coverage = None
        return Slice("messages", items, concerned, coverage, state, container, stage, share)

    def _would_show(self, payload: Mapping[str, Any]) -> bool:
        """Whether a message with this payload, had it still been there, would have been listed."""
        ts, root = ts_in(payload), as_ts(payload.get("thread_ts"))
        if ts is None or ts in self._refused:
            return False
        is_reply = root is not None and root != ts
        if root is not None and root != ts and _within(ts, self._threads.get(root, ())):
            return True
        return (not is_reply or payload.get("subtype") == "thread_broadcast") and _within(ts, self._history)


def _has_place(record: Any) -> bool:
    """Whether a record tells when it was written, as Slack does; an absurd time would say that a page reaches as far
    back, and that all between is missing from it."""
    ts = ts_in(record)
    return ts is not None and ts == record["ts"]


def _within(ts: str, spans: Iterable[tuple[int, int | None]]) -> bool:
    instant = instant_of(ts)
    return any(low <= instant and (high is None or instant <= high) for low, high in spans)


def ts_of(instant: int) -> str:
    """Microseconds as Slack writes them: `1700000000.000100`."""
    return f"{instant // 1_000_000}.{instant % 1_000_000:06d}"
