"""What a person struck from an earlier week's text is not carried over into this one's.

Which words those are is `earlier_issues`'; what is carried over `carried_over`'s and `open_points`'.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.earlier_issues import StruckWords, was_struck


def without_struck(brief: Brief, struck: Collection[StruckWords]) -> Brief:
    """The brief in which what was said before its days and struck then is told no more; it may still be offered."""
    if not struck:
        return brief
    first = brief.frame.days.first
    sections = {
        section: tuple(
            candidate
            for candidate in candidates
            if not (brief.frame.day(candidate.first.event.occurred_at) < first and was_struck(candidate.first, struck))
        )
        for section, candidates in brief.sections.items()
    }
    return replace(brief, sections=sections, struck_before=frozenset(struck))
