"""What kind each edit is: it mends a fact, tells what was left out, takes out what is not worth a line, words the same
otherwise, puts it elsewhere, or changes the form.

A mended fact is a fault of the pipeline's and never a matter of taste: nothing is learned of it but that it happened,
and where. Pure: of the approved version's document and the edits in force.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from yarnnn_pipelines.deliverables.gate.sensitive import why_sensitive
from yarnnn_pipelines.deliverables.preferences.wording import names_in
from yarnnn_pipelines.english.likeness import another_predicate, content_words, opposite, other_word
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.written_forms import in_usual_forms
from yarnnn_pipelines.stores.ledger.rows import Edit
from yarnnn_pipelines.supervision.learning.edit_cost import distance
from yarnnn_pipelines.supervision.text_form import REWORDED, likeness

EditKind = Literal["fact_fix", "omission", "removal", "sensitive", "wording", "structure", "format"]
_CALLED_WRONG = re.compile(
    r"(?i)\b(?:wrong|incorrect|false|untrue|not\s+true|isn['’]?t\s+true|never\s+happened|outdated|overtaken|stale|misread"
    r"|misleading|mistake|inaccurate|no\s+longer\s+(?:true|the\s+case))\b"
)
_STRUCTURE = ("section_order", "section_title", "section_added")


@dataclass(frozen=True)
class SortedEdit:
    """number: of the edit. before, after: the sentence, empty where there was or is none. target: the claim or offer
    that it is about, as it stood; empty for none. is_proven: the gate found its new words carried by its sources."""

    number: int
    kind: EditKind
    before: str
    after: str
    target: Mapping[str, Any]
    is_proven: bool = True

    @property
    def tokens(self) -> int:
        return distance(self.before, self.after)

    @property
    def event_id(self) -> str | None:
        """Of the event that the sentence first rests on."""
        evidence = self.target.get("evidence") or ()
        return evidence[0]["event_id"] if evidence else None


def sorted_edits(document: Mapping[str, Any], edits: Iterable[Edit]) -> list[SortedEdit]:
    """Each edit with its kind, in their order; what somebody put in and took out again is none.

    document: of the version that has them. edits: in force.
    """
    verdicts = {
        claim["text"]: claim.get("verdict")
        for section in document["sections"]
        for claim in section["claims"]
        if claim.get("by")
    }
    found: list[SortedEdit] = []
    for edit in edits:
        found = _with(found, edit, verdicts)
    sorted_ones = _written_instead(found, verdicts)
    return [replace(one, is_proven=verdicts.get(one.after, "supported") == "supported") for one in sorted_ones]


def counted_kind(kind: str, count: int) -> str:
    """ "2 facts mended"."""
    one, several = _IN_WORDS[kind]
    return f"{count} {one if count == 1 else several}"


_IN_WORDS: Mapping[str, tuple[str, str]] = {
    "fact_fix": ("fact mended", "facts mended"),
    "omission": ("sentence added", "sentences added"),
    "removal": ("sentence struck", "sentences struck"),
    "sensitive": ("sentence struck as private", "sentences struck as private"),
    "wording": ("sentence reworded", "sentences reworded"),
    "structure": ("change of order", "changes of order"),
    "format": ("change of form", "changes of form"),
}


def counts(edits: Iterable[SortedEdit]) -> dict[str, int]:
    """How many there are of each kind that there is any of."""
    return dict(Counter(edit.kind for edit in edits))


def _with(found: list[SortedEdit], edit: Edit, verdicts: Mapping[str, str | None]) -> list[SortedEdit]:
    target = edit.target or {}
    if edit.action == "shape":
        kind: EditKind = "structure" if target["kind"] in _STRUCTURE else "format"
        return [*found, SortedEdit(edit.number, kind, "", "", {})]
    if edit.action == "move":
        return [*found, SortedEdit(edit.number, "structure", target["text"], target["text"], target)]
    if edit.action in ("vouch", "cite"):
        return found
    earlier = next((one for one in found if target.get("by") and one.after and one.after == target["text"]), None)
    if earlier is not None:  # it changes what somebody put there
        others = [one for one in found if one is not earlier]
        after = edit.text or "" if edit.action == "reword" else ""
        changed = replace(earlier, after=after, kind=_kind(earlier.before, after, verdicts, edit.reason))
        return [*others, changed] if changed.before or changed.after else others
    if target.get("by") and edit.action in ("reword", "strike"):  # somebody's words, of before these edits
        return found
    before = str(target["text"]) if edit.action in ("reword", "strike") else ""
    after = "" if edit.action == "strike" else edit.text or _taken_in(target)
    kind = _kind(before, after, verdicts, edit.reason)
    return [*found, SortedEdit(edit.number, kind, before, after, target)]


def _taken_in(target: Mapping[str, Any]) -> str:
    """What a draft tells of it: an offer in the words of its source."""
    quoted = target.get("evidence") if "offer_id" in target else None
    return str(quoted[0]["quote"] if quoted else target.get("text", ""))


def _kind(before: str, after: str, verdicts: Mapping[str, str | None], reason: str | None) -> EditKind:
    if not before:
        return "omission"
    if not after:
        if reason and _CALLED_WRONG.search(reason):
            return "fact_fix"
        return "sensitive" if why_sensitive(before) else "removal"
    if _says_otherwise(before, after):
        return "fact_fix"
    if verdicts.get(after, "supported") == "supported":
        return "wording"
    if opposite(before, after) or another_predicate(before, after) or other_word(before, after):
        return "fact_fix"
    return "omission" if content_words(before) < content_words(after) else "wording"


def _says_otherwise(before: str, after: str) -> bool:
    """A figure, a day or a name stands where another stood, or it is denied, or asserted, as it was not. A detail that
    is gone says nothing else."""
    before, after = in_usual_forms(before), in_usual_forms(after)
    old, new = parse(before), parse(after)
    pairs: Sequence[tuple[frozenset[Any], frozenset[Any]]] = (
        (old.figures, new.figures),
        (old.dates, new.dates),
        (old.weekdays, new.weekdays),
        (names_in(before), names_in(after)),
    )
    return (
        any(one - other and other - one for one, other in pairs)
        or old.is_denied != new.is_denied
        or old.modalities != new.modalities
    )


def _written_instead(found: Sequence[SortedEdit], verdicts: Mapping[str, str | None]) -> list[SortedEdit]:
    """A sentence struck and one like it written is one sentence, worded anew."""
    struck = [one for one in found if not one.after and one.before]
    pairs: dict[int, SortedEdit] = {}
    for new in (one for one in found if not one.before and one.after and not one.target):
        old = max(struck, key=lambda one: likeness(one.before, new.after), default=None)
        if old is None or likeness(old.before, new.after) < REWORDED:
            continue
        struck.remove(old)
        pairs[new.number] = old
    gone = {old.number for old in pairs.values()}
    kept = []
    for one in found:
        if one.number in gone:
            continue
        if old := pairs.get(one.number):
            one = replace(old, after=one.after, kind=_kind(old.before, one.after, verdicts, None))
        kept.append(one)
    return kept
