"""Troubles to come and decisions are read however people word them, and what only sounds like one is not."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for

UPDATE = deliverable_type("client_update")


def sections_of(author: str, text: str) -> set[str]:
    """Where the client update of a week in which only this was said tells it."""
    week = client_week(message(author, at(11), text))
    gated = judge(write(week, UPDATE), frame_for(week), UPDATE, stored(week), week.events)
    return {claim.section for claim in gated.claims if not claim.parts}


@pytest.mark.parametrize(
    "text",
    [
        "There is a risk that the print proofs come a week late.",
        "We may slip by a week on the mobile build.",
        "We're waiting on legal, so the contract stays unsigned.",
        "We can't start the photo shoot before the samples arrive.",
        "We have no access to the analytics account yet.",
        "The supplier is late with the fabric.",
        "I'm worried that the copy won't be ready in time.",
        "The brochure might not make the deadline.",
        "Without the final floor plan we can't order the signage.",
        "The second round of interviews depends on the recruiter, who hasn't answered.",
        "It looks like the video won't be finished by Monday.",
    ],
)
def test_a_trouble_that_is_to_come_is_told_under_risks(text: str) -> None:
    assert sections_of("Mia Duarte", text) == {"risks"}


@pytest.mark.parametrize(
    "text",
    [
        "We're no longer blocked on the API keys.",
        "I'm not worried about the timeline for the shop.",
        "The missing photos of the shop have arrived.",
        "We finished the risk assessment for the warehouse.",
        "No orders were lost in the new shop.",
        "Is the launch date of the shop at risk?",
        "Nothing is blocking us with the shop at the moment.",
    ],
)
def test_what_is_not_wrong_or_no_longer_is_no_risk(text: str) -> None:
    assert "risks" not in sections_of("Mia Duarte", text)


@pytest.mark.parametrize(
    "text",
    [
        "Let's go with option C.",
        "We'll pull PR 4 for now.",
        "Green light for the new homepage.",
        "We're sticking with the old logo.",
        "It's a no-go for the popup.",
        "We won't be renewing the tool.",
        "From now on invoices go to the finance inbox.",
        "We're putting the redesign on hold.",
        "We'd like to go with the second offer.",
    ],
)
def test_what_somebody_settles_is_told_as_decided(text: str) -> None:
    assert sections_of("Dana Reyes", text) == {"decided"}


@pytest.mark.parametrize(
    "text",
    [
        "How about option C for the landing page?",
        "I'd go with the shorter version of the film.",
        "Should we pull PR 4 for now?",
        "If the board approves, we're going ahead with the second phase.",
        "Maybe we go with the blue cover of the guide.",
        "Unless you object, we'd go with the second offer.",
        "We were going to go with the oak finish, but nothing is settled.",
        "Let's talk about the options for the cover tomorrow.",
        "We need the go-ahead for the print run.",
        "We stay with the old logo until legal has decided.",
    ],
)
def test_a_wish_a_question_or_a_condition_decides_nothing(text: str) -> None:
    assert "decided" not in sections_of("Dana Reyes", text)
