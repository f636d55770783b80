"""What a person struck from an earlier week's text is not carried over into this one's.

Who struck what, the ledger knows; what is carried over is `carried_over`'s and `open_points`'.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.candidates import Piece


class Struck(NamedTuple):
    """The words that a struck sentence rested on."""

    event_id: str
    quote: str


def was_struck(piece: Piece, struck: Collection[Struck]) -> bool:
    """Somebody struck a sentence that rests on these words, or on some of them."""
    words = " ".join(piece.quote.split())
    quotes = (" ".join(one.quote.split()) for one in struck if one.event_id == piece.event.event_id)
    return any(quote in words or words in quote for quote in quotes)


def without_struck(brief: Brief, struck: Collection[Struck]) -> Brief:
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
