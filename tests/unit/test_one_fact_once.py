"""Two facts stay two, however alike their words; one that the calendar tells is told once."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, meeting, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.week.client_week import WeekContext
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.keeping import tells_it_was_kept

CLIENT_UPDATE = deliverable_type("client_update")


def told(week: WeekContext) -> dict[str, list[Claim]]:
    return {part.id: list(part.claims) for part in write(week, CLIENT_UPDATE).sections}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The new website went live on Monday.", "The gift card page is live on the website."),
        ("The new order form went live this morning.", "The allergy field is live in the order form."),
        ("The checkout is live.", "The voucher box is live in the checkout."),
    ],
)
def test_what_is_live_and_what_is_live_in_it_are_told_each(one: str, other: str) -> None:
    moved = told(client_week(message("Mia Duarte", at(9), one), message("Mia Duarte", at(12), other)))["moved"]
    assert [len(claim.evidence) for claim in moved] == [1, 1]


def test_what_is_done_with_the_clients_number_is_not_told_by_the_number() -> None:
    hours = "Christmas opening hours: 7 to 13 on 24 December, closed on 25 and 26."
    done = "The Christmas opening hours are on the website now."
    week = client_week(message("Dana Reyes", at(9), hours), message("Mia Duarte", at(10), done))
    assert all(len(claim.evidence) == 1 for claims in told(week).values() for claim in claims)


def test_a_plan_that_only_announces_a_coming_meeting_is_told_by_the_calendar() -> None:
    plan = message("Mia Duarte", at(12), "The photo shoot is on Wednesday 18 November at 10:00.")
    shoot = meeting("Photo shoot", at(18, 10), "coming")
    assert told(client_week(plan, meetings=(shoot,)))["next"] == []
    assert told(client_week(plan))["next"]
    more = message("Mia Duarte", at(12), "The photo shoot for the catalogue is planned for Wednesday 18 November.")
    assert told(client_week(more, meetings=(shoot,)))["next"]


@pytest.mark.parametrize(
    ("deed", "kept"),
    [
        ("The allergy field is live in the order form.", True),
        ("We added the allergy field.", True),
        ("The order form is live.", False),
    ],
)
def test_what_was_to_be_added_and_is_live_was_kept(deed: str, kept: bool) -> None:
    assert tells_it_was_kept("Yes, I'll add the allergy field by Thursday.", deed) is kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Email template A is done.", "Email template B is done."),
        ("Variant A is live.", "Variant C is live."),
        ("Landing page A went live on Monday.", "Landing page B went live on Monday."),
        ("The part A contract is signed.", "The part B contract is signed."),
        ("We delivered 12 banners for Spain.", "We delivered 14 banners for Italy."),
    ],
)
def test_what_a_letter_or_a_country_tells_from_its_like_is_told_each(one: str, other: str) -> None:
    week = client_week(message("Mia Duarte", at(10), one), message("Mia Duarte", at(11), other))
    quotes = [[piece.quote for piece in claim.evidence] for claims in told(week).values() for claim in claims]
    assert [one] in quotes
    assert [other] in quotes


def test_an_article_tells_nothing_from_its_like() -> None:
    week = client_week(
        message("Mia Duarte", at(10), "A help page is live."), message("Mia Duarte", at(11), "The help page is live.")
    )
    assert [len(claim.evidence) for claim in told(week)["moved"]] == [2]


def test_a_letter_that_only_one_sentence_names_leaves_them_one_thing() -> None:
    assert not speak_of_two("Team A finished the tests.", "The tests are finished.")
    assert speak_of_two("Team A finished variant B.", "Team B finished variant A.")
    assert speak_of_two("Phase I is done.", "Phase II is done.")
    assert not speak_of_two("Plan B is approved.", "Option B is approved.")
    assert not speak_of_two("We need A page.", "The page B is live.")
