"""What a deliverable's earlier issues leave to this one: what its reader was told last, and what a person struck.

Read from the ledger by `stages` and `supervision`; what of a brief rests on words that were struck is `struck_before`'s
and `open_points`'.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from yarnnn_pipelines.deliverables.brief.candidates import Piece


@dataclass(frozen=True)
class LastIssue:
    """What the reader was told last: the week, and the sentences of the text that was approved or sent."""

    week: str
    sentences: tuple[str, ...]


class StruckWords(NamedTuple):
    """The words that a struck sentence rested on."""

    event_id: str
    quote: str


def was_struck(piece: Piece, struck: Collection[StruckWords]) -> bool:
    """Somebody struck a sentence that rests on these words, or on some of them."""
    words = " ".join(piece.quote.split())
    quotes = (" ".join(one.quote.split()) for one in struck if one.event_id == piece.event.event_id)
    return any(quote in words or words in quote for quote in quotes)
