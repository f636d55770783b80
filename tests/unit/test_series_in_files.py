"""What the entries of a series in a calendar file leave of it, from the file to the meetings that take place."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.test_calendar_called_off import calendar, event
from yarnnn_pipelines.context.meetings.recurrence import SeriesError, Span
from yarnnn_pipelines.context.meetings.series import occurrences_of
from yarnnn_pipelines.context.meetings.versions import EventVersion
from yarnnn_pipelines.sources.calendar.export import CalendarExport
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips

LISBON = "Europe/Lisbon"
NOVEMBER = Span(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))
TITLE, OFF = "SUMMARY:Pilot session", "STATUS:CANCELLED"
WEDNESDAYS = (TITLE, f"DTSTART;TZID={LISBON}:20261104T140000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
DAYS = (TITLE, "DTSTART;VALUE=DATE:20261104", "RRULE:FREQ=WEEKLY")
SECOND, THIRD = "20261111T140000Z", "20261118T140000Z"


def meetings(*entries: tuple[str, ...]) -> list[str]:
    """Start and status of each, "18 14:00 cancelled"; the status of what takes place is left out."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "team.ics").write_bytes(calendar(*(event("pilot", *lines) for lines in entries)))
        skips = Skips()
        with ExportFiles(Path(folder), skips) as files:
            reader = CalendarExport(files, skips, ReadOptions(LISBON))
            rows = [row for table in reader.read("events", lambda *_: None) for row in table.to_pylist()]
    versions = [
        EventVersion(
            **{name: row[name] for name in ("item_id", "version", "edited_at", "occurred_at", "container_id")},
            observed_at=datetime(2026, 11, 10, tzinfo=UTC),
            is_deleted=False,
            permalink=None,
            payload=json.loads(row["payload"]),
        )
        for row in rows
    ]
    found = occurrences_of(versions, NOVEMBER, LISBON)[0]
    return [f"{each.starts_at:%d %H:%M} {each.status}".removesuffix(" confirmed") for each in found]


def standing(*entries: tuple[str, ...]) -> list[str]:
    """The days, and hours other than 14:00, of those that take place."""
    return [each.removesuffix(" 14:00").removesuffix(" 00:00") for each in meetings(*entries) if each[-1].isdigit()]


@pytest.mark.parametrize("start", [(), (f"DTSTART:{SECOND}",)])
@pytest.mark.parametrize(
    "slot",
    [
        *(f"RECURRENCE-ID;{name}:{SECOND}" for name in ("RANGE=THISANDFUTURE", 'RANGE="THISANDFUTURE"')),
        *(f"RECURRENCE-ID;{name}:{SECOND}" for name in ("RANGE=thisandfuture", 'range="ThisAndFuture"')),
        f'RECURRENCE-ID;TZID="{LISBON}";RANGE="THISANDFUTURE":20261111T140000',
        "RECURRENCE-ID;VALUE=DATE;RANGE=ThisAndFuture:20261111",
    ],
)
def test_a_series_called_off_from_one_meeting_on_has_no_later_one_however_that_is_written(
    slot: str, start: tuple[str, ...]
) -> None:
    assert standing(WEDNESDAYS, (slot, TITLE, OFF, *start)) == ["04"]


def test_a_series_called_off_up_to_one_meeting_has_no_earlier_one() -> None:
    prior = (f"RECURRENCE-ID;RANGE=THISANDPRIOR:{THIRD}", f"DTSTART:{THIRD}", TITLE, OFF)
    assert standing(WEDNESDAYS, prior) == ["25"]


def test_meetings_up_to_one_that_moved_move_as_far() -> None:
    prior = (f"RECURRENCE-ID;RANGE=THISANDPRIOR:{SECOND}", "DTSTART:20261111T160000Z", "DURATION:PT1H", TITLE)
    assert standing(WEDNESDAYS, prior) == ["04 16:00", "11 16:00", "18", "25"]


def test_a_cancellation_of_all_that_follow_reaches_as_far_where_its_first_meeting_had_moved_before() -> None:
    moved = (f"RECURRENCE-ID:{SECOND}", "DTSTART:20261112T140000Z", TITLE, "SEQUENCE:0")
    off = (f"RECURRENCE-ID;RANGE=THISANDFUTURE:{SECOND}", f"DTSTART:{SECOND}", TITLE, OFF, "SEQUENCE:1")
    assert standing(WEDNESDAYS, moved, off) == ["04"]


@pytest.mark.parametrize(("sequence", "left"), [("SEQUENCE:0", ["04", "18 16:00"]), ("SEQUENCE:1", ["04"])])
def test_a_newer_cancellation_of_all_that_follow_holds_for_one_that_had_moved(sequence: str, left: list[str]) -> None:
    moved = (f"RECURRENCE-ID:{THIRD}", "DTSTART:20261118T160000Z", TITLE, "SEQUENCE:0")
    off = (f"RECURRENCE-ID;RANGE=THISANDFUTURE:{SECOND}", f"DTSTART:{SECOND}", TITLE, OFF, sequence)
    assert standing(WEDNESDAYS, moved, off) == left


