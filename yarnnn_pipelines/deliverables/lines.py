"""What a person calls the sentences of a version: 1, 2, ... what it tells, o1 what it offers, w1 what was withheld.

A sentence keeps its label in all versions that people's edits make of one draft, so that whoever types several commands
in a row means what they read; a new draft is numbered anew. What is done with a sentence is `supervision`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from yarnnn_pipelines.core.errors import UserError

_LABEL = re.compile(r"#?(?P<kind>[ow]?)\d+", re.IGNORECASE)
_CALLED = {"": "sentence", "o": "offer", "w": "withheld sentence"}

Sentence = dict[str, Any]  # a claim or an offer, as a version's document has it


def labelled(document: Mapping[str, Any]) -> dict[str, Sentence]:
    """By label, in the order in which they are read; in a version of an earlier yarnnn, which keeps none, by place."""
    return {
        each.get("label", f"{kind}{place}"): each
        for kind, listed in _by_kind(document).items()
        for place, each in enumerate(listed, start=1)
    }


def with_labels(
    document: Mapping[str, Any],
    draft: str,
    before: Mapping[str, Any] | None = None,
    is_the_same: Sequence[Callable[[Sentence, Sentence], bool]] = (),
) -> dict[str, Any]:
    """The document with a `label` in each sentence, and `labels`: {"draft", "last": by kind the last number given}.

    draft: the hash of the draft that it was made from. before: the document of the version before; where that was made
    from the same draft, a sentence has the label that it had there, if it was struck there the one of before that, and
    a new one the next number. is_the_same: whether a sentence of the version before is one of this one, surest first.
    """
    given = before.get("labels", {}) if before else {}
    goes_on = bool(before) and given.get("draft") == draft
    last: dict[str, int] = dict(given["last"]) if goes_on else {}
    had = _by_kind(before) if before and goes_on else {}
    labels: dict[int, str] = {}
    struck = list(document.get("edits", {}).get("struck", ()))
    for kind, listed in _by_kind(document).items():
        gone = before.get("edits", {}).get("struck", ()) if before and goes_on and not kind else ()
        known = [one for one in (*had.get(kind, ()), *gone) if "label" in one]
        _kept(labels, [*listed, *struck] if not kind else listed, known, is_the_same)
        for each in listed:
            if id(each) not in labels:
                last[kind] = last.get(kind, 0) + 1
                labels[id(each)] = f"{kind}{last[kind]}"

    def of(sentences: Sequence[Sentence]) -> list[Sentence]:
        return [{**each, "label": labels[id(each)]} if id(each) in labels else each for each in sentences]

    new = {**document, "labels": {"draft": draft, "last": last}, "withheld": of(document["withheld"])}
    new["sections"] = [{**section, "claims": of(section["claims"])} for section in document["sections"]]
    new["offers"] = of(document.get("offers", ()))
    return {**new, "edits": {**document["edits"], "struck": of(struck)}} if struck else new


def _kept(
    labels: dict[int, str],
    sentences: Sequence[Sentence],
    known: Sequence[Sentence],
    is_the_same: Sequence[Callable[[Sentence, Sentence], bool]],
) -> None:
    """The labels, by `id`, of those sentences that are known; each is given to one."""
    free = list(known)
    for rule in is_the_same:
        for each in sentences:
            found = next((one for one in free if rule(one, each)), None) if id(each) not in labels else None
            if found is not None:
                labels[id(each)] = found["label"]
                free.remove(found)


def _by_kind(document: Mapping[str, Any]) -> dict[str, list[Sentence]]:
    return {
        "": [claim for section in document["sections"] for claim in section["claims"]],
        "o": list(document.get("offers", ())),
        "w": list(document["withheld"]),
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
        given = document.get("labels", {}).get("last", {}).get(label_form["kind"], 0)
        was = 0 < int(asked.lstrip("ow")) <= given
        raise UserError(
            f"there is no {_CALLED[label_form['kind']]} {asked}{' any more' if was else ''}"
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
    """ "1 to 3, 5 to 9 and 12": what was struck leaves a gap."""
    kind = labels[0].rstrip("0123456789")
    runs: list[list[int]] = []
    for number in sorted(int(label.removeprefix(kind)) for label in labels if label.rstrip("0123456789") == kind):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [f"{kind}{run[0]}" + (f" to {kind}{run[-1]}" if len(run) > 1 else "") for run in runs]
    others = [label for label in labels if label.rstrip("0123456789") != kind]
    return ", ".join([*told, *([_range(others)] if others else [])])
