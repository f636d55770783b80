"""Meetings that do and that don't take place, whatever way the program that wrote the file has of saying it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from yarnnn_pipelines.sources.calendar.export import CalendarExport
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips


def calendar(*events: str, head: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Team\n{head}{''.join(events)}END:VCALENDAR\n".encode()


def event(uid: str, *lines: str) -> str:
    body = "\n".join(lines)
    return f"BEGIN:VEVENT\nUID:{uid}\n{body}\nEND:VEVENT\n"


def read(*files: bytes, zone: str = "Europe/Lisbon") -> tuple[dict[str, dict[str, Any]], Skips]:
    """The payload of each item by its id, and what was counted as left out."""
    skips = Skips()
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(files):
            (Path(folder) / f"{number}.ics").write_bytes(data)
        with ExportFiles(Path(folder), skips) as entries:
            reader = CalendarExport(entries, skips, ReadOptions(zone))
            rows = [row for table in reader.read("events", lambda *_: None) for row in table.to_pylist()]
    return {
        row["item_id"]: json.loads(row["payload"]) | {"at": row["occurred_at"], "edited": row["edited_at"]}
        for row in rows
    }, skips


REVIEW = ("DTSTART:20261118T140000Z", "SUMMARY:Budget review")
ZONE = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


# --- called off -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Canceled: Budget review",
        "Cancelled: Budget review",
        "Canceled event: Budget review",
        "Abgesagt: Budget review",
        "Annulé : Budget review",
        "Annullato: Budget review",
        "Cancelado: Budget review",
        "Geannuleerd: Budget review",
        "Aflyst: Budget review",
        "Avlyst: Budget review",
        "Inställt: Budget review",
        "Peruutettu: Budget review",
        "Odwołane: Budget review",
        "Zrušeno: Budget review",
        "Отменено: Budget review",
        "キャンセル済み: Budget review",
        "已取消：Budget review",
    ],
)
def test_a_meeting_that_outlook_calls_off_in_its_title_is_called_off_under_its_own_name(title: str) -> None:
    items, _ = read(calendar(event("a", "DTSTART:20261118T140000Z", f"SUMMARY:{title}", "STATUS:CONFIRMED")))
    assert (items["calendar:a"]["status"], items["calendar:a"]["summary"]) == ("cancelled", "Budget review")


@pytest.mark.parametrize(
    "title", ["Cancelled orders: weekly review", "Plan: what is cancelled", "Canceled orders review"]
)
def test_a_meeting_about_cancelled_things_takes_place(title: str) -> None:
    items, _ = read(calendar(event("a", "DTSTART:20261118T140000Z", f"SUMMARY:{title}")))
    assert (items["calendar:a"]["status"], items["calendar:a"]["summary"]) == ("confirmed", title)


@pytest.mark.parametrize("status", [(), ("STATUS:CONFIRMED",), ("STATUS:CANCELLED",)])
def test_a_file_with_method_cancel_calls_off_what_it_holds(status: tuple[str, ...]) -> None:
    items, _ = read(calendar(event("a", *REVIEW, *status), head="METHOD:CANCEL\n"))
    assert items["calendar:a"]["status"] == "cancelled"


def test_a_request_calls_nothing_off() -> None:
    items, _ = read(calendar(event("a", *REVIEW), head="METHOD:REQUEST\n"))
    assert items["calendar:a"]["status"] == "confirmed"


@pytest.mark.parametrize("start", [REVIEW, ()])
def test_a_cancellation_calls_off_the_meeting_of_another_file_even_where_it_names_no_time(
    start: tuple[str, ...],
) -> None:
    invited = calendar(event("a", *REVIEW, "SEQUENCE:0"), event("b", *REVIEW))
    items, skips = read(invited, calendar(event("a", *start, "SEQUENCE:1"), head="METHOD:CANCEL\n"))
    assert {name: item["status"] for name, item in items.items()} == {
        "calendar:a": "cancelled",
        "calendar:b": "confirmed",
    }
    assert "event_without_start" not in skips.counts


def test_a_meeting_invited_anew_after_its_cancellation_takes_place() -> None:
    again = calendar(event("a", *REVIEW, "SEQUENCE:2"))
    items, _ = read(calendar(event("a", "SEQUENCE:1"), head="METHOD:CANCEL\n"), again)
    assert items["calendar:a"]["status"] == "confirmed"


def test_one_instance_of_a_series_is_called_off_alone() -> None:
    series = event("a", *REVIEW, "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("a", "RECURRENCE-ID:20261125T140000Z", "DTSTART:20261126T140000Z", "SUMMARY:Budget review")
    cancelled = event("a", "RECURRENCE-ID:20261125T140000Z", "SEQUENCE:1")
    items, _ = read(calendar(series, moved), calendar(cancelled, head="METHOD:CANCEL\n"))
    assert {name: item["status"] for name, item in items.items()} == {
        "calendar:a": "confirmed",
        "calendar:a:20261125T140000Z": "cancelled",
    }


# --- two entries of one event -----------------------------------------------------------------------------------------

EARLY, LATE = "DTSTAMP:20261101T100000Z", "DTSTAMP:20261105T100000Z"
OFF = "STATUS:CANCELLED"


@pytest.mark.parametrize(
    ("standing", "cancellation", "status"),
    [
        (("SEQUENCE:0", EARLY), ("SEQUENCE:0", LATE), "cancelled"),
        (("SEQUENCE:0", LATE), ("SEQUENCE:0", EARLY), "confirmed"),
        (("SEQUENCE:0", LATE), ("SEQUENCE:1", EARLY), "cancelled"),
        (("SEQUENCE:2", EARLY), ("SEQUENCE:1", LATE), "confirmed"),
        (("SEQUENCE:10", EARLY), ("SEQUENCE:9", EARLY), "confirmed"),
        (("SEQUENCE:1", LATE), ("SEQUENCE:1", LATE), "cancelled"),
        (("SEQUENCE:1",), ("SEQUENCE:1",), "cancelled"),
        ((EARLY, "LAST-MODIFIED:20261101T100000Z"), (LATE,), "cancelled"),
        ((LATE, "LAST-MODIFIED:20261101T100000Z"), (EARLY, "LAST-MODIFIED:20261103T100000Z"), "cancelled"),
    ],
)
@pytest.mark.parametrize("start", [REVIEW, (), ("DTSTART:soon",)], ids=["dated", "undated", "unreadable"])
@pytest.mark.parametrize("files", ["one", "two", "cancelled first"])
def test_of_two_entries_the_higher_sequence_then_the_later_stamp_governs(
    standing: tuple[str, ...], cancellation: tuple[str, ...], status: str, start: tuple[str, ...], files: str
) -> None:
    entries = event("a", *REVIEW, *standing), event("a", *start, OFF, *cancellation)
    if files == "two":
        items, skips = read(*(calendar(each) for each in entries))
    else:
        items, skips = read(calendar(*(entries if files == "one" else entries[::-1])))
    assert {name: (item["status"], item["summary"]) for name, item in items.items()} == {
        "calendar:a": (status, "Budget review")
    }
    assert set(skips.counts) <= {"repeated_event"}


def test_what_a_cancellation_with_a_time_leaves_out_its_series_says() -> None:
    series = calendar(event("a", *REVIEW, "RRULE:FREQ=WEEKLY;COUNT=4", "SEQUENCE:0"))
    bare = calendar(event("a", REVIEW[0], OFF, "SEQUENCE:1"))
    for files in ((series, bare), (bare, series)):
        items, _ = read(*files)
        item = items["calendar:a"]
        assert (item["status"], item["summary"]) == ("cancelled", "Budget review")
        assert item["rrule"]


def test_a_sequence_that_is_no_number_costs_no_calendar() -> None:
    items, _ = read(calendar(event("a", *REVIEW, f"SEQUENCE:{'9' * 5000}"), event("b", *REVIEW)))
    assert "calendar:b" in items


def test_a_meeting_is_called_off_when_its_cancellation_says() -> None:
    created = "LAST-MODIFIED:20261001T100000Z"
    items, _ = read(calendar(event("a", *REVIEW, created), event("a", OFF, "SEQUENCE:1", LATE)))
    assert f"{items['calendar:a']['edited']:%d %B}" == "05 November"


def test_of_two_times_at_one_sequence_the_one_stamped_later_counts() -> None:
    entries = event("a", *REVIEW, EARLY), event("a", "DTSTART:20261119T140000Z", "SUMMARY:Budget review", LATE)
    for order in (entries, entries[::-1]):
        items, _ = read(calendar(*order))
        assert f"{items['calendar:a']['at']:%d}" == "19"


SERIES = (*REVIEW, "RRULE:FREQ=WEEKLY;COUNT=3", "SEQUENCE:0")


@pytest.mark.parametrize("head", ["", "METHOD:CANCEL\n"])
@pytest.mark.parametrize(
    "slot", ["RECURRENCE-ID:20261125T140000Z", "RECURRENCE-ID;VALUE=DATE:20261125", "RECURRENCE-ID:20261125T140000"]
)
def test_an_instance_that_is_called_off_without_a_time_is_that_of_its_slot(head: str, slot: str) -> None:
    cancelled = event("s", slot, OFF, "SEQUENCE:1", LATE)
    items, skips = read(calendar(event("s", *SERIES, EARLY)), calendar(cancelled, head=head))
    instance = items["calendar:s:20261125T140000Z"]
    assert (instance["status"], instance["summary"], instance["all_day"]) == ("cancelled", "Budget review", False)
    assert f"{instance['at']:%d %H:%M}" == "25 14:00"
    assert skips.counts == {}


def test_a_series_that_is_called_off_takes_its_moved_instances_with_it() -> None:
    moved = event("s", "RECURRENCE-ID:20261125T140000Z", "DTSTART:20261126T140000Z", "SUMMARY:Budget review", EARLY)
    items, _ = read(calendar(event("s", *SERIES, EARLY), moved, event("s", *SERIES[:2], OFF, "SEQUENCE:1", LATE)))
    assert {item["status"] for item in items.values()} == {"cancelled"}


def test_a_cancellation_that_names_no_time_of_nothing_that_stands_is_told() -> None:
    items, skips = read(calendar(event("a", *REVIEW), event("b", OFF, "SUMMARY:Photo day")))
    assert (set(items), skips.counts) == ({"calendar:a"}, {"event_without_start": 1})


def test_the_stamp_of_an_export_says_nothing_of_which_entry_is_newer() -> None:
    export = calendar(event("a", *REVIEW, LATE), event("b", *REVIEW, LATE))
    items, _ = read(export, calendar(event("a", *REVIEW, OFF, EARLY), head="METHOD:CANCEL\n"))
    assert items["calendar:a"]["status"] == "cancelled"


# --- exceptions of a series -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agency", ["Europe/Lisbon", "Europe/Berlin", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    ("slot", "start"),
    [
        ("RECURRENCE-ID;TZID=W. Europe Standard Time:20261119T000000", "DTSTART;VALUE=DATE:20261120"),
        ("RECURRENCE-ID;TZID=W. Europe Standard Time:20261119T000000", "DTSTART:20261120T140000Z"),
        ("RECURRENCE-ID:20261119T000000", "DTSTART;VALUE=DATE:20261120"),
    ],
)
def test_the_midnight_of_an_exceptions_own_zone_means_the_day_of_the_series(agency: str, slot: str, start: str) -> None:
    series = event("s", "DTSTART;VALUE=DATE:20261105", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Photo day")
    exception = event("s", slot, start, "SUMMARY:Photo day")
    items, _ = read(calendar(series, exception, head=ZONE.format(name="W. Europe Standard Time")), zone=agency)
    assert set(items) == {"calendar:s", "calendar:s:20261119"}


def test_midnight_in_utc_means_the_day_that_begins_then_in_the_agencys_zone() -> None:
    series = event("s", "DTSTART;VALUE=DATE:20261105", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Photo day")
    exception = event("s", "RECURRENCE-ID:20261118T230000Z", "DTSTART;VALUE=DATE:20261120", "SUMMARY:Photo day")
    items, _ = read(calendar(series, exception), zone="Europe/Berlin")
    assert "calendar:s:20261119" in items


DAY_IN_AUCKLAND = ("DTSTART:20261116T110000Z", "DTEND:20261117T110000Z", "SUMMARY:Photo day")


def test_whole_days_in_utc_begin_at_the_midnight_of_the_calendars_zone() -> None:
    items, _ = read(calendar(event("d", *DAY_IN_AUCKLAND), head="X-WR-TIMEZONE:Pacific/Auckland\n"))
    assert (items["calendar:d"]["start"], items["calendar:d"]["all_day"]) == ("2026-11-17", True)


def test_whole_days_in_utc_that_are_nobodys_midnight_make_no_firm_time() -> None:
    hours = ("DTSTART:20261116T110000Z", "DTEND:20261117T120000Z", "SUMMARY:Photo day")
    items, _ = read(calendar(event("d", *DAY_IN_AUCKLAND), event("t", *hours)))
    assert [items[name]["time_is_uncertain"] for name in ("calendar:d", "calendar:t")] == [True, False]


def test_an_exception_at_a_midnight_in_utc_means_the_day_in_the_calendars_zone() -> None:
    series = event("s", "DTSTART;VALUE=DATE:20261105", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Photo day")
    exception = event("s", "RECURRENCE-ID:20261118T101500Z", "DTSTART;VALUE=DATE:20261120", "SUMMARY:Photo day")
    items, _ = read(calendar(series, exception, head="X-WR-TIMEZONE:Pacific/Chatham\n"))
    assert "calendar:s:20261119" in items


def test_a_day_means_the_time_at_which_the_series_meets_on_it() -> None:
    series = event("s", "DTSTART;TZID=Europe/Berlin:20261105T090000", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Call")
    exception = event(
        "s", "RECURRENCE-ID;VALUE=DATE:20261119", "DTSTART;TZID=Europe/Berlin:20261120T090000", "SUMMARY:Call"
    )
    items, _ = read(calendar(series, exception))
    assert "calendar:s:20261119T080000Z" in items


def test_an_exception_older_than_its_series_is_no_longer_one() -> None:
    series = event("s", *REVIEW, "RRULE:FREQ=WEEKLY;COUNT=3", "SEQUENCE:3")
    stale = event(
        "s", "RECURRENCE-ID:20261125T140000Z", "DTSTART:20261127T140000Z", "SUMMARY:Budget review", "SEQUENCE:1"
    )
    items, skips = read(calendar(series, stale))
    assert (set(items), skips.counts) == ({"calendar:s"}, {"stale_exception": 1})
    items, skips = read(calendar(series, stale.replace("SEQUENCE:1", "SEQUENCE:3")))
    assert (len(items), skips.counts) == (2, {})


# --- how a file is written --------------------------------------------------------------------------------------------

BERLIN = "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"


@pytest.mark.parametrize(
    ("defined", "used"),
    [
        (BERLIN, f'"{BERLIN}"'),
        (BERLIN.replace(",", "\\,"), f'"{BERLIN}"'),
        (BERLIN, BERLIN),
        ("GMT +0100 (Standard) / GMT +0200 (Daylight)", "GMT +0100 (Standard) / GMT +0200 (Daylight)"),
        ("Custom; zone", '"Custom; zone"'),
    ],
)
def test_a_zone_that_the_file_itself_explains_is_followed_whatever_its_name_holds(defined: str, used: str) -> None:
    meeting = event("q", f"DTSTART;TZID={used}:20261118T140000", "SUMMARY:Budget review")
    items, skips = read(calendar(meeting, head=ZONE.format(name=defined)))
    assert (f"{items['calendar:q']['at']:%H:%M}", skips.counts) == ("13:00", {})
    assert not items["calendar:q"]["time_is_uncertain"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("indent", [b" ", b"\t"])
def test_a_folded_line_is_joined_before_it_is_decoded(end: bytes, indent: bytes) -> None:
    title = "Besprechung für das zweite Quartal in München — 日本"
    whole = calendar(event("f", "DTSTART:20261118T140000Z", f"SUMMARY:{title}")).replace(b"\n", end)
    start = whole.index(b"SUMMARY")
    for cut in range(start + 1, whole.index(end, start)):
        items, skips = read(whole[:cut] + end + indent + whole[cut:])
        assert (items["calendar:f"]["summary"], skips.counts) == (title, {}), cut


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_file_with_a_byte_order_mark_is_read_as_it_says(encoding: str) -> None:
    items, _ = read(calendar(event("f", "DTSTART:20261118T140000Z", "SUMMARY:Prüfung")).decode().encode(encoding))
    assert items["calendar:f"]["summary"] == "Prüfung"
