"""By which number a sentence of a draft is called, and what is said of a number that there is not."""

from __future__ import annotations

from typing import Any

import pytest

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.lines import is_label, sentence_of

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
