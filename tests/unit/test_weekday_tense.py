"""A weekday without a date is the one that its verb puts before or after what was said; a written date is told once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from yarnnn_pipelines.english.days import WEEKDAYS, dated, day_stated, due_day, full_day
from yarnnn_pipelines.english.voice import Voice

MONDAY = date(2026, 11, 16)


def said_on(day: date) -> Voice:
    at = datetime(day.year, day.month, day.day, 9, 10, tzinfo=ZoneInfo("Europe/Dublin"))
    return Voice("Sal Moretti", False, at, "Europe/Dublin", "", day - timedelta(day.weekday()))


ARRANGED = (
    "The interviews are confirmed for {}.",
    "The interviews at the depot are booked for {}.",
    "The audit is scheduled for {}.",
    "The launch is set for {}.",
    "The launch is planned for {}.",
    "A call is agreed for {}.",
    "The demo is now fixed for {}.",
    "We have booked the hall for {}.",
    "The devices are expected on {}.",
    "The visit has been confirmed for {}.",
)


@pytest.mark.parametrize("after", range(7))
@pytest.mark.parametrize("words", ARRANGED)
def test_what_is_arranged_for_a_weekday_is_on_the_next_one(words: str, after: int) -> None:
    said = MONDAY + timedelta(after)
    for ahead in range(1, 7):
        day = said + timedelta(ahead)
        sentence = words.format(WEEKDAYS[day.weekday()])
        assert dated(sentence, said_on(said)) == words.format(full_day(day))
        assert day_stated(sentence, said_on(said)) == due_day(sentence, said_on(said)) == day


def test_what_is_arranged_for_the_weekday_on_which_it_is_said_may_be_today_or_in_a_week() -> None:
    assert dated("The interviews are confirmed for Monday.", said_on(MONDAY)) is None


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The board took it on Friday evening.", "The board took it on Friday 13 November evening."),
        ("We launched the page on Friday.", "We launched the page on Friday 13 November."),
        ("The contract was signed on Friday.", "The contract was signed on Friday 13 November."),
        ("They have decided on Friday that it stays.", "They have decided on Friday 13 November that it stays."),
        ("Greg confirmed on Friday that it is fine.", "Greg confirmed on Friday 13 November that it is fine."),
    ],
)  # fmt: skip
def test_what_was_done_on_a_weekday_was_so_on_the_last_one(sentence: str, told: str) -> None:
    assert dated(sentence, said_on(MONDAY)) == told
    assert day_stated(sentence, said_on(MONDAY)) == date(2026, 11, 13)
    assert due_day(sentence, said_on(MONDAY)) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "They promised to deliver on Tuesday.",
        "The vendor confirmed delivery on Tuesday.",
        "They said the devices ship on Tuesday.",
        "The call on Tuesday was moved.",
        "The slides were due on Tuesday.",
        "The page is fixed on Tuesday.",
        "We agreed on Tuesday.",
    ],
)
def test_what_may_be_either_is_told_of_neither(sentence: str) -> None:
    assert dated(sentence, said_on(MONDAY)) is None
    assert day_stated(sentence, said_on(MONDAY)) is None


@pytest.mark.parametrize("opening", ["The order is due ", "The order is still due on ", "We launched it on "])
@pytest.mark.parametrize(
    "day",
    [
        "Friday, 27 March", "Friday 27th March", "Friday, 27th of March", "Friday, the 27th of March",
        "Friday the 27th of March", "Friday, March 27", "Friday March 27th", "Friday, March the 27th",
        "Friday (27 March)", "Friday - 27 March", "Friday – March 27", "Friday,27 March", "27 March, Friday",
        "27 March (Friday)", "March 27th, Friday", "Friday 27/3", "Friday, 27-Mar", "Friday 27.03.2026",
        "Friday 2026-03-27", "Friday, Mar. 27",
    ],
)  # fmt: skip
def test_a_date_beside_its_weekday_is_told_as_written(opening: str, day: str) -> None:
    sentence = f"{opening}{day}."
    assert dated(sentence, said_on(date(2026, 3, 24))) == sentence
