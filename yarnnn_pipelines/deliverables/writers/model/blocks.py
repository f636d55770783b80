"""A week as a model reads it: conversations as blocks with their turns, cut into parts of what it reads at once.

Only what the reader of the deliverable may see gets in, and no turn that speaks to a machine. How a turn is written is
`transcript`, what refers to something elsewhere `references`, what stands before the week `background`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.context.conversations import Conversation, conversations
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.candidates import may_be_shown
from yarnnn_pipelines.deliverables.brief.flagged import why_flagged
from yarnnn_pipelines.deliverables.brief.meetings import is_a_strangers
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.deliverables.writers.model.references import answers_elsewhere, in_words, same_things
from yarnnn_pipelines.deliverables.writers.model.transcript import (
    on_one_line,
    turn_line,
    who,
    without_secrets,
    words_of,
)
from yarnnn_pipelines.sources.registry import label_of

MOST_PARTS = 6  # requests that a long week is read in; the oldest of a longer one is not read
_HEADER_BYTES = 70  # of a turn: id, time, author, side, what it answers
_CONTINUED = " (continued)"


@dataclass(frozen=True)
class Shown:
    """Lines for a model, and the events of their turns by id."""

    lines: tuple[str, ...]
    turns: Mapping[str, Event]


@dataclass(frozen=True)
class Block:
    """Turns of one conversation, or meetings that the week only knows of, under their heading."""

    heading: str
    turns: tuple[tuple[Event, str], ...]  # with what the header calls them

    @property
    def events(self) -> list[Event]:
        return [event for event, _ in self.turns]

    @cached_property
    def size(self) -> int:
        """In bytes of UTF-8."""
        return len(self.heading.encode()) + sum(_size(event) for event, _ in self.turns)

    @property
    def last(self) -> str:
        return max(event.occurred_at.isoformat() for event, _ in self.turns)


@dataclass(frozen=True)
class Part:
    """What is read at once: its blocks get the ids c1, c2, ..., their turns t1, t2, ..."""

    blocks: tuple[Block, ...]

    def shown(self, frame: Frame) -> Shown:
        talks = [block.events for block in self.blocks]
        ids = [f"c{number}" for number in range(1, len(talks) + 1)]
        events = [event for talk in talks for event in talk]
        turns = {f"t{number}": event for number, event in enumerate(events, start=1)}
        notes = _notes(answers_elsewhere(talks, frame), {event.event_id: turn for turn, event in turns.items()})
        others = same_things(talks)
        lines: list[str] = []
        numbered = iter(turns)
        for place, block in enumerate(self.blocks):
            also = f" ({in_words(others[place], ids)})" if place in others else ""
            lines.append(f"\n# {ids[place]} {block.heading}{also}")
            for event, author in block.turns:
                note = "".join(f", {one}" for one in notes.get(event.event_id, ()))
                lines.append(turn_line(next(numbered), event, f"{author}{note}", frame))
        return Shown(tuple(lines), turns)


def _notes(answers: Mapping[str, Sequence[str]], ids: Mapping[str, str]) -> dict[str, list[str]]:
    """What stands in the header of who asks, and of who answers, where they stand in different conversations."""
    notes: dict[str, list[str]] = defaultdict(list)
    answering: dict[str, list[str]] = defaultdict(list)
    for asking, replies in answers.items():
        notes[asking].append(f"answered in {' and '.join(ids[reply] for reply in replies)}")
        for reply in replies:
            answering[reply].append(ids[asking])
    for reply, asked in answering.items():
        notes[reply].append(f"answers {' and '.join(asked)}")
    return notes


@dataclass(frozen=True)
class Cut:
    """A week in parts. flagged: why an event that would have been given is not, by event id. unread: events of the
    oldest conversations, for which there was no room."""

    parts: tuple[Part, ...]
    flagged: Mapping[str, str]
    unread: tuple[Event, ...]


def week_in_parts(brief: Brief, kind: DeliverableType, most_bytes: int) -> Cut:
    """most_bytes: of a part."""
    flagged: dict[str, str] = {}
    talk = conversations(_given(brief, kind, flagged))
    blocks = [block for group in _by_channel(talk) for block in _blocks(group, brief.frame, most_bytes)]
    blocks += _meetings(brief, kind, flagged)
    parts, unread = _packed(blocks, most_bytes)
    return Cut(tuple(Part(tuple(part)) for part in parts), flagged, tuple(unread))


def _given(brief: Brief, kind: DeliverableType, flagged: dict[str, str]) -> list[Event]:
    """What the reader may see, but for what a stranger put into a calendar; notes those that a person must look at."""
    return [event for event in brief.week.events if _is_given(event, brief, kind, flagged)]


def _is_given(event: Event, brief: Brief, kind: DeliverableType, flagged: dict[str, str]) -> bool:
    week = brief.week
    if not may_be_shown(event, kind):
        return False
    if event.kind == "meeting" and is_a_strangers(event, week):
        return False
    if reason := why_flagged(event):
        flagged[event.event_id] = reason
        return False
    return True


def _size(event: Event) -> int:
    return _HEADER_BYTES + len(words_of(event).encode())


def _by_channel(talk: Iterable[Conversation[Event]]) -> Iterator[list[Conversation[Event]]]:
    """The conversations of one channel after another, each in the order of time."""
    channels: dict[tuple[str, str, str | None], list[Conversation[Event]]] = defaultdict(list)
    for conversation in talk:
        first = conversation.events[0]
        channels[first.platform, first.kind, first.container_id].append(conversation)
    yield from channels.values()


def _blocks(channel: Sequence[Conversation[Event]], frame: Frame, most_bytes: int) -> Iterator[Block]:
    """Each conversation as a block; one that is longer than a part as several."""
    for conversation in channel:
        heading = _heading(conversation)
        turns: list[tuple[Event, str]] = []
        size = 0
        for event in conversation.events:
            if turns and size + _size(event) > most_bytes:
                yield Block(heading, tuple(turns))
                turns, size = [], 0
                heading = heading.removesuffix(_CONTINUED) + _CONTINUED
            turns.append((event, who(event, frame)))
            size += _size(event)
        yield Block(heading, tuple(turns))


def _heading(conversation: Conversation[Event]) -> str:
    """What it is and, of what has a title, what it is called; a meeting begins with its own."""
    first = conversation.events[0]
    named = first.title if first.kind != "meeting" else None
    topic = f": {on_one_line(without_secrets(conversation.topic))}" if named else ""
    return f"{label_of(first.platform)}, {first.kind}{topic}"


def _meetings(brief: Brief, kind: DeliverableType, flagged: dict[str, str]) -> list[Block]:
    """Meetings that are no events of the week, but that it knows of."""
    listed = {event.event_id for event in brief.week.events}
    rows = [
        (meeting.event, f"meeting ({meeting.relation})")
        for meeting in brief.week.meetings
        if meeting.event.event_id not in listed and _is_given(meeting.event, brief, kind, flagged)
    ]
    return [Block("Calendar", tuple(rows))] if rows else []


def _packed(blocks: Sequence[Block], most_bytes: int) -> tuple[list[list[Block]], list[Event]]:
    """The blocks in parts, in their order, and the events of those that had no room: the oldest."""
    kept = set(range(len(blocks)))
    parts = _in_parts(blocks, most_bytes)
    for oldest in sorted(kept, key=lambda place: blocks[place].last):
        if len(parts) <= MOST_PARTS:
            break
        kept.remove(oldest)
        parts = _in_parts([blocks[place] for place in sorted(kept)], most_bytes)
    unread = [event for place, block in enumerate(blocks) if place not in kept for event, _ in block.turns]
    return parts, unread


def _in_parts(blocks: Sequence[Block], most_bytes: int) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    size = 0
    for block in blocks:
        if parts[-1] and size + block.size > most_bytes:
            parts.append([])
            size = 0
        parts[-1].append(block)
        size += block.size
    return parts
