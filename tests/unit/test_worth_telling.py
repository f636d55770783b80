"""What is decided, counted or labelled as done is told though its words hold a condition's, a colon or no verb."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for


def gated(author: str, text: str) -> Gated:
    week = client_week(message(author, at(10), text))
    return judge(
        write(week, deliverable_type("client_update")), frame_for(week), deliverable_type("client_update"), stored(week)
    )


def told(author: str, text: str) -> list[tuple[str, str]]:
    return [(claim.section, claim.text) for claim in gated(author, text).claims]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("We decided to drop the punch card until autumn.", "Acme decided to drop the punch card until autumn."),
        ("We agreed to pause all adverts before the fair.", "Acme agreed to pause all adverts before the fair."),
        ("The board said no to the second design.", "The board said no to the second design."),
        ("Our council has voted against the new sign.", "Acme’s council has voted against the new sign."),
    ],
)
def test_a_decision_for_a_time_is_a_decision(text: str, sentence: str) -> None:
    assert told("Dana Reyes", text) == [("decided", sentence)]


@pytest.mark.parametrize(
    "text",
    [
        "No price is agreed until all prices are agreed.",
        "The shop window stays empty until legal has approved the poster.",
        "We want the poster approved before Friday.",
        "I heard the board said no to the poster.",
    ],
)
def test_what_waits_for_a_decision_is_not_decided(text: str) -> None:
    assert not [words for section, words in told("Dana Reyes", text) if section == "decided"]


@pytest.mark.parametrize(
    "text",
    [
        "Newsletter sign-ups: 312 this week.",
        "Support tickets: 12 so far.",
        "Newsletter open rate: 24%.",
        "412 museum visitors this week.",
        "Support tickets went from 40 to 12 per day.",
        "Waiting time fell sharply from 9 to 4 days.",
    ],
)
def test_a_figure_needs_no_verb_of_its_own(text: str) -> None:
    assert told("Mia Duarte", text) == [("numbers", text)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The route planner prototype is ready: https://example.com/p/1", "The route planner prototype is ready."),
        ("Fixed: rounding is correct on all receipts now.", "Rounding is correct on all receipts now."),
        ("Shipped - the new ticket page is online.", "The new ticket page is online."),
        ("Fixed: the rounding on all receipts.", "Fixed: the rounding on all receipts."),
    ],
)
def test_what_is_ready_or_labelled_as_done_is_told(text: str, sentence: str) -> None:
    assert told("Mia Duarte", text) == [("moved", sentence)]


@pytest.mark.parametrize(
    "text", ["The route planner is ready by Friday.", "We are all ready to go there.", "Updated: 10 November 2026"]
)
def test_what_is_not_ready_yet_is_not_done(text: str) -> None:
    assert told("Mia Duarte", text) == []


@pytest.mark.parametrize(
    ("author", "text"),
    [
        ("Dana Reyes", "Looks great, approved."),
        ("Dana Reyes", "Approved from our side."),
        ("Mia Duarte", "We tried it with 12 customers, 9 finished without help."),
    ],
)
def test_what_only_its_conversation_explains_is_offered_and_not_told(author: str, text: str) -> None:
    judged = gated(author, text)
    assert [offer.text for offer in judged.offers] == [text]
    assert not judged.claims


@pytest.mark.parametrize(
    "text", ["The poster looks great, approved.", "Approved: the poster and the flyer.", "The new poster is approved."]
)
def test_an_approval_that_names_its_matter_is_told(text: str) -> None:
    assert told("Dana Reyes", text) == [("decided", text)]


@pytest.mark.parametrize(
    "text",
    [
        "Back up since 15:28.",
        "All fixed now!",
        "Everything is up and running again.",
        "Deployed to production an hour ago.",
        "Resolved as of 9 November.",
        "Live again, finally.",
    ],
)
def test_a_state_of_nothing_that_is_named_is_not_told(text: str) -> None:
    assert told("Jonas Weber", text) == []


@pytest.mark.parametrize("text", ["The checkout is back up since 15:28.", "All invoices are fixed now!"])
def test_a_state_of_something_that_is_named_is_told(text: str) -> None:
    assert len(told("Jonas Weber", text)) == 1


def test_the_title_of_a_text_is_not_told_with_what_it_says() -> None:
    text = "Recap of the stand-up: the build is at 60%, and the open rate went from 20% to 24%."
    assert told("Jonas Weber", text) == [("numbers", "The build is at 60%, and the open rate went from 20% to 24%.")]
