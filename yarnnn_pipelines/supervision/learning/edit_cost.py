"""What a review costs in words: how far the text that was approved is from the one that was drafted.

Token-level Levenshtein distance, so that it counts what somebody typed or took out, whatever it means. Which of it
mends a fact is `edit_kinds`'.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from yarnnn_pipelines.core.keys import DeliverableKey

_TOKEN = re.compile(r"\w+|[^\w\s]")


class EditCost(NamedTuple):
    """style and fact: tokens that were put in, taken out or replaced; tokens: of the text that was approved. seconds:
    that its reviewer had it before them, None where nobody measured."""

    style: int
    fact: int
    tokens: int
    seconds: float | None = None

    def as_json(self) -> dict[str, Any]:
        return self._asdict()


def distance(before: str, after: str) -> int:
    """In tokens: words, and marks that are no space."""
    return Levenshtein.distance(_TOKEN.findall(before), _TOKEN.findall(after))


def tokens(text: str) -> int:
    return len(_TOKEN.findall(text))


def cost_of(drafted: str, approved: str, fact_tokens: int, seconds: float | None = None) -> EditCost:
    """fact_tokens: that mending facts took by itself."""
    changed = distance(drafted, approved)
    fact = min(changed, fact_tokens)
    return EditCost(changed - fact, fact, tokens(approved), seconds)


class EditCurve(NamedTuple):
    """How much of a client's deliverable people change, week by week. shares: by week, oldest first, of the words of
    the approved text, for style and facts together."""

    client: str
    type_id: str
    shares: Mapping[str, float]


def curves_of(costs: Mapping[DeliverableKey, Mapping[str, Any]]) -> list[EditCurve]:
    """By client and type. costs: of each approved issue, as `EditCost` has them."""
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for key in sorted(costs):
        cost = costs[key]
        found[key.client_id, key.type_id][key.week] = (cost["style"] + cost["fact"]) / max(1, cost["tokens"])
    return [EditCurve(client, type_id, shares) for (client, type_id), shares in sorted(found.items())]
