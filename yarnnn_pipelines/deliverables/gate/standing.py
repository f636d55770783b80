"""Whether what a claim says still stands at the end of its conversation, read again from the stored turns.

Which later words overtake a sentence is `context.later_turns`, which answer it `context.answers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice

from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterSentence, LaterTurns
from yarnnn_pipelines.context.portions import Portions
from yarnnn_pipelines.context.unnamed_changes import UnnamedChanges
from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Failure
from yarnnn_pipelines.deliverables.gate.reasons import first_words, named
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence
from yarnnn_pipelines.english.going_on import turns_back
from yarnnn_pipelines.english.joking import mark_of_a_joke
from yarnnn_pipelines.english.putting_off import still_to_come
from yarnnn_pipelines.english.statement import parse


class Standing:
    """The conversations of a week, as far as they are known; what the reader could not see only speaks against."""

    def __init__(self, known: Sequence[Event], client_id: str, audience: str, frame: Frame) -> None:
        self._known = known
        self._later = LaterTurns(conversations(known, client_id))
        self._audience = audience
        self._frame = frame

    def why_not(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """The verdict against a claim whose last word in a conversation is not that conversation's: it was overtaken,
        or what it asks was answered. rows: of its evidence, one by one."""
        last: dict[str, tuple[datetime, int, Evidence]] = {}
        for item, row in _still_said(claim, rows):
            said = (row.event.occurred_at, item.start, item)
            conversation = self._later.conversation_of(item.event_id)
            if conversation is not None and said[:2] >= last.get(conversation, said)[:2]:
                last[conversation] = said
        if claim.slot == "answered" and len(last) != 1:
            return "out_of_context", f"“{first_words(claim.evidence[0].quote)}” was not said in answer to that question"
        if claim.slot == "ended" and not self._ends_the_only_trouble(claim):
            return "out_of_context", f"“{first_words(claim.evidence[0].quote)}” may be said of another trouble"
        if claim.slot == "otherwise" and not self._is_the_change(claim):
            return "out_of_context", f"“{first_words(claim.evidence[0].quote)}” may be said of something else"
        for _, _, item in last.values():
            answer = self._answers.in_conversation(item.event_id, item.quote) if claim.slot == "asked" else None
            if answer is not None:
                return "stale", f"{self._answer(answer)}, after “{first_words(item.quote)}”"
            if later := self._later.overtaking(item.event_id, item.start, item.end):
                return "stale", f"{self._said(later)}, after “{first_words(item.quote)}”"
        if last and (unread := self._left_in_doubt(claim, max(last.values(), key=lambda said: said[:2])[2])):
            return unread
        if claim.slot == "asked" and (asked := self._answered_elsewhere(claim, rows)):
            return "stale", f"“{first_words(asked.quote)}” was answered since, or what it asks for has come"
        return None

    def conversation_of(self, event_id: str) -> str | None:
        return self._later.conversation_of(event_id)

    def answer_to(self, item: Evidence) -> str | None:
        """The event that answers in its conversation what a piece of evidence asks."""
        answer = self._answers.in_conversation(item.event_id, item.quote)
        return answer.event_id if answer else None

    def _left_in_doubt(self, claim: Claim, newest: Evidence) -> Failure | None:
        """Who somebody is, nothing overtakes; what is asked after our answer, or said to it, does not take it back."""
        unread = self._later.leaving_in_doubt(newest.event_id, newest.start, newest.end)
        if unread is None or claim.slot == "people" or claim.kind == "rewrite":  # a model has read what follows
            return None
        if claim.slot == "asked" and still_to_come(unread.words):
            return None
        if claim.slot == "answered" and not (unread.event.author_is_us and turns_back(unread.words)):
            return None
        return "stale", f"{self._said(unread)}, which may say otherwise, after “{first_words(newest.quote)}”"

    def _is_the_change(self, claim: Claim) -> bool:
        """It has an earlier and a later sentence, and the later changes the earlier and nothing else."""
        later, earlier = claim.evidence
        said = self._by_id.get(earlier.event_id)
        other = self._portions.beside(said, earlier.start, earlier.end) if said is not None else None
        if other is not None:
            return other.governs and other.event.event_id == later.event_id
        change = self._changes.of(earlier.event_id, earlier.start, earlier.end)
        return change is not None and change.is_of_it and change.event.event_id == later.event_id

    @cached_property
    def _changes(self) -> UnnamedChanges[Event]:
        return UnnamedChanges(self._known)

    @cached_property
    def _portions(self) -> Portions[Event]:
        return Portions(self._known)

    def _of_another_number(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Iterator[str]:
        """What says of another number of the same things what the claim's words say."""
        told = {item.event_id for item in claim.evidence}
        for item, row in _still_said(claim, rows):
            other = self._portions.beside(row.event, item.start, item.end)
            if other is not None and other.event.event_id not in told:
                said = self._said(LaterSentence(other.event, 0, other.start, other.end))
                yield f"{said}, beside “{first_words(item.quote)}”: ask which holds"

    def _changed_elsewhere(self, claim: Claim) -> Iterator[str]:
        """A change that names nothing, in another conversation than what it seems to change; a model that quotes both
        has read which is which."""
        told = {item.event_id for item in claim.evidence}
        for item in claim.evidence:
            change = self._changes.of(item.event_id, item.start, item.end)
            if change is None or (change.event.event_id in told and (change.in_its_thread or claim.kind == "rewrite")):
                continue
            later = LaterSentence(change.event, 0, change.start, change.end)
            yield f"{self._said(later)}, elsewhere than “{first_words(item.quote)}”: does it change that?"

    def doubts_of(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Iterator[str]:
        """What stands right below its newest words and may turn them, though it names nothing."""
        yield from self._changed_elsewhere(claim)
        yield from self._of_another_number(claim, rows)
        yield from _perhaps_in_jest(claim, rows)
        told = {item.event_id for item in claim.evidence}
        said = [(row.event.occurred_at, item.start, item) for item, row in _still_said(claim, rows)]
        newest = max(said, key=lambda each: each[:2])[2]
        below = self._later.perhaps_turning(newest.event_id, newest.start, newest.end)
        if below is not None and below.event.event_id not in told and claim.slot != "people":
            yield f"{self._said(below)}, right after “{first_words(newest.quote)}”: does it still hold?"

    def _ends_the_only_trouble(self, claim: Claim) -> bool:
        over, trouble = claim.evidence
        return self._later.is_only_trouble(trouble.event_id, trouble.start, over.event_id)

    def is_answered_by(self, item: Evidence, claim: Claim) -> bool:
        """A claim that tells the same as what a piece of evidence asks is the answer to it, or asks it too; true of
        evidence that asks nothing."""
        event = self._by_id.get(item.event_id)
        if event is None or claim.slot in ("asked", "answered") or not parse(item.quote).asks:
            return True
        answer = self._answers.to(event, item.quote)
        return answer is not None and answer.event_id in {told.event_id for told in claim.evidence}

    def _answered_elsewhere(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Evidence | None:
        """The ask that has its answer outside its conversation, in the week or in those since it was asked."""
        for item, row in zip(claim.evidence, rows, strict=True):
            if self._later.conversation_of(item.event_id) and self._answers.to(row.event, item.quote):
                return item
        return None

    @cached_property
    def _by_id(self) -> dict[str, Event]:
        return {event.event_id: event for event in self._known}

    @cached_property
    def _answers(self) -> Answers[Event]:
        return Answers(self._known, self._frame.first_names_of_sides)

    def _answer(self, answer: Event) -> str:
        if self._audience == "client" and answer.audience != "client":
            return f"{named(answer, self._frame)}, where the client can't read, answers it"
        return f"{named(answer, self._frame)} answers it: “{first_words(answer.text)}”"

    def _said(self, later: LaterSentence[Event]) -> str:
        """Who said what later, as far as the deliverable's reader could see it."""
        who = named(later.event, self._frame)
        if self._audience == "client" and later.event.audience != "client":
            return f"{who}, where the client can't read, tells another state"
        return f"{who} goes on: “{first_words(later.words)}”"


def _perhaps_in_jest(claim: Claim, rows: Sequence[StoredEvidence]) -> Iterator[str]:
    """Beside what it quotes stands a mark that says that it is not meant."""
    for item, row in zip(claim.evidence, rows, strict=True):
        if mark := mark_of_a_joke(row.event.text, item.start, item.end):
            yield f"beside “{first_words(item.quote)}” stands “{mark}”: was it meant?"
            return


def _still_said(claim: Claim, rows: Sequence[StoredEvidence]) -> Iterator[tuple[Evidence, StoredEvidence]]:
    """The evidence that a claim tells as true now: where a promise was kept or moved, or a value changed, the words
    before are over."""
    both = zip(claim.evidence, rows, strict=True)
    return islice(both, 1) if claim.slot in ("kept", "moved", "changed", "otherwise") else both
