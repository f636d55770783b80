"""Calendar files as they come, whole, broken and cut off."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_settings import WHOLE, written
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import load_settings
from yarnnn_pipelines.sources.calendar.api_items import CalendarPlace, resource_item
from yarnnn_pipelines.sources.calendar.export import CalendarExport
from yarnnn_pipelines.sources.calendar.ics import calendars_of
from yarnnn_pipelines.sources.landing import LandingReport, land
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.home import Home

REVIEW = """\
BEGIN:VEVENT
UID:review
DTSTAMP:20261101T090000Z
DTSTART;TZID=Europe/Lisbon:20261117T140000
DTEND;TZID=Europe/Lisbon:20261117T153000
SUMMARY:Mid-quarter review
DESCRIPTION:Numbers first\\, then plans.
LAST-MODIFIED:20261021T085200Z
ORGANIZER;CN=Mia Duarte:mailto:Mia@northlight.example
ATTENDEE;CN=Dana Reyes;PARTSTAT=ACCEPTED:mailto:dana@acme.example
END:VEVENT
"""
MOVED = REVIEW.replace("20261117T", "20261119T").replace("20261021T085200Z", "20261111T151800Z")
OPENING = "BEGIN:VEVENT\nUID:opening\nDTSTART;VALUE=DATE:20261114\nSUMMARY:Opening\nEND:VEVENT\n"


def ics(*events: str, name: str = "Team") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:{name}\n{''.join(events)}END:VCALENDAR\n"


TOO_LATE = "BEGIN:VEVENT\nUID:late\nDTSTART:99991231T235959Z\nDURATION:P9999999D\nSUMMARY:Late\nEND:VEVENT\n"


class Project:
    """A home into which .ics texts are landed one after the other, each a newer export than the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = Home(folder / "home")
        self.exports: list[str] = []

    def land(self, text: str | bytes) -> LandingReport:
        name = f"{len(self.exports)}.ics"
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        self.exports.append(name)
        sources = f"sources:\n  calendar: {{export: [{', '.join(self.exports)}]}}\nwriter:"
        start, end = WHOLE.index("sources:"), WHOLE.index("writer:")
        config = written(self.folder, WHOLE[:start] + sources + WHOLE[end + len("writer:") :])
        return land("calendar", load_settings(config), self.home)

    def rows(self, columns: str = "item_id, occurred_at, is_deleted, text") -> list[Any]:
        with duckdb.connect(str(self.home.warehouse)) as con:
            con.execute("set timezone = 'UTC'")
            return con.execute(f"select {columns} from calendar.events order by observed_at, item_id").fetchall()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_moved_meeting_is_a_second_version_with_both_times(project: Project) -> None:
    project.land(ics(REVIEW))
    report = project.land(ics(MOVED))
    assert [f"{row[0]:%d %H:%M}" for row in project.rows("occurred_at")] == ["17 14:00", "19 14:00"]
    assert report.touched_weeks == ["2026-W47"]


@pytest.mark.parametrize(
    "when",
    [
        "DTSTART:00010101T000000Z\nRRULE:FREQ=DAILY",
        "DTSTART:00010101T000000Z",
        "DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=DAILY",
        "DTSTART;TZID=Pacific/Auckland:00010101T000000",
        "DTSTART;TZID=America/Los_Angeles:99991231T235959",
        "DTSTART:99991231T235959Z\nRRULE:FREQ=DAILY",
        "DTSTART:20261110T100000Z\nRECURRENCE-ID;TZID=America/Los_Angeles:99991231T235959",
        "DTSTART:20261110T100000+9900",
    ],
)
def test_an_event_at_a_time_that_no_clock_shows_is_told_and_costs_no_other(tmp_path, when):
    odd = f"BEGIN:VEVENT\nUID:odd\n{when}\nSUMMARY:Odd\nEND:VEVENT\n"
    report = Project(tmp_path).land(ics(REVIEW, odd))
    assert report.tables["calendar.events"]["added"] == 1
    assert report.skipped == {"unreadable_event": 1}
    assert "the event 'Odd'" in report.skipped_examples[0]


@pytest.mark.parametrize("sequence", ["9" * 6000, "9" * 20, "NaN", "\u00b2", "-1"])
def test_a_sequence_that_no_program_counts_up_to_costs_no_event(tmp_path, sequence):
    odd = f"BEGIN:VEVENT\nUID:odd\nDTSTART:20261110T100000Z\nSEQUENCE:{sequence}\nSUMMARY:Odd\nEND:VEVENT\n"
    report = Project(tmp_path).land(ics(REVIEW, odd))
    assert report.tables["calendar.events"]["added"] == 2
    assert report.skipped == {}


