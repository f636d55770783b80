"""A sentence beside a mark that says that it is not meant is told in doubt."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for

UPDATE = deliverable_type("client_update")
RAISED = "We decided to raise the media budget to 20,804 euros"


def doubts(text: str) -> list[bool]:
    week = client_week(message("Mia Duarte", at(9), text))
    claims = judge(write(week, UPDATE), frame_for(week), UPDATE, stored(week)).claims
    return [any("was it meant" in doubt for doubt in claim.doubts) for claim in claims]


@pytest.mark.parametrize(
    "mark",
    [
        *(":joke:", ":jk:", ":kidding:", ":just_kidding:", ":sarcasm:", ":sarcasm-sign:", ":not_really:", "🤥"),
        *("\n:joke:", "\n🎉 :joke:", ":tada: :joke:"),
    ],
)
def test_a_mark_that_it_is_not_meant_puts_a_sentence_in_doubt(mark: str) -> None:
    assert doubts(f"{RAISED} {mark}") == [True]


@pytest.mark.parametrize(
    "mark", [":tada:", ":white_check_mark:", "🎉", "\n:tada:", "\nThe joke page waits.", "and/or s"]
)
def test_any_other_sign_beside_a_sentence_leaves_it_as_it_is(mark: str) -> None:
    assert True not in doubts(f"{RAISED} {mark}")


@pytest.mark.parametrize("mark", ["/s", "jk", "j/k"])
def test_with_a_mark_in_words_it_is_told_in_doubt_or_not_at_all(mark: str) -> None:
    assert False not in doubts(f"{RAISED} {mark}")
