"""What a later word of the week on the same thing may turn is offered and not told, wherever that word stands."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.brief.last_words import GONE_ON
from yarnnn_pipelines.deliverables.week.client_week import WeekContext

CLIENT_UPDATE = deliverable_type("client_update")
SHIPPED = "The order tracker is live"
LIST = "The larger font for the price list is approved"
TROUBLE = "The checkout of the shop is broken for gift cards"


def told(week: WeekContext) -> list[str]:
    return [
        item.quote for part in write(week, CLIENT_UPDATE).sections for claim in part.claims for item in claim.evidence
    ]


def reasons(week: WeekContext) -> dict[str, str]:
    return {remark.piece.quote: remark.reason for remark in make_brief(week, CLIENT_UPDATE).remarks}


def talk(*said: tuple[str, str]) -> WeekContext:
    turns = enumerate(said)
    return client_week(
        *(message(name, at(10, 9 + turn), text, thread_id="slack:T1:C1:talk") for turn, (name, text) in turns)
    )


def said_apart(*said: tuple[str, str]) -> WeekContext:
    """Each on a day and in a thread of its own."""
    days = enumerate(said)
    return client_week(
        *(message(name, at(9 + day, 9), text, thread_id=f"slack:T1:C1:{day}") for day, (name, text) in days)
    )


@pytest.mark.parametrize(
    ("said", "later"),
    [
        (("Dana Reyes", LIST), ("Tom Ilves", "The vote on the price list is void, half the board was missing.")),
        (("Dana Reyes", LIST), ("Tom Ilves", "Make that the green photo for the price list.")),
        (("Dana Reyes", LIST), ("Dana Reyes", "We asked our guests and the video won, so the price list gets that.")),
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "I'm afraid the order tracker hasn't recovered at all.")),
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "The order tracker only works in Chrome, elsewhere it's as bad.")),
        (("Mia Duarte", SHIPPED), ("Mia Duarte", "Looks like the deploy of the order tracker silently failed.")),
        (("Mia Duarte", SHIPPED), ("Jonas Weber", "Heads up: visitors get the previous order tracker.")),
        (("Mia Duarte", SHIPPED), ("Mia Duarte", "Please disregard my note on the order tracker, it needs a day.")),
    ],
)
def test_what_a_later_word_on_its_thing_may_turn_is_offered_wherever_that_stands(
    said: tuple[str, str], later: tuple[str, str]
) -> None:
    assert said[1] in told(said_apart(said))
    week = said_apart(said, later)
    assert said[1] not in told(week)
    assert said[1] in reasons(week)


@pytest.mark.parametrize(
    ("said", "later"),
    [
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "The order tracker looks lovely on my phone.")),
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "Is the order tracker only for members?")),
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "The old order tracker is gone, good.")),
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "The parcel tracker is still broken.")),
        (("Dana Reyes", LIST), ("Mia Duarte", "The guest list is on hold.")),
    ],
)
def test_a_later_word_that_asks_praises_or_is_of_another_thing_leaves_it_told(
    said: tuple[str, str], later: tuple[str, str]
) -> None:
    assert said[1] in told(said_apart(said, later))


def test_a_trouble_that_we_call_mended_and_ask_about_in_one_sentence_is_not_told_as_open() -> None:
    assert TROUBLE not in told(talk(("Dana Reyes", TROUBLE), ("Mia Duarte", "works on my side again, yours too?")))
    asked_to_try = said_apart(
        ("Dana Reyes", TROUBLE), ("Mia Duarte", "The checkout should be OK, please try once more.")
    )
    assert TROUBLE not in told(asked_to_try)


def test_that_nothing_has_changed_leaves_it_in_doubt_that_all_is_well() -> None:
    all_clear = "All clear on the order tracker."
    assert all_clear in told(talk(("Mia Duarte", all_clear)))
    week = talk(("Mia Duarte", all_clear), ("Dana Reyes", "For me nothing has changed."))
    assert reasons(week)[all_clear] == GONE_ON


@pytest.mark.parametrize("over", ["is history", "is behind us now", "is a thing of the past"])
def test_a_trouble_that_is_history_is_no_risk(over: str) -> None:
    week = talk(("Mia Duarte", f"The problem with the order tracker {over}."))
    assert not [claim for part in write(week, CLIENT_UPDATE).sections if part.id == "risks" for claim in part.claims]


@pytest.mark.parametrize(
    "later", ["Without the revised budget we stop on Wednesday", "If they don't sign the budget we stop"]
)
def test_what_would_come_of_a_thing_being_out_says_that_it_is_out(later: str) -> None:
    ask = "Dana, we now need the revised budget sign-off from you."
    week = said_apart(("Mia Duarte", ask), ("Jonas Weber", later))
    assert any(quote in ask for quote in told(week))
