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