def test_an_instance_is_called_off_whichever_way_the_zone_of_its_slot_is_written() -> None:
    moved = (f"RECURRENCE-ID;TZID={LISBON}:20261118T140000", "DTSTART:20261118T160000Z", TITLE)
    assert standing(WEDNESDAYS, moved, (f"RECURRENCE-ID:{THIRD}", f"DTSTART:{THIRD}", OFF)) == ["04", "11", "25"]


@pytest.mark.parametrize("slot", [THIRD, "20261118T160000Z"], ids=["by its old time", "by its new time"])
@pytest.mark.parametrize("way", ["cancelled", "excluded"])
def test_a_meeting_of_a_series_that_moved_is_called_off_by_either_of_its_times(slot: str, way: str) -> None:
    moved = (f"RECURRENCE-ID;RANGE=THISANDFUTURE:{SECOND}", "DTSTART:20261111T160000Z", "DURATION:PT1H", TITLE)
    if way == "cancelled":
        entries = WEDNESDAYS, moved, (f"RECURRENCE-ID:{slot}", f"DTSTART:{slot}", TITLE, OFF)
    else:
        entries = (*WEDNESDAYS, f"EXDATE:{slot}"), moved
    assert standing(*entries) == ["04", "11 16:00", "25 16:00"]


def test_an_exception_of_a_daily_series_that_moved_by_a_day_stands_for_the_meeting_that_it_names() -> None:
    daily = (*WEDNESDAYS[:3], "RRULE:FREQ=DAILY;COUNT=4")
    moved = ("RECURRENCE-ID;RANGE=THISANDFUTURE:20261105T140000Z", "DTSTART:20261106T140000Z", "DURATION:PT1H", TITLE)
    off = ("RECURRENCE-ID:20261107T140000Z", "DTSTART:20261108T140000Z", TITLE, OFF)
    assert standing(daily, moved, off) == ["04", "06", "07"]


@pytest.mark.parametrize(
    ("exclusion", "left"),
    [
        ("EXRULE:FREQ=WEEKLY;INTERVAL=2", ["11", "25"]),
        ("EXRULE:FREQ=WEEKLY;UNTIL=20261118T140000Z", ["25"]),
        ("EXRULE:FREQ=WEEKLY;UNTIL=20261118", ["25"]),
        ("EXRULE:FREQ=WEEKLY;COUNT=1", ["11", "18", "25"]),
        ("EXRULE:FREQ=MONTHLY;BYDAY=3WE", ["04", "11", "25"]),
        (f"EXDATE;TZID={LISBON}:20261118T000000", ["04", "11", "25"]),
        ("EXDATE:20261118T000000Z,20261111T000000Z", ["04", "25"]),
        ("EXDATE;TZID=Europe/Berlin:20261118T000000", ["04", "11", "25"]),
        ("EXDATE:20261118T000000", ["04", "11", "25"]),
        ("EXDATE;VALUE=DATE:20261118", ["04", "11", "25"]),
        ("EXDATE:20261119T000000Z", ["04", "11", "18", "25"]),
    ],
)
def test_what_a_series_takes_out_by_a_rule_or_a_day_does_not_take_place(exclusion: str, left: list[str]) -> None:
    assert standing((*WEDNESDAYS, exclusion)) == left


@pytest.mark.parametrize(
    ("exclusion", "left"),
    [
        ("EXRULE:FREQ=WEEKLY;INTERVAL=2", ["11", "25"]),
        ("EXRULE:FREQ=WEEKLY;UNTIL=20261118T000000Z", ["25"]),
        ("EXDATE:20261118T140000Z", ["04", "11", "25"]),
        ("EXDATE;TZID=Europe/Berlin:20261118T000000", ["04", "11", "25"]),
    ],
)
def test_a_series_of_days_takes_out_days_by_their_times_too(exclusion: str, left: list[str]) -> None:
    assert standing((*DAYS, exclusion)) == left


def test_of_two_meetings_of_a_day_the_one_at_midnight_is_excluded_by_its_time() -> None:
    twice = (TITLE, "DTSTART:20261104T000000Z", "RRULE:FREQ=DAILY;BYHOUR=0,14;COUNT=2", "EXDATE:20261104T000000Z")
    assert standing(twice) == ["04"]


def test_an_exclusion_at_another_time_of_its_day_leaves_the_meeting_unsure() -> None:
    assert meetings((*WEDNESDAYS, "EXDATE:20261118T160000Z"))[2] == "18 14:00 tentative"


def test_an_excluding_rule_that_nobody_can_mean_is_refused() -> None:
    with pytest.raises(SeriesError, match="more than 24 meetings a day"):
        meetings((*WEDNESDAYS, "EXRULE:FREQ=SECONDLY"))
