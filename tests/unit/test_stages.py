"""How far a thing has come on its way out, and which of two stages of it is told."""

from __future__ import annotations

import pytest

from tests.unit.test_later_words import gated
from tests.unit.weekly import at, client_week, message
from yarnnn_pipelines.english.stages import comes_further
from yarnnn_pipelines.english.states import changes_the_state


@pytest.mark.parametrize(
    ("said", "later"),
    [
        ("The harbour page is ready for review: https://stage.acme.example", "The harbour page is live now."),
        ("The newsletter draft is ready for review.", "The newsletter draft is approved."),
        ("The newsletter draft is approved.", "The autumn newsletter went out to 800 readers."),
        ("The pickup zone is ready for testing.", "The pickup zone went live."),
        ("The brochure is with you for sign-off.", "The brochure was printed and delivered."),
        ("The menu is ready to be tested.", "Dana approved the menu yesterday."),
        ("The page is live on staging.", "The page is live."),
    ],
)
def test_of_two_stages_of_a_thing_the_last_is_told(said: str, later: str) -> None:
    assert comes_further(later, said)
    assert not comes_further(said, later)


@pytest.mark.parametrize(
    ("said", "later"),
    [
        ("The shop page is ready for review.", "The press page is live."),
        ("The FAQ page is ready for review.", "The FAQ page is not live yet."),
        ("The FAQ page is ready for review.", "The FAQ page will be published on Friday."),
        ("The labels are ready for review.", "Two of the labels are approved."),
        ("The April report is ready for review.", "The May report was sent."),
        ("The shop is ready for Christmas.", "The shop is live."),
        ("We approved the onboarding copy today.", "The onboarding copy is live."),
    ],
)
def test_a_stage_of_another_thing_or_to_come_passes_nothing(said: str, later: str) -> None:
    assert not comes_further(later, said)


def test_the_stage_that_has_passed_is_withheld_and_the_last_is_told_by_its_own_words() -> None:
    ready = message("Mia Duarte", at(9), "The harbour page is ready for review: https://stage.acme.example")
    live = message("Mia Duarte", at(12), "The harbour page is live now.")
    result = gated(client_week(ready, live))
    (claim,) = [claim for claim in result.claims if not claim.parts]
    assert (claim.text, len(claim.evidence)) == ("The harbour page is live now.", 1)
    assert [withheld.verdict for withheld in result.withheld] == ["stale"]


def test_the_words_of_a_link_are_no_things() -> None:
    assert not changes_the_state("Acme's deposit is overdue.", "The harbour page is live: https://acme.example/harbour")
