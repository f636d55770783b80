"""Offers: of a week's remarks the best that a draft does not tell, for the reviewer to take in.

Ranking is the brief's (`brief.remarks`); whether an offer may be shown at all is the gate's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from yarnnn_pipelines.deliverables.brief.remarks import Remark
from yarnnn_pipelines.deliverables.claims import Claim, Offer, offer_id
from yarnnn_pipelines.deliverables.slots.frame import Frame, evidence_of
from yarnnn_pipelines.english.lettering import plain_letters

MOST_OFFERS = 35  # what a reviewer looks through in a minute


def offers_of(remarks: Iterable[Remark], judged: Iterable[Claim], frame: Frame) -> tuple[Offer, ...]:
    """The best remarks, of which none is told. judged: the claims that are told or were set aside."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for claim in judged:
        for item in claim.evidence:
            spans[item.event_id].append((item.start, item.end))
    offers: list[Offer] = []
    words_offered: set[str] = set()
    for remark in remarks:
        piece = remark.piece
        if any(start < piece.end and piece.start < end for start, end in spans[piece.event.event_id]):
            continue
        text = " ".join(piece.quote.split())
        words = plain_letters(text).casefold()
        if words in words_offered:
            continue
        words_offered.add(words)
        evidence = (evidence_of(frame, piece.event, piece.start, piece.end),)
        offers.append(Offer(offer_id(remark.section, text, evidence), remark.section, text, remark.reason, evidence))
        if len(offers) == MOST_OFFERS:
            break
    return tuple(offers)
