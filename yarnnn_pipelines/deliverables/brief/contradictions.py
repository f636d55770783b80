"""Two current statements that give one thing two values: neither is told, both are shown, and a person decides.

Whoever gives another value without a word of a change, and in another thread, may not know of the first. What a
sentence gives a thing for a value, and what closes what, is `context.facts`; the gate asks the same of what it has read
again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from yarnnn_pipelines.context.facts import DAY, Fact, Facts, as_pages_stand, facts_of, value_before
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, said_in
from yarnnn_pipelines.deliverables.slots.changed import names_of_the_client
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event

DATED = ("commitment", "change", "decision")  # kinds that set a day


class Contradictions:
    """stated: the statements of a week, and those before it as far as they are known; events: where they stand."""

    def __init__(self, events: Sequence[Event], stated: Iterable[Candidate], frame: Frame) -> None:
        self._frame = frame
        plans = ((one.first.event, one.first.start, one.first.end) for one in stated if one.kind in DATED)
        self._names = names_of_the_client(frame)
        self._facts = Facts(facts_of(as_pages_stand(events), plans, frame.time_zone, self._names))

    def why(self, candidate: Candidate) -> str | None:
        """What another says of the same thing, and which of the two is proposed."""
        for fact in self._given(candidate):
            if (other := self._facts.contradicting(fact)) is not None:
                return self._shown(fact, other)
        return None

    def closed(self, candidate: Candidate) -> str | None:
        """The later word that gives another value to what the sentence tells of. A day that was moved is told so."""
        for fact in self._given(candidate):
            later = self._facts.closing(fact)
            if later is not None and fact.attribute != DAY and not fact.grows:
                return f"a later word gives another value, {said_in(later.event, later.quote, self._frame)}"
        return None

    def with_value_before(self, candidate: Candidate) -> Candidate:
        """A candidate that tells of a change, with what gave the value before, where the client could read that."""
        for fact in self._given(candidate):
            before = self._facts.before(fact)
            if before is not None and before.event.audience == "client" and candidate.before is None:
                piece = Piece(before.event, before.start, before.end)
                if value_before(candidate.first, piece, self._names) is not None:
                    return replace(candidate, before=piece)
        return candidate

    def _given(self, candidate: Candidate) -> list[Fact[Event]]:
        said = candidate.first
        facts = self._facts.within(said.event.event_id, said.start, said.end)
        return [fact for fact in facts if fact.attribute != DAY or candidate.kind in DATED]

    def _shown(self, fact: Fact[Event], other: Fact[Event]) -> str:
        governing, why = _governing(fact, other)
        what = "day" if fact.attribute == DAY else "value"
        title = other.event.title
        where = f"the page “{title}” " if other.is_of_a_page and title else ""
        said = said_in(other.event, other.quote.strip(), self._frame)
        proposed = f"proposed is {governing.written}, since {why}"
        return f"{where}gives another {what}, {said}; {proposed}: ask which holds"


def _governing(fact: Fact[Event], other: Fact[Event]) -> tuple[Fact[Event], str]:
    """Which of two holds until somebody says so, and why."""
    if other.is_of_a_page:
        if other.event.occurred_at <= fact.event.occurred_at:
            return fact, "a dated word goes above a page"
        return other, "the page was edited later"
    older, newer = sorted((fact, other), key=lambda each: (each.event.occurred_at, each.event.event_id))
    if older.event.author_is_us == newer.event.author_is_us:
        return newer, "it was said later"
    return (newer if older.event.author_is_us else older), "it is the client's own word"
