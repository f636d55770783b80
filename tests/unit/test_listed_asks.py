"""An item of a list is an ask of the client where the line above the list asks for its items."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.english.listed_asks import is_a_listed_ask

CLIENT_UPDATE = deliverable_type("client_update")
ITEMS = ("Confirm the budget of €4,000 for the spring campaign.", "Send us the signed contract for the launch.")


def waiting(text: str, *later: tuple[str, str]) -> list[str]:
    known = message("Dana Reyes", at(9), "Good morning.")
    asked = mail("Mia Duarte", at(10), "To do", text)
    answers = (mail(who, at(11), "To do", words, thread_id=asked.thread_id) for who, words in later)
    week = client_week(known, asked, *answers)
    gated = judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week), week.events)
    return [claim.text for section in gated.sections if section.id == "waiting" for claim in section.claims]


@pytest.mark.parametrize("head", ["Two things from you:", "We need two things from you:", "Could you please:"])
@pytest.mark.parametrize("marks", [("1. ", "2. "), ("- ", "- "), ("• ", "• ")])
def test_the_items_below_a_line_that_asks_the_reader_for_them_are_told_as_asks(head: str, marks: tuple[str]) -> None:
    listed = "\n".join(f"{mark}{item}" for mark, item in zip(marks, ITEMS, strict=True))
    told = waiting(f"Hi Dana,\n\n{head}\n\n{listed}\n\nBest\nMia")
    assert sorted(told) == [f"{item[:-1]}. (asked on 10 November)" for item in sorted(ITEMS)]


@pytest.mark.parametrize("head", ["Next steps:", "What we did:", "For Tom:", "Good news for you:"])
def test_the_items_below_any_other_line_are_none(head: str) -> None:
    assert waiting(f"Hi Dana,\n\n{head}\n- {ITEMS[0]}\n- {ITEMS[1]}") == []


def test_what_tells_of_something_done_is_no_ask_wherever_it_stands() -> None:
    text = "Two things from you:\n- We uploaded the logo.\n- the photos"
    assert not any(is_a_listed_ask(text, text.index(item)) for item in ("We uploaded", "the photos"))
    assert is_a_listed_ask("Two things from you:\n- Send the photos.", 23)
    assert not is_a_listed_ask("Two things from you:\nSend the photos.", 21)


def test_an_item_that_was_answered_is_not_waited_for() -> None:
    text = f"Two things from you:\n- {ITEMS[0]}\n- {ITEMS[1]}"
    told = waiting(text, ("Dana Reyes", "Here is the signed contract for the launch."))
    assert not any("signed contract" in ask for ask in told)