def test_the_same_calendar_exported_again_adds_nothing(project: Project) -> None:
    project.land(ics(REVIEW, OPENING))
    again = project.land(ics(OPENING, REVIEW.replace("DTSTAMP:20261101", "DTSTAMP:20261115")))
    assert again.tables["calendar.events"]["added"] == 0
    assert again.tables["calendar.events"]["tombstones"] == 0


def test_a_meeting_that_is_gone_from_a_newer_export_is_deleted(project: Project) -> None:
    project.land(ics(REVIEW, OPENING))
    project.land(ics(OPENING))
    assert [row[0] for row in project.rows("item_id, is_deleted") if row[1]] == ["calendar:review"]


def test_another_calendar_deletes_nothing(project: Project) -> None:
    project.land(ics(REVIEW, name="Team"))
    assert project.land(ics(OPENING, name="Private")).tables["calendar.events"]["tombstones"] == 0


def test_a_calendar_that_was_cut_off_deletes_nothing_and_says_so(project: Project) -> None:
    project.land(ics(REVIEW, OPENING))
    report = project.land(ics(OPENING, REVIEW)[:-60])
    assert report.tables["calendar.events"]["tombstones"] == 0
    assert report.skipped["cut_off_calendar"] == 1


def test_who_is_invited_and_what_is_said_is_kept(project: Project) -> None:
    project.land(ics(REVIEW))
    ((author, text, payload),) = project.rows("author_id, text, payload")
    assert author == "mailto:mia@northlight.example"
    assert text == "Mid-quarter review\nNumbers first, then plans."
    assert json.loads(payload)["attendees"] == [
        {"name": "Dana Reyes", "email": "dana@acme.example", "partstat": "accepted"}
    ]


def test_a_day_begins_at_the_agencys_midnight(project: Project) -> None:
    project.land(ics(OPENING.replace("20261114", "20260701")))
    assert project.rows("occurred_at")[0][0].isoformat().startswith("2026-06-30T23:00")


@pytest.mark.parametrize(
    ("event", "reason", "lands"),
    [
        (REVIEW.replace("UID:review\n", ""), "event_without_uid", 2),
        (REVIEW.replace("TZID=Europe/Lisbon", "TZID=Somewhere/Else"), "unknown_time_zone", 2),
        (REVIEW.replace(":20261117T140000", ":soon"), "unreadable_event", 1),
        (REVIEW.replace("DTSTART;TZID=Europe/Lisbon:20261117T140000\n", ""), "event_without_start", 1),
        (REVIEW + REVIEW, "repeated_event", 2),
    ],
)
def test_a_broken_event_is_counted_and_costs_no_other(project: Project, event: str, reason: str, lands: int) -> None:
    report = project.land(ics(event, OPENING))
    assert report.skipped == {reason: 1}
    assert "Mend:" in report.skipped_examples[0]
    assert len(project.rows()) == lands


def test_an_event_that_stands_in_two_calendars_is_one_item_in_its_latest_state(project: Project) -> None:
    stale = REVIEW.replace("SUMMARY", "X-MINE:1\nSUMMARY")
    project.land(ics(stale, name="Mia") + ics(MOVED, name="Team"))
    assert [f"{at:%d}" for (at,) in project.rows("occurred_at")] == ["19"]


def test_the_same_event_from_another_calendar_is_no_second_row(project: Project) -> None:
    project.land(ics(REVIEW, name="Mia"))
    project.land(ics(REVIEW, name="Team"))
    assert len(project.rows()) == 1


def test_an_event_that_can_no_longer_be_read_is_not_deleted(project: Project) -> None:
    project.land(ics(REVIEW, OPENING))
    report = project.land(ics(REVIEW.replace(":20261117T140000", ":soon"), OPENING))
    assert report.skipped == {"unreadable_event": 1}
    assert report.tables["calendar.events"]["tombstones"] == 0


def test_an_event_that_can_not_be_read_and_has_no_id_may_be_any(tmp_path: Path) -> None:
    (file := tmp_path / "c.ics").write_text(
        ics(OPENING, REVIEW.replace("UID:review\n", "").replace("T140000", "Tsoon"))
    )
    skips = Skips()
    with ExportFiles(file, skips) as files:
        reader = CalendarExport(files, skips, ReadOptions("Europe/Lisbon"))
        assert sum(len(table) for table in reader.read("events", lambda *_: None)) == 1
        assert reader.coverage("events") is None
    assert skips.counts == {"unreadable_event": 1, "calendar_not_compared": 1}


WEEKLY = REVIEW.replace("SUMMARY", "RRULE:FREQ=WEEKLY;UNTIL=20261210T000000Z\nSUMMARY")


