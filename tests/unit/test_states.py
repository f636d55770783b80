"""Which later word undoes an earlier one: it names the same thing and puts it into another state."""

from __future__ import annotations

import pytest

from tests.unit.test_later_words import gated, told
from tests.unit.weekly import at, client_week, message
from yarnnn_pipelines.english.states import changes_the_state


@pytest.mark.parametrize(
    ("said", "later"),
    [
        (
            "The monthly review moves to Monday 30 November, 10:00.",
            "The Christmas mailing was delayed: the printer can't deliver the boxes before Monday 30 November.",
        ),
        (
            "We decided on the green wrapping for Christmas.",
            "The Christmas mailing was delayed: the printer can't deliver the wrapping in time.",
        ),
        (
            "Jonas will send the price list for the shop page on Monday 23 November.",
            "The shop page is not done yet, it waits.",
        ),
        ("The FAQ page is live.", "The shop page is not live yet."),
        ("The tasting was moved to Thursday.", "The jars come on Friday, not Thursday."),
        ("The newsletter for November went out.", "The newsletter for December is delayed."),
        ("All QR codes are fixed and open the right page.", "The press page is complete now."),
    ],
)
def test_a_shared_word_takes_nothing_back(said: str, later: str) -> None:
    first = message("Mia Duarte", at(9, 9), said)
    week = client_week(first, message("Dana Reyes", at(11, 9), later))
    assert told(client_week(first))[0] in told(week)


@pytest.mark.parametrize(
    ("author", "later"),
    [
        ("Jonas Weber", "I can't send the price list this week."),
        ("Dana Reyes", "Jonas can't send the price list this week."),
    ],
)
def test_a_promise_is_taken_back_by_its_maker_or_in_their_name(author: str, later: str) -> None:
    promise = message("Jonas Weber", at(9, 9), "I will send the price list next week.")
    assert bool(told(client_week(promise)))
    week = client_week(promise, message(author, at(11, 9), later))
    assert not any("will send the price list" in text for text in told(week))


@pytest.mark.parametrize(
    ("said", "later"),
    [
        ("The labels for the jars are missing.", "The labels for the jars have been delivered."),
        ("We are still missing the labels.", "Labels arrived this morning."),
        ("13 of the 14 issues are fixed, only the labels are missing.", "Labels delivered, all six of them."),
        ("The labels for the jars were delivered.", "Two of the labels for the jars are missing."),
        ("The workshop is moved to Thursday.", "The workshop is moved to Friday."),
        ("The workshop was moved from Tuesday to Thursday.", "The workshop is postponed to Friday."),
        ("The tasting starts on Thursday 26 November.", "The tasting is cancelled."),
        ("The form got 301 registrations.", "It's 310 registrations, not 301."),
        ("The tasting was moved to Thursday.", "It is on Friday instead of Thursday."),
    ],
)
def test_of_two_states_of_a_thing_the_last_is_told(said: str, later: str) -> None:
    first = message("Mia Duarte", at(9, 9), said)
    (claim,) = told(client_week(first))
    result = gated(client_week(first, message("Jonas Weber", at(10, 9), later)))
    assert claim not in [claim.text for claim in result.claims]
    (withheld,) = [one for one in result.withheld if one.text == claim]
    assert withheld.reasons[0].endswith(f"on Tuesday by Jonas Weber: “{later}”")


@pytest.mark.parametrize(
    ("said", "later"),
    [
        ("The labels are missing.", "Two of the labels arrived."),
        ("The labels are missing.", "The labels will arrive on Friday."),
        ("The labels are missing.", "Did the labels arrive?"),
        ("The checkout fails on Safari.", "The checkout page is published."),
        (
            "The workshop for the cooks is on Thursday 26 November.",
            "The workshop for the waiters is on Friday 27 November.",
        ),
        ("The first draft is done.", "The second draft is delayed."),
        ("The launch date is at risk.", "The launch date is not safe again."),
        ("The tracker is blocked.", "The tracker hasn't been unblocked."),
    ],
)
def test_a_part_a_plan_a_question_or_another_thing_ends_no_state(said: str, later: str) -> None:
    assert not changes_the_state(later, said)


def test_what_was_planned_and_is_done_is_planned_no_longer() -> None:
    assert changes_the_state("The deploy went out, version 2.3 is live.", "The deploy is scheduled for tonight.")
    assert told(client_week(message("Mia Duarte", at(9), "The deploy is scheduled for tonight."))) == []


def test_where_the_client_cant_read_a_later_word_its_words_are_not_shown() -> None:
    said = message("Mia Duarte", at(9, 9), "The page is live.")
    undone = message("Jonas Weber", at(10, 9), "The page is down again.", audience="internal")
    (withheld,) = gated(client_week(said, undone)).withheld
    assert withheld.reasons[0].endswith("on Tuesday by Jonas Weber, where the client can't read")
