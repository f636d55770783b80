"""The words that say by when, as they are shown."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.english.promises import due_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I will send it by Tuesday 17 November.", "by Tuesday 17 November"),
        ("We deliver by Tuesday 17 Nov", "by Tuesday 17 Nov"),
        ("I'll sign by Tuesday 17th.", "by Tuesday 17th"),
        ("I'll sign by Tuesday.", "by Tuesday"),
        ("It's with you before 18 November, promised", "before 18 November"),
        ("I'll send it by the end of the month", "by the end of the month"),
        ("I'll send it tomorrow morning", "tomorrow morning"),
        ("I'll send it", None),
    ],
)
def test_the_words_that_say_by_when_are_whole(text: str, words: str | None) -> None:
    assert due_words(text) == words
