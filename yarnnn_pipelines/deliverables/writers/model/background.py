"""What the model reads before the week: client and readers, what they were told last, what they asked lately, and what
earlier weeks left open, each point with a short id by which it can be quoted.

What people wrote stands with the week between its marks; what this module makes itself stands above. The week's turns
are `prompt`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.open_points import OpenPoint, open_points
from yarnnn_pipelines.deliverables.brief.readers import Reader
from yarnnn_pipelines.deliverables.preferences.preference import in_words
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
from yarnnn_pipelines.english.days import dates_named, full_day, weekdays_named
from yarnnn_pipelines.english.promises import promises_a_deed
from yarnnn_pipelines.english.rewording import shortened

MOST_ASKED = 3  # of a reader, the newest
MOST_OPEN_POINTS = 20
_LONGEST_AGAIN = 160  # characters of what was said of a point since, and of what its talk began with
_TOLD_TO_A_MODEL = ("wording", "leaves_out", "topic", "detail", "days", "thousands", "shares")
_LINE_BYTES = 150  # of a point: id, time, author, side, state


@dataclass(frozen=True)
class Background:
    """about: above the week. points: what earlier weeks left open, by the ids under which the lines name it."""

    about: str
    points: Mapping[str, OpenPoint]
    readers: tuple[Reader, ...]
    frame: Frame

    @property
    def events(self) -> Mapping[str, Event]:
        return {point_id: point.piece.event for point_id, point in self.points.items()}

    @property
    def size(self) -> int:
        """In bytes of UTF-8, of what stands with the week."""
        return sum(len(line.encode()) + 1 for line in self.lines({}))

    def lines(self, turns: Mapping[str, Event]) -> list[str]:
        """What stands with a part of the week before its turns. turns: of that part, by id."""
        ids = {event.event_id: turn for turn, event in turns.items()}
        points = [line for one, point in self.points.items() for line in _lines(one, point, ids, self.frame)]
        heading = ["\n# Left open by earlier weeks"] if points else []
        return [*map(inert, [*self._asked(ids), *heading, *points])]

    def _asked(self, ids: Mapping[str, str]) -> Iterator[str]:
        """Where each of them asked something that no week before this one answered."""
        names = {**{point.piece.event.event_id: one for one, point in self.points.items()}, **ids}
        lines = []
        for reader in self.readers:
            asked = dict.fromkeys(names.get(piece.event.event_id, "") for piece in reader.asked)
            if named := [one for one in asked if one][:MOST_ASKED]:
                lines.append(f"{plain_name(reader.name)} in {', '.join(named)}")
        if lines:
            yield f"\n# Asked by the readers lately\n{'; '.join(lines)}"


def background_of(brief: Brief, kind: DeliverableType, most_bytes: int) -> Background:
    """most_bytes: of what stands with the week; beyond, the least pressing of the open points are left out."""
    kept = _most_pressing(open_points(brief, kind), brief.frame, most_bytes)
    points = {f"o{number}": point for number, point in enumerate(kept, start=1)}
    return Background(_about(brief, kind), points, brief.readers, brief.frame)


def _about(brief: Brief, kind: DeliverableType) -> str:
    """The client, the readers and their preferences; then what changes from week to week."""
    week = brief.week
    readers = ", ".join(map(_introduced, brief.readers))
    lines = [f"Client: {week.client.name}. Reader: {readers or 'the client'}."]
    if wishes := _wishes(brief, kind):
        lines += ["What the reader prefers:", *(f"- {wish}" for wish in wishes)]
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


def _wishes(brief: Brief, kind: DeliverableType) -> list[str]:
    """What of the reader's preferences the task does not say already: it has the sections as they are wanted."""
    titles = {section.id: section.title for section in kind.sections}
    return [in_words(one, titles) for one in brief.preferences.each if one.kind in _TOLD_TO_A_MODEL]


def _introduced(reader: Reader) -> str:
    """ "Dana Reyes (Head of Marketing, Acme Corp)"."""
    known = ", ".join(on_one_line(each) for each in (reader.role, reader.organisation) if each)
    name = plain_name(reader.name)
    return f"{name} ({known})" if known else name


# --- open points -------------------------------------------------------------------------------------------------


def _most_pressing(points: Sequence[OpenPoint], frame: Frame, room: int) -> list[OpenPoint]:
    """In their order as many as there is room for: those that this week closed or speaks of, then those that fall due,
    then the newest. None that gives a password away."""

    def pressing(point: OpenPoint) -> tuple[bool, bool, float]:
        again = point.again is not None and frame.day(point.again.event.occurred_at) >= frame.days.first
        falls_due = point.due is not None and point.due >= frame.days.first
        return point.closed is not None or again, falls_due, point.piece.event.occurred_at.timestamp()

    kept: list[OpenPoint] = []
    for point in sorted(points, key=pressing, reverse=True):
        words = point.piece.quote
        if without_secrets(words) != words:
            continue
        room -= _LINE_BYTES + len(words.encode()) + _LONGEST_AGAIN * sum(map(bool, (point.again, point.opening)))
        if room < 0 or len(kept) == MOST_OPEN_POINTS:
            break
        kept.append(point)
    return sorted(kept, key=lambda point: (point.piece.place_in_time, point.piece.start))


def _lines(point_id: str, point: OpenPoint, ids: Mapping[str, str], frame: Frame) -> Iterator[str]:
    """ "[o1] Mon 12 Oct 10:20 Priya Nair (client), promised for Friday 23 October, overdue, not told as done: ...",
    and below it what an earlier week said of it since."""
    event, again = point.piece.event, point.again
    state = ", ".join([_matter(point), _state(point, ids, frame)])
    if again is not None and again.event.event_id in ids and point.closed is None:
        state += f", spoken of in {ids[again.event.event_id]}"
    yield f"{header(point_id, event, who(event, frame), frame)}, {state}: {on_one_line(point.piece.quote)}"
    if point.opening is not None:
        began = shortened(on_one_line(without_secrets(point.opening.quote)), _LONGEST_AGAIN)
        yield f"  (in the talk that {who(point.opening.event, frame)} began: {began})"
    if again is not None and point.closed is None and frame.day(again.event.occurred_at) < frame.days.first:
        said = shortened(on_one_line(without_secrets(again.quote)), _LONGEST_AGAIN)
        day = full_day(frame.day(again.event.occurred_at))
        yield f"  (since then, on {day}, {who(again.event, frame)}: {said})"


def _matter(point: OpenPoint) -> str:
    """With its day where its own words name one: what "next week" means, is the model's to read."""
    words = point.piece.quote
    names_a_day = any(weekdays_named(words)) or any(dates_named(words))
    until = f" for {full_day(point.due)}" if point.due and names_a_day else ""
    if point.kind == "promise":
        return f"{'promised' if promises_a_deed(words) else 'announced'}{until}"
    return {"ask": f"asked{until}", "plan": "planned", "trouble": "reported"}[point.kind]


def _state(point: OpenPoint, ids: Mapping[str, str], frame: Frame) -> str:
    if point.closed is not None:
        event = point.closed.event
        if event.event_id in ids:
            return f"{point.closed.state} in {ids[event.event_id]}"
        author = plain_name(event.author_name or "") or "somebody"
        return f"{point.closed.state} on {full_day(frame.day(event.occurred_at))} by {author}"
    if point.kind == "trouble":
        return "not told as over"
    if point.kind == "ask":
        return "no answer read"
    is_ahead = point.due is not None and point.due > frame.days.last
    overdue = "overdue, " if point.due and point.due < frame.days.first else ""
    return "still ahead" if is_ahead else f"{overdue}not told as done"
