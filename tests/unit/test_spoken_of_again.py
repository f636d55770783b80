"""A later sentence that names the same things puts an earlier one in doubt, in whatever words it does so."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.english.spoken_of_again import gives_another_day, gives_another_number, is_dealt_with

TYPE = deliverable_type("client_update")
PROMISE = "We will send you the floor plans for the harbour stand by 21 November."
PLAN = "The harbour stand is planned for 23 November."
COUNT = "We ended the week with 367 museum tickets."


def told(*said: tuple[str, str]) -> str:
    week = client_week(*(message(who, at(10 + place), words) for place, (who, words) in enumerate(said)))
    gated = judge(write(week, TYPE), frame_for(week), TYPE, stored(week), week.events)
    return " ".join(claim.text for claim in gated.claims)


@pytest.mark.parametrize(
    "later",
    [
        "There you go: the floor plans for the harbour stand",
        "Find enclosed the floor plans for the harbour stand.",
        "The floor plans for the harbour stand look great!",
        "Sent the floor plans for the harbour stand a minute ago.",
        "You'll find the floor plans for the harbour stand attached.",
        "The floor plans for the harbour stand are in your inbox, as promised.",
    ],
)
def test_what_was_promised_is_no_next_step_once_it_is_spoken_of_as_there(later: str) -> None:
    assert is_dealt_with(later, PROMISE)
    assert "floor plans" in told(("Mia Duarte", PROMISE))
    assert "by 21 November" not in told(("Mia Duarte", PROMISE), ("Jonas Weber", later))


@pytest.mark.parametrize(
    "later",
    [
        "Are the floor plans for the harbour stand ready?",
        "The floor plans for the harbour stand are still missing.",
        "The floor plans for the harbour stand are not there yet.",
        "We'll send the floor plans for the harbour stand tomorrow.",
        "The floor plans for the airport stand are attached.",
        "The harbour stand is booked.",
    ],
)
def test_a_promise_stays_open_where_it_is_asked_for_denied_promised_again_or_another_thing_has_come(later: str) -> None:
    assert not is_dealt_with(later, PROMISE)


def test_what_we_miss_from_them_is_no_risk_once_they_bring_it() -> None:
    missing = "To finish the harbour stand we're missing the floor plans from you."
    assert missing in told(("Mia Duarte", missing))
    assert missing not in told(
        ("Mia Duarte", missing), ("Dana Reyes", "Here come the floor plans for the harbour stand.")
    )


@pytest.mark.parametrize(
    "later",
    [
        "The harbour stand will have to wait until 26 November",
        "New date for the harbour stand: 26 November",
        "We can bring the harbour stand forward to 20 November.",
        "26 November instead of 23 November for the harbour stand, I'm afraid.",
        "The harbour stand has slipped to 26 November",
    ],
)
def test_a_plan_for_which_another_day_is_named_is_in_doubt(later: str) -> None:
    assert gives_another_day(later, PLAN)
    assert "planned for 23 November" in told(("Mia Duarte", PLAN))
    assert "planned for 23 November" not in told(("Mia Duarte", PLAN), ("Jonas Weber", later))


@pytest.mark.parametrize(
    "later",
    [
        "The harbour stand is still on for 23 November",
        "The carpet for the airport stand comes on 26 November",
        "Could the harbour stand be on 26 November?",
    ],
)
def test_a_plan_stands_where_its_day_is_said_again_or_another_thing_has_another_day(later: str) -> None:
    assert not gives_another_day(later, PLAN)


@pytest.mark.parametrize(
    "later",
    [
        "Thursday it is for the sign-off.",
        "Thursday then for the sign-off.",
        "ok Thursday works for the sign-off",
        "Let's do Thursday for the sign-off.",
        "Sign-off: Thursday then",
    ],
)
def test_a_decision_for_which_another_day_is_named_is_in_doubt(later: str) -> None:
    decision = "We agreed to move the sign-off to Wednesday 18 November."
    assert decision in told(("Mia Duarte", decision))
    assert decision in told(("Mia Duarte", decision), ("Dana Reyes", later.replace("Thursday", "Wednesday")))
    assert decision in told(("Mia Duarte", decision), ("Dana Reyes", later.replace("ign-off", "lide deck")))
    assert decision not in told(("Mia Duarte", decision), ("Dana Reyes", later))


@pytest.mark.parametrize(
    ("later", "is_another"),
    [
        ("The sign-off is on czwartek.", True),
        ("The sign-off is on 19 listopada.", True),
        ("The sign-off is w czwartek, 19 listopada.", True),
        ("The sign-off is on środa.", False),
        ("The sign-off is on 18 listopada.", False),
    ],
)
def test_a_day_that_is_named_in_polish_is_a_day(later: str, is_another: bool) -> None:
    assert gives_another_day(later, "We agreed to move the sign-off to Wednesday 18 November.") is is_another


def test_a_number_for_which_another_is_given_is_in_doubt() -> None:
    later = "I have to correct myself, the museum tickets came to 249."
    assert gives_another_number(later, COUNT)
    assert "367" in told(("Mia Duarte", COUNT))
    assert "367" not in told(("Mia Duarte", COUNT), ("Jonas Weber", later))
    assert not gives_another_number("12 museum tickets were sold in Porto.", COUNT)
    assert not gives_another_number("Museum tickets grew by 12%.", COUNT)


@pytest.mark.parametrize(
    "later",
    [
        "The error on the harbour page is back.",
        "Same trouble as before with the harbour page since this morning.",
        "It's happening again with the harbour page.",
        "Sadly the bug on the harbour page has returned.",
    ],
)
def test_a_fix_is_not_told_once_the_trouble_is_back(later: str) -> None:
    fix = "The harbour page is fixed."
    assert fix in told(("Mia Duarte", fix))
    assert fix not in told(("Mia Duarte", fix), ("Dana Reyes", later))


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        ("Please forget what I said on the harbour stand, we'd rather have the grey floor.", False),
        ("Our board overruled me on the harbour stand, it will be the grey floor.", False),
        ("We slept on it and the harbour stand should be with the grey floor instead.", False),
        ("We'd rather meet at noon.", True),
        ("The airport stand will have the grey floor instead.", True),
    ],
)
def test_a_decision_is_in_doubt_once_its_thing_is_said_to_be_otherwise(later: str, stands: bool) -> None:
    decision = "We decided to use the oak floor for the harbour stand."
    assert ("oak floor for the harbour stand" in told(("Dana Reyes", decision), ("Dana Reyes", later))) is stands
