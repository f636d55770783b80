"""What the model reads before the week: client and readers, what they were told last, what they asked lately, and what
earlier weeks left open, each point with a short id by which it can be quoted.

What people wrote stands with the week between its marks; what this module makes itself stands above. The week's turns
are `prompt`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.flagged import why_flagged
from yarnnn_pipelines.deliverables.brief.open_points import OpenPoint
from yarnnn_pipelines.deliverables.brief.readers import Reader
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.deliverables.writers.model.transcript import (
    header,
    inert,
    on_one_line,
    plain_name,
    who,
    without_secrets,
)
from yarnnn_pipelines.english.days import full_day
from yarnnn_pipelines.english.promises import promises_a_deed
from yarnnn_pipelines.english.rewording import shortened

MOST_ASKED = 3  # of a reader
MOST_OPEN_POINTS = 15  # the newest
LONGEST = 600  # characters of an open point; what is longer is no sentence
_LONGEST_ASKED = 160  # characters


@dataclass(frozen=True)
class Background:
    """about: above the week. lines: what stands with the week before its turns; points: the events by the ids under
    which those lines name them."""

    about: str
    lines: tuple[str, ...]
    points: Mapping[str, Event]

    @property
    def size(self) -> int:
        """In bytes of UTF-8."""
        return sum(len(line.encode()) + 1 for line in self.lines)


def background_of(brief: Brief, most_bytes: int) -> Background:
    """most_bytes: of what stands with the week; beyond, the oldest open points are left out."""
    asked = list(_asked(brief.readers, brief.frame))
    room = most_bytes - sum(len(line.encode()) for line in asked)
    lines: list[str] = []
    points: dict[str, Event] = {}
    for point in _newest(brief.open_points, room):
        point_id = f"o{len(points) + 1}"
        points[point_id] = point.piece.event
        lines.append(_line(point_id, point, brief.frame))
    heading = ["\n# Left open by earlier weeks"] if lines else []
    return Background(_about(brief), tuple(map(inert, [*asked, *heading, *lines])), points)


def _about(brief: Brief) -> str:
    """The client, the readers and their preferences; then what changes from week to week."""
    week = brief.week
    readers = ", ".join(map(_introduced, brief.readers))
    lines = [f"Client: {week.client.name}. Reader: {readers or 'the client'}."]
    if brief.preferences:
        lines += ["What the reader prefers:", *(f"- {preference}" for preference in brief.preferences)]
    days = week.days
    is_whole_story = not (days.is_a_week or days.is_a_month)  # which is told anew each time
    if brief.last_issue is not None and not is_whole_story:
        lines += [f"What the reader was told last, of the week of {full_day(monday_of(brief.last_issue.week))}:"]
        lines += [f"- {on_one_line(sentence)}" for sentence in brief.last_issue.sentences]
        lines += ["Tell none of it again unless it has moved; where a turn says how it went on, tell that."]
    if days.is_a_week:
        lines.append(f"The week begins on {full_day(monday_of(week.week))}. Times are of {week.time_zone}.")
    else:
        first, last = (f"{full_day(day)} {day.year}" for day in (days.first, days.last))
        lines.append(f"It is the time from {first} to {last}. Times are of {week.time_zone}.")
    return "\n".join(map(inert, lines))


def _introduced(reader: Reader) -> str:
    """ "Dana Reyes (Head of Marketing, Acme Corp)"."""
    known = ", ".join(on_one_line(each) for each in (reader.role, reader.organisation) if each)
    name = plain_name(reader.name)
    return f"{name} ({known})" if known else name


def _asked(readers: Sequence[Reader], frame: Frame) -> Iterator[str]:
    """A line for each of their newest questions, the words as far as they give no password away."""
    if any(reader.asked for reader in readers):
        yield "\n# What the readers asked lately"
    for reader in readers:
        for piece in reader.asked[:MOST_ASKED]:
            words = shortened(on_one_line(without_secrets(piece.quote)), _LONGEST_ASKED)
            yield f"{plain_name(reader.name)} asked on {full_day(frame.day(piece.event.occurred_at))}: {words}"


# --- open points -------------------------------------------------------------------------------------------------


_LINE_BYTES = 150  # of a point: id, time, author, side, state


def _newest(points: Sequence[OpenPoint], room: int) -> list[OpenPoint]:
    """In their order as many as there is room for, without those that a person must look at first."""
    kept: list[OpenPoint] = []
    for point in reversed(points):
        words = point.piece.quote
        if len(words) > LONGEST or why_flagged(point.piece.event) or without_secrets(words) != words:
            continue
        room -= _LINE_BYTES + len(words.encode())
        if room < 0 or len(kept) == MOST_OPEN_POINTS:
            break
        kept.append(point)
    return kept[::-1]


def _line(point_id: str, point: OpenPoint, frame: Frame) -> str:
    """ "[o1] Mon 12 Oct 10:20 Priya Nair (client), promised for Friday 23 October, not told as done: ..."."""
    event = point.piece.event
    state = f"{_matter(point)}, {_state(point, frame)}"
    return f"{header(point_id, event, who(event, frame), frame)}, {state}: {on_one_line(point.piece.quote)}"


def _matter(point: OpenPoint) -> str:
    if point.kind == "ask":
        return "asked"
    verb = "promised" if promises_a_deed(point.piece.quote) else "announced"
    return f"{verb} for {full_day(point.due)}" if point.due else verb


def _state(point: OpenPoint, frame: Frame) -> str:
    if point.by is not None:
        author = plain_name(point.by.author_name or "") or "somebody"
        return f"{point.state} on {full_day(frame.day(point.by.occurred_at))} by {author}"
    if point.kind == "ask":
        return "no answer read"
    return "still ahead" if point.due and point.due > frame.days.last else "not told as done"
