"""A mention that opens a sentence names who did it or is spoken to; the writer never takes its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.slots import frame_for


def told(author: str, text: str, *namesakes: str) -> list[str]:
    week = client_week(message(author, at(10), text))
    week = replace(week, people=(*week.people, *((name, True, None) for name in namesakes)))
    gated = judge(write(week, deliverable_type("client_update")), frame_for(week), "client", stored(week))
    return [claim.text for claim in gated.claims]


@pytest.mark.parametrize(
    ("author", "text", "sentence"),
    [
        ("Mia Duarte", "@Tom fixed the checkout error on the product page.", "Tom fixed the checkout error on the"),
        ("Mia Duarte", "@Tom Weber fixed the checkout error.", "Tom fixed the checkout error."),
        ("Mia Duarte", "- @Tom Weber has fixed the checkout error.", "Tom has fixed the checkout error."),
        ("Mia Duarte", "FYI: @Tom Weber just fixed the checkout error.", "Tom just fixed the checkout error."),
        ("Mia Duarte", "@Dana Reyes signed the contract for the autumn campaign.", "Dana signed the contract for the"),
        ("Mia Duarte", "@Dana Reyes approved the poster design.", "Dana approved the poster design."),
        ("Dana Reyes", "@Mia Duarte delivered the banners to the hall.", "Mia delivered the banners to the hall."),
        ("Dana Reyes", "@Tom Weber and @Mia Duarte launched the newsletter.", "Tom and Mia launched the newsletter."),
    ],
)
def test_who_is_mentioned_did_it(author: str, text: str, sentence: str) -> None:
    assert [claim[: len(sentence)] for claim in told(author, text)] == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "@Tom Weber Fixed the checkout error.",
        "@tom.weber fixed the checkout error.",
        "@tom fixed the checkout error.",
        "@Tom fixed banners are live.",
    ],
)
def test_a_sentence_of_which_it_is_not_clear_who_did_it_is_left_out(text: str) -> None:
    assert told("Mia Duarte", text) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@Tom, fixed the checkout error.", "Mia fixed the checkout error."),
        ("@Tom Weber: fixed the checkout error.", "Mia fixed the checkout error."),
        ("@Tom Weber I fixed the checkout error.", "Mia fixed the checkout error."),
        ("@channel fixed the checkout error.", "Mia fixed the checkout error."),
        ("@Tom the checkout page is live.", "The checkout page is live."),
    ],
)
def test_who_is_spoken_to_is_not_named(text: str, sentence: str) -> None:
    assert told("Mia Duarte", text) == [sentence]


@pytest.mark.parametrize(
    "text", ["@Tom can you sign the plan?", "@Tom is the page live?", "@Tom did you see it?", "@Tom will you send it?"]
)
def test_a_question_to_somebody_is_no_account_of_them(text: str) -> None:
    from yarnnn_pipelines.english.mentions import is_subject

    assert not is_subject(text)


def test_of_two_with_one_first_name_the_whole_name_is_told() -> None:
    assert told("Mia Duarte", "@Tom Weber fixed the checkout error.", "Tom Weber", "Tom Hall") == [
        "Tom Weber fixed the checkout error."
    ]
