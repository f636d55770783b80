"""What is read of a person's stored events, and the form of what is concluded from them. Nothing is concluded here."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from yarnnn_pipelines.context.conversations import Conversation, conversations
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.context.week_events import WeekEvent

LATELY = timedelta(days=28)  # before the client's newest event
LONGEST_QUOTE = 120  # characters, where an event as a whole is the evidence
NO_CLIENT = ""


@dataclass(frozen=True)
class Person:
    """A row of `context.people`. client_id: the one client whose person it is."""

    person_id: str
    name: str
    email: str | None
    slack_id: str | None
    is_us: bool
    client_id: str | None
    role: str | None

    @property
    def first_name(self) -> str:
        """Folded; empty where no name is known."""
        return first_word(self.name)

    def __str__(self) -> str:
        return f"{self.name} ({self.email or self.slack_id or self.person_id})"


@dataclass(frozen=True)
class Promise:
    """A row of `context.commitments`, with the offsets of its words; closed_by: the event by which it is what `state`
    says: kept, moved or withdrawn; else it is open or overdue."""

    event_id: str
    version: str
    start: int
    end: int
    due: str | None
    closed_by: str | None
    state: str


@dataclass(frozen=True)
class Evidence:
    """shows: what this event is to the conclusion, where it has several kinds: "question", "answer"."""

    event: WeekEvent
    quote: str
    shows: str | None = None


@dataclass(frozen=True)
class Conclusion:
    """kind: what it is about, the same for all sentences of a list; name: by which it is removed, the kind or that with
    a mark of its sentence. says: in words; value: the same for tools; because: where it is said outside of events."""

    kind: str
    name: str
    is_known: bool
    says: str
    value: Any = None
    because: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Part:
    """What is concluded of a person for one client, or by yarnnn.yaml alone; client_id: `NO_CLIENT` where the latter is
    of somebody who is no client's. written: how many of the events that were read are theirs; first, last: the days
    (ISO 8601) of all that were read."""

    client_id: str
    conclusions: tuple[Conclusion, ...]
    written: int = 0
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class Read:
    """One client's events as they concern a person, oldest first."""

    person: Person
    client_id: str
    events: tuple[WeekEvent, ...]

    @cached_property
    def by_id(self) -> Mapping[str, WeekEvent]:
        return {event.event_id: event for event in self.events}

    def said_at(self, event_id: str) -> datetime:
        """When it was said; of what was not read, before everything."""
        return self.by_id[event_id].occurred_at if event_id in self.by_id else datetime.min.replace(tzinfo=UTC)

    @cached_property
    def written(self) -> tuple[WeekEvent, ...]:
        return tuple(event for event in self.said if self.is_theirs(event))

    @cached_property
    def said(self) -> tuple[WeekEvent, ...]:
        return tuple(event for event in self.events if event.kind not in WITHOUT_TURNS)

    @cached_property
    def talks(self) -> list[Conversation[WeekEvent]]:
        return conversations(self.said, self.client_id)

    @cached_property
    def first_names_of_others(self) -> frozenset[str]:
        """Folded, of everybody else who wrote here."""
        names = {event.author_name for event in self.said if event.author_name and not self.is_theirs(event)}
        return frozenset(map(first_word, names))

    @property
    def lately(self) -> datetime | None:
        """From when on something is lately; None where nothing was said."""
        return self.said[-1].occurred_at - LATELY if self.said else None

    def is_theirs(self, event: WeekEvent) -> bool:
        return event.person_id == self.person.person_id


def known(
    kind: str, says: str, value: Any, evidence: Sequence[Evidence] = (), *, because: str | None = None
) -> Conclusion:
    return Conclusion(kind, kind, True, says, value, because, tuple(evidence))


def unknown(kind: str, why: str) -> Conclusion:
    return Conclusion(kind, kind, False, f"not known: {why}")


def whole(event: WeekEvent, shows: str | None = None) -> Evidence:
    return Evidence(event, textwrap.shorten(event.text or event.title or "", LONGEST_QUOTE, placeholder="…"), shows)


def first_word(name: str) -> str:
    return name.split()[0].casefold() if name.strip() else ""
