"""By which number a sentence of a draft is called, and what is said of a number that there is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.lines import is_label, labelled, sentence_of, with_labels

DOCUMENT: dict[str, Any] = {
    "sections": [{"id": "moved", "claims": [{"text": "a"}, {"text": "b"}]}],
    "offers": [{"text": "c"}],
    "withheld": [],
}


@pytest.mark.parametrize(
    ("label", "kinds", "said"),
    [
        ("99", "1", "there is no sentence 99: there are 1 to 2"),
        ("o99", "ow", "there is no offer o99: there is o1"),
        ("O7", "", "there is no offer o7: there is o1"),
        ("w99", "ow", "there is no withheld sentence w99, and no other either"),
        ("o1", "1", "there is no sentence 'o1' here that this could be done with; there are 1 to 2"),
    ],
)
def test_a_number_that_there_is_not_is_told_with_those_that_there_are(label: str, kinds: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        sentence_of(DOCUMENT, label, "acme 2026-W46", kinds)
    assert error.value.what == said


def test_a_number_is_never_taken_for_a_sentence_of_ones_own() -> None:
    assert all(map(is_label, ["o99", "w1", "3", " #O2 "]))
    assert not any(map(is_label, ["We meet on Friday.", "3 pages", "o", "word", "o1 is fine", ""]))


def _told(*texts: str, offers: Sequence[str] = (), struck: Sequence[str] = ()) -> dict[str, Any]:
    document: dict[str, Any] = {
        "sections": [{"id": "moved", "claims": [{"text": text} for text in texts]}],
        "offers": [{"text": text} for text in offers],
        "withheld": [],
    }
    return {**document, "edits": {"struck": [{"text": text} for text in struck]}} if struck else document


def _texts(document: dict[str, Any]) -> dict[str, str]:
    return {label: sentence["text"] for label, sentence in labelled(document).items()}


def _same_text(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(before["text"] == after["text"])


def test_what_an_edit_leaves_keeps_its_number_and_what_it_adds_has_the_next() -> None:
    first = with_labels(_told("a", "b", "c", offers=["x", "y"]), "draft")
    second = with_labels(_told("a", "x", "c", offers=["y"], struck=["b"]), "draft", first, [_same_text])
    assert _texts(second) == {"1": "a", "4": "x", "3": "c", "o2": "y"}


def test_undoing_a_strike_brings_the_number_back_however_many_edits_came_between() -> None:
    version = with_labels(_told("a", "b", "c"), "draft")
    for told in (_told("a", "c", struck=["b"]), _told("a", "c", "d", struck=["b"]), _told("a", "b", "c", "d")):
        version = with_labels(told, "draft", version, [_same_text])
    assert _texts(version) == {"1": "a", "2": "b", "3": "c", "4": "d"}


def test_a_new_draft_is_numbered_anew() -> None:
    first = with_labels(_told("a", "b", "c"), "draft")
    assert _texts(with_labels(_told("b", "c"), "another", first, [_same_text])) == {"1": "b", "2": "c"}


def test_a_number_that_was_struck_is_told_from_one_that_never_was() -> None:
    first = with_labels(_told("a", "b", "c", "d"), "draft")
    second = with_labels(_told("a", "c", "d", struck=["b"]), "draft", first, [_same_text])
    for label, said in {"2": "there is no sentence 2 any more: ", "9": "there is no sentence 9: "}.items():
        with pytest.raises(UserError) as error:
            sentence_of(second, label, "acme 2026-W46")
        assert error.value.what == f"{said}there are 1, 3 to 4"
