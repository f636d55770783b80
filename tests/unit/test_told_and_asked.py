"""What is told in one sentence with a request, and what is told to a colleague before the client."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for

CLIENT_UPDATE = deliverable_type("client_update")


def told(author: str, text: str) -> list[str]:
    known = [message(name, at(9), "Good morning.") for name in ("Jonas Weber", "Dana Reyes")]
    week = client_week(*known, message(author, at(10), text))
    gated = judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week))
    assert gated.withheld == ()
    return [claim.text for claim in gated.claims]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("We go with B, can you send it?", "Dana, on Tuesday: “We go with B.”"),
        ("We decided to drop the radio spots - could you tell the station?", "Acme decided to drop the radio spots."),
        ("I approved the budget of €20,000, when can you start?", "Dana approved the budget of €20,000."),
    ],
)
def test_a_decision_is_told_without_the_request_that_follows_from_it(text: str, sentence: str) -> None:
    assert told("Dana Reyes", text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "If we go with B, can you send it?",
        "We decided to drop the radio spots, can you confirm?",
        "We decided to drop the radio spots, right?",
        "We go with B, or could you send C?",
        "We'll go with B, but can you send it first?",
        "We go with B, is that ok?",
    ],
)
def test_a_question_that_puts_it_in_doubt_leaves_nothing_to_tell(text: str) -> None:
    assert told("Dana Reyes", text) == []


@pytest.mark.parametrize(
    "text", ["@Jonas Weber your banner is live.", "Jonas, your banner is live.", "Hi Jonas,\n\nYour banner is live."]
)
def test_a_colleagues_own_is_not_told_to_the_client_as_theirs(text: str) -> None:
    assert told("Mia Duarte", text) == []
    assert told("Mia Duarte", text.replace("Jonas Weber", "Dana Reyes").replace("Jonas", "Dana")) != []
    assert told("Mia Duarte", "Your banner is live.") == ["Your banner is live."]


@pytest.mark.parametrize(
    "text",
    [
        "Please ignore the 14 comments on the draft.",
        "Can you ignore the 14 comments on the draft?",
        "Dana, please disregard the invoice from Monday.",
        "Please forget the second reminder.",
        "Feel free to ignore the comments on page 4.",
        "Please don't look at the old deck.",
    ],
)
def test_what_is_to_be_left_alone_is_neither_told_nor_offered_as_an_ask(text: str) -> None:
    known = message("Dana Reyes", at(9), "Good morning.")
    draft = write(client_week(known, mail("Mia Duarte", at(10), "Draft", f"Hi Dana,\n\n{text}")), CLIENT_UPDATE)
    assert [claim.text for section in draft.sections for claim in section.claims] == []
    assert draft.offers == ()
