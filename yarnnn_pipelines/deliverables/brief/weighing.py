"""Weighing: the salience of a week's sentences, each in its turn and conversation.

Where a sentence stands is read off the week here; what that is worth is `salience`, what is done with it `remarks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from yarnnn_pipelines.context.conversations import Conversation, conversations
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Piece
from yarnnn_pipelines.deliverables.brief.salience import Setting, salience
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.sentences import Span, core, is_heading, sentences
from yarnnn_pipelines.english.statement import parse


class Weighing:
    """The week's turns as its reader could see them. Each sentence is weighed when it is first asked for."""

    def __init__(self, events: Iterable[Event], client_id: str) -> None:
        self._client_id = client_id
        self.turns = [event for event in events if event.kind not in WITHOUT_TURNS]
        self._sentences: dict[str, list[Span]] = {}
        self._asks: dict[str, bool] = {}

    def sentences_of(self, event: Event) -> list[Span]:
        """What of each sentence says something; no headings."""
        if event.event_id not in self._sentences:
            said = [span for span in sentences(event.text) if not is_heading(event.text[slice(*span)])]
            cores = (core(event.text, span) for span in said)
            self._sentences[event.event_id] = [span for span in cores if span is not None]
        return self._sentences[event.event_id]

    def salience(self, piece: Piece) -> float:
        return salience(piece.quote, self.setting(piece))

    def setting(self, piece: Piece) -> Setting:
        event = piece.event
        spans = self.sentences_of(event)
        place = next((place for place, span in enumerate(spans) if span.end > piece.start), 0)
        turn, turns, before = self._in_conversation.get(event.event_id, (0, 1, None))
        return Setting(
            by_us=event.author_is_us,
            in_mail=event.kind == "mail",
            turn=turn,
            turns=turns,
            place=place,
            places=len(spans),
            answers=before is not None and before.author_is_us != event.author_is_us and self._turn_asks(before),
        )

    def _turn_asks(self, event: Event) -> bool:
        if event.event_id not in self._asks:
            spans = self.sentences_of(event)
            self._asks[event.event_id] = any(parse(event.text[slice(*span)]).asks for span in spans)
        return self._asks[event.event_id]

    @cached_property
    def conversations(self) -> list[Conversation[Event]]:
        return conversations(self.turns, self._client_id)

    @cached_property
    def _in_conversation(self) -> dict[str, tuple[int, int, Event | None]]:
        """By event id: its place in its conversation, how many turns that has, and the turn before."""
        return {
            turn.event_id: (place, len(conversation.events), conversation.events[place - 1] if place else None)
            for conversation in self.conversations
            for place, turn in enumerate(conversation.events)
        }
