"""Which sentences of real work talk carry something, and which carry nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.weekly import at, client_week, mail, message
from yarnnn_pipelines.english.sentences import core, sentences


def found(text: str, author: str = "Mia Duarte") -> dict[str, str]:
    """Signal kind -> the words it was found in."""
    return {signal.signal: signal.text for signal in client_week(message(author, at(10), text)).signals}


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_sentences_lie_in_the_text_in_order_and_lose_no_word(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join(text.split()) == "".join("".join(text[span.start : span.end] for span in spans).split())
    for span in spans:
        kept = core(text, span)
        assert kept is None or span.start <= kept.start < kept.end <= span.end


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hey team :tada: the site is live since noon!", ["the site is live since noon!"]),
        ("Hi Dana, quick update: the pixel fires again", ["the pixel fires again"]),
        ("Load is down to 1.8 s. it was the images", ["Load is down to 1.8 s.", "it was the images"]),
        ("We met Dr. Who, e.g. on Nov. 3. Fine.", ["We met Dr. Who, e.g. on Nov. 3.", "Fine."]),
        ("@Dana Reyes can you sign the budget?", ["can you sign the budget?"]),
        (":tada: :tada:\nHello everyone!", []),
    ],
)
def test_greetings_and_ornaments_are_not_part_of_what_was_said(text: str, kept: list[str]) -> None:
    spans = [core(text, span) for span in sentences(text)]
    assert [text[span.start : span.end] for span in spans if span] == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("done", "the Q2 campaign launched this morning, right on schedule :rocket:"),
        ("done", "I've fixed the tracking pixel on the checkout pages"),
        ("done", "the guarantee page is live in both languages"),
        ("decision", "Dana and legal agreed on the second headline"),
        ("decision", "Decision: the newsletter stays monthly"),
        ("metric", "click-through rate went from 1.9% to 2.6% with the new headline"),
        ("risk", "the conversion tracking is broken on the checkout pages"),
        ("change", "The release moves from Wednesday 11 to Wednesday 18 November"),
        ("question", "Can you sign off the revised budget by Friday?"),
        ("question", "We still need the revised budget sign-off from you."),
        ("commitment", "I'll send the media plan by Friday"),
        ("commitment", "The beta starts on Tuesday 3 November with two clinics."),
    ],
)
def test_a_sentence_at_work_carries_its_signal(kind: str, text: str) -> None:
    assert kind in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "the campaign hasn't launched yet",
        "if the pixel is fixed we can go",
        "I think we fixed the tracking",
        "keep us posted please",
        "congrats, well done everyone, the lunch was great",
        "200 photos and not one crash",
        "I have decided to hide from the accountant",
        "it is fixed now",
        "I'll tell them",
        "have a nice weekend everyone",
        "lol",
    ],
)
def test_small_talk_hopes_and_sentences_that_name_nothing_carry_no_news(text: str) -> None:
    assert not set(found(text)) & {"done", "decision", "metric", "risk", "change", "commitment"}


def test_offsets_point_at_the_words_in_the_event() -> None:
    event = mail("Mia Duarte", at(10), "Launch", "Hi Dana,\n\nthe new site launched on Monday.\nBest, Mia")
    (signal,) = client_week(event).signals
    assert event.text[signal.start : signal.end] == signal.text == "the new site launched on Monday."


def test_what_is_needed_is_named() -> None:
    (signal,) = client_week(message("Mia Duarte", at(10), "Still need the revised budget sign-off from you.")).signals
    assert signal.fields["thing"] == "revised budget sign-off"


@pytest.mark.parametrize(
    "text",
    ["The SMS provider approved the sender name.", "Our payment provider has approved the account."],
)
def test_what_somebody_outside_approves_is_done_and_no_decision(text: str) -> None:
    assert set(found(text)) == {"done"}


@pytest.mark.parametrize("text", ["We probably won't want email before February.", "We don't need it before the fair."])
def test_what_somebody_does_not_want_is_no_trouble(text: str) -> None:
    assert "risk" not in found(text, "Dana Reyes")


def test_a_word_promised_for_a_day_is_a_promise() -> None:
    assert "commitment" in found("I'll look at it over the weekend and tell you on Monday 30 November.")
    assert "commitment" not in found("I'll look at it and tell you.")
