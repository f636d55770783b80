"""How much of its detail an item tells is learned, and no item is shortened into something its source does not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.weekly import at, client_week, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.preferences.preference import Preference, Preferences, checked, in_words
from yarnnn_pipelines.deliverables.preferences.wording import without_detail
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.writers.model.background import background_of
from yarnnn_pipelines.english.details import DETAILS
from yarnnn_pipelines.supervision.learning.edit_kinds import SortedEdit
from yarnnn_pipelines.supervision.learning.observations import observed
from yarnnn_pipelines.supervision.learning.rules import ReviewedIssue, preferences_of, rules_for

TYPE = deliverable_type("client_update")
CUTS = [
    ("brackets", "Please send us the logo. (asked on 9 November)", "Please send us the logo."),
    ("day of a quote", "Tom, on Friday: “We go on Monday.”", "Tom: “We go on Monday.”"),
    ("day of a quote", "Dana reported on Friday 13 November: “It is down.”", "Dana reported: “It is down.”"),
    ("time of day", "Budget review, Tuesday 17 November, 15:00.", "Budget review, Tuesday 17 November."),
    ("sum of money", "We booked the hall for €4,200.", "We booked the hall."),
    ("reason", "We moved the launch because of the storm.", "We moved the launch."),
    ("aside", "The banner, which Mia drew, is live.", "The banner is live."),
    ("doer", "The page was checked by Mia Duarte.", "The page was checked."),
    ("further sentences", "The page is live. Mia checked it.", "The page is live."),
]


@pytest.mark.parametrize(("detail", "text", "shorter"), CUTS)
def test_a_detail_is_taken_out_and_the_rest_is_a_sentence(detail: str, text: str, shorter: str) -> None:
    assert without_detail(text, detail) == shorter


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        ("brackets", "The page is live (not in German)."),
        ("aside", "The page, which may be late, is in the works."),
        ("further sentences", "The page is live. Only admins see it, though."),
        ("further sentences", "Tom, on Friday: “It is live. I checked.”"),
        ("reason", "Tom: “We moved it because of the storm.”"),
        ("reason", "We moved it because we could not pay."),
        ("doer", "We will send it by Friday."),
        ("doer", "We will send it by November."),
        ("sum of money", "The budget is €4,200."),
    ],
)
def test_what_narrows_a_sentence_or_is_somebodys_or_its_matter_stays(detail: str, text: str) -> None:
    assert without_detail(text, detail) == text


def issue(number: int, told: list[str], cut: list[tuple[str, str]], *in_force: Preference) -> ReviewedIssue:
    def claim(text: str, **more: Any) -> dict[str, Any]:
        evidence = [{"event_id": "e", "quote": text, "platform": "slack"}]
        return {"claim_id": text, "section": "moved", "kind": "quote", "text": text, "evidence": evidence, **more}

    claims = [*map(claim, told), *(claim(after, by="mia") for _, after in cut)]
    document = {"sections": [{"id": "moved", "claims": claims}], "preferences": Preferences(in_force).as_json()}
    edits = [SortedEdit(n, "wording", before, after, claim(before)) for n, (before, after) in enumerate(cut)]
    key = DeliverableKey("acme", add_weeks("2026-W20", number), "client_update")
    return ReviewedIssue(key, ("dana@acme.example",), tuple(observed(document, edits, ())))


def learned(*issues: ReviewedIssue) -> dict[str, Any]:
    found = rules_for(DeliverableKey("acme", "2026-W40", "client_update"), ("dana@acme.example",), issues)
    return preferences_of(found).of("detail")


CUT = [("Kickoff, Monday 16 November, 15:00.", "Kickoff, Monday 16 November."),
       ("Review, Friday 20 November, 11:00.", "Review, Friday 20 November.")]  # fmt: skip
WITHOUT_TIMES = Preference("detail", "time of day", "without")


@pytest.mark.parametrize(("detail", "text", "shorter"), CUTS)
def test_what_is_taken_out_of_several_sentences_is_a_detail_that_is_not_wanted(
    detail: str, text: str, shorter: str
) -> None:
    assert learned(issue(0, [], [(text, shorter), (text, shorter)])) == {detail: "without"}


def test_a_detail_taken_out_of_one_sentence_may_be_about_that_one() -> None:
    once = CUT[:1]
    assert learned(issue(0, [], once)) == {}
    assert learned(issue(0, [], once), issue(1, [], once)) == {"time of day": "without"}


def test_a_detail_that_is_left_in_most_sentences_is_wanted() -> None:
    assert learned(issue(0, [f"Call {n}, Monday 16 November, 15:00." for n in range(3)], CUT)) == {}


def test_somebody_who_puts_a_detail_back_in_two_issues_has_it_again() -> None:
    back = [(after, before) for before, after in CUT]
    old = [issue(0, [], CUT), *(issue(n, ["The page is live."], [], WITHOUT_TIMES) for n in range(1, 6))]
    assert learned(*old, issue(6, [], back[:1], WITHOUT_TIMES)) == {"time of day": "without"}
    assert learned(*old, *(issue(n, [], back, WITHOUT_TIMES) for n in (6, 7))) == {}


WEEK = client_week(
    message("Mia Duarte", at(9), "The checkout is live."),
    meetings=(meeting("Budget review", at(17, 15), "coming"),),
)


def gated(*wanted: tuple[str, str]) -> list[str]:
    preferences = Preferences(tuple(Preference("detail", subject, value) for subject, value in wanted))
    draft = replace(write(WEEK, TYPE), preferences=tuple(preferences.as_json()))
    return [claim.text for claim in judge(draft, frame_for(WEEK), TYPE, stored(WEEK), WEEK.events).claims]


def test_the_gate_tells_a_sentence_without_the_detail_that_is_not_wanted() -> None:
    whole, short = gated(), gated(("time of day", "without"))
    assert "Budget review, Tuesday 17 November, 15:00." in whole
    assert "Budget review, Tuesday 17 November." in short
    assert len(short) == len(whole)


def test_a_model_is_told_which_details_are_not_wanted() -> None:
    brief = replace(make_brief(WEEK, TYPE), preferences=Preferences((WITHOUT_TIMES,)))
    assert "- without the time of day" in background_of(brief, TYPE, 10_000).about


def test_every_detail_has_words_and_another_one_is_refused() -> None:
    for detail in DETAILS:
        assert in_words(checked("detail", detail, "without"), {}).startswith("without ")
    with pytest.raises(UserError) as refused:
        checked("detail", "adjectives", "without")
    assert "one of brackets" in refused.value.mend
