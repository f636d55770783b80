"""What later words make of something that was asked, promised, planned or reported: closed, and by which event, or
spoken of again.

Each by the one rule that there is for it: what answers an ask is `context.answers`, what closes a promise
`context.promises`, what settles a trouble `later_words`. Which points there are is `open_points`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.context.promises import Closings
from yarnnn_pipelines.context.stated import StatedWords
from yarnnn_pipelines.context.taken_back import TakenBack
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Piece, may_be_shown, stated_in
from yarnnn_pipelines.deliverables.brief.flagged import why_flagged
from yarnnn_pipelines.deliverables.brief.later_words import settled_problems
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext
from yarnnn_pipelines.english.days import DATE_WRITTEN
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.overtaking import says_it_is_over
from yarnnn_pipelines.english.sentences import sentences
from yarnnn_pipelines.english.shared_words import SharedWords

PointKind = Literal["ask", "promise", "plan", "trouble"]
PointState = Literal["answered", "kept", "moved", "withdrawn", "over"]
# Words that a later sentence on the same matter has: so many, which are so much of the point's; or, of a point of few
# words, one that is as long and stands in so few sentences.
_OF_ONE_MATTER, _SHARE_OF_A_MATTER = 2, 0.4
_LONG_WORD, _RARE, _FEW_WORDS = 6, 4, 5
LONGEST = 600  # characters; what is longer is no sentence


@dataclass(frozen=True)
class PointClosed:
    """How a point was closed, and the event whose words say so."""

    state: PointState
    event: Event


class PointStates:
    """The words of a week and of those before it, by what they can do to a point of these."""

    def __init__(self, week: WeekContext, before: WeekContext, kind: DeliverableType, frame: Frame) -> None:
        self._kind, self._frame = kind, frame
        self._events = [*before.events, *week.events]
        stated = stated_in([*before.signals, *week.signals])
        stating = {one.first.event.event_id for one in stated}
        self._turns = LaterTurns(conversations(self._events, frame.client_id))
        self._taken_back = TakenBack(self._events, stating)
        self._closings = Closings(stated, frame, self._taken_back, self._turns)
        self._fixes = {problem.first.key: fix.first.event for problem, fix in settled_problems(stated)}
        self._answers = Answers(self._events, frame.first_names_of_sides)

    def closed(self, kind: PointKind, piece: Piece) -> PointClosed | None:
        """What closed a point first, by whoever said it, also where the reader can't read it; None: nothing known."""
        if kind == "ask":
            answer = self._answers.to(piece.event, piece.quote)
            return PointClosed("answered", answer) if answer else None
        if kind == "trouble":
            return self._over(piece)
        by = self._closings.of(piece)
        return PointClosed(by.how, self._by_id[by.event.event_id]) if by else None

    def _over(self, trouble: Piece) -> PointClosed | None:
        if fix := self._fixes.get(trouble.key):
            return PointClosed("over", fix)
        over = self._turns.overtaking(trouble.event.event_id, trouble.start, trouble.end)
        if over is not None and says_it_is_over(over.words):
            return PointClosed("over", over.event)
        denied = self._taken_back.by(StatedWords("risk", (trouble,)))
        return PointClosed("withdrawn", self._by_id[denied.event.event_id]) if denied else None

    def spoken_of_again(self, piece: Piece) -> Piece | None:
        """The newest sentence on the same matter, where the deliverable's reader could see it: it has two of its words,
        and two fifths of them, or, said in this week, one of few that hardly any other sentence has."""
        said, by_word = self._said
        words = _matter(piece.quote)
        at_least = max(_OF_ONE_MATTER, math.ceil(_SHARE_OF_A_MATTER * len(words)))
        with_a_rare_word = {
            place
            for word in (words if len(words) <= _FEW_WORDS else ())
            if len(word) >= _LONG_WORD and len(saying := by_word.places([word])) <= _RARE
            for place in saying
            if self._is_of_the_week(said[place])
        }
        for place in sorted(by_word.places(words, at_least) | with_a_rare_word, reverse=True):
            later = said[place]
            if later.event.occurred_at <= piece.event.occurred_at:
                return None
            is_alike = place in with_a_rare_word or len(words & _matter(later.quote)) >= at_least
            if is_alike and why_flagged(later.event) is None:
                return later
        return None

    def _is_of_the_week(self, piece: Piece) -> bool:
        return self._frame.day(piece.event.occurred_at) >= self._frame.days.first

    @cached_property
    def _said(self) -> tuple[Sequence[Piece], SharedWords]:
        """Every sentence that the reader could see, in the order of time."""
        said = [
            Piece(event, span.start, span.end)
            for event in self._events
            if event.kind not in WITHOUT_TURNS and may_be_shown(event, self._kind)
            for span in sentences(event.text)
            if span.end - span.start <= LONGEST
        ]
        said.sort(key=lambda piece: (*piece.place_in_time, piece.start))
        by_word = SharedWords()
        for place, piece in enumerate(said):
            by_word.add(place, _matter(piece.quote))
        return said, by_word

    @cached_property
    def _by_id(self) -> dict[str, Event]:
        return {event.event_id: event for event in self._events}


# What people write in any matter; so do words of one or two letters.
_IN_ANY_MATTER = content_words(
    "please send sent ok okay say says said go goes come comes came thanks thank keep post posted absolutely let know"
    " get got see look do done make made take took give gave tell told ask asked need needs want wants i'll we'll today"
    " tomorrow yesterday week day morning right sure maybe really now"
)


def _matter(words: str) -> frozenset[str]:
    said = content_words(DATE_WRITTEN.sub(" ", words)) - _IN_ANY_MATTER
    return frozenset(word for word in said if len(word) > 2)
