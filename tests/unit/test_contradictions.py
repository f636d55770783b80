"""Two people who give one thing two values: neither is told, both are shown to the reviewer, and a person decides."""

from __future__ import annotations

import pytest

from tests.unit.test_carried_over import UPDATE, dana, gated, mia, told, weeks
from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext

ON_12 = "The workshop starts on Thursday 12 November."
ON_19 = "The workshop starts on Thursday 19 November."


def contradicted(week: WeekContext) -> list[Claim]:
    return [claim for claim in gated(week).withheld if claim.verdict == "contradicted"]


def page(day: int, text: str, month: int = 11) -> Event:
    fields = {"kind": "page", "platform": "notion", "title": "Autumn workshop", "event_id": f"notion:1@{month}-{day}"}
    return message("Mia Duarte", at(day, month=month), text, **fields)


def test_two_days_by_two_people_are_both_withheld_and_each_quotes_the_other() -> None:
    week = weeks(dana(9, "The workshop starts on Tuesday 24 November."), mia(11, ON_19))
    assert "next" not in told(week)
    first, second = contradicted(week)
    assert "Tuesday 24 November" in first.text
    assert ON_19 in first.reasons[0]
    assert "“The workshop starts on Tuesday 24 November.”" in second.reasons[0]
    assert "proposed is Tuesday 24 November, since it is the client's own word" in second.reasons[0]


def test_a_statement_of_an_earlier_week_contradicts_too() -> None:
    week = weeks(dana(4, "The workshop starts on Tuesday 24 November."), mia(11, ON_19))
    assert "next" not in told(week)
    assert [claim.text for claim in contradicted(week)] == [ON_19]


def noted(title: str) -> Event:
    fields = {"kind": "page", "platform": "notion", "title": title, "event_id": "notion:2@11-11"}
    return message("Mia Duarte", at(11), "Date: November 9, 2026\nDecided by: Dana", **fields)


def test_the_bare_date_of_a_page_is_its_things_and_not_that_of_what_a_decision_says() -> None:
    said = dana(9, "The workshop starts on Tuesday 24 November.")
    assert not contradicted(weeks(said, noted("The workshop is in the second hall")))
    assert contradicted(weeks(said, noted("Workshop")))


@pytest.mark.parametrize(
    "later",
    [
        mia(11, "The workshop moves to Thursday 19 November."),
        mia(11, "The workshop is postponed to Thursday 19 November."),
        dana(11, "The workshop starts on Thursday 19 November."),
        mia(11, "The brand workshop with the press starts on Thursday 19 November."),
    ],
)
def test_a_move_the_same_author_and_another_thing_contradict_nothing(later: Event) -> None:
    assert not contradicted(weeks(dana(9, "The workshop starts on Tuesday 24 November."), later))


def test_two_people_who_each_promise_something_of_their_own_contradict_nothing() -> None:
    jonas = message("Jonas Weber", at(10), "I'll send the report by Monday 23 November.")
    assert not contradicted(weeks(mia(9, "I'll send the report by Friday 20 November."), jonas))


def test_what_its_author_has_replaced_contradicts_nothing() -> None:
    week = weeks(dana(4, ON_12), dana(6, ON_19), mia(11, ON_19))
    assert not contradicted(week)
    assert told(week)["next"] == [ON_19]


def test_a_page_with_another_day_is_quoted_and_the_dated_word_proposed() -> None:
    week = weeks(page(9, "Budget: 4,000\nWorkshop: 12 November 2026"), mia(11, ON_19))
    assert "next" not in told(week)
    (claim,) = contradicted(week)
    assert "the page “Autumn workshop” gives another day" in claim.reasons[0]
    assert "Workshop: 12 November 2026" in claim.reasons[0]
    assert "proposed is Thursday 19 November, since a dated word goes above a page" in claim.reasons[0]


def test_a_page_that_says_the_same_or_speaks_of_something_else_contradicts_nothing() -> None:
    assert told(weeks(page(9, "Workshop: 19 November 2026"), mia(11, ON_19)))["next"] == [ON_19]
    assert told(weeks(page(9, "Press dinner: 12 November 2026"), mia(11, ON_19)))["next"] == [ON_19]
    once = weeks(page(3, "Workshop: 12 November 2026"), page(10, "Workshop: 19 November 2026"), mia(11, ON_19))
    assert told(once)["next"] == [ON_19]


def test_the_gate_finds_it_in_any_draft_of_the_week() -> None:
    mias, danas = mia(11, ON_19), dana(9, "The workshop starts on Tuesday 24 November.")
    draft = write(client_week(mias), UPDATE)
    assert [claim.text for claim in gated(client_week(mias), draft).claims] == [ON_19]
    assert [claim.verdict for claim in gated(client_week(danas, mias), draft).withheld] == ["contradicted"]


