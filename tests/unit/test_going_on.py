"""What is said is not told where later words on it can be read neither as confirming it nor as going on with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, message, stored
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext
from yarnnn_pipelines.deliverables.writers.extractive import Extractive
from yarnnn_pipelines.english.going_on import leaves_in_doubt, speaks_of_it
from yarnnn_pipelines.english.things import things_named

UPDATE = deliverable_type("client_update")
LAUNCHED = message("Mia Duarte", at(9), "The voucher shop went live this morning.")
TOLD = "The voucher shop went live on Wednesday."


def gated(week: WeekContext, known: WeekContext | None = None) -> Gated:
    """known: the week as the gate reads it again."""
    draft = Extractive().write(make_brief(week, UPDATE), UPDATE)
    return judge(draft, frame_for(week), UPDATE, stored(known or week), (known or week).events)


def told(result: Gated) -> list[str]:
    return [claim.text for claim in result.claims if not claim.parts]


def below(words: str) -> Event:
    return replace(message("Mia Duarte", at(13), words), thread_id=LAUNCHED.thread)


@pytest.mark.parametrize(
    "later",
    [
        message("Jonas Weber", at(13), "Had to pull the plug on the voucher shop, legal called."),
        message("Dana Reyes", at(13), "The voucher shop shows me last year's prices."),
    ],
)
def test_a_deed_is_not_told_that_later_words_may_undo(later: Event) -> None:
    alone, both = client_week(LAUNCHED), client_week(LAUNCHED, later)
    assert told(gated(alone)), "the deed alone is told"
    assert told(gated(both)) == []
    assert any(later.text[:20] in reason for claim in gated(both).withheld for reason in claim.reasons)
    assert told(gated(alone, both)) == [], "the gate asks for itself"


def test_that_something_has_not_recovered_speaks_of_it() -> None:
    assert speaks_of_it("I'm afraid the checkout hasn't recovered at all.", "All clear on the checkout.")


@pytest.mark.parametrize(
    "said", ["hasn't recovered", "throws an error", "becomes an app", "wouldn't load", "is better"]
)
def test_a_verb_behind_a_thing_is_no_part_of_its_name(said: str) -> None:
    assert things_named(f"The checkout {said}")[0] == things_named("The checkout")[0]


def test_the_number_of_a_day_is_no_thing() -> None:
    assert things_named("Friday 23rd instead of Thursday the 22nd") == things_named("Friday instead of Thursday")


@pytest.mark.parametrize(
    "later",
    [
        message("Dana Reyes", at(13), "The voucher shop looks great!"),
        message("Dana Reyes", at(13), "Who looks after the voucher shop?"),
        message("Dana Reyes", at(13), "Please send me the link to the voucher shop."),
        message("Mia Duarte", at(13), "The press photos had to be retouched."),
        below("Sounds good."),
        below("Proud of this."),
        replace(message("Dana Reyes", at(13), "Wow."), thread_id=LAUNCHED.thread),
    ],
)
def test_a_deed_is_told_that_later_words_praise_or_ask_about_or_do_not_speak_of(later: Event) -> None:
    assert set(told(gated(client_week(LAUNCHED)))) <= set(told(gated(client_week(LAUNCHED, later))))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("We agreed on the short text for the price list.", "The price list is up for discussion again."),
        ("The launch of the press kit is on 18 November.", "The press kit depends on the printer now."),
        ("The booking form is broken since noon.", "Restarted the server, so the booking form answers."),
        ("We have 647 downloads now.", "The downloads are at 109."),
    ],
)
def test_decisions_plans_troubles_and_numbers_fall_into_doubt_too(earlier: str, later: str) -> None:
    assert speaks_of_it(later, earlier)
    assert leaves_in_doubt(later, earlier)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("We agreed on the short text for the price list.", "We agreed on the price list with the short text."),
        ("The booking form is broken since noon.", "We are looking into the booking form."),
        ("The booking form is broken since noon.", "The booking form still fails."),
        ("We have 647 downloads now.", "Most downloads come from Spain."),
        ("We decided to drop the loyalty card.", "The loyalty badge is new, and the card printer comes at noon."),
    ],
)
def test_what_confirms_or_goes_on_or_names_something_else_leaves_no_doubt(earlier: str, later: str) -> None:
    assert not (speaks_of_it(later, earlier) and leaves_in_doubt(later, earlier))


NEEDED = "We still need the Christmas price list to finish the seasonal page."


@pytest.mark.parametrize(
    "later",
    [
        "We decided with Bruna on the phone: the seasonal page goes live on Tuesday 1 December, not on 30 November.",
        "The seasonal page goes live on Tuesday.",
    ],
)
def test_a_day_set_for_what_a_missing_thing_is_wanted_for_leaves_it_missing(later: str) -> None:
    assert not (speaks_of_it(later, NEEDED) and leaves_in_doubt(later, NEEDED))


@pytest.mark.parametrize(
    "later",
    ["The seasonal page no longer has a price list.", "The price list for the seasonal page goes to print on Tuesday."],
)
def test_what_names_the_missing_thing_leaves_it_in_doubt(later: str) -> None:
    assert speaks_of_it(later, NEEDED)
    assert leaves_in_doubt(later, NEEDED)
