"""What is a template, a test or a draft to be looked at is not told as done; a finished text with a link or a per cent
is."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type

TYPE = deliverable_type("client_update")
DONE = "We launched the new landing page."


def told(text: str) -> list[str]:
    events = (message("Mia Duarte", at(9), text), mail("Mia Duarte", at(9), "News", text))
    drafts = [write(client_week(event), TYPE) for event in events]
    return [claim.text for draft in drafts for section in draft.sections for claim in section.claims]


@pytest.mark.parametrize(
    "text",
    [
        f"Hi NAME,\n\n{DONE}",
        f"Dear {{{{first_name}}}},\n\n{DONE}",
        f"Hi %FIRSTNAME%,\n\n{DONE}",
        f"Hi *|FNAME|*,\n\n{DONE}",
        f"Hi <name>,\n\n{DONE}",
        f"Hi XXX,\n\n{DONE}",
        "Hi [Client],\n\nWe launched the new landing page on [DATE].",
        "We launched the new landing page on XX November.",
        "We launched the new landing page [check with Tom].",
        f"[to be sent Friday]\n{DONE}",
        f"Test mail, please ignore.\n\n{DONE}",
        f"Would this work as a text?\n\n{DONE}",
        f"Lorem ipsum dolor sit amet.\n\n{DONE}",
    ],
)
def test_a_text_that_is_not_finished_tells_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Hi Dana,\n\n{DONE}",
        f"{DONE} Details: [the page](https://acme.example/page).",
        f"{DONE} It loads 10% faster and costs 5% less.",
        f"Does the date fit? {DONE}",
        f"{DONE} Name and date are on it.",
    ],
)
def test_a_finished_text_is_told(text: str) -> None:
    assert DONE in told(text)
