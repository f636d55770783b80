"""What the claims of one draft are judged on: whose deliverable it is, who reads it, and what is stored.

Put together once for a draft, whatever the number of its claims. What speaks against a claim is the other modules' of
this room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.gate.coming import ComingMeetings
from yarnnn_pipelines.deliverables.gate.earlier_weeks import EarlierWeeks
from yarnnn_pipelines.deliverables.gate.places import Places, Readings
from yarnnn_pipelines.deliverables.gate.rewrites import words_around, words_of_week
from yarnnn_pipelines.deliverables.gate.spans import SpanRules
from yarnnn_pipelines.deliverables.gate.standing import Standing
from yarnnn_pipelines.deliverables.gate.status import StatusRule
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import SUBJECT, Event, StoredEvidence
from yarnnn_pipelines.deliverables.week.spelling import words_of

Stored = Mapping[tuple[str, str], StoredEvidence]  # by event id and version


@dataclass(frozen=True)
class Grounds:
    """known: the events of the week or span, read again; those that the reader could not see only speak against a
    claim."""

    client_id: str
    audience: str
    frame: Frame
    stored: Stored
    known: Sequence[Event]
    places: Places
    standing: Standing
    span_rules: SpanRules
    earlier: EarlierWeeks
    status: StatusRule
    coming: ComingMeetings

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """What is known, by event id."""
        return {event.event_id: event for event in self.known}

    @cached_property
    def around(self) -> Mapping[str, str]:
        """`words_around` of what the reader may see."""
        return words_around(self._seen)

    @cached_property
    def named(self) -> frozenset[str]:
        """`words_of_week` of what the reader may see."""
        return words_of_week(self._seen)

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Folded words that mean somebody or something of this client's weeks: of names of both sides, and of those
        of neither who wrote in them."""
        others = (event for event in self.known if event.author_client_id not in (None, self.client_id))
        strangers = {event.author_name or "" for event in self.known} - {event.author_name for event in others}
        names = (*self.frame.people, *self.frame.own_names, *strangers)
        return frozenset(word.folded for name in names for word in words_of(name, whole=True))

    @cached_property
    def led_in_by(self) -> Mapping[str, str]:
        """By a message's id, the words of the one before it in its place, where its author ended that on a colon."""
        last: dict[tuple[str | None, str | None], Event] = {}
        led_in_by = {}
        for event in sorted(self.known, key=lambda each: each.occurred_at):
            if event.kind != "message":
                continue
            before = last.get((event.container_id, event.thread_id))
            if before and before.author_name == event.author_name and before.text.rstrip().endswith(":"):
                led_in_by[event.event_id] = before.text
            last[event.container_id, event.thread_id] = event
        return led_in_by

    @property
    def _seen(self) -> list[Event]:
        return [event for event in self.known if self.audience == "internal" or event.audience == "client"]


def grounds_of(
    draft: Draft, frame: Frame, kind: DeliverableType, stored: Stored, known: Sequence[Event], readings: Readings
) -> Grounds:
    """known: with the subjects that may call off a meeting. readings: of what is stored."""
    coming = ComingMeetings(known, draft, frame, of_a_week=kind.tells_of == "week")
    known = [event for event in known if event.kind != SUBJECT]
    places = Places(kind, replace(frame, week=draft.week), readings, coming.is_to_come)
    standing = Standing(known, draft.client, kind.audience, frame)
    rules = SpanRules(kind, frame, places, known)
    return Grounds(
        client_id=draft.client,
        audience=kind.audience,
        frame=frame,
        stored=stored,
        known=known,
        places=places,
        standing=standing,
        span_rules=rules,
        earlier=EarlierWeeks(kind, frame, places, standing, rules),
        status=StatusRule(kind, frame, places, stored, known),
        coming=coming,
    )
