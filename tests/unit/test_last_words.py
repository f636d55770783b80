"""What an update tells as how things stand is the last word of its talk; anything else is offered, with the reason."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.brief.last_words import (
    ASK_SPOKEN_OF,
    EXPLAINS_A_CORRECTION,
    GONE_ON,
    IS_PAST,
    NEEDS_ITS_QUESTION,
    NO_DAY,
    NO_OBJECT,
    NO_VALUE,
    NOT_YET,
    OBJECTED_TO,
    ONE_OF_SEVERAL,
    ONE_SIDE,
    OTHER_COUNT,
    OTHER_VALUE,
    SPOKEN_OF,
    TALKED_ON,
    TRIED,
)
from yarnnn_pipelines.deliverables.week.client_week import WeekContext

CLIENT_UPDATE = deliverable_type("client_update")
TROUBLE = "The checkout of the shop is broken for gift cards"
THREAD = "slack:T1:C1:talk"


def told(week: WeekContext) -> list[str]:
    return [claim.evidence[0].quote for part in write(week, CLIENT_UPDATE).sections for claim in part.claims]


def reasons(week: WeekContext) -> dict[str, str]:
    return {remark.piece.quote: remark.reason for remark in make_brief(week, CLIENT_UPDATE).remarks}


def talk(*said: tuple[str, str]) -> WeekContext:
    return client_week(
        *(message(name, at(10, 9 + turn), text, thread_id=THREAD) for turn, (name, text) in enumerate(said))
    )


@pytest.mark.parametrize(
    "after", ["Since when?", "We are looking into it", "Thanks for telling us", "I'll check the log tonight"]
)
def test_a_trouble_after_which_its_talk_only_asks_nods_and_promises_is_told(after: str) -> None:
    assert TROUBLE in told(talk(("Dana Reyes", TROUBLE), ("Mia Duarte", after)))


@pytest.mark.parametrize(
    "after", ["The vendor has sent us a patch", "The vendor answered in the night and sent a patch"]
)
def test_a_trouble_that_was_talked_on_is_offered_for_it_may_be_over(after: str) -> None:
    week = talk(("Dana Reyes", TROUBLE), ("Mia Duarte", after))
    assert TROUBLE not in told(week)
    assert reasons(week)[TROUBLE] == TALKED_ON


@pytest.mark.parametrize("said", ["The export of the orders failed twice", "The shop was down for an hour on Tuesday"])
def test_a_trouble_that_was_is_offered_and_not_told_as_open(said: str) -> None:
    week = talk(("Mia Duarte", said))
    assert said not in told(week)
    assert reasons(week).get(said, IS_PAST) == IS_PAST


def test_a_trouble_that_began_or_was_found_is_still_one() -> None:
    said = "Two of the nightly exports have failed since the update of the server"
    assert said in told(talk(("Dana Reyes", said)))


@pytest.mark.parametrize("said", ["Approved, the 40 euros.", "Agreed, let's go with that one."])
def test_a_decision_that_does_not_name_what_it_decides_is_not_told(said: str) -> None:
    week = talk(("Dana Reyes", said))
    assert told(week) == []
    assert reasons(week).get(said, NO_OBJECT) == NO_OBJECT


def test_a_number_after_which_its_talk_gives_another_of_the_same_unit_is_offered() -> None:
    said = "The disk of the mail server is at 93%"
    week = talk(("Mia Duarte", said), ("Mia Duarte", "Removed the old logs, 60% are left"))
    assert said not in told(week)
    assert reasons(week).get(said, OTHER_VALUE) == OTHER_VALUE


def test_a_number_that_is_one_way_of_several_is_not_told() -> None:
    said = "alternatively we rent the second hall for €900 a week"
    week = talk(("Mia Duarte", "The tent costs €700 a week"), ("Mia Duarte", said))
    assert not any(said.casefold() in quote.casefold() for quote in told(week))
    assert reasons(week).get(said) != NO_VALUE


@pytest.mark.parametrize(
    ("question", "answer", "stands"),
    [
        (
            "Which formats does the label printer of the depot accept?",
            "The label printer accepts PDF and PNG files.",
            True,
        ),
        ("Where is the main switch of the hall?", "Cupboard behind the bar, red handle, quarter turn.", False),
        (
            "Maybe the label printer of the depot had a bad day?",
            "The label printer printed 40 pages of the depot.",
            False,
        ),
    ],
)
def test_an_answer_is_told_where_it_names_the_matter_of_its_question(question: str, answer: str, stands: bool) -> None:
    week = talk(("Dana Reyes", question), ("Mia Duarte", answer))
    assert (answer.rstrip(".") in [quote.rstrip(".") for quote in told(week)]) is stands
    assert stands or reasons(week).get(answer, NEEDS_ITS_QUESTION) == NEEDS_ITS_QUESTION


def test_the_steps_of_a_list_are_no_news() -> None:
    step = "The opening of the shop moved from 4 May to 11 May"
    assert step in told(talk(("Dana Reyes", step)))
    week = talk(("Dana Reyes", f"Steps:\n1. Open the report\n2. {step}"))
    assert told(week) == []
    assert reasons(week)[step] == ONE_OF_SEVERAL


@pytest.mark.parametrize(
    "said",
    [
        "We have a print job at the depot which is running for 4 days... but it prints nothing.",
        "We had no delivery for 4 days.",
        "Let it be 40 posters a day, first come first served.",
    ],
)
def test_a_number_that_says_less_than_its_text_is_not_told(said: str) -> None:
    assert "numbers" not in {
        part.id for part in write(talk(("Dana Reyes", said)), CLIENT_UPDATE).sections if part.claims
    }


def test_a_plan_that_says_only_when_is_not_told() -> None:
    assert told(talk(("Mia Duarte", "Start on Wednesday 25 November, the test follows two weeks later."))) == []


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("The voucher fix is released on Thursday 19 November.", False),
        ("The new oven is installed Friday 13 November.", False),
        ("The voucher fix was released on Monday 9 November.", True),
        ("The voucher fix is released since Monday 9 November.", True),
        ("The voucher fix is released.", True),
    ],
)
def test_what_is_done_on_a_day_to_come_is_not_told_as_done(words: str, is_told: bool) -> None:
    week = talk(("Mia Duarte", words))
    assert (words in told(week)) == is_told
    assert is_told or reasons(week)[words] == NOT_YET


@pytest.mark.parametrize(
    "said",
    [
        "Without it I can't upload the price list on Wednesday",
        "Thanks for the walk-through, one hour instead of two",
        "Changed, shipping to Norway is €11.90 now",
        "Jonas will suggest two by Wednesday 18 November",
        "Moved, the new invitation is out",
        "Still 3 and 4 October as far as I'm concerned",
    ],
)
def test_what_can_not_be_read_without_what_stands_before_it_is_not_told(said: str) -> None:
    assert said not in told(talk(("Jonas Weber", said)))


@pytest.mark.parametrize(
    ("replied", "reason"),
    [
        ("Lisbon and Faro are still doubled, rest is lovely", OBJECTED_TO),
        ("Thirteen shops, Faro is being refitted", OTHER_COUNT),
    ],
)
def test_what_is_done_is_offered_where_the_other_side_objects_or_counts_otherwise(replied: str, reason: str) -> None:
    done = "All fourteen shops have been set up for the pilot"
    assert done in told(talk(("Mia Duarte", done), ("Dana Reyes", "Lovely, thanks!")))
    week = talk(("Mia Duarte", done), ("Dana Reyes", replied))
    assert done not in told(week)
    assert reasons(week)[done] == reason


def test_what_was_promised_is_offered_where_it_is_spoken_of_later() -> None:
    promised = "I will send you the text for the team page by Friday 20 November"
    assert promised in told(talk(("Mia Duarte", promised), ("Dana Reyes", "Great, thanks!")))
    week = talk(("Mia Duarte", promised), ("Dana Reyes", "The text for the team page is in the attachment"))
    assert promised not in told(week)
    assert reasons(week).get(promised, SPOKEN_OF) == SPOKEN_OF


def test_what_is_promised_for_no_day_is_offered_for_it_may_be_done() -> None:
    promised = "Orla will send you a price for the eighteen signs"
    week = talk(("Mia Duarte", promised))
    assert promised not in told(week)
    assert reasons(week).get(promised, NO_DAY) == NO_DAY
    assert f"{promised} by Monday 16 November" in told(talk(("Mia Duarte", f"{promised} by Monday 16 November")))


def test_a_wish_for_a_try_is_offered_once_the_other_side_has_written() -> None:
    ask = "The loyalty app should be OK now, please try once more"
    assert ask in told(talk(("Dana Reyes", "The loyalty app is down"), ("Mia Duarte", ask)))
    week = talk(("Mia Duarte", ask), ("Dana Reyes", "Not sure the repair held, I see the old error"))
    assert ask not in told(week)
    assert reasons(week)[ask] == TRIED


@pytest.mark.parametrize("author", ["Mia Duarte", "Dana Reyes"])
def test_an_ask_is_offered_once_what_it_asks_for_is_spoken_of_as_something_else_than_missing(author: str) -> None:
    ask = "Dana, please can you send the logo as a vector?"
    for missing in ("The vector of the logo is still missing", "Still no logo as a vector. It will come at night."):
        assert ask in told(talk(("Mia Duarte", ask), (author, missing)))
    week = talk(("Mia Duarte", ask), (author, "logo is in, vector and all, no more asking"))
    assert ask not in told(week)
    assert reasons(week).get(ask, ASK_SPOKEN_OF) == ASK_SPOKEN_OF


DECIDED_BY_US = "We decided to go with the blue logo for the shop"
APPROVED = "The larger font for the landing page is approved"
SHIPPED = "The gift card page is live"


@pytest.mark.parametrize(
    ("said", "after"),
    [
        (("Mia Duarte", DECIDED_BY_US), ("Dana Reyes", "Please stop, we go with green.")),
        (("Mia Duarte", DECIDED_BY_US), ("Dana Reyes", "Change of plan on our side: green logo please.")),
        (("Mia Duarte", DECIDED_BY_US), ("Mia Duarte", "We are going with the green logo now.")),
        (("Mia Duarte", DECIDED_BY_US), ("Dana Reyes", "Our CEO has vetoed blue.")),
        (("Mia Duarte", DECIDED_BY_US), ("Dana Reyes", "Nope, green.")),
        (("Mia Duarte", DECIDED_BY_US), ("Dana Reyes", "Can we please revert to green?")),
        (("Dana Reyes", APPROVED), ("Dana Reyes", "Ignore me, the video is nicer.")),
        (("Dana Reyes", APPROVED), ("Dana Reyes", "The other one please, we looked at it on a big screen.")),
        (("Dana Reyes", APPROVED), ("Dana Reyes", "Could you swap the larger font for the short text?")),
        (("Mia Duarte", SHIPPED), ("Mia Duarte", "Well, that lasted an hour, had to switch it off.")),
        (("Mia Duarte", SHIPPED), ("Jonas Weber", "Actually no, that one bounced in review.")),
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "It only works in Chrome, everywhere else it's as bad as it was.")),
    ],
)
def test_what_its_own_thread_may_have_turned_is_not_told(said: tuple[str, str], after: tuple[str, str]) -> None:
    week = talk(said, after)
    assert not any(said[1].casefold() in quote.casefold() for quote in told(week))


@pytest.mark.parametrize(
    ("said", "after"),
    [
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "Lovely, thanks!")),
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "Fine by me, the board meets in November anyway.")),
        (("Mia Duarte", SHIPPED), ("Dana Reyes", "Is it on the phone as well?")),
        (("Mia Duarte", SHIPPED), ("Mia Duarte", "I'll send you the figures on Monday.")),
        (("Dana Reyes", APPROVED), ("Mia Duarte", "Then the larger font it is, we have it in place tomorrow.")),
    ],
)
def test_what_its_thread_takes_as_it_was_said_is_told(said: tuple[str, str], after: tuple[str, str]) -> None:
    assert said[1] in told(talk(said, after))


def test_a_reason_is_given_for_what_a_thread_may_have_turned() -> None:
    week = talk(("Dana Reyes", APPROVED), ("Dana Reyes", "The vote is void, half the board was missing."))
    assert reasons(week)[APPROVED] == GONE_ON


def test_a_trouble_whose_thing_we_speak_of_later_is_not_told_as_open() -> None:
    trouble = "Galway is missing because its opening hours were never entered"
    week = client_week(
        message("Mia Duarte", at(10, 9), trouble),
        message("Mia Duarte", at(10, 16), "Galway is in the dropdown now."),
    )
    assert not any("missing" in quote for quote in told(week))


def test_a_number_is_not_told_without_the_trouble_right_behind_it() -> None:
    good = "3 of 5 routes ran paperless this week"
    week = talk(("Mia Duarte", f"Pilot at Shannon: {good}. Two failed because the tablets lost signal."))
    assert not any(good in quote for quote in told(week))
    assert ONE_SIDE in reasons(week).values()


def test_what_explains_a_correction_is_no_news() -> None:
    explains = "The test bookings were counted too"
    week = talk(("Mia Duarte", f"Correction: 398, not 412. {explains}."))
    assert not any(explains in quote for quote in told(week))
    assert reasons(week).get(f"{explains}.", EXPLAINS_A_CORRECTION) == EXPLAINS_A_CORRECTION


def test_plans_of_two_things_for_one_day_are_two_plans() -> None:
    banner, voucher = "The spring banner will go live on 24 November", "The voucher page will go live on 24 November"
    claims = [
        {item.quote for item in claim.evidence}
        for part in write(
            client_week(message("Mia Duarte", at(10, 9), banner), message("Mia Duarte", at(10, 10), voucher)),
            CLIENT_UPDATE,
        ).sections
        for claim in part.claims
        if not claim.parts
    ]
    assert {banner} in claims
    assert {voucher} in claims


@pytest.mark.parametrize(
    ("said", "asked", "answered"),
    [
        ("The landing page went live.", "Did you take it down again?", "No, it's up."),
        ("The landing page went live.", "Is it down again?", "No, it's up."),
        ("The workshop takes place on Friday 20 November.", "Was it cancelled?", "No, it's on."),
        (f"{DECIDED_BY_US}.", "Is that still true?", "Yes, blue stays."),
        (f"{DECIDED_BY_US}.", "Were we not going to drop that?", "No, blue stays."),
    ],
)
def test_a_no_to_the_question_whether_it_is_undone_leaves_it_as_it_was_told(
    said: str, asked: str, answered: str
) -> None:
    assert said in told(talk(("Mia Duarte", said), ("Dana Reyes", asked), ("Mia Duarte", answered)))


def test_a_no_to_the_question_whether_it_is_there_denies_it() -> None:
    said = "The landing page went live."
    week = talk(("Mia Duarte", said), ("Dana Reyes", "Is it live?"), ("Mia Duarte", "No, it's stuck in review."))
    assert said not in told(week)
