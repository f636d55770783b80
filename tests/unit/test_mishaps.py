"""What went wrong for people outside either side is no result of ours, and is told with what ended it."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.week.client_week import Event

TYPE = deliverable_type("client_update")


def told(*events: Event) -> dict[str, list[str]]:
    """The sentences of each section that tells something, by the section's id."""
    draft = write(client_week(*events), TYPE)
    return {section.id: [claim.text for claim in section.claims] for section in draft.sections if section.claims}


@pytest.mark.parametrize(
    "mishap",
    [
        "Two patients booked the same 9:00 slot today.",
        "Three guests were given the same room on Monday.",
        "12 subscribers received the newsletter twice today.",
        "Two customers ordered the mince pie box without paying.",
        "The seminar room was double-booked today.",
        "Some customers were charged twice for the stollen box.",
    ],
)
def test_a_mishap_of_third_persons_is_no_result(mishap: str) -> None:
    sections = told(message("Dana Reyes", at(10), mishap))
    assert "moved" not in sections
    assert "in_short" not in sections


@pytest.mark.parametrize(
    "done", ["We booked the same hall for both workshop days.", "41 guests booked the opening brunch on the first day."]
)
def test_a_deed_that_only_sounds_like_a_mishap_is_a_result(done: str) -> None:
    assert "moved" in told(message("Mia Duarte", at(10), done))


def test_no_mishap_is_no_trouble() -> None:
    assert "risks" not in told(message("Mia Duarte", at(10), "No customer of the shop was charged twice this week."))


@pytest.mark.parametrize(
    "fix",
    [
        "I turned the cache off at 13:40, it can't happen any more.",
        "The slots are locked while somebody pays, so it cannot happen again.",
    ],
)
def test_what_can_not_happen_any_more_is_told_beside_the_mishap_above_it(fix: str) -> None:
    trouble = message("Dana Reyes", at(10), "Two patients booked the same 9:00 slot today.", thread_id="slack:T1:C1:a")
    ended = message("Mia Duarte", at(10, 13), f"Found it. {fix}", thread_id="slack:T1:C1:a")
    (sentence,) = told(trouble, ended)["moved"]
    assert "Two patients booked the same 9:00 slot" in sentence
    assert fix in sentence
