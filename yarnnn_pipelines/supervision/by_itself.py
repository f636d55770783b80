"""What must hold of a text that goes out by itself, beside the level that its line has earned.

Pure: of a version, its key and what is known of its week. Whoever finds a reason here waits for a person, and nothing
that a person has to look at goes out otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from yarnnn_pipelines.config.settings import JudgeSettings
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger.rows import Version

_DIGITS = 12  # of a hash, in which a share is told

# What is kept out though nothing is wrong with it: told elsewhere in the text, or overtaken by what is told.
_TOLD_OTHERWISE = ("duplicate", "stale")


def why_not(version: Version, judge: JudgeSettings | None) -> list[str]:
    """Every reason that the text itself gives for a person to look at it; none where it has passed every check.

    judge: of yarnnn.yaml, which must have agreed to what a model worded.
    """
    return list(_reasons(version, judge))


def is_audited(key: DeliverableKey, share: float) -> bool:
    """Whether it is one of those that a person looks at all the same: whoever asks again is told the same."""
    drawn = int(sha256("/".join(("audit", *key)).encode()).hexdigest()[:_DIGITS], 16)
    return bool(drawn < share * 16**_DIGITS)


def goes_out_at(version: Version, ended_at: datetime, wait: timedelta) -> datetime:
    """When it goes out, if nobody minds: so long after this very version was made and what it tells of was over."""
    return max(version.gated_at, ended_at) + wait


def _reasons(version: Version, judge: JudgeSettings | None) -> Iterator[str]:
    document = version.document
    claims = [claim for section in document["sections"] for claim in section["claims"]]
    if version.published_before is not None:
        yield f"version {version.published_before} of it was sent before"
    if not document.get("made_by"):
        yield "it does not say what made it, or a writer stepped in for another"
    if document.get("incomplete"):
        yield "a source was not read in full"
    yield from _withheld(document)
    if doubted := len(version.in_doubt):
        yield f"{counted(doubted, 'sentence')} {verb(doubted, 'is', 'are')} in doubt"
    if any(claim["verdict"] != "supported" or claim.get("by") for claim in claims):
        yield "a person worded it in part"
    if any(claim["kind"] == "rewrite" for claim in claims):
        yield from _of_rewrites(document, judge)


def _withheld(document: Mapping[str, Any]) -> Iterator[str]:
    """A sentence that a rule set aside is told otherwise. One that a model worded, and that does not stand, shows that
    this model's words are to be looked at."""
    withheld = document["withheld"]
    if contradicted := sum(claim["verdict"] == "contradicted" for claim in withheld):
        yield counted(contradicted, "contradiction")
    others = sum(
        claim["verdict"] != "contradicted" and (claim["kind"] == "rewrite" or claim["verdict"] not in _TOLD_OTHERWISE)
        for claim in withheld
    )
    if others:
        yield f"{counted(others, 'sentence')} withheld"


def _of_rewrites(document: Mapping[str, Any], judge: JudgeSettings | None) -> Iterator[str]:
    said = document.get("judge") or {}
    if dropped := sum((document.get("writer") or {}).get("dropped", {}).values()):
        yield f"{counted(dropped, 'sentence')} of the model's quoted what nobody wrote"
    if judge is None:
        yield "a model worded it, and there is no `judge` in yarnnn.yaml"
    elif said.get("model") != judge.model or "asked" not in said or "because" in said:
        yield "a model worded it, and the judge has not looked at it"
    elif said.get("lowered") or said.get("unjudged"):
        yield "the judge does not agree to all of it"
