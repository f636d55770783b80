"""A stored version in the form that `yarnnn show --json`, the review page and other tools read.

The form is a contract; nothing is computed here that is not in the ledger.
"""

from __future__ import annotations

from typing import Any

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.items import Row
from yarnnn_pipelines.stores.ledger.rows import Version

_EVIDENCE = ("event_id", "version", "platform", "kind", "occurred_at", "author", "permalink", "quote", "start", "end")


def as_shown(version: Version) -> dict[str, Any]:
    """One JSON object: the text that would be sent, its claims with their evidence, what was withheld, what else may be
    worth a line, and what was read."""
    document = version.document
    missing = list(document.get("incomplete", ()))  # only of a live source that was not read in full
    return {
        "client": version.client,
        "week": version.week,
        "type": version.type,
        "state": version.state,
        "version": version.version,
        "content_hash": version.content_hash,
        "input_hash": version.input_hash,
        "markdown": version.markdown,
        "sections": [
            {"id": section["id"], "title": section["title"], "claims": [_claim(claim) for claim in section["claims"]]}
            for section in document["sections"]
        ],
        "withheld": [_claim(claim) for claim in document["withheld"]],
        "offers": [_offer(offer) for offer in document.get("offers", ())],  # versions of earlier yarnnns have none
        "writer": document.get("writer") or None,  # a version made before writers were noted has none
        "judge": document.get("judge") or None,
        "edits": document.get("edits") or None,
        "coverage": {"offered": 0} | document["coverage"] | ({"incomplete": missing} if missing else {}),
        "changes_since": document["changes_since"],
        "cost": document["cost"],
    }


def items_as_shown(version: Version) -> dict[str, Any]:
    """One JSON object with every item that landed for the week, its fate, and the counts of these fates.

    `fate` is told or offered (with the `sections` that tell of it or would), withheld (with `verdict` and `reasons`) or
    ignored (with `reason`). `UserError` for a version that was stored without its items.
    """
    return {
        "client": version.client,
        "week": version.week,
        "type": version.type,
        "version": version.version,
        "items": [{name: row.get(name, default) for name, default in _ITEM.items()} for row in listed_items(version)],
        "coverage": {"offered": 0} | version.document["coverage"],
    }


def listed_items(version: Version) -> list[Row]:
    if "items" not in version.document:
        raise UserError(
            "this version was stored without a list of its items",
            where=f"{version.client} {version.week}, version {version.version}",
            mend=f"make it again: `yarnnn run --week {version.week} --client {version.client} --type {version.type}`",
        )
    rows: list[Row] = version.document["items"]
    return rows


_ITEM: dict[str, Any] = {
    "event_id": None,
    "at": None,
    "platform": None,
    "author": None,
    "words": "",
    "permalink": None,
    "fate": None,
    "sections": [],
    "verdict": None,
    "reasons": [],
    "reason": None,
}


def _claim(claim: dict[str, Any]) -> dict[str, Any]:
    return {
        "claim_id": claim["claim_id"],
        "section": claim["section"],
        "kind": claim["kind"],
        "text": claim["text"],
        "verdict": claim["verdict"],
        "reasons": list(claim["reasons"]),
        "doubts": list(claim.get("doubts", ())),  # claims of earlier versions lack it, and what follows
        "by": claim.get("by"),
        "vouched_by": claim.get("vouched_by"),
        "evidence": [{name: item[name] for name in _EVIDENCE} for item in claim["evidence"]],
    }


def _offer(offer: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: offer[name] for name in ("offer_id", "section", "text", "reason")},
        "needs": list(offer.get("needs", ())),  # offers of earlier versions lack it
        "evidence": [{name: item[name] for name in _EVIDENCE} for item in offer["evidence"]],
    }
