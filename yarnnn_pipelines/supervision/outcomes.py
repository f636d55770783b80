"""What a person's review says of an issue: that it was good, or that a fact, a recipient or too much of its wording was
wrong.

Pure: of a version and of what was changed of it. What follows of many of them is `autonomy`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.stores.ledger.autonomy_rows import Making, NewOutcome
from yarnnn_pipelines.stores.ledger.rows import Edit, Version

_WRONG = ("fact_fix", "sensitive")  # kinds of edits


class Changed(NamedTuple):
    """facts: how many were put right; private: how many sentences were taken out that should be in no text; style: the
    share of the text's words that was changed beside that."""

    facts: int = 0
    private: int = 0
    style: float = 0.0

    @property
    def is_wrong(self) -> bool:
        """Whether anything untrue or private was told."""
        return bool(self.facts or self.private)


def made_by(version: Version, destinations: Sequence[str]) -> Making | None:
    """What made it and where it goes; None where nothing is written down of that, as of an earlier yarnnn's."""
    making: Mapping[str, str] | None = version.document.get("made_by")
    return {**making, "destinations": ", ".join(sorted(destinations))} if making else None


def changed(version: Version, edits: Sequence[Edit]) -> Changed:
    """What these edits, which are in force, changed of what was drafted."""
    if not edits:
        return Changed()
    from yarnnn_pipelines.supervision.learning.edit_cost import tokens  # what reads sentences takes long to import
    from yarnnn_pipelines.supervision.learning.edit_kinds import sorted_edits

    found = sorted_edits(version.document, edits)
    kinds = Counter(edit.kind for edit in found)
    style = sum(edit.tokens for edit in found if edit.kind not in _WRONG)
    return Changed(kinds["fact_fix"], kinds["sensitive"], style / max(1, tokens(version.markdown)))


def of_approval(
    version: Version, making: Making, what: Changed, style_limit: float, *, for_others: bool
) -> NewOutcome | None:
    """What an approval says. for_others: it had been approved for other recipients. None where it says nothing: of a
    later version of what was sent, which nobody found fault with."""
    reasons = _wrong(what)
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
    if not what.is_wrong and what.style <= style_limit:
        return None
    reasons = _wrong(what) or [f"{what.style:.0%} of its words changed"]
    return _outcome(version, making, [f"after it was sent, {'; '.join(reasons)}"], what, f"{version.id}/edit {number}")


def of_report(version: Version, making: Making, wrong: str) -> NewOutcome:
    """Somebody says that a fact or a recipient (`wrong`) is wrong."""
    found = f"{version.id}/wrong {wrong}"
    what = Changed(facts=wrong == "fact")
    return _outcome(version, making, [f"a wrong {wrong} was found"], what, found, wrong == "recipient")


def _wrong(what: Changed) -> list[str]:
    return [
        *([f"{counted(what.facts, 'fact')} put right"] if what.facts else []),
        *([f"{counted(what.private, 'private sentence')} taken out"] if what.private else []),
    ]


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
        fact=what.is_wrong,
        recipient=recipient,
        style_cost=round(what.style, 4),
        found=found,
    )
