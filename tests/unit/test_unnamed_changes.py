"""A sum, day or choice changed by words that do not name it: the last state is told, beside the words before."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.unnamed_changes import changes, may_change

CLIENT_UPDATE = deliverable_type("client_update")
BUDGET = "The budget for the campaign is 12,000 euros."
FAIR = "The open day is set for 24 November."
SHOP = "We decided to use Shopify for the new shop."
PACKAGE = "We decided to take the large package."

CHANGED = [
    (BUDGET, "Make that 8k."),
    (BUDGET, "Let's make it €9,000, our board cut everything by a quarter."),
    (BUDGET, "Sorry, that has to come down to 9,000."),
    (BUDGET, "We can only do 9k."),
    (BUDGET, "Bitte rechnet nur mit 9.000, der Vorstand hat gekürzt."),
    (FAIR, "I could only get everyone on the 26th, so that is the new date."),
    (FAIR, "Dana just called, it's the 26th now."),
    (FAIR, "We have to move it to the 26th."),
    (SHOP, "It has to be WooCommerce after all."),
    (SHOP, "After talking to our finance team, it will have to be WooCommerce instead."),
    (SHOP, "Es wird nun doch Magento."),
    (PACKAGE, "We'll go for the smaller package instead."),
    (PACKAGE, "We'd rather take the medium one."),
]


@pytest.mark.parametrize(("earlier", "later"), CHANGED)
def test_what_is_settled_is_changed_without_being_named(earlier: str, later: str) -> None:
    assert changes(later, earlier)


@pytest.mark.parametrize(
    "later",
    [
        "It is 8 pages long now.",
        "That is 5 minutes from here now.",
        "It was 20 degrees after all.",
        "Let's make it work.",
        "We have no objections to the plan.",
        "I am staying with my parents.",
        "Can we make it 8k?",
    ],
)
def test_what_is_only_counted_wished_or_said_of_oneself_changes_nothing(later: str) -> None:
    assert not may_change(later)


def gated(*events: Event) -> Gated:
    week = client_week(*events)
    return judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week), week.events)


def told(*events: Event) -> list[Claim]:
    return [claim for claim in gated(*events).claims if not claim.parts]


@pytest.mark.parametrize(("later", "changed"), [("24th it is", False), ("26th it is", True)])
def test_a_day_that_is_said_once_more_changes_nothing(later: str, changed: bool) -> None:
    assert changes(later, FAIR) == changed


def test_in_its_thread_the_last_state_is_told_with_both_sources() -> None:
    settled = mail("Mia Duarte", at(10), "Campaign", BUDGET)
    changed = mail("Dana Reyes", at(11), "Campaign", "Hi Mia,\n\nLet's make it €9,000, our board cut everything.")
    (claim,) = told(settled, changed)
    assert claim.text == (
        "Dana, on Wednesday: “Let's make it €9,000, our board cut everything.” "
        "Before, on Tuesday: “The budget for the campaign is 12,000 euros.”"
    )
    assert [item.event_id for item in claim.evidence] == [changed.event_id, settled.event_id]
    assert not claim.doubts


@pytest.mark.parametrize(
    ("last", "is_told"), [("Scrap that: the budget for the campaign was rejected.", False), ("Thanks!", True)]
)
def test_a_change_of_what_was_taken_back_after_it_is_not_told(last: str, is_told: bool) -> None:
    said = [mail("Mia Duarte", at(9), "Campaign", BUDGET), mail("Dana Reyes", at(10), "Campaign", "Make that 8k.")]
    assert bool(told(*said, mail("Dana Reyes", at(11), "Campaign", last))) == is_told


@pytest.mark.parametrize("lead", ["Dave wrote:", "From Dave's mail:", ""])
def test_a_change_in_somebody_elses_words_is_not_told_as_its_writers(lead: str) -> None:
    settled = mail("Mia Duarte", at(10), "Campaign", BUDGET)
    changed = mail("Dana Reyes", at(11), "Campaign", f"{lead}\nMake that €8k.".strip())
    assert any(claim.text.startswith("Dana, on") for claim in told(settled, changed)) == (not lead)


def test_elsewhere_it_is_told_so_in_doubt_where_nothing_else_can_be_meant() -> None:
    settled = message("Mia Duarte", at(10), SHOP)
    changed = mail("Dana Reyes", at(12), "Our project", "It has to be WooCommerce after all.")
    (claim,) = told(settled, changed)
    assert claim.text.startswith("Dana, on Thursday: “It has to be WooCommerce after all.” Before, on Tuesday:")
    assert "elsewhere" in claim.doubts[0]


def test_where_several_can_be_meant_each_is_told_in_doubt() -> None:
    budget = message("Mia Duarte", at(10), BUDGET)
    fee = message("Mia Duarte", at(10, 12), "The fee for the photo shoot is 900 euros.")
    claims = told(budget, fee, mail("Dana Reyes", at(12), "Our project", "Please make that 8k."))
    assert len(claims) == 2
    assert all("Dana" in claim.doubts[0] for claim in claims)


def test_a_change_of_which_only_we_know_leaves_the_old_state_untold() -> None:
    settled = message("Mia Duarte", at(10), FAIR)
    internal = message("Jonas Weber", at(12), "Dana just called, it's the 26th now.", audience="internal")
    result = gated(settled, internal)
    assert not [claim for claim in result.claims if not claim.parts]
    assert any("a later word changes it" in claim.reasons[0] for claim in result.withheld)
