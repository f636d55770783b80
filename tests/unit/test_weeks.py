"""ISO weeks on the agency's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarnnn_pipelines.cli.asked import weeks_asked
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import add_weeks, parse_weeks, week_bounds, week_of, weeks_between

ZONES = ["Europe/Lisbon", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "UTC"]
INSTANTS = st.datetimes(datetime(2000, 1, 3), datetime(2060, 1, 1)).map(lambda instant: instant.replace(tzinfo=UTC))  # noqa: DTZ001


@given(INSTANTS, st.sampled_from(ZONES))
def test_every_instant_lies_within_the_bounds_of_its_week(instant: datetime, zone: str) -> None:
    start, end = week_bounds(week_of(instant, zone), zone)
    assert start <= instant < end


@given(INSTANTS, st.sampled_from(ZONES))
def test_weeks_leave_no_gap_between_them(instant: datetime, zone: str) -> None:
    week = week_of(instant, zone)
    assert week_bounds(week, zone)[1] == week_bounds(add_weeks(week, 1), zone)[0]


def test_the_week_of_a_clock_change_has_an_hour_more() -> None:
    start, end = week_bounds("2026-W43", "Europe/Lisbon")
    assert end - start == timedelta(hours=169)


def test_a_message_late_on_sunday_belongs_to_the_week_of_the_agencys_clock() -> None:
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert week_of(late, "Europe/Lisbon") == "2026-W46"
    assert week_of(late, "Asia/Kolkata") == "2026-W47"


def test_a_range_of_weeks_crosses_a_year_of_53_weeks() -> None:
    assert parse_weeks("2026-W52..2027-W01") == ["2026-W52", "2026-W53", "2027-W01"]


@pytest.mark.parametrize("text", ["2026-46", "2026-W54", "W46", "2027-W53", "2026-W00"])
def test_a_week_that_is_not_on_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="not an ISO week"):
        parse_weeks(text)


def test_a_range_ends_with_the_calendar_and_so_does_what_is_later_or_earlier() -> None:
    assert parse_weeks("9999-W51..9999-W52") == ["9999-W51", "9999-W52"]
    assert (add_weeks("9999-W51", 1), add_weeks("9999-W51", 5)) == ("9999-W52", "9999-W52")
    assert (add_weeks("0001-W02", -1), add_weeks("0001-W02", -5)) == ("0001-W01", "0001-W01")


def test_a_range_that_runs_backwards_is_refused_with_the_right_one() -> None:
    with pytest.raises(UserError) as caught:
        weeks_between("2026-W46", "2026-W40")
    assert "2026-W40..2026-W46" in caught.value.mend


@pytest.mark.parametrize("written", ["２０２６-W46", "２０２６－Ｗ４６", "٢٠٢٦-W46", "2026W46"])
def test_a_week_in_other_digits_is_refused_with_the_right_ones(written: str) -> None:
    with pytest.raises(UserError, match="not an ISO week") as caught:
        parse_weeks(written)
    assert caught.value.mend == "write it as 2026-W46"


@pytest.mark.parametrize(
    ("week", "weeks", "where"), [("", None, "--week"), (None, "", "--weeks"), (" ", None, "--week")]
)
def test_an_option_for_weeks_that_names_none_is_refused(week: str | None, weeks: str | None, where: str) -> None:
    with pytest.raises(UserError, match="not an ISO week") as caught:
        weeks_asked(week, weeks)
    assert caught.value.where == where
    assert "2026-W46" in caught.value.mend
