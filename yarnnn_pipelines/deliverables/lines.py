"""What a person calls the sentences of a version: 1, 2, ... what it tells, o1 what it offers, w1 what was withheld.

The labels hold for one version. What is done with a sentence is `supervision`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yarnnn_pipelines.core.errors import UserError

_LABEL = re.compile(r"#?(?P<kind>[ow]?)\d+", re.IGNORECASE)
_CALLED = {"": "sentence", "o": "offer", "w": "withheld sentence"}

Sentence = dict[str, Any]  # a claim or an offer, as a version's document has it


def labelled(document: Mapping[str, Any]) -> dict[str, Sentence]:
    """By label, in the order in which they are read."""
    told = [claim for section in document["sections"] for claim in section["claims"]]
    return {
        **{str(number): claim for number, claim in enumerate(told, start=1)},
        **{f"o{number}": offer for number, offer in enumerate(document.get("offers", ()), start=1)},
        **{f"w{number}": claim for number, claim in enumerate(document["withheld"], start=1)},
    }


def is_label(words: str) -> bool:
    """Whether it is the form of a label and nothing else: `o99`, whether there is one or not."""
    return _LABEL.fullmatch(words.strip()) is not None


def sentence_of(document: Mapping[str, Any], label: str, where: str, kinds: str = "") -> Sentence:
    """The one that is called so; `UserError` where none is, or it is of another kind. kinds: first letters of the
    labels that will do, `1` for what is told; empty: any."""
    known = labelled(document)
    asked = label.strip().lower().removeprefix("#")
    found = known.get(asked)
    label_form = _LABEL.fullmatch(asked)
    if found is None and label_form and (not kinds or (label_form["kind"] or "1") in kinds):
        same = [name for name in known if name.rstrip("0123456789") == label_form["kind"]]
        raise UserError(
            f"there is no {_CALLED[label_form['kind']]} {asked}"
            + (f": there {'is' if len(same) == 1 else 'are'} {_range(same)}" if same else ", and no other either"),
            where=where,
            mend=f"`yarnnn show {where}` shows the number of each",
        )
    if found is None or (kinds and (asked[0] if asked[0] in "ow" else "1") not in kinds):
        will_do = [name for name in known if not kinds or (name[0] if name[0] in "ow" else "1") in kinds]
        raise UserError(
            f"there is no sentence {label!r} here that this could be done with"
            + (f"; there are {_range(will_do)}" if will_do else ""),
            where=where,
            mend=f"`yarnnn show {where}` shows the number of each",
        )
    return found


def _range(labels: list[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"
