"""Of how many of some things something is true: two sentences that can't both hold are told as one change, or kept."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.portions import can_not_both_hold

CLIENT_UPDATE = deliverable_type("client_update")
ALL = "All 40 stores are live on the new tills."
ELSEWHERE = {"container_id": "slack:T1:C2"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ALL, "Only 38 stores went live."),
        (ALL, "38 of the 40 stores are live."),
        (ALL, "Half of the stores are live."),
        (ALL, "Not all stores are live."),
        ("Six of eight chapters are translated.", "Five of the eight chapters are translated so far."),
        ("Both ads are approved.", "Only one ad was approved."),
        ("All invoices were paid.", "Most of the invoices were paid."),
    ],
)
def test_another_number_of_the_same_things_can_not_hold_beside_it(one: str, other: str) -> None:
    assert can_not_both_hold(one, other)
    assert can_not_both_hold(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ALL, "All stores are live."),
        ("All stores are live.", "40 stores are live."),
        ("Some of the stores are live.", "12 stores are live."),
        ("Most of the stores are live.", "38 stores are live."),
        (ALL, "Only 38 people came to the party."),
        (ALL, "Only 38 stores have a parking lot."),
        ("12 stores are live in Spain.", "9 stores are live in Portugal."),
        ("Six of eight chapters are translated.", "Three of the eight chapters are printed."),
        (ALL, "Are only 38 stores live?"),
    ],
)
def test_other_things_deeds_and_places_may_hold_beside_it(one: str, other: str) -> None:
    assert not can_not_both_hold(one, other)


def gated(*events: Event) -> Gated:
    week = client_week(*events)
    return judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week), week.events)


def told(*events: Event) -> list[str]:
    return [claim.text for claim in gated(*events).claims if not claim.parts]


def test_what_our_side_corrects_later_is_told_as_one_change() -> None:
    assert told(
        message("Mia Duarte", at(10), ALL), message("Jonas Weber", at(12), "Only 38 stores went live.", **ELSEWHERE)
    ) == [
        "Jonas, on Thursday: “Only 38 stores went live.” Before, on Tuesday: “All 40 stores are live on the new tills.”"
    ]


def test_more_than_before_is_how_it_went_on() -> None:
    (text,) = told(
        message("Mia Duarte", at(10), "20 stores are live."),
        message("Jonas Weber", at(12), "All 40 stores are live.", **ELSEWHERE),
    )
    assert "All 40 stores are live" in text


def test_what_the_other_side_says_otherwise_is_for_a_person() -> None:
    result = gated(
        message("Mia Duarte", at(10), ALL), mail("Dana Reyes", at(12), "Tills", "Hi Mia,\n\n38 of our stores are live.")
    )
    assert not [claim for claim in result.claims if not claim.parts]
    assert any("ask which holds" in claim.reasons[0] for claim in result.withheld)
