"""What in a week speaks against calling it on track, told or not, and whether or not its reader could see it.

Which words of the deliverable itself make a status line is `slots.status_line`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from yarnnn_pipelines.context.conversations import Conversation, conversations
from yarnnn_pipelines.context.promises import due_of
from yarnnn_pipelines.deliverables.brief.candidates import Candidate
from yarnnn_pipelines.deliverables.brief.carried_over import Closing
from yarnnn_pipelines.deliverables.brief.later_words import LaterWords, settled_problems
from yarnnn_pipelines.deliverables.brief.reach import is_spoken_of_lately, is_still_spoken_of
from yarnnn_pipelines.deliverables.brief.remarks import worth_telling
from yarnnn_pipelines.deliverables.brief.weighing import Weighing
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event


def against_on_track(
    events: Sequence[Event], stated: Sequence[Candidate], frame: Frame, rests_on: Collection[str]
) -> str | None:
    """Why the week can't be called on track, in words; None where nothing speaks against it.

    It takes a week of which is known what the line rests on (rests_on: event ids); no trouble in it that no later word
    ends; no exchange that ended with the client waiting for our word; and no promise whose day has come without a word
    that it was kept. events, stated: also of the weeks before, where the update accounts for what they left open.
    """
    if not set(rests_on) <= {event.event_id for event in events}:
        return "the week that it speaks of is not known"
    if _is_overdue_since_earlier(events, stated, frame):
        return "a promise of an earlier week is overdue, and nobody says that it was kept"
    talks = conversations(events, frame.client_id)
    if any(_is_open(talk) and is_spoken_of_lately(frame, talk.events[-1]) for talk in talks):
        return "an exchange ended with the client waiting for us"
    return _against_in_the_week(
        [event for event in events if frame.days.holds(frame.day(event.occurred_at))],
        [one for one in stated if frame.days.holds(frame.day(one.first.event.occurred_at))],
        frame,
    )


def _against_in_the_week(events: Sequence[Event], stated: Sequence[Candidate], frame: Frame) -> str | None:
    later = LaterWords(events, stated, frame)
    settled = {problem.first.key for problem, _ in settled_problems(stated)}
    for candidate in stated:
        said = candidate.first
        is_over = said.key in settled or later.taken_back(candidate) or later.overtaken(candidate)
        if candidate.kind == "risk" and not is_over:
            return "the week holds a trouble of which nobody says that it is over"
        if candidate.kind == "commitment" and later.is_due(candidate) and not later.is_kept(candidate):
            return "a promise was due in the week, and nobody says that it was kept"
    return None


def _is_overdue_since_earlier(events: Sequence[Event], stated: Sequence[Candidate], frame: Frame) -> bool:
    """A promise that the update still accounts for, of which no later word tells anything."""
    made = [
        one
        for one in stated
        if one.kind == "commitment" and frame.day(one.first.event.occurred_at) < frame.days.first
        if is_still_spoken_of(frame, [one.first.source])
    ]
    due = [one for one in made if (day := due_of(frame, one.first.source)) is not None and day <= frame.days.last]
    if not due:
        return False
    closing = Closing(events, stated, frame)
    return any(closing.why(one.first) is None for one in worth_telling(due, Weighing(events, frame.client_id)))


def _is_open(talk: Conversation[Event]) -> bool:
    """It is for us to answer the client."""
    is_our_move = talk.state.name == "open" and talk.state.move == "us"
    return is_our_move and any(turn.side == "client" for turn in talk.turns)