def test_a_series_touches_the_weeks_of_all_its_meetings(project: Project) -> None:
    first = project.land(ics(WEEKLY, OPENING))
    assert first.touched_weeks == ["2026-W46", "2026-W47", "2026-W48", "2026-W49", "2026-W50"]
    shorter = project.land(ics(WEEKLY.replace("20261210", "20261120"), OPENING))
    assert shorter.touched_weeks == ["2026-W47", "2026-W48", "2026-W49", "2026-W50"]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;UNTIL=20200101T000000Z"]
)
def test_a_series_by_a_rule_that_makes_no_sense_lands(project: Project, rule: str) -> None:
    report = project.land(ics(REVIEW.replace("SUMMARY", f"RRULE:{rule}\nSUMMARY"), OPENING))
    assert "calendar:opening" in [row[0] for row in project.rows()]
    assert report.touched_weeks


def test_windows_names_of_zones_are_known(project: Project) -> None:
    project.land(ics(REVIEW.replace("Europe/Lisbon", "W. Europe Standard Time")))
    assert f"{project.rows('occurred_at')[0][0]:%H:%M}" == "13:00"


@pytest.mark.parametrize("text", ["", "not a calendar", "BEGIN:VCARD\nEND:VCARD\n"])
def test_what_is_no_calendar_is_refused_with_the_mend(project: Project, text: str) -> None:
    with pytest.raises(UserError, match="holds no calendar") as caught:
        project.land(text)
    assert ".ics" in caught.value.mend


@given(st.text(st.sampled_from("BEGIN:VEVENTCALNDR=;,\\ \n\r\tUIDTSRXW-0123TZ"), max_size=400))
@settings(max_examples=200)
def test_taking_a_file_apart_never_fails(text: str) -> None:
    for calendar in calendars_of(text):
        assert all(event[0].upper() == "BEGIN:VEVENT" for event in calendar.events)


def read_events(text: str) -> tuple[list[dict[str, Any]], Skips]:
    """The events of one .ics, as the reader shows them, and what it counted."""
    skips = Skips()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "c.ics"
        file.write_bytes(text.encode("utf-8", "replace"))
        with ExportFiles(file, skips) as files:
            reader = CalendarExport(files, skips, ReadOptions("Europe/Lisbon"))
            return [row for table in reader.read("events", lambda *_: None) for row in table.to_pylist()], skips


def test_a_comment_that_is_added_makes_another_version_and_is_kept_with_the_entry():
    (before,), _ = read_events(ics(REVIEW))
    (after,), _ = read_events(ics(REVIEW.replace("END:VEVENT", "COMMENT:Cancelled\nEND:VEVENT")))
    assert before["version"] != after["version"]
    assert "COMMENT:Cancelled" in json.loads(after["payload"])["ical"]


def test_a_note_left_with_an_answer_is_part_of_the_version_the_same_from_an_export_and_from_the_api():
    answered = "ATTENDEE;PARTSTAT=TENTATIVE{}:mailto:dana@acme.example\nSEQUENCE:0\nEND:VEVENT"
    bare = """BEGIN:VEVENT\nUID:a@x\nSUMMARY:Review\nDTSTART:20261117T140000Z\nDTEND:20261117T150000Z\nEND:VEVENT\n"""
    noted = ';X-RESPONSE-COMMENT="Cancelled, they say"'
    (without,), _ = read_events(ics(bare.replace("END:VEVENT", answered.format(""))))
    (exported,), _ = read_events(ics(bare.replace("END:VEVENT", answered.format(noted))))
    attendee = {"email": "dana@acme.example", "responseStatus": "tentative", "comment": "Cancelled, they\nsay"}
    times = {"start": {"dateTime": "2026-11-17T14:00:00Z"}, "end": {"dateTime": "2026-11-17T15:00:00Z"}}
    resource = {"id": "a", "iCalUID": "a@x", "summary": "Review", "attendees": [attendee], **times}
    live = resource_item(resource, CalendarPlace("mia@northlight.example", "Mia", ZoneInfo("Europe/Lisbon")))
    assert exported["version"] != without["version"]
    assert live.version == exported["version"]
    assert "Cancelled, they say" in live.payload


def test_an_event_past_the_end_of_time_costs_itself_alone():
    rows, skips = read_events(ics(TOO_LATE, REVIEW))
    assert [row["item_id"] for row in rows] == ["calendar:review"]
    assert skips.counts == {"unreadable_event": 1}


def test_a_time_in_an_unknown_zone_lands_and_says_that_it_is_a_guess():
    rows, skips = read_events(ics(REVIEW.replace("TZID=Europe/Lisbon", "TZID=Mars/Phobos"), OPENING))
    assert {row["item_id"]: json.loads(row["payload"])["time_is_uncertain"] for row in rows} == {
        "calendar:review": True,
        "calendar:opening": False,
    }
    assert skips.counts["unknown_time_zone"] == 1


