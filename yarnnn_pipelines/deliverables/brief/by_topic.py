"""A brief as its reviewer ranks topics: what they want first comes first in its section and among the offers, and what
they cut comes last among these, where it can still be taken in.

It only orders: nothing becomes tellable by it. That what is cut is not told is the writers'.
"""

from __future__ import annotations

from dataclasses import replace

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.preferences.preference import Preference
from yarnnn_pipelines.deliverables.preferences.topics import topic_of


def ranked_by_topic(brief: Brief, kind: DeliverableType) -> Brief:
    """The brief in the order of the topics of its preferences. preferred: also why a candidate has room in its section
    that it would not have else."""
    if not brief.preferences.of("topic"):
        return brief

    def topic(said: Piece) -> Preference | None:
        return topic_of(said.quote, brief.preferences)

    def place(said: Piece) -> int:
        found = topic(said)
        return 0 if found is None else -1 if found.value == "first" else 1

    def candidates_of(section: str) -> tuple[Candidate, ...]:
        return tuple(sorted(brief.sections[section], key=lambda one: place(one.first)))

    sections = {section.id: candidates_of(section.id) for section in kind.sections}
    preferred = dict(brief.preferred)
    for section in kind.sections:
        had_room = {one.first.key for one in brief.sections[section.id][: section.most]}
        for one in sections[section.id][: section.most]:
            found = topic(one.first)
            if one.first.key not in had_room and found is not None and found.value == "first":
                preferred[one.first.key] = _why(found)
    remarks = [
        replace(one, reason=f"{one.reason}; {_why(found)}") if (found := topic(one.piece)) else one
        for one in sorted(brief.remarks, key=lambda one: place(one.piece))
    ]
    return replace(brief, sections=sections, remarks=tuple(remarks), preferred=preferred)


def _why(topic: Preference) -> str:
    wanted = "wanted first" if topic.value == "first" else "usually cut"
    return f"what is about “{topic.subject}” is {wanted}"
