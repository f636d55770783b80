"""A sentence beside which its own author says, or asks, that it need not be so is not told; whatever else stands beside
it costs nothing."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.stance import sentences_stood_by

DECIDED = "We decided to raise the media budget to 23,310 euros."


def is_stood_by(text: str) -> bool:
    assert DECIDED in sentences_of(text)
    stood_by = DECIDED in {text[start:end] for start, end in sentences_stood_by(text)}
    decisions = [signal for signal in client_week(message("Dana Reyes", at(9), text)).signals if signal.text == DECIDED]
    assert bool(decisions) == stood_by
    return stood_by


@pytest.mark.parametrize(
    "behind",
    [
        "Haha, no.",
        "Das stimmt aber nicht.",
        "At least that's the rumour.",
        "Or so they claim.",
        "So I'm told.",
        "Allegedly.",
        "This was our plan until yesterday; it's off.",
        "That is what people say. It isn't true.",
        "That was last year.",
        "I was only testing whether you read this.",
        "Is that true?",
        "So heißt es jedenfalls.",
        "C'est ce qu'on dit.",
        "Eso dicen.",
        "É o que dizem.",
    ],
)
def test_what_the_next_sentence_takes_back_or_has_from_others_is_not_stood_by(behind: str) -> None:
    assert not is_stood_by(f"{DECIDED} {behind}")
    assert not is_stood_by(f"{DECIDED}\n{behind}")


@pytest.mark.parametrize(
    "before",
    [
        "True or false?",
        "Title for the press release?",
        "Does this sound right in English?",
        "Which of these is right?",
        "How about this headline?",
        "Richtig oder falsch?",
        "Vrai ou faux ?",
        "Suena bien así?",
        "Soa bem em inglês?",
    ],
)
def test_what_the_sentence_before_asks_about_is_not_stood_by(before: str) -> None:
    assert not is_stood_by(f"{before} {DECIDED}")
    assert not is_stood_by(f"{before} It rains. {DECIDED}")
    assert is_stood_by(f"{before} It rains.\n\n{DECIDED}")


@pytest.mark.parametrize(
    "behind",
    [
        "No worries about the rest.",
        "Haha, no worries.",
        "That was on Monday.",
        "This was a good call.",
        "That's what we agreed.",
        "I'm only checking the banners now.",
        "We are testing the export.",
        "Does that work for you?",
        "Is that right for you?",
        "Das passt gut.",
        "It was a long discussion.",
    ],
)
def test_what_only_goes_on_leaves_a_sentence_as_it_is(behind: str) -> None:
    assert is_stood_by(f"{DECIDED} {behind}")


@pytest.mark.parametrize(
    "before", ["How are you?", "Guess what?", "Does this work for you?", "Is the page right?", "Which day is best?"]
)
def test_a_question_on_something_else_leaves_what_follows_as_it_is(before: str) -> None:
    assert is_stood_by(f"{before} {DECIDED}")
