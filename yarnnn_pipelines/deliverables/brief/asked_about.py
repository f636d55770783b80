"""A brief for its readers: among candidates of the same weight, what one of them asked about lately comes first.

It only orders: nothing becomes tellable by it, and nothing falls. What a reader asked is `readers`, what a candidate
weighs `salience`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.brief.reach import weight_now
from yarnnn_pipelines.deliverables.brief.readers import Reader
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.english.days import day_month
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.requests import matter_of
from yarnnn_pipelines.english.shared_words import SharedWords

_SHARED = 2  # content words of a question's matter that what tells of it has, and at least half of them


def for_readers(brief: Brief, kind: DeliverableType, readers: Sequence[Reader]) -> Brief:
    """The brief with its readers. preferred: why a candidate has room in its section that it would not have else."""
    asked = _AskedAbout(readers, brief.frame)
    sections: dict[str, tuple[Candidate, ...]] = {}
    preferred: dict[tuple[str, int], str] = {}
    for section in kind.sections:
        before = brief.sections[section.id]
        sections[section.id] = after = asked.first(before)
        had_room = {candidate.first.key for candidate in before[: section.most]}
        preferred |= {
            one.first.key: reason
            for one in after[: section.most]
            if one.first.key not in had_room and (reason := asked.why(one.first))
        }
    remarks = tuple(
        replace(remark, reason=f"{remark.reason}; {why}") if (why := asked.why(remark.piece)) else remark
        for remark in brief.remarks
    )
    return replace(brief, sections=sections, remarks=remarks, readers=tuple(readers), preferred=preferred)


class _AskedAbout:
    """The matters of what readers asked, each with who asked and when."""

    def __init__(self, readers: Sequence[Reader], frame: Frame) -> None:
        self._frame = frame
        self._asked = [(reader.name, piece) for reader in readers for piece in reader.asked]
        self._matters = [matter_of(piece.quote) for _, piece in self._asked]
        self._by_word = SharedWords()
        for place, matter in enumerate(self._matters):
            self._by_word.add(place, matter)

    def first(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        def rank(one: Candidate) -> tuple[float, bool]:
            return -weight_now(one, self._frame), self.why(one.first) is None

        return tuple(sorted(candidates, key=rank))

    def why(self, said: Piece) -> str | None:
        """Whose question of when a later sentence seems to tell of."""
        words = content_words(said.quote)
        for place in sorted(self._by_word.places(words, at_least=_SHARED)):
            name, question = self._asked[place]
            matter = self._matters[place]
            shared = len(words & matter)
            is_later = said.event.occurred_at > question.event.occurred_at
            if is_later and shared >= _SHARED and 2 * shared >= len(matter):
                day = day_month(self._frame.day(question.event.occurred_at))
                return f"it has words of {name}'s question of {day}"
        return None
