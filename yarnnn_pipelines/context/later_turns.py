"""What the rest of a conversation does to a sentence: says that it is over, done or lasts, turns to trouble.

Which messages are one conversation is `conversations`; by which words a sentence does this to another,
`english.overtaking`; what answers a question, `answers`. What is done with a sentence that was overtaken is for whoever
asks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from yarnnn_pipelines.context.conversations import Conversation
from yarnnn_pipelines.context.turns import WITHOUT_TURNS, SaidEvent
from yarnnn_pipelines.english.answers import says_only_that_it_is_done
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.overtaking import (
    ends,
    goes_on_with_trouble,
    is_to_come,
    says_it_is_over,
    says_it_lasts,
    undoes,
)
from yarnnn_pipelines.english.promises import promises_a_deed
from yarnnn_pipelines.english.requests import asks_something, matter_of
from yarnnn_pipelines.english.sentences import Span, sentences

_LOOKED_AT = 60  # of the later sentences that say that something is over or lasts, the next so many
_TURNS_READ = 60  # of those after a promise, in its conversation


@dataclass(frozen=True)
class LaterSentence(Generic[SaidEvent]):
    """A sentence of a conversation with its place in it: of its turn, and the offsets in that turn's text."""

    event: SaidEvent
    turn: int
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.event.text[self.start : self.end]


class LaterTurns(Generic[SaidEvent]):
    """What the later turns of conversations say of the earlier ones; each conversation is read when it is asked for."""

    def __init__(self, talk: Iterable[Conversation[SaidEvent]]) -> None:
        self._place = {
            event.event_id: (conversation, turn)
            for conversation in talk
            for turn, event in enumerate(conversation.events)
            if event.kind not in WITHOUT_TURNS
        }
        self._telling: dict[int, list[LaterSentence[SaidEvent]]] = {}
        self._spans: dict[str, list[Span]] = {}

    def conversation_of(self, event_id: str) -> str | None:
        """What tells the event's conversation from others: the id of its first event."""
        return self._place[event_id][0].events[0].event_id if event_id in self._place else None

    def overtaking(self, event_id: str, start: int, end: int) -> LaterSentence[SaidEvent] | None:
        """The later words after which the sentence at these offsets no longer says how things stand; else None.

        What is over may break again, and what lasts be mended: the last word counts.
        """
        if event_id not in self._place:
            return None
        conversation, turn = self._place[event_id]
        said = LaterSentence(conversation.events[turn], turn, start, end)
        telling = self._telling_in(conversation)
        first = bisect_right(telling, (turn, end), key=lambda later: (later.turn, later.start))
        overtaking: LaterSentence[SaidEvent] | None = None
        for later in telling[first : first + _LOOKED_AT]:
            if undoes(later.words, said.words) or (_is_by_who_may_end(later, said) and ends(later.words, said.words)):
                overtaking = later
            elif overtaking is not None and _restores(later.words, overtaking.words):
                overtaking = None
        return overtaking or self._turning(said)

    def delivering(self, event_id: str, promise: str) -> SaidEvent | None:
        """The later turn in which whoever promised says that it is done, and names nothing: "Done!", "Just sent it".

        None after one in which they promise something else, or in which another asks for something else.
        """
        if event_id not in self._place:
            return None
        conversation, turn = self._place[event_id]
        promising = conversation.events[turn]
        for later in conversation.events[turn + 1 : turn + 1 + _TURNS_READ]:
            if later.kind in WITHOUT_TURNS:
                continue
            if (later.author_name, later.author_is_us) == (promising.author_name, promising.author_is_us):
                if says_only_that_it_is_done(later.text):
                    return later
                if promises_a_deed(later.text):
                    return None
            elif asks_something(later.text) and not matter_of(later.text) & content_words(promise):
                return None
        return None

    def _turning(self, said: LaterSentence[SaidEvent]) -> LaterSentence[SaidEvent] | None:
        """The sentence right after it in its own turn that turns to trouble, and to which it is only the way."""
        spans = self._sentences_of(said.event)
        after = next(iter(spans[bisect_left(spans, said.end, key=lambda span: span.start) :][:1]), None)
        if after is None or not goes_on_with_trouble(said.event.text[after.start : after.end], said.words):
            return None
        return LaterSentence(said.event, said.turn, after.start, after.end)

    def _sentences_of(self, event: SaidEvent) -> list[Span]:
        if event.event_id not in self._spans:
            self._spans[event.event_id] = sentences(event.text)
        return self._spans[event.event_id]

    def _telling_in(self, conversation: Conversation[SaidEvent]) -> list[LaterSentence[SaidEvent]]:
        if id(conversation) not in self._telling:
            every = (
                LaterSentence(event, turn, span.start, span.end)
                for turn, event in enumerate(conversation.events)
                if event.kind not in WITHOUT_TURNS
                for span in self._sentences_of(event)
            )
            self._telling[id(conversation)] = [
                said for said in every if says_it_is_over(said.words) or says_it_lasts(said.words)
            ]
        return self._telling[id(conversation)]


def _is_by_who_may_end(later: LaterSentence[SaidEvent], said: LaterSentence[SaidEvent]) -> bool:
    """That what was announced is there, the side says that announced it."""
    return not is_to_come(said.words) or later.event.author_is_us == said.event.author_is_us


def _restores(later: str, overtaking: str) -> bool:
    """The later words take back what the overtaking ones said: it is not over after all, or it is now."""
    return says_it_lasts(later) if says_it_is_over(overtaking) else says_it_is_over(later)
