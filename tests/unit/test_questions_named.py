"""A message that names a question answers it where it says what answers it, and not where it only speaks of it."""

from __future__ import annotations

from datetime import date

import pytest

from yarnnn_pipelines.english.questions_named import answers_by_name
from yarnnn_pipelines.english.supposing import supposes_absence

ASKED_ON, SAID_ON = date(2026, 11, 10), date(2026, 11, 12)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Do the shelves take 240 kg or 200?", "You asked on Tuesday. The shelves take 225 kg."),
        ("Can I take the data home?", "you asked about the data. Yes, you can: it writes one file a day."),
        ("What is the launch date?", "You wanted to know the launch date: the launch is on 3 December."),
    ],
)
def test_who_names_a_question_and_says_what_it_asks_for_answers_it(question: str, said: str) -> None:
    assert answers_by_name(said, SAID_ON, question, ASKED_ON)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Could you send us the invoice for October?",
            "You asked for the invoice. Our accountant is away until Monday.",
        ),
        ("Can you send us the logo files?", "You asked about the logo. Which logo do you mean?"),
        (
            "Could you send us the photos of the shop?",
            "You asked for the photos. Sorry for the delay, Tom is sorting them.",
        ),
        (
            "What is the launch date?",
            "Your question about the launch date is with our board. The photos are in the folder.",
        ),
        ("Do the shelves take 240 kg or 200?", "You asked on Monday. The shelves take 225 kg."),
        ("Do the shelves take 240 kg or 200?", "You asked on Tuesday. I'll check with Jonas."),
    ],
)
def test_who_only_speaks_of_a_question_does_not_answer_it(question: str, said: str) -> None:
    assert not answers_by_name(said, SAID_ON, question, ASKED_ON)


@pytest.mark.parametrize(
    ("later", "is_out"),
    [
        ("Without the revised budget we are over it on Wednesday.", True),
        ("If they don't sign the budget we stop.", True),
        ("Without the old plugin the budget tool works again.", False),
        ("Without the old plugin the checkout loads on Android phones now.", False),
        ("If you haven't noticed: the budget is signed.", False),
        ("As long as nothing else fails the shop is fine.", False),
    ],
)
def test_what_is_supposed_out_is_the_thing_that_was_spoken_of(later: str, is_out: bool) -> None:
    assert supposes_absence(later, "Still no sign-off on the revised budget.") is is_out
