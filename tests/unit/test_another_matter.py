"""A later sentence on another matter, which shares a thing and is as true beside it, leaves nothing in doubt."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.english.going_on import leaves_in_doubt
from yarnnn_pipelines.english.next_words import may_turn_it

BUDGET = "The budget for the photo shoot is approved, €1,600 at most."
BOX = "The mince pie box is new, at €12."
LIVE = "The Clonmel page is live."


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("I've booked Nora for the photo shoot, Monday 7 December, 7:00 at Marlow Street.", BUDGET),
        ("Burgundy mince pie label attached, plus the sheet with all 7 labels.", BOX),
        ("The mince pie box comes with 8 pieces.", BOX),
        ("The photo shoot has 3 settings and 40 loaves.", BUDGET),
    ],
)
def test_numbers_of_other_things_give_no_other_value(later: str, earlier: str) -> None:
    assert not leaves_in_doubt(later, earlier)


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("The photo shoot costs €1,800.", BUDGET),
        ("The photo shoot will be 1,800 now.", BUDGET),
        ("The mince pie box is 14 now.", BOX),
    ],
)
def test_a_number_that_may_be_of_the_same_does(later: str, earlier: str) -> None:
    assert leaves_in_doubt(later, earlier)


@pytest.mark.parametrize(
    "none", ["No double booking since Tuesday.", "No complaints so far.", "There was no outage this week."]
)
def test_that_there_was_none_of_something_else_turns_nothing(none: str) -> None:
    assert not may_turn_it(none, LIVE)
    assert may_turn_it("No Clonmel page since Tuesday.", LIVE)
    assert may_turn_it("Not any more.", LIVE)


def test_a_decision_on_a_sum_stands_beside_what_is_done_for_it() -> None:
    booked = "I've booked Nora for the photo shoot, Monday 7 December, 7:00 at Marlow Street."
    week = client_week(
        message("Dana Reyes", at(10), BUDGET, thread_id="slack:T1:C1:a"),
        message("Dana Reyes", at(11), booked, thread_id="slack:T1:C1:a"),
    )
    draft = write(week, deliverable_type("client_update"))
    assert BUDGET in [claim.text for section in draft.sections for claim in section.claims]
