"""An ask is closed by the kind of thing that it asks for, in whatever words, and stays open below a promise."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type

CLIENT_UPDATE = deliverable_type("client_update")


def waiting(*said: tuple[str, int, str], in_thread: bool = False) -> list[str]:
    """What the update says to wait for, of messages on days of November."""
    opening, *later = said
    first = message(opening[0], at(opening[1]), opening[2])
    thread = first.event_id if in_thread else None
    replies = [message(who, at(day, 11 + n), text, thread_id=thread) for n, (who, day, text) in enumerate(later)]
    draft = write(client_week(first, *replies), CLIENT_UPDATE)
    return [claim.text for part in draft.sections if part.id == "waiting" for claim in part.claims]


def replied(request: str, reply: str, *, in_thread: bool = False) -> list[str]:
    return waiting(("Mia Duarte", 10, request), ("Dana Reyes", 10, reply), in_thread=in_thread)


@pytest.mark.parametrize("in_thread", [True, False])
@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        ("We need your VAT number for the invoice.", "PT501234567"),
        ("Can you send us the hex code of the new blue?", "#0A3C5F"),
        ("We need the delivery address from you for the samples.", "Rua das Flores 12, 4050-262 Porto"),
        ("Please tell us the budget for the video.", "€4,500"),
        ("Please add Tom to the ad account.", "Tom has been added"),
        ("Could you give us access to the ad account?", "You should have access now"),
        ("Can you unlock the staging server for us?", "done, try again"),
        ("Could you change the DNS record?", "Changed it this morning"),
        ("Can you check whether the contact form works?", "checked, works fine"),
        ("Could you send us the logo?", "Ist erledigt"),
    ],
)
def test_an_ask_is_closed_by_what_it_asks_for(request_: str, reply: str, in_thread: bool) -> None:
    assert replied(request_, reply, in_thread=in_thread) == []


@pytest.mark.parametrize("in_thread", [True, False])
@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        ("We need your VAT number for the invoice.", "will do"),
        ("Please send us the signed contract.", "on it"),
        ("Can you give Tom access to the CRM?", "tomorrow"),
        ("Could you share the product photos?", "Not ready yet, sorry"),
        ("Could you send us the product list?", "which one?"),
        ("Please sign the contract.", "by Friday, hopefully"),
        ("Could you send the product photos?", "Mache ich morgen"),
    ],
)
def test_an_ask_stays_open_below_a_promise(request_: str, reply: str, in_thread: bool) -> None:
    assert len(replied(request_, reply, in_thread=in_thread)) == 1


def test_when_answers_the_question_for_a_day() -> None:
    assert replied("When can you send us the product photos?", "tomorrow", in_thread=True) == []


@pytest.mark.parametrize(
    "withdrawn",
    [
        "Never mind, found them.",
        "No need anymore, sorted it with accounting.",
        "Forget it, we have what we need.",
        "Hat sich erledigt.",
    ],
)
def test_an_ask_that_is_withdrawn_is_closed(withdrawn: str) -> None:
    asked = "Could you send us the font files?"
    assert waiting(("Mia Duarte", 10, asked), ("Mia Duarte", 10, withdrawn), in_thread=True) == []
    other = "No need to call the printer."
    assert len(waiting(("Mia Duarte", 10, asked), ("Mia Duarte", 10, other), in_thread=True)) == 1


@pytest.mark.parametrize(
    "other", ["Found the bug in the checkout.", "Disregard Jonas's mail.", "Changed my mind on lunch."]
)
def test_a_word_on_another_matter_withdraws_no_ask(other: str) -> None:
    asked = "Could you send us the font files?"
    assert len(waiting(("Mia Duarte", 10, asked), ("Mia Duarte", 10, other))) == 1


def test_an_ask_that_is_repeated_is_told_once_with_its_last_day() -> None:
    told = waiting(
        ("Mia Duarte", 10, "Could you send us the tax form by Friday?"),
        ("Mia Duarte", 13, "A reminder: we still need the tax form, by Tuesday please."),
    )
    assert told == ["Could you send us the tax form? (asked on 10 November, needed by Tuesday 17 November)"]


def test_what_was_missing_and_is_given_in_its_talk_is_no_risk() -> None:
    missing = message("Mia Duarte", at(10), "We still need the delivery address for the samples.")
    given = message("Dana Reyes", at(10, 12), "Rua das Flores 12, 4050-262 Porto", thread_id=missing.event_id)

    def risks(week: object) -> list[str]:
        return [c.text for part in write(week, CLIENT_UPDATE).sections if part.id == "risks" for c in part.claims]

    assert len(risks(client_week(missing))) == 1
    assert risks(client_week(missing, given)) == []
