"""Whether a sentence of one version is a sentence of the version that an edit made of it: by this it keeps its number.

Both are as a version's document has them. To which claim of a newer draft an edit belongs is `edits`'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from yarnnn_pipelines.supervision.edits import SUMS_UP, EditedDraft

Sentence = Mapping[str, Any]
Rule = Callable[[Sentence, Sentence], bool]


def same_sentences(edited: EditedDraft) -> Sequence[Rule]:
    """The rules, surest first, of a sentence of the version before and one of the version with these edits: the same
    words from the same sources; what somebody worded anew; lines that sum up the same; words of the same source."""

    def became(one: Sentence, other: Sentence) -> bool:
        return edited.id_now(_name(one)) == _name(other)

    return _is_named_alike, became, _sums_up_alike, _is_of_the_same_words


def _name(sentence: Sentence) -> str:
    return str(sentence.get("claim_id") or sentence.get("offer_id"))


def _is_named_alike(one: Sentence, other: Sentence) -> bool:
    return _name(one) == _name(other)


def _sums_up_alike(one: Sentence, other: Sentence) -> bool:
    return one.get("slot") in SUMS_UP and one.get("slot") == other.get("slot")


def _is_of_the_same_words(one: Sentence, other: Sentence) -> bool:
    if one["section"] != other["section"] or {one.get("slot"), other.get("slot")} & {*SUMS_UP}:
        return False
    return bool(one["evidence"]) and one["evidence"][:1] == other["evidence"][:1]
