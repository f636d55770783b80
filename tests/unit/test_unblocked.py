"""A block that is told to be over is told as that, and the status line names a block in whatever sentence."""

from __future__ import annotations

import pytest

from tests.unit.test_status_line import DONE, STEP, gated, status
from tests.unit.weekly import at, client_week, message
from yarnnn_pipelines.english.overtaking import ends
from yarnnn_pipelines.english.states import states_told

BLOCKED = message("Jonas Weber", at(10), "The tracker is blocked by the missing export.")


@pytest.mark.parametrize("in_thread", [True, False])
@pytest.mark.parametrize(
    "freed", ["We are unblocked now.", "We are no longer blocked.", "The tracker is no longer blocked."]
)
def test_a_block_that_is_over_is_no_status(freed: str, in_thread: bool) -> None:
    thread = BLOCKED.event_id if in_thread else None
    later = message("Jonas Weber", at(11), freed, thread_id=thread)
    assert status(gated(client_week(BLOCKED))) == "Blocked: the tracker is blocked by the missing export."
    assert status(gated(client_week(BLOCKED, later))) is None


@pytest.mark.parametrize(
    "text", ["The newsletter is unblocked.", "We will be unblocked tomorrow.", "We need to be unblocked by Friday."]
)
def test_a_block_lasts_that_no_word_ends(text: str) -> None:
    later = message("Jonas Weber", at(11), text)
    assert status(gated(client_week(BLOCKED, later))) == "Blocked: the tracker is blocked by the missing export."


def test_a_date_that_is_safe_again_is_at_risk_no_longer() -> None:
    risk = message("Jonas Weber", at(10), "The launch date of 24 November is at risk.")
    safe = message("Jonas Weber", at(12), "The launch date is safe again.")
    assert status(gated(client_week(risk))) == "At risk: the launch date of 24 November is at risk."
    assert status(gated(client_week(risk, safe))) is None


def test_what_a_later_word_says_is_over_does_not_speak_against_on_track() -> None:
    over = message("Jonas Weber", at(13), "The tracker is unblocked, Otto delivered the export.")
    line = status(gated(client_week(DONE, STEP, BLOCKED, over)))
    assert line is not None
    assert line.startswith("On track:")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The tracker is blocked: Otto has not delivered the export yet.", "Blocked: the tracker is blocked."),
        ("We are blocked: no access to the ad account.", "Blocked: no access to the ad account."),
    ],
)
def test_a_block_is_named_by_the_part_that_tells_it(text: str, line: str) -> None:
    assert status(gated(client_week(message("Mia Duarte", at(10), text)))) == line


def test_another_thing_that_is_free_again_ends_nothing() -> None:
    assert not ends("The newsletter is no longer blocked.", "The tracker is blocked by the missing export.")
    assert [told.state for told in states_told("We hope the tracker is unblocked soon.")] == ["planned"]
