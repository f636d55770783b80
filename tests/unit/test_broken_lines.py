"""A sentence that goes on in the next line is one, and what it says there is told and checked with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.agency_marks import OtherClients
from yarnnn_pipelines.deliverables.week.other_clients import Mark
from yarnnn_pipelines.english.sentences import sentences_of

UPDATE = deliverable_type("client_update")
OTHERS = OtherClients((Mark("name", "Qorvella"),))


def told(text: str) -> list[Claim]:
    week = replace(client_week(message("Mia Duarte", at(9), text)), other_clients=OTHERS)
    gated = judge(write(week, UPDATE), frame_for(week), UPDATE, stored(week), week.events)
    return list(gated.claims)


@pytest.mark.parametrize(
    "text",
    [
        "We finished the icon set for\nthe fair in Lisbon.",
        "We finished the icon set for\nLisbon.",
        "We finished the icon set,\nas Dana had asked.",
        "We finished the icon set for the autumn\nfair in Lisbon.",
        "We raise the media budget to 23,310 euros\nif the board agrees.",
        "We raise the media budget to 23,310 euros,\nProvided that the board agrees.",
        "It is not true that\nWe raise the media budget.",
        "Wir erhöhen das Budget,\nsofern der Vorstand zustimmt.",
    ],
)
def test_a_line_that_ends_in_the_middle_goes_on_below(text: str) -> None:
    assert sentences_of(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Hi Dana,\nwe finished the icon set.",
        "Hi Dana,\nWe finished the icon set.",
        "the banner set is live\nthe tracking is fixed",
        "We finished the icon set\nbanners are delivered too",
        "We finished the icon set\nWe launched the page",
        "Done today\nbanner set",
        "- Launched the page for\n- fixed the checkout error",
        "Here is the page that you asked for\nWe launched it on Monday.",
        "We finished the icon set for\n\nthe fair",
        "We finished the icon set\nhttps://acme.example/icons",
        "We launched the shop page\nand fixed the checkout error.",
    ],
)
def test_lines_that_stand_for_themselves_stay_apart(text: str) -> None:
    assert sentences_of(text) == [line for line in text.split("\n") if line]


def test_a_sentence_over_two_lines_is_told_as_one() -> None:
    assert [claim.text for claim in told("We finished the icon set for\nthe fair in Lisbon.")] == [
        "We finished the icon set for the fair in Lisbon."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We raise the media budget to 23,310 euros\nif the board agrees.",
        "It is not true that\nwe decided to raise the media budget to 23,310 euros.",
        "We finished the icon set for\n\nthe fair in Lisbon.",
        "We finished the icon set for\nThe page.",
    ],
)
def test_half_a_sentence_is_not_told(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "We finished the icon set for Qor\nvella on Tuesday.",
        "We finished the icon set for Qor\nvella had asked for it.",
        "We finished the icon set for Qor\n\nvella on Tuesday.",
        "We finished the icon set for\nQorvella on Tuesday.",
        "We finished the icon set for\n\nQorvella on Tuesday.",
        "We finished the icon set,\nas Qorvella had asked.",
        "We finished the icon set\nQorvella had asked for",
    ],
)
def test_a_sentence_that_names_another_client_in_its_next_line_is_not_told(text: str) -> None:
    assert not told(text)


def test_a_line_that_names_another_client_beside_a_sentence_puts_it_in_doubt() -> None:
    (below,) = told("We finished the icon set.\nQorvella had asked for it.")
    assert "Qorvella had asked for it." in below.doubts[0]
    (above,) = told("Qorvella had asked for it.\nWe finished the icon set.")
    assert "Qorvella had asked for it." in above.doubts[0]
    (listed,) = told("- We finished the icon set.\n- Asked Qorvella something.")
    assert not listed.doubts