# --- values other than days ------------------------------------------------------------------------------------------

FEE = "The fee for the photo shoot is €900."
HIGHER = "The photo shoot fee is €1,100."


def test_two_sums_by_two_people_are_both_withheld_and_the_clients_is_proposed() -> None:
    week = weeks(dana(9, FEE), mia(11, HIGHER))
    assert not told(week)
    by_words = {claim.evidence[0].quote: claim.reasons[0] for claim in contradicted(week)}
    assert "gives another value" in by_words[HIGHER]
    assert f"“{FEE}”; proposed is €900, since it is the client's own word" in by_words[HIGHER]
    assert HIGHER in by_words[FEE]


def test_complete_after_reverted_waits_for_a_person() -> None:
    week = weeks(dana(9, "The banner migration was reverted."), mia(11, "The banner migration is complete."))
    assert not told(week)
    assert any("The banner migration was reverted." in claim.reasons[0] for claim in contradicted(week))


@pytest.mark.parametrize(
    "later",
    [dana(11, HIGHER), mia(11, "The photo shoot fee is now €1,100."), mia(11, HIGHER, thread_id="slack:T1:C1:fee")],
)
def test_a_later_word_of_the_author_of_a_change_or_in_the_thread_is_told_alone(later: Event) -> None:
    week = weeks(dana(9, FEE, thread_id="slack:T1:C1:fee"), later)
    assert not contradicted(week)
    (sentences,) = told(week).values()
    (sentence,) = sentences
    assert "€1,100" in sentence


def test_a_number_that_grows_is_told_as_it_stands_last() -> None:
    week = weeks(dana(9, "The newsletter has 3,100 subscribers."), mia(11, "The newsletter has 3,400 subscribers."))
    assert not contradicted(week)
    assert told(week)["numbers"] == ["The newsletter has 3,400 subscribers."]


def test_a_page_with_another_sum_is_quoted() -> None:
    week = weeks(page(9, "Fee: €900\nStatus: planned"), mia(11, "The autumn workshop fee is €1,100."))
    assert not told(week)
    (claim,) = contradicted(week)
    assert "the page “Autumn workshop” gives another value" in claim.reasons[0]
    assert "Fee: €900" in claim.reasons[0]
    assert not contradicted(weeks(page(9, "Fee: €900"), mia(11, "The dinner fee is €1,100.")))


def test_the_gate_finds_two_sums_in_any_draft_of_the_week() -> None:
    mias, danas = mia(11, HIGHER), dana(9, FEE)
    draft = write(client_week(mias), UPDATE)
    assert [claim.verdict for claim in gated(client_week(danas, mias), draft).withheld] == ["contradicted"]
    hers = mia(12, "The photo shoot fee is €1,200.")
    assert [claim.verdict for claim in gated(client_week(mias, hers), draft).withheld] == ["stale"]


# --- a value that was changed ----------------------------------------------------------------------------------------


def test_a_sum_that_was_raised_is_told_with_the_sum_before() -> None:
    week = weeks(dana(4, "The media budget is €6,000."), mia(11, "The media budget was raised to €7,500."))
    assert told(week)["numbers"] == ["The media budget was raised to €7,500 (changed from €6,000)."]


@pytest.mark.parametrize("day", [4, 9])
def test_a_change_is_told_with_the_value_before_and_both_sources(day: int) -> None:
    week = weeks(dana(day, FEE), mia(11, "The photo shoot fee is now €1,100."))
    (claims,) = [section.claims for section in gated(week).sections if section.claims]
    assert [claim.text for claim in claims] == ["The photo shoot fee is now €1,100 (changed from €900)."]
    assert [item.quote for item in claims[0].evidence] == ["The photo shoot fee is now €1,100.", FEE]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (FEE, "The photo shoot fee goes up from €900 to €1,100."),
        ("The fee for the translation is €900.", "The photo shoot fee is now €1,100."),
        ("The newsletter has 3,100 subscribers.", "The newsletter now has 3,400 subscribers."),
    ],
)
def test_a_value_is_not_told_before_one_that_names_it_is_of_another_thing_or_grows(earlier: str, later: str) -> None:
    texts = [text for sentences in told(weeks(dana(4, earlier), mia(11, later))).values() for text in sentences]
    assert later in texts
    assert "changed from" not in " ".join(texts)


def test_what_the_client_could_not_read_is_no_value_before() -> None:
    week = weeks(mia(9, FEE, audience="internal"), mia(11, "The photo shoot fee is now €1,100."))
    assert "€900" not in str(told(week))
