"""What is promised to its reader without a word of who does it: "You get the report on Thursday"."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.english.promises import NOT_A_COMMITMENT, due_words, promises_a_deed


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
