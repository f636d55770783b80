"""What is promised to its reader without a word of who does it: "You get the report on Thursday"."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from yarnnn_pipelines.english.promises import NOT_A_COMMITMENT, due_words, promises_a_deed
from yarnnn_pipelines.english.rewording import reported
from yarnnn_pipelines.english.voice import Voice

MONDAY = datetime(2026, 11, 9, 9, tzinfo=UTC)
MIA = Voice("Mia Duarte", True, MONDAY, "UTC", "Acme", MONDAY.date())


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("You get the report on Thursday.", "on Thursday"),
        ("You receive your first draft by Friday.", "by Friday"),
        ("you'll have it Thursday", "Thursday"),
        ("you’ll get the final numbers tomorrow", "tomorrow"),
        ("it will be with you by Friday", "by Friday"),
        ("The final report will be with you by Friday.", "by Friday"),
        ("The draft will reach you by Monday.", "by Monday"),
    ],
)
def test_what_its_reader_will_have_is_promised(sentence: str, due: str) -> None:
    assert promises_a_deed(sentence)
    assert not NOT_A_COMMITMENT.found_in(sentence)
    assert due_words(sentence) == due


@pytest.mark.parametrize(
    "sentence",
    [
        "You get the idea.",
        "You get what you pay for on Friday.",
        "you got the report on Thursday",
        "the report was with you by Friday",
        "it will be fine by Friday",
        "the shop will be closed on Friday",
    ],
)
def test_what_its_reader_has_or_had_is_no_promise(sentence: str) -> None:
    assert not promises_a_deed(sentence)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("You get the report on Thursday.", "You get the report on Thursday 12 November."),
        ("You'll have the report on Thursday.", "You'll have the report on Thursday 12 November."),
        ("The report will be with you by Friday.", "The report will be with you by Friday 13 November."),
        ("You have the report on Thursday.", None),  # had, or will have
        ("We have sent the report on Thursday.", "We have sent the report on Thursday 5 November."),
    ],
)
def test_what_we_promise_its_reader_is_told_with_its_day(sentence: str, told: str | None) -> None:
    assert reported(sentence, MIA) == told
