"""Turns: what each message of an exchange does, for which side, and which earlier one it answers.

Which messages are one exchange is `conversations`, how it ended `states`, what words do in a talk `english.dialogue`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, Protocol, TypeVar

from yarnnn_pipelines.english.dialogue import Act, act_of, asks
from yarnnn_pipelines.english.sentences import sentences_of

Role = Literal["answers"] | Act
Side = Literal["us", "client", "other"]

ASKING: tuple[Role, ...] = ("asks", "requests")
WITHOUT_TURNS = ("meeting", "page")  # kinds of events in which nobody says a word to another


class Said(Protocol):
    """What an event must tell to be a turn."""

    @property
    def event_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def author_name(self) -> str | None: ...
    @property
    def author_is_us(self) -> bool: ...
    @property
    def author_client_id(self) -> str | None: ...
    @property
    def container_id(self) -> str | None: ...
    @property
    def thread_id(self) -> str | None: ...
    @property
    def thread(self) -> str: ...  # the one that it stands in, or that a reply to it opens
    @property
    def title(self) -> str | None: ...
    @property
    def text(self) -> str: ...
    @property
    def audience(self) -> str: ...


SaidEvent = TypeVar("SaidEvent", bound=Said)


@dataclass(frozen=True)
class Turn(Generic[SaidEvent]):
    """answers: the place, in the conversation, of the question or request that it answers."""

    event: SaidEvent
    role: Role
    side: Side
    answers: int | None = None


def turns_of(events: Sequence[SaidEvent], client_id: str | None) -> tuple[Turn[SaidEvent], ...]:
    """Turns of one conversation's events, in their order. client_id: whose people are the client; None: any client's.

    A turn answers the newest question that another person asked and nobody has answered. Words between brackets of a
    talk (thanks, a nod to thanks) answer nothing.
    """
    turns: list[Turn[SaidEvent]] = []
    unanswered: dict[str | None, int] = {}  # each person's newest question, the newest of all last
    for place, event in enumerate(events):
        act = act_of(event.text)
        asked = _asked_by_another(event, unanswered) if _says_something(act, event.text) else None
        role: Role = "answers" if asked is not None and act in ("reports", "other") else act
        turns.append(Turn(event, role, side_of(event, client_id), asked))
        if asked is not None:
            del unanswered[turns[asked].event.author_name]
        if role in ASKING:
            unanswered.pop(event.author_name, None)
            unanswered[event.author_name] = place
    return tuple(turns)


def side_of(event: Said, client_id: str | None) -> Side:
    if event.author_is_us:
        return "us"
    if event.author_client_id is None or client_id not in (None, event.author_client_id):
        return "other"
    return "client"


def _says_something(act: Act, text: str) -> bool:
    """Whether a message has a statement that can answer; one that asks back may have it before its question."""
    if act in ASKING:
        return any(not asks(part) and len(part.split()) > 2 for part in sentences_of(text))
    return act != "thanks"


def _asked_by_another(event: Said, unanswered: dict[str | None, int]) -> int | None:
    return next((unanswered[person] for person in reversed(unanswered) if person != event.author_name), None)
