"""A question of the client that we answered is told with the answer, where both stand by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event

DANA, JONAS, MIA = "Dana Reyes", "Jonas Weber", "Mia Duarte"
UPDATE = deliverable_type("client_update")
ASKED = "Is the slow checkout a limit of the shop or of the payment provider?"
ANSWER = "Yes, it is a limit of the payment provider."
TOLD = f"Dana asked on Monday: “{ASKED}” Mia: “{ANSWER}”"


def thread(*said: tuple[str, str]) -> list[Event]:
    """Turns of one thread, an hour apart."""
    return [message(who, at(9, 8 + place), text, thread_id="T") for place, (who, text) in enumerate(said)]


def told(*events: Event) -> list[Claim]:
    week = client_week(*events)
    gated = judge(write(week, UPDATE), frame_for(week), UPDATE, stored(week), events)
    return [claim for claim in gated.claims if claim.slot == "answered"]


def test_the_answer_stands_beside_the_question() -> None:
    (claim,) = told(*thread((DANA, ASKED), (MIA, ANSWER)))
    assert (claim.section, claim.text) == ("moved", TOLD)
    assert [item.quote for item in claim.evidence] == [ANSWER, ASKED]


@pytest.mark.parametrize("called", ["", "@Mia Duarte "])
def test_a_day_that_was_asked_for_and_agreed_to_is_told_with_both(called: str) -> None:
    asked = "Can we move the launch from Monday 30 November to Monday 7 December?"
    (claim,) = told(*thread((DANA, f"{called}{asked}"), (MIA, "Yes, 7 December works for us.")))
    assert claim.text.endswith("Mia: “Yes, 7 December works for us.”")
    assert "move the launch from Monday 30 November to Monday 7 December?" in claim.text
    assert not told(*thread((DANA, f"{called}{asked}"), (MIA, "Yes, we like the new chairs, too.")))


@pytest.mark.parametrize(
    "said",
    [
        [(DANA, ASKED), (MIA, "I'll check with the payment provider.")],
        [(DANA, ASKED), (MIA, "You can see the limit of the payment provider in the manual.")],
        [(DANA, ASKED), (MIA, "Which payment provider do you mean?")],
        [(DANA, ASKED), (MIA, "Yes.")],
        [(MIA, ASKED), (JONAS, ANSWER)],
        [(DANA, "Can you send the limits of the payment provider?"), (MIA, ANSWER)],
        [(DANA, "Why?"), (MIA, ANSWER)],
    ],
)
def test_what_is_no_answer_of_ours_to_a_question_of_theirs_is_not(said: list[tuple[str, str]]) -> None:
    assert told(*thread(*said)) == []


def test_the_gate_takes_no_answer_of_another_conversation_or_of_another_side() -> None:
    events = thread((DANA, ASKED), (MIA, ANSWER))
    draft = write(client_week(*events), UPDATE)
    elsewhere = replace(events[1], thread_id="U", container_id="slack:T1:C2")
    for apart in (elsewhere, replace(events[1], author_is_us=False, author_client_id="acme")):
        known = [events[0], apart]
        week = client_week(*known)
        (fallen,) = judge(draft, frame_for(week), UPDATE, stored(week), known).withheld
        assert fallen.verdict in ("out_of_context", "unsupported")
