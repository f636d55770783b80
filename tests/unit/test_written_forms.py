"""Days and numbers are written in another form without becoming others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarnnn_pipelines.english.days import MONTHS
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.written_forms import (
    DAY_FORMS,
    SHARE_FORMS,
    THOUSANDS_FORMS,
    day_forms_in,
    in_usual_forms,
    stops_in,
    with_days_as,
    with_shares_as,
    with_stops_as,
    with_thousands_as,
)

TEXT = "The review moved from Tuesday 10 November to Thursday, November 12th 2026."


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("12 November", "The review moved from Tuesday 10 November to Thursday 12 November 2026."),
        ("12 Nov", "The review moved from Tuesday 10 Nov to Thursday 12 Nov 2026."),
        ("Nov 12", "The review moved from Tuesday, Nov 10 to Thursday, Nov 12, 2026."),
        ("12th November", "The review moved from Tuesday 10th November to Thursday 12th November 2026."),
    ],
)
def test_each_day_is_written_as_it_is_wanted(form: str, expected: str) -> None:
    assert with_days_as(TEXT, form) == expected


@pytest.mark.parametrize(
    "text",
    [
        "From 22 to 23 October", "22-23 October", "22 or 23 October", "Oct 22-23", "We may 5 times", "in May 2026",
        "Room 12, Novembertide", "the March release",
    ],
)  # fmt: skip
def test_what_is_no_single_day_with_its_month_stays(text: str) -> None:
    for form in DAY_FORMS:
        assert with_days_as(text, form) == text


def test_a_number_without_marks_may_be_a_year_or_an_id_and_gets_none() -> None:
    assert with_thousands_as("In 2026 ticket 48213 had 12,480 readers", "1,200") == (
        "In 2026 ticket 48213 had 12,480 readers"
    )
    assert with_thousands_as("12,480 readers, 1,200,000 pages", "1200") == "12480 readers, 1200000 pages"
    assert with_thousands_as("ports 80,443 and 1,2,3", "1200") == "ports 80443 and 1,2,3"


@pytest.mark.parametrize(
    "text", ["Please send us the logo. (asked on 9 November)", "Could you send it? (asked on Monday)", "Tom: “We go.”"]
)
def test_a_sentence_that_is_closed_already_takes_no_full_stop_and_shows_no_form(text: str) -> None:
    assert with_stops_as(text, "with") == text
    assert list(stops_in(text)) == []


def test_shares_and_stops_are_written_as_they_are_wanted() -> None:
    assert with_shares_as("up 12% from 9 percent", "12 percent") == "up 12 percent from 9 percent"
    assert with_stops_as("It is live.", "without") == "It is live"
    assert with_stops_as("It is live", "with") == "It is live."
    assert [with_stops_as(text, "with") for text in ("Is it live?", "Soon…")] == ["Is it live?", "Soon…"]


@given(
    st.integers(1, 28), st.sampled_from(MONTHS), st.sampled_from(sorted(DAY_FORMS)), st.sampled_from(sorted(DAY_FORMS))
)
def test_a_day_in_any_form_is_the_same_day(day: int, month: str, form: str, other: str) -> None:
    written = f"It moved to {DAY_FORMS[form](day, month)}."
    assert with_days_as(written, other) == f"It moved to {DAY_FORMS[other](day, month)}."
    assert parse(with_days_as(written, other)).dates == parse(written).dates
    assert form in day_forms_in(written)


@given(
    st.sampled_from(sorted(DAY_FORMS)), st.sampled_from(sorted(THOUSANDS_FORMS)), st.sampled_from(sorted(SHARE_FORMS))
)
def test_texts_that_differ_in_form_alone_are_one_text_in_usual_forms(days: str, thousands: str, shares: str) -> None:
    text = "On Thursday 12 November 1,200 of 24,000 readers (5%) came back."
    other = with_shares_as(with_thousands_as(with_days_as(text, days), thousands), shares)
    if thousands != "1200":
        assert in_usual_forms(other) == text
    assert in_usual_forms(text) != in_usual_forms(text.replace("12 November", "13 November"))
