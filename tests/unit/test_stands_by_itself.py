"""An update tells what stands by itself: no passing hitch, no unmarked question, nothing that was changed back."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import WeekContext
from yarnnn_pipelines.english.missing_subjects import is_the_writers
from yarnnn_pipelines.english.overtaking import ends, undoes
from yarnnn_pipelines.english.passing import is_over_by_evening
from yarnnn_pipelines.english.voice import Voice

TYPE = deliverable_type("client_update")


def told(*said: tuple[str, str]) -> list[str]:
    events = [message(author, at(10 + place // 8, 9 + place % 8), text) for place, (author, text) in enumerate(said)]
    draft = write(client_week(*events), TYPE)
    return [claim.text for section in draft.sections for claim in section.claims]


@pytest.mark.parametrize(
    "hitch",
    [
        "The freight lift is blocked till 10 by a truck.",
        "The studio is closed until noon, so the shoot is blocked.",
        "The upload fails until 4pm today.",
    ],
)
def test_what_is_over_by_the_evening_is_no_news_of_the_week(hitch: str) -> None:
    assert is_over_by_evening(hitch)
    assert not [text for text in told(("Dana Reyes", hitch)) if "lock" in text or "upload" in text]


def test_what_lasts_for_days_or_was_so_for_hours_is() -> None:
    lasting = ("The print is delayed until 12 June.", "The shop was down until 10 on Friday.")
    assert not [sentence for sentence in lasting if is_over_by_evening(sentence)]


@pytest.mark.parametrize(
    "asked", ["can we KEEP the blue logo", "Should we go with the blue logo.", "are we going for B"]
)
def test_a_question_without_its_mark_is_no_decision(asked: str) -> None:
    assert told(("Dana Reyes", asked)) == []


@pytest.mark.parametrize("back", ["ok, back to the linen paper", "We stay with linen, it prints better."])
def test_what_was_changed_and_changed_back_is_not_told_as_the_change(back: str) -> None:
    change = ("Dana Reyes", "Recycled paper instead of linen paper for the brochure.")
    assert any("Recycled" in text for text in told(change))
    assert not any("Recycled" in text for text in told(change, ("Dana Reyes", back)))
    assert any("Recycled" in text for text in told(change, ("Dana Reyes", "Back to the offices on Monday.")))


def test_a_question_that_sets_a_condition_is_not_told_with_its_answer() -> None:
    asked = ("Dana Reyes", "If we rented the hall next door, would the exhibition fit there?")
    answer = ("Mia Duarte", "The exhibition would fit, the hall next door has 400 square metres.")
    assert not any("hall" in text for text in told(asked, answer))


def test_a_thing_that_stands_in_the_way_of_another_blocks_no_work() -> None:
    assert told(("Mia Duarte", "A van was parked on the square, blocking the fire hydrant.")) == []
    assert told(("Mia Duarte", "The signature of the museum is missing, blocking the launch of the page."))


def test_small_deeds_of_the_client_are_theirs() -> None:
    small = "counted loaves all weekend. my head is full"
    assert told(("Dana Reyes", small)) == []
    assert told(("Mia Duarte", small))
    assert told(("Dana Reyes", "The museum is booked for the launch on 3 December."))


VOICE = Voice(
    author="Mia Duarte",
    is_us=True,
    occurred_at=at(10),
    time_zone="Europe/Lisbon",
    client_name="Acme",
    week_start=at(9).date(),
    first_names=frozenset({"Mia", "Jonas"}),
)


@pytest.mark.parametrize(
    "before", ["plumber here. ", "The electricians are on site. ", "movers came by. ", "Painter was in. "]
)
def test_what_somebody_did_who_is_there_is_not_told_of_the_writer(before: str) -> None:
    assert not is_the_writers(before, VOICE)


@pytest.mark.parametrize("before", ["quick update. ", "All good here. ", "Mia here. ", "The page is ready. "])
def test_a_sentence_before_that_brings_nobody_in_leaves_the_deed_to_the_writer(before: str) -> None:
    assert is_the_writers(before, VOICE)


TROUBLE = ("Dana Reyes", "The catalogue registration fails on our new bucket.")


def in_one_thread(*said: tuple[str, str]) -> WeekContext:
    return client_week(*(message(who, at(9 + day), words, thread_id="t") for day, (who, words) in enumerate(said)))


def judged(week: WeekContext) -> list[str]:
    gated = judge(write(week, TYPE), frame_for(week), TYPE, stored(week), week.events)
    return [claim.text for claim in gated.claims]


@pytest.mark.parametrize(
    "over",
    [
        "We fixed this in 0.3.2, it is released.",
        "This issue is fixed in 0.3.2.",
    ],
)
def test_what_says_that_it_is_over_is_told_beside_the_trouble_that_it_does_not_name(over: str) -> None:
    assert judged(in_one_thread(TROUBLE, ("Mia Duarte", over))) == [
        f"Dana reported on Monday: “The catalogue registration fails on our new bucket.” Mia, on Tuesday: “{over}”"
    ]


def test_of_two_troubles_nobody_knows_which_is_over() -> None:
    other = ("Dana Reyes", "And the search shows an error for umlauts.")
    assert judged(in_one_thread(TROUBLE, other, ("Mia Duarte", "We fixed this in 0.3.2."))) == []


def test_what_is_over_and_comes_back_is_not_told_as_over() -> None:
    again = ("Dana Reyes", "The catalogue registration still fails.")
    told_now = judged(in_one_thread(TROUBLE, ("Mia Duarte", "We fixed this in 0.3.2."), again))
    assert not any("0.3.2" in text for text in told_now)


def test_the_gate_withholds_an_end_that_is_set_beside_another_trouble() -> None:
    week = in_one_thread(TROUBLE, ("Mia Duarte", "We fixed this in 0.3.2."))
    draft = write(week, TYPE)
    elsewhere = message("Dana Reyes", at(9, 8), "The search fails.", thread_id="t")
    with_two = client_week(elsewhere, *week.events)
    gated = judge(draft, frame_for(week), TYPE, stored(with_two), with_two.events)
    assert [claim.verdict for claim in gated.withheld if claim.slot == "ended"] == ["out_of_context"]


@pytest.mark.parametrize(
    "news",
    [
        "Apache has released version 2.4.6 with the fix.",
        "Mailchimp changed its prices for all plans.",
        "Version 2.0 of Elasticsearch has fixed the memory leak.",
    ],
)
def test_what_a_third_party_brings_out_is_not_told_as_our_news(news: str) -> None:
    assert told(("Mia Duarte", news)) == []


def test_what_either_side_brings_out_is() -> None:
    assert told(("Mia Duarte", "Jonas published the new price list on the site."))
    assert told(("Mia Duarte", "Acme has released the new catalogue to all shops."))
    assert told(("Mia Duarte", "Legal published the terms of the competition."))


def test_the_same_noun_of_two_things_ends_no_trouble() -> None:
    trouble = "There is a bug in the checkout page."
    assert not ends("The landing page is live.", trouble)
    assert ends("The checkout page is fixed.", trouble)
    assert ends("The page is fixed.", trouble)
    assert not undoes("The landing page is still not loading.", "The checkout page is done.")
