"""What a person's review says of an issue: that it was good, or that a fact, a recipient or too much of its wording was
wrong.

Pure: of a version and of what was changed of it. What follows of many of them is `autonomy`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.stores.ledger.autonomy_rows import Making, NewOutcome
from yarnnn_pipelines.stores.ledger.rows import Edit, Version
from yarnnn_pipelines.supervision.edits import in_force

_TOKEN = re.compile(r"\w+|[^\w\s]")
_FACT = re.compile(r"\d|[A-Z]")  # figures and names


class Changed(NamedTuple):
    """facts: how many were put right; style: the share of the text's words that was changed beside that."""

    facts: int = 0
    style: float = 0.0


def made_by(version: Version, destinations: Sequence[str]) -> Making | None:
    """What made it and where it goes; None where nothing is written down of that, as of an earlier yarnnn's."""
    making: Mapping[str, str] | None = version.document.get("made_by")
    return {**making, "destinations": ", ".join(sorted(destinations))} if making else None


def changed(document: Mapping[str, Any], edits: Sequence[Edit]) -> Changed:
    """What the edits in force changed of what was drafted."""
    told = [claim["text"] for section in document["sections"] for claim in section["claims"]]
    facts = style = 0
    for edit in in_force(edits):
        before = (edit.target or {}).get("text", "") if edit.action in ("reword", "strike") else ""
        after = (edit.text or "") if edit.action in ("reword", "write", "take_in") else ""
        old, new = _TOKEN.findall(before), _TOKEN.findall(after)
        if before and after and {word for word in old if _FACT.match(word)} - set(new):
            facts += 1
        else:
            style += round((1 - SequenceMatcher(None, old, new, autojunk=False).ratio()) * max(len(old), len(new)))
    return Changed(facts, style / max(1, len(_TOKEN.findall(" ".join(told)))))


def of_approval(
    version: Version, making: Making, what: Changed, style_limit: float, *, for_others: bool
) -> NewOutcome | None:
    """What an approval says. for_others: it had been approved for other recipients. None where it says nothing: of a
    later version of what was sent, which nobody found fault with."""
    reasons = []
    if what.facts:
        reasons.append(f"{counted(what.facts, 'fact')} put right")
    if for_others:
        reasons.append("it was for other recipients")
    if what.style > style_limit:
        reasons.append(f"{what.style:.0%} of its words changed, at most {style_limit:.0%} may be")
    if not reasons and version.published_before is not None:
        return None
    recipient = "/others" if for_others else ""
    return _outcome(version, making, reasons, what, f"{version.id}/approved{recipient}", for_others)


def of_rejection(version: Version, making: Making) -> NewOutcome:
    return _outcome(version, making, ["it was rejected"], Changed(style=1.0), f"{version.id}/rejected")


def of_change_since_sent(
    version: Version, making: Making, what: Changed, style_limit: float, number: int
) -> NewOutcome | None:
    """What it says that somebody changes what was sent; number: of their last edit. None where it is no fault."""
    if not what.facts and what.style <= style_limit:
        return None
    reason = f"{counted(what.facts, 'fact')} put right" if what.facts else f"{what.style:.0%} of its words changed"
    return _outcome(version, making, [f"after it was sent, {reason}"], what, f"{version.id}/edit {number}")


def of_report(version: Version, making: Making, wrong: str) -> NewOutcome:
    """Somebody says that a fact or a recipient (`wrong`) is wrong."""
    found = f"{version.id}/wrong {wrong}"
    facts = Changed(facts=wrong == "fact")
    return _outcome(version, making, [f"a wrong {wrong} was found"], facts, found, wrong == "recipient")


def _outcome(
    version: Version, making: Making, reasons: Sequence[str], what: Changed, found: str, recipient: bool = False
) -> NewOutcome:
    return NewOutcome(
        client=version.client,
        week=version.week,
        type=version.type,
        version=version.version,
        made_by=making,
        bad=bool(reasons),
        why="; ".join(reasons),
        fact=what.facts > 0,
        recipient=recipient,
        style_cost=round(what.style, 4),
        found=found,
    )
