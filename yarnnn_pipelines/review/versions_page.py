"""Versions of a deliverable: all of them with what was decided of each, and one of them as it was to be sent.

What can be done with the newest is deliverable_page.py's; an older one can only be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.deliverables.render.render import html_of
from yarnnn_pipelines.review.words import Piece, href, on_clock, plain_text, word_diff
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Review, Version, VersionNote

_DECIDED = {"approve": "approved", "reject": "rejected", "reopen": "rejection taken back", "hold": "held"}


class PastVersion(NamedTuple):
    """A version in the list of all. decided: each decision in words, oldest first."""

    note: VersionNote
    href: str
    decided: Sequence[str]


@dataclass(frozen=True)
class VersionPage:
    """html: the text as its reader would have seen it, '' where there is none. since: word by word, what the newest
    version says otherwise; empty where it says the same."""

    past: PastVersion
    title: str
    html: str
    since: Sequence[Piece]
    newest: int


def versions_listed(ledger: Ledger, key: DeliverableKey, time_zone: str) -> list[PastVersion]:
    """Newest first; time_zone: the agency's."""
    decisions = ledger.history(key)
    return [
        PastVersion(
            note,
            f"{href(key)}/{note.version}",
            [_in_words(one, time_zone) for one in decisions if one.version == note.version],
        )
        for note in ledger.versions_of(key)
    ]


def version_page(ledger: Ledger, key: DeliverableKey, number: int, time_zone: str) -> VersionPage | None:
    """None where there is no such version."""
    listed = versions_listed(ledger, key, time_zone)
    past = next((one for one in listed if one.note.version == number), None)
    if past is None:
        return None
    newest = listed[0].note.version
    documents = [ledger.documents({key: version}).get(key, {}) for version in (number, newest)]
    texts = [visible(plain_text(one)) if one.get("sections") else "" for one in documents]
    since = word_diff(*texts)
    return VersionPage(
        past=past,
        title=visible(documents[0].get("title", "")),
        html=html_of(ledger.text_of(key, number) or ""),
        since=[] if all(piece.kind == "same" for piece in since) else since,
        newest=newest,
    )


def _in_words(one: Review, time_zone: str) -> str:
    """ "rejected by Mia on 2026-11-16 09:12: the budget is not agreed"."""
    reason = f": {visible(one.reason)}" if one.reason else ""
    return f"{_DECIDED[one.decision]} by {visible(one.reviewer)} on {on_clock(one.decided_at, time_zone)}{reason}"


class Approved(NamedTuple):
    """By whom and when (UTC), and for whom."""

    who: str
    at: datetime
    recipients: Sequence[str]


def approval_of(ledger: Ledger, version: Version) -> Approved | None:
    """Of what is approved or sent as it stands."""
    review = ledger.approvals([version.key]).get(version.key)
    if review is None:
        return None
    return Approved(
        visible(review.reviewer), review.decided_at, review.addressed.recipients if review.addressed else ()
    )
