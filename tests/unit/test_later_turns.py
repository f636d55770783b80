"""What a later turn of a conversation does to an earlier one, though it need not name the matter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.deliverables.writers.extractive import Extractive

DANA, JONAS, MIA = "Dana Reyes", "Jonas Weber", "Mia Duarte"
UPDATE = deliverable_type("client_update")
FAILS = "The nightly export fails on the last page."
TROUBLE = "We have a conversion problem: the checkout reports no purchases."
Said = tuple[str, str]


def thread(*said: Said) -> list[Event]:
    """Turns of one thread, an hour apart."""
    return [message(who, at(9, 8 + place), text, thread_id="T") for place, (who, text) in enumerate(said)]


def overtaken(*said: Said) -> str | None:
    """The words that overtake the first sentence of the first turn."""
    events = thread(*said)
    end = events[0].text.index(".") + 1
    later = LaterTurns(conversations(events, "acme")).overtaking(events[0].event_id, 0, end)
    return later.words if later else None


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ((DANA, FAILS), (MIA, "Hi Dana, we have fixed this in version 3.")),
        ((DANA, FAILS), (DANA, "Never mind, it works now.")),
        ((DANA, FAILS), (MIA, "The export is back to normal.")),
        ((MIA, "We are looking into this issue."), (MIA, "Fixed!")),
        ((MIA, "We found the error and will release a fix soon."), (MIA, "Version 3 is out.")),
        ((MIA, "The nightly export is fixed."), (DANA, "The export is still broken.")),
        ((MIA, "All six lift faces are swapped."), (DANA, "Lift D still wears the old face.")),
        ((MIA, "The prices in the shop are updated."), (DANA, "Page three still shows the old prices.")),
        ((MIA, "We'll work on the export."), (MIA, "The export was deployed.")),
    ],
)
def test_a_later_word_on_the_same_matter_overtakes(first: Said, later: Said) -> None:
    assert overtaken(first, later) == later[1]


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ((DANA, FAILS), (MIA, "Fixed the typo in the footer.")),
        ((DANA, FAILS), (MIA, "Is it fixed?")),
        ((DANA, FAILS), (MIA, "It will be fixed on Friday.")),
        ((DANA, FAILS), (MIA, "It is partly fixed.")),
        ((DANA, FAILS), (MIA, "The new menu is live.")),
        ((MIA, "We are looking into the export."), (MIA, "The menu is live.")),
        ((MIA, "We are looking into this issue."), (DANA, "The menu is out.")),
        ((MIA, "The menu is live."), (DANA, "The export is still broken.")),
        ((MIA, "All six lift faces are swapped."), (DANA, "The printer still has the old plan.")),
    ],
)
def test_a_word_on_another_matter_or_none_that_is_certain_does_not(first: Said, later: Said) -> None:
    assert overtaken(first, later) is None


def test_the_last_word_counts() -> None:
    assert overtaken((DANA, FAILS), (MIA, "It's fixed."), (DANA, "Same error here.")) is None
    assert overtaken((DANA, FAILS), (MIA, "It's fixed."), (DANA, "Same error."), (DANA, "It works now.")) is not None


def test_a_sentence_that_only_leads_to_trouble_is_not_how_things_stand() -> None:
    words = "This time, however, the list fails to load."
    assert overtaken((DANA, f"We have started the import again. {words}")) == words
    assert overtaken((DANA, "We have started the import again. The list loads.")) is None


def test_neither_draft_nor_gate_lets_what_was_overtaken_stand() -> None:
    events = thread(
        (DANA, TROUBLE),
        (MIA, "Hi Dana, we have fixed this in version 3, you can try it."),
    )
    before, week = client_week(events[0]), client_week(*events)
    told = write(before, UPDATE)
    assert [claim.section for section in told.sections for claim in section.claims] == ["risks"]
    aside = make_brief(week, UPDATE).set_aside
    assert [(falling.verdict, "we have fixed this in version 3" in falling.reason) for falling in aside] == [
        ("stale", True)
    ]
    gated = judge(told, frame_for(week), UPDATE, stored(week), events)
    assert [(claim.verdict, claim.reasons) for claim in gated.withheld] == [
        (
            "stale",
            (
                "Mia Duarte's message of Monday 9 November goes on: “Hi Dana, we have fixed this in version 3, you can "
                "try it.”, after “We have a conversion problem: the checkout reports no purchases.”",
            ),
        )
    ]


def test_what_the_client_can_not_read_speaks_against_a_claim_and_is_not_quoted() -> None:
    said = thread((DANA, TROUBLE), (MIA, "We have fixed this in version 3."))
    events = [said[0], replace(said[1], audience="internal")]
    told = Extractive().write(make_brief(client_week(said[0]), UPDATE), UPDATE)
    week = client_week(*events)
    (fallen,) = judge(told, frame_for(week), UPDATE, stored(week), events).withheld
    assert fallen.verdict == "stale"
    assert "version 3" not in fallen.reasons[0]


def test_the_gate_lets_no_question_stand_that_was_answered() -> None:
    events = thread((MIA, "Dana, we need your sign-off of the menu by Friday."), (DANA, "Approved, go ahead."))
    told = write(client_week(events[0]), UPDATE)
    week = client_week(*events)
    withheld = judge(told, frame_for(week), UPDATE, stored(week), events).withheld
    (fallen,) = [claim for claim in withheld if claim.section == "waiting"]
    assert fallen.verdict == "stale"
    assert fallen.reasons[0].startswith("Dana Reyes's message of Monday 9 November answers it: “Approved, go ahead.”")
