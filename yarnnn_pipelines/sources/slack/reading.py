"""Pages of Slack's history, what has landed of them, and what a slice that has read some of a channel proves.

Which page is asked for next is `channel`'s work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.differences import Concerned
from yarnnn_pipelines.sources.shared.slices import Slice
from yarnnn_pipelines.sources.slack.items import ChannelMessages, Workspace, instant_of

Threads = Mapping[str, tuple[int, int]]  # {ts of a root: (replies that are there, instant of the latest)}


class KnownThreads(Protocol):
    """What has landed of channels' threads."""

    def threads(self, spans: Mapping[str, tuple[int, int | None]]) -> Mapping[str, Threads]:
        """Of each container those threads whose root lies within its span (microseconds, both included, None: to now)
        and of which a reply is there."""


@dataclass(frozen=True)
class Page:
    """An answer of conversations.history. landed: the threads that have landed within it, None: not looked up yet."""

    answer: Mapping[str, Any]
    landed: Threads | None = None

    def down_to(self) -> int | None:
        """The instant down to which it lists, None if to the end of what was asked for."""
        messages = self.answer["messages"]
        return (
            min(instant_of(message["ts"]) for message in messages) if self.answer.get("has_more") and messages else None
        )


class Reading:
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
        self._records |= {message["ts"]: message for message in messages}
        self._history.append((low, high))

    def listed_replies(
        self, root: str, messages: Sequence[Mapping[str, Any]], since: str | None, last: str | None
    ) -> None:
        """The root comes first on a page and is no reply; of one that is gone there is nothing."""
        self._records |= {message["ts"]: message for message in messages}
        span = (instant_of(since) if since else 0, instant_of(last) if last else None)
        self._threads.setdefault(root, []).append(span)

    def as_slice(self, state: Mapping[str, Any], stage: str, share: float) -> Slice:
        """state: the source's, once this is landed; stage, share: see `Slice`."""
        channel = ChannelMessages(self._workspace, self._channel)
        channel.add([self._records[ts] for ts in sorted(self._records, key=instant_of)])
        items = channel.take()
        container = f"slack:{self._workspace.team}:{self._channel}"
        threads = [f"{container}:{root}" for root in self._threads]
        concerned = Concerned([item.item_id for item in items], [container], self._history, threads)
        coverage = Coverage(containers=[container], judge=self._would_show)
        return Slice("messages", items, concerned, coverage, state, container, stage, share)

    def _would_show(self, payload: Mapping[str, Any]) -> bool:
        """Whether a message with this payload, had it still been there, would have been listed."""
        ts, root = payload.get("ts"), payload.get("thread_ts")
        if not isinstance(ts, str):
            return False
        is_reply = isinstance(root, str) and root != ts
        if isinstance(root, str) and root != ts and _within(ts, self._threads.get(root, ())):
            return True
        return (not is_reply or payload.get("subtype") == "thread_broadcast") and _within(ts, self._history)


def _within(ts: str, spans: Iterable[tuple[int, int | None]]) -> bool:
    instant = instant_of(ts)
    return any(low <= instant and (high is None or instant <= high) for low, high in spans)


def ts_of(instant: int) -> str:
    """Microseconds as Slack writes them: `1700000000.000100`."""
    return f"{instant // 1_000_000}.{instant % 1_000_000:06d}"
