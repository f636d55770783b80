"""In which order a week's drafts are looked at: what is most likely to be wrong comes first, and is said in words.

Pure: of what a version counts of itself and the lengths of the client's earlier issues. What is done about a draft is a
person's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.stores.ledger.rows import Issue

COMPARED_ISSUES = 8  # versions of earlier weeks that a length is compared with
UNUSUAL = 2.0  # times as long as the client's issues usually are, or as short

_TOLD_ELSEWHERE = "duplicate"  # the same fact stands in the text: nothing is kept from the reader


class Matter(NamedTuple):
    """One thing that makes a draft risky. weight: of two drafts the one where it weighs more comes first."""

    name: str
    weight: float
    words: str


@dataclass(frozen=True)
class Risk:
    """What speaks for looking at a draft soon: the gravest kind first."""

    matters: tuple[Matter, ...]

    @property
    def order(self) -> tuple[float, ...]:
        """Sorts the riskiest first: a graver kind outweighs any amount of the next."""
        weights = {matter.name: matter.weight for matter in self.matters}
        return tuple(-weights.get(name, 0) for name in _KINDS)

    def besides(self, *matters: Matter) -> Risk:
        """With what is true of it today. A source that the text itself says was not read is told once."""
        names = {matter.name for matter in self.matters}
        news = [matter for matter in matters if not (matter.name == "stale" and "not_read" in names)]
        together = sorted((*self.matters, *news), key=lambda matter: _KINDS.index(matter.name))
        return Risk(tuple(together))

    @property
    def wants_a_reader(self) -> bool:
        """Whether there is something in it that a person must have read before it may be sent."""
        return any(matter.name in _TO_BE_READ for matter in self.matters)


_KINDS = (
    "contradictions",
    "unproven",
    "withheld",
    "in_doubt",
    "rewrites",
    "first_issue",
    "length",
    "new_recipients",
    "not_read",
    "stale",
)

_TO_BE_READ = frozenset({"contradictions", "unproven", "withheld", "in_doubt"})


def figures_of(document: Mapping[str, Any], length: int) -> dict[str, int]:
    """What a version counts of itself, and is kept beside it. length: of the text, in characters."""
    told = [claim for section in document["sections"] for claim in section["claims"]]
    withheld = [claim["verdict"] for claim in document["withheld"]]
    return {
        "claims": len(told),
        "length": length,
        "contradictions": withheld.count("contradicted"),
        "withheld": sum(verdict not in ("contradicted", _TOLD_ELSEWHERE) for verdict in withheld),
        "unproven": sum(claim.get("verdict") == "to_vouch" for claim in told),
        "in_doubt": sum(bool(claim.get("doubts")) for claim in told),
        "rewrites": sum(claim["kind"] == "rewrite" and not claim.get("by") for claim in told),
        "not_read": len(document.get("incomplete", ())),
    }


def risk_of(figures: Mapping[str, int], earlier: Sequence[Issue]) -> Risk:
    """figures: of the version; earlier: the same client's and type's issues of earlier weeks, newest first."""
    return Risk(
        (*_withheld(figures), *_claims(figures), *_beside_earlier(figures["length"], earlier), *_not_read(figures))
    )


def _withheld(figures: Mapping[str, int]) -> list[Matter]:
    contradicted, others = figures["contradictions"], figures["withheld"]
    return [
        *([Matter("contradictions", contradicted, counted(contradicted, "contradiction"))] if contradicted else []),
        *([Matter("withheld", others, f"{counted(others, 'sentence')} withheld")] if others else []),
    ]


def _claims(figures: Mapping[str, int]) -> list[Matter]:
    unproven, doubted, rewrites = figures["unproven"], figures["in_doubt"], figures["rewrites"]
    of = figures["claims"]
    return [
        *([Matter("unproven", unproven, f"{counted(unproven, 'sentence')} nobody vouches for")] if unproven else []),
        *([Matter("in_doubt", doubted, f"{counted(doubted, 'sentence')} in doubt")] if doubted else []),
        *([Matter("rewrites", rewrites / of, f"{rewrites} of {of} worded by a model")] if rewrites else []),
    ]


def _beside_earlier(length: int, earlier: Sequence[Issue]) -> list[Matter]:
    if not any(issue.was_sent for issue in earlier):
        return [Matter("first_issue", 1, "first issue")]  # drafts that nobody sent make no usual length
    matters = []
    newest = {issue.week: issue.length for issue in reversed(earlier)}
    if length and len(newest) > 1:
        usual = median(newest.values())
        if usual and length >= UNUSUAL * usual:
            matters.append(Matter("length", length / usual, f"{length / usual:.1f} times its usual length"))
        elif usual >= UNUSUAL * length:
            matters.append(Matter("length", usual / length, f"{length / usual:.0%} of its usual length"))
    return matters


def _not_read(figures: Mapping[str, int]) -> list[Matter]:
    missing = figures["not_read"]
    if not missing:
        return []
    return [Matter("not_read", missing, f"{counted(missing, 'source')} {verb(missing, 'was', 'were')} not read")]


# --- what is true of it today -----------------------------------------------------------------------------------------


def of_recipients(now: Sequence[str], before: Sequence[str] | None) -> list[Matter]:
    """Who gets it now and did not get the last approved issue; nothing where there was none."""
    new = [recipient for recipient in now if recipient not in before] if before is not None else []
    if not new:
        return []
    words = f"new recipient {new[0]}" if len(new) == 1 else f"{len(new)} new recipients"
    return [Matter("new_recipients", len(new), words)]


def of_sources(labels: Sequence[str]) -> list[Matter]:
    """labels: of the sources that lack something of its week by now."""
    if not labels:
        return []
    named = list(dict.fromkeys(labels))
    return [Matter("stale", len(named), f"{_listed(named)} {verb(len(named), 'is', 'are')} stale")]


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
