"""One rule says what answered an ask, whichever side asked, in its conversation or elsewhere."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, mail, message
from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.deliverables.week.client_week import Event

SIDES = {"us": ("Mia Duarte", "Jonas Weber"), "the client": ("Dana Reyes", "Rui Costa")}
NAMES = {True: frozenset({"mia", "jonas"}), False: frozenset({"dana", "rui"})}


def answer(asking: Event, *later: Event) -> str | None:
    found = Answers([asking, *later], NAMES).to(asking, asking.text)
    return found.text if found else None


@pytest.mark.parametrize(("asks", "replies"), [("us", "the client"), ("the client", "us")])
def test_an_ask_of_either_side_is_answered_by_the_other(asks: str, replies: str) -> None:
    asker, other = SIDES[asks][0], SIDES[replies][0]
    asking = message(asker, at(10, 9), "Could you send the revised logo files by Friday?", thread_id="t")
    in_thread = message(other, at(10, 12), "They are attached.", thread_id="t")
    by_mail = mail(other, at(11), "Logo", "Here are the revised logo files.")
    promised = message(other, at(10, 12), "I'll have a look tomorrow.", thread_id="t")
    assert answer(asking, in_thread) == in_thread.text
    assert answer(asking, by_mail) == by_mail.text
    assert answer(asking, promised) is None
    assert answer(asking, message(asker, at(10, 12), "The poster is done.")) is None


def test_who_says_got_it_and_goes_on_has_nothing_of_what_they_go_on_with() -> None:
    asking = message("Dana Reyes", at(10, 9), "Question: can we integrate the UI connection through Okta eventually?")
    other = message("Dana Reyes", at(10, 10), "The catalogue does not open for us.", thread_id="t")
    reply = message("Mia Duarte", at(10, 11), "@Dana Reyes It needs access to the image server.", thread_id="t")
    words = "yep got it - opened an issue, because the UI took 15 seconds for the connection."
    had = message("Dana Reyes", at(10, 12), words, thread_id="t")
    assert answer(asking, other, reply, had) is None


@pytest.mark.parametrize("asks", ["us", "the client"])
def test_who_asked_may_say_that_they_have_it(asks: str) -> None:
    asker, colleague = SIDES[asks]
    asking = message(asker, at(10, 9), "Could you send the revised logo files by Friday?")
    had = message(colleague, at(12), "We got the revised logo files, thanks.")
    assert answer(asking, had) == had.text


@pytest.mark.parametrize("asks", ["us", "the client"])
def test_what_colleagues_answer_each_other_is_no_open_ask(asks: str) -> None:
    asker, colleague = SIDES[asks]
    asking = message(asker, at(10, 9), "Could somebody send the revised logo files by Friday?", thread_id="t")
    among = message(colleague, at(10, 10), "Done, the revised logo files are out.", thread_id="t")
    assert answer(asking, among) == among.text


DRAFTS = "We sent the three logo drafts. Please tell us which one you prefer by next Tuesday."
PUT_OFF = "I'll show them to the staff and get back to you."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (DRAFTS, "We prefer logo B. The staff like the green, but could it be a bit darker?"),
        (DRAFTS, "We prefer the second one."),
        ("Which photo do you prefer for the home page?", "We go with the photo of the bridge."),
        ("Could you let us know whether we should print the menu in June?", "Please print the menu."),
        ("When does the shop open again?", "The shop opens again on 3 January."),
        ("How many seats do you need for the dinner?", "We need 24 seats."),
    ],
)
@pytest.mark.parametrize("asks", ["us", "the client"])
def test_what_settles_an_ask_and_names_its_matter_answers_it_a_week_later(asks: str, asked: str, said: str) -> None:
    asker, other = SIDES[asks][0], next(people[0] for side, people in SIDES.items() if side != asks)
    settled = message(other, at(16), said)
    assert answer(message(asker, at(9), asked), message(other, at(11), PUT_OFF), settled) == settled.text
    elsewhere = message(other, at(16), said, container_id="C-ANOTHER")
    assert answer(message(asker, at(9), asked), elsewhere) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (DRAFTS, "We prefer to decide next week."),
        (DRAFTS, "We can't say which one we prefer."),
        (DRAFTS, "We like the menu on the new page."),
        (DRAFTS, "Do we prefer logo B?"),
        (DRAFTS, "The staff prefer logo A, but I still have to ask Kim."),
        ("Which photo do you prefer for the home page?", "We like the home page."),
        ("Could you let us know whether we should print the menu in June?", "The menu is on the table."),
        ("When does the shop open again?", "The shop had 30 visitors on Monday."),
        ("How many seats do you need for the dinner?", "The dinner had three speakers."),
    ],
)
def test_a_week_later_other_words_on_it_do_not(asked: str, said: str) -> None:
    assert answer(message("Mia Duarte", at(9), asked), message("Dana Reyes", at(16), said)) is None
