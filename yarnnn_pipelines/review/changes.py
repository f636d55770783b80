"""What a draft says otherwise than the version before it, and than the issue before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.review.words import Piece, plain_text, sentences, word_diff
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Version


class Changes(NamedTuple):
    """Which sentences an earlier issue did not have, and which of its own are not told any more. is_sent: it was; else
    it is the newest draft of a week before."""

    week: str
    is_sent: bool
    new: Sequence[str]
    gone: Sequence[str]


def since_version(ledger: Ledger, version: Version) -> list[Piece]:
    """Word by word; nothing where there is no version before or it says the same."""
    before = ledger.documents({version.key: version.version - 1}).get(version.key)
    if before is None:
        return []
    pieces = word_diff(visible(plain_text(before)), visible(plain_text(version.document)))
    return [] if all(piece.kind == "same" for piece in pieces) else pieces


def since_issue(ledger: Ledger, version: Version) -> Changes | None:
    """Since what was sent last, or where nothing was, since the newest draft of an earlier week."""
    sent = ledger.last_sent([version.key]).get(version.key)
    if sent is not None:
        week, before = sent.week, sent.document
    else:
        issues = ledger.earlier_issues([version.key], 1)[version.key]
        if not issues:
            return None
        week = issues[0].week
        key = DeliverableKey(version.client, week, version.type)
        before = ledger.documents({key: issues[0].version}).get(key, {"sections": []})
    older, newer = sentences(before), sentences(version.document)
    return Changes(
        week,
        sent is not None,
        [visible(text) for text in newer if text not in older],
        [visible(text) for text in older if text not in newer],
    )
