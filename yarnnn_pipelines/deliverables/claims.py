"""What a deliverable is made of: claims, each tied to the exact words of its source, and the hashes that name them.

The form of these records is a contract with the ledger, `yarnnn show --json` and the review page. How a claim comes
about is the writer's, whether it stands is the gate's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from yarnnn_pipelines.deliverables.items import Item

Kind = Literal["quote", "slot", "rewrite"]
Verdict = Literal[
    "supported",
    "unsupported",
    "stale",
    "other_client",
    "internal_only",
    "deleted_source",
    "unproven_sender",
    "sensitive",
    "instruction",
    "duplicate",
    "out_of_context",
    "contradicted",
    "vouched",
    "to_vouch",
]

TOLD: Collection[Verdict] = ("supported", "vouched", "to_vouch")  # what stands in a text, that of a person too

Failure = tuple[Verdict, str]  # what speaks against a claim: the verdict, and why in words

# By slot: which of a claim's evidence may be an earlier version of its event, telling what a line said before.
EARLIER_VERSION: Mapping[str, Collection[int]] = {"page_change": {1}}


@dataclass(frozen=True)
class Evidence:
    """`quote` is `text[start:end]` of that version of the event; the rest tells a reader where it was said."""

    event_id: str
    version: str
    start: int
    end: int
    quote: str
    platform: str
    kind: str
    occurred_at: str  # ISO 8601 with offset, on the agency's clock
    author: str | None
    permalink: str | None


@dataclass(frozen=True)
class Claim:
    """One sentence to be published. For kind `slot`, `slot` names the wording that the gate recomputes.

    doubts: of a supported claim, what the gate can't settle, in words. It is only approved by who says to have looked
    at these. by: the person who worded it or took it in, where the writer did not; vouched_by: who stands by it
    though its sources do not prove it. Until somebody does it is `to_vouch`, stands in the draft and can't be approved.
    named_sources: the events that they say it rests on; where in them is the gate's to find, but for the sentences that
    hold named_words.
    """

    claim_id: str
    section: str
    kind: Kind
    text: str
    evidence: tuple[Evidence, ...]
    slot: str | None = None
    parts: tuple[Claim, ...] = ()  # in_short: the claims that it sums up
    verdict: Verdict | None = None
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    by: str | None = None
    vouched_by: str | None = None
    named_sources: tuple[str, ...] = ()
    named_words: tuple[str, ...] = ()

    def judged(self, verdict: Verdict, *reasons: str) -> Claim:
        return replace(self, verdict=verdict, reasons=reasons)

    def doubted(self, *doubts: str) -> Claim:
        return replace(self, doubts=(*self.doubts, *doubts))


@dataclass(frozen=True)
class Offer:
    """What the draft does not tell though it may be worth a line; a reviewer can take it in. text: the words of its
    source. section: where it would stand. reason: why it may be worth a line, in words. needs: why it could not stand
    as it is, so that whoever takes it in has to word it anew or to stand by it; empty where it could."""

    offer_id: str
    section: str
    text: str
    reason: str
    evidence: tuple[Evidence, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What the writer hands to the gate."""

    client: str
    week: str
    type: str
    title: str
    sections: tuple[Section, ...]
    input_hash: str
    quiet: bool
    set_aside: tuple[Claim, ...] = ()  # judged already: taken back, overtaken or told twice
    seconds: float = 0.0
    items: tuple[Item, ...] = ()  # all that landed for this client and week
    left_out: dict[str, str] = field(default_factory=dict)  # why the writer does not tell an event, by event id
    unassigned: int = 0  # items of the week that belong to no client
    not_read: tuple[str, ...] = ()  # a sentence for each ceiling that the week has reached
    offers: tuple[Offer, ...] = ()  # best first
    tells_of: str = "week"  # or month, all: what its type says
    writer: dict[str, Any] = field(default_factory=dict)  # who worded it, and what that cost; see `writers`
    preferences: tuple[dict[str, Any], ...] = ()  # that shape it; see `preferences.preference`


def claim_id(section: str, text: str, evidence: tuple[Evidence, ...]) -> str:
    """Stable across runs: the same words from the same sources are the same claim."""
    return (
        "c" + digest([section, text, [[item.event_id, item.version, item.start, item.end] for item in evidence]])[:12]
    )


def offer_id(section: str, text: str, evidence: tuple[Evidence, ...]) -> str:
    """As stable as a claim's: what was offered is the same offer in the next version."""
    return "o" + claim_id(section, text, evidence)[1:]


def digest(value: Any) -> str:
    """SHA-256 of a JSON value, keys sorted."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain).encode()).hexdigest()


def as_json(record: Draft | Section | Claim | Offer) -> dict[str, Any]:
    return asdict(record)


def draft_from_json(data: dict[str, Any]) -> Draft:
    return Draft(
        **{
            **data,
            "sections": tuple(map(section_from_json, data["sections"])),
            "set_aside": tuple(map(claim_from_json, data["set_aside"])),
            "items": tuple(Item(**item) for item in data["items"]),
            "not_read": tuple(data.get("not_read", ())),  # drafts of earlier versions lack it
            "offers": tuple(map(offer_from_json, data.get("offers", ()))),  # and this
            "preferences": tuple(data.get("preferences", ())),  # and this
        }
    )


def section_from_json(data: dict[str, Any]) -> Section:
    """Sections of earlier versions may hold a `note`, a sentence without a source: it is not read on."""
    return Section(data["id"], data["title"], tuple(claim_from_json(claim) for claim in data["claims"]))


def claim_from_json(data: dict[str, Any]) -> Claim:
    return Claim(
        **{
            **_without_label(data),
            "evidence": tuple(Evidence(**item) for item in data["evidence"]),
            "parts": tuple(claim_from_json(part) for part in data["parts"]),
            "reasons": tuple(data["reasons"]),
            "doubts": tuple(data.get("doubts", ())),  # claims of earlier versions lack it
            "named_sources": tuple(data.get("named_sources", ())),  # as they do this
            "named_words": tuple(data.get("named_words", ())),  # and this
        }
    )


def offer_from_json(data: dict[str, Any]) -> Offer:
    evidence = tuple(Evidence(**item) for item in data["evidence"])
    return Offer(**{**_without_label(data), "evidence": evidence, "needs": tuple(data.get("needs", ()))})


def _without_label(data: Mapping[str, Any]) -> dict[str, Any]:
    """As it was before a version gave it the number that people call it by."""
    return {name: value for name, value in data.items() if name != "label"}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