_PROPERTY = st.tuples(
    st.sampled_from(
        ["DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "ATTENDEE", "URL"]
    ),
    st.sampled_from(["", ";TZID=Mars/Phobos", ";TZID=Europe/Lisbon", ";VALUE=DATE", ";CN=x"]),
    st.sampled_from(
        ["99991231T235959Z", "00010101T000000", "20261117", "P9999999D", "-P1D", "FREQ=DAILY", "9" * 30, ""]
    )
    | st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PROPERTY, max_size=6))
def test_an_event_of_odd_properties_lands_or_is_counted_and_the_others_land(properties):
    lines = "".join(f"{name}{parameter}:{value}\n" for name, parameter, value in properties)
    rows, skips = read_events(ics(f"BEGIN:VEVENT\nUID:odd\nSUMMARY:Odd\n{lines}END:VEVENT\n", OPENING))
    odd = [row for row in rows if row["item_id"] != "calendar:opening"]
    assert len(rows) == len(odd) + 1
    assert odd or skips.counts


def test_an_older_export_landed_late_overrules_no_edit_and_deletes_nothing(tmp_path):
    project = Project(tmp_path)
    project.land(ics(MOVED, OPENING))
    report = project.land(ics(REVIEW))
    assert report.skipped == {}
    assert [row[0] for row in project.rows("item_id")].count("calendar:review") == 1
    assert not any(row[0] for row in project.rows("is_deleted"))


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "DECLINECOUNTER", "refresh"])
def test_a_message_about_a_meeting_is_no_meeting_and_says_so(method):
    message = ics(REVIEW).replace("VERSION:2.0", f"VERSION:2.0\nMETHOD:{method}")
    events, skips = read_events(ics(OPENING) + message)
    assert [event["item_id"] for event in events] == ["calendar:opening"]
    assert skips.counts == {"message_about_a_meeting": 1}
    assert f"METHOD:{method.upper()}" in skips.examples[0]


@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST", "ADD"])
def test_a_meeting_that_was_sent_is_one(method):
    events, skips = read_events(ics(REVIEW).replace("VERSION:2.0", f"VERSION:2.0\nMETHOD:{method}"))
    assert [event["item_id"] for event in events] == ["calendar:review"]
    assert not skips.counts


def test_a_counter_proposal_neither_moves_nor_deletes_the_meeting(project: Project) -> None:
    project.land(ics(REVIEW, OPENING))
    project.land(ics(MOVED).replace("VERSION:2.0", "VERSION:2.0\nMETHOD:COUNTER"))
    project.land(ics(OPENING) + ics(MOVED).replace("VERSION:2.0", "VERSION:2.0\nMETHOD:COUNTER"))
    assert sorted((item, is_deleted) for item, _, is_deleted, _ in project.rows()) == [
        ("calendar:opening", False),
        ("calendar:review", False),
    ]


@pytest.mark.parametrize(
    ("never", "why"),
    [
        (REVIEW.replace("20261117T153000", "20261117T133000"), "ends before it starts"),
        (REVIEW.replace("DTEND;TZID=Europe/Lisbon:20261117T153000", "DURATION:-PT1H"), "ends before it starts"),
        (REVIEW.replace("DTEND;TZID=Europe/Lisbon:20261117T153000", "DTEND:20261117T133000Z"), "ends before it starts"),
        (OPENING.replace("SUMMARY", "DTEND;VALUE=DATE:20261113\nSUMMARY"), "ends before it starts"),
        (REVIEW.replace("SUMMARY", "RRULE:FREQ=WEEKLY;COUNT=0\nSUMMARY"), "COUNT=0"),
        (REVIEW.replace("SUMMARY", "RRULE:COUNT=00;FREQ=WEEKLY\nSUMMARY"), "COUNT=0"),
    ],
)
def test_an_event_that_can_not_take_place_as_written_is_counted_with_the_reason(never, why):
    events, skips = read_events(ics(never, OPENING.replace("UID:opening", "UID:other")))
    assert [event["item_id"] for event in events] == ["calendar:other"]
    assert skips.counts == {"unreadable_event": 1}
    assert why in skips.examples[0]


@pytest.mark.parametrize(
    "taking_place",
    [
        REVIEW.replace("20261117T153000", "20261117T140000"),  # a reminder
        OPENING.replace("SUMMARY", "DTEND;VALUE=DATE:20261114\nSUMMARY"),  # a day, as some programs write it
        REVIEW.replace("SUMMARY", "RRULE:FREQ=WEEKLY;COUNT=10\nSUMMARY"),
        REVIEW.replace("20261117T153000", "20261117T133000").replace("SUMMARY", "STATUS:CANCELLED\nSUMMARY"),
    ],
)
def test_what_takes_no_time_or_is_called_off_is_read(taking_place):
    events, skips = read_events(ics(taking_place))
    assert len(events) == 1
    assert not skips.counts
