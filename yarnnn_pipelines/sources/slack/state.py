"""What Slack's source remembers between runs: how far each channel has been read.

How the state moves on is decided in `live` and `channel`. The keys of the JSON are those of the first version that
synced live, and stay so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yarnnn_pipelines.sources.shared.slices import Backlog, TimeSpan
from yarnnn_pipelines.sources.shared.stored import Stored, UnreadableState, as_list, as_number, as_text


@dataclass(frozen=True)
class WaitingThread:
    """A thread that is still to be read. root: its ts; read_to: ts of the last reply that was read, None: of none."""

    root: str
    read_to: str | None = None

    @classmethod
    def from_json(cls, value: Any) -> WaitingThread:
        root, read_to = as_list(value, 2)
        return cls(as_text(root), None if read_to is None else as_text(read_to))

    def to_json(self) -> list[str | None]:
        return [self.root, self.read_to]


@dataclass
class ChannelCursor:
    """How far one channel has been read. Instants are microseconds since 1970.

    name, container: what it is called, and its container_id.
    newest: the newest message that was listed, None before the first run.
    backlog: what of its history is still to be listed.
    threads: those that are still to be read whole.
    read_at: when all that was new had been read.
    rescanned_at: when active threads were last read though nothing showed on their root.
    audit_down_to: down to where the present round through old history has come, None where none is under way.
    audited_at: when that round last went on.
    whole_at: when a round last came to its end.
    """

    name: str = ""
    container: str = ""
    newest: int | None = None
    backlog: Backlog = field(default_factory=Backlog)
    threads: list[WaitingThread] = field(default_factory=list)
    read_at: int | None = None
    rescanned_at: int = 0
    audit_down_to: int | None = None
    audited_at: int = 0
    whole_at: int | None = None

    @classmethod
    def from_json(cls, value: Any) -> ChannelCursor:
        stored = Stored(value)
        return cls(
            name=stored.text("name"),
            container=stored.text("container"),
            newest=stored.optional_number("newest"),
            backlog=Backlog(tuple(_span(span) for span in stored.elements("todo"))),
            threads=[WaitingThread.from_json(thread) for thread in stored.elements("threads")],
            read_at=stored.optional_number("read_at"),
            rescanned_at=stored.number("rescanned_at"),
            audit_down_to=stored.optional_number("audit"),
            audited_at=stored.number("audited_at"),
            whole_at=stored.optional_number("whole_at"),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "newest": self.newest,
            "todo": [span.as_list() for span in self.backlog.spans],
            "threads": [thread.to_json() for thread in self.threads],
            "read_at": self.read_at,
            "rescanned_at": self.rescanned_at,
            "audit": self.audit_down_to,
            "audited_at": self.audited_at,
            "whole_at": self.whole_at,
            "name": self.name,
            "container": self.container,
        }


@dataclass
class SlackState:
    """channels: by Slack's id. turn: the number of the channel that the last run began with.

    unreadable: the channels whose stored cursor could not be read; they are read as if for the first time.
    """

    channels: dict[str, ChannelCursor] = field(default_factory=dict)
    turn: int = -1
    unreadable: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, value: Any) -> SlackState:
        """See `shared.stored` for what becomes of unknown and of broken parts."""
        try:
            stored = Stored(value)
            state, cursors = cls(turn=stored.number("turn", -1)), stored.entries("channels")
        except UnreadableState:
            return cls(unreadable=("all Slack channels",))
        for channel, cursor in cursors.items():
            try:
                state.channels[channel] = ChannelCursor.from_json(cursor)
            except UnreadableState:
                state.unreadable += (f"Slack channel {channel}",)
        return state

    def to_json(self) -> dict[str, Any]:
        return {
            "channels": {channel: cursor.to_json() for channel, cursor in self.channels.items()},
            "turn": self.turn,
        }


def _span(value: Any) -> TimeSpan:
    low, high = as_list(value, 2)
    return TimeSpan(0 if low is None else as_number(low), None if high is None else as_number(high))
