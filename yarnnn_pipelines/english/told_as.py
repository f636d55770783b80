"""As what a sentence is told that can be read as several things: one kind, or none where it says too little.

Which readings a sentence has is `context.signals`, in which section a kind stands the deliverable's type.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from yarnnn_pipelines.english.decisions import says_what_is_decided
from yarnnn_pipelines.english.figures import is_a_rate
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.results import is_said_to_be_done, says_resolved

# Where a sentence reads as several things, the first of these says most about it.
Stated = Literal["decision", "change", "risk", "metric", "done", "commitment"]
STATED: tuple[Stated, ...] = ("decision", "change", "risk", "metric", "done", "commitment")

# "Boat is up." tells a stranger nothing. What is done is told by its noun ("The FAQ page is done."); a bare participle
# ("Banner printed") needs one word more.
_FEWEST_CONTENT_WORDS = {"decision": 2, "change": 2, "risk": 2, "metric": 2}


def is_too_short(kind: str, sentence: str) -> bool:
    """Whether the sentence tells a stranger nothing as that kind."""
    enough = _FEWEST_CONTENT_WORDS.get(kind, 3)
    if kind == "done" and is_said_to_be_done(sentence):
        enough = 2
    return kind in STATED and len(content_words(sentence)) < enough


def told_as(readings: Collection[str], sentence: str) -> Stated | None:
    """None where it states nothing: a fixed problem is a result and a rate a number, otherwise by precedence."""
    kinds = {kind for kind in STATED if kind in readings and not is_too_short(kind, sentence)}
    if not says_what_is_decided(sentence):
        kinds.discard("decision")
    if not kinds:
        return None
    moved_number = is_a_rate(sentence)
    counted = kinds == {"done", "metric"} and not moved_number
    if "done" in kinds and (says_resolved(sentence) or counted):
        return "done"
    if kinds >= {"risk", "commitment"}:
        return "commitment"
    if "metric" in kinds and moved_number and "decision" not in kinds:
        return "metric"
    return min(kinds, key=STATED.index)
