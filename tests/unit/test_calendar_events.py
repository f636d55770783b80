"""What an event of a calendar file says of who invites to it, who is invited, and which days it takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.test_calendar_export import OPENING, REVIEW, ics, read_events


def payload_of(event: str, name: str = "Team") -> Any:
    """Of the only event of a calendar of this name."""
    ((row,), _) = read_events(ics(event, name=name))
    return json.loads(row["payload"])


# --- who invites, and who is invited ---


def people(*lines: str) -> tuple[Any, list[Any]]:
    """(the organizer's address, [(address, answer, whose further address it is)]) of a review with these lines."""
    review = "".join(line for line in REVIEW.splitlines(True) if not line.startswith(("ORGANIZER", "ATTENDEE")))
    payload = payload_of(review.replace("END:VEVENT", "\n".join([*lines, "END:VEVENT"])))
    attendees = [(one["email"], one["partstat"], one.get("other_address_of")) for one in payload["attendees"]]
    return (payload["organizer"] or {}).get("email"), attendees


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;EMAIL=uta@pw.example:urn:uuid:1",
        "ATTENDEE;CN=uta@pw.example:urn:uuid:1",
        'ATTENDEE;CN="Uta (uta@pw.example)":/principals/1/',
        "ATTENDEE:MAILTO:Uta@PW.example",
        "ATTENDEE:mailto:uta%40pw.example",
        "ATTENDEE:<mailto:uta@pw.example>",
        "ATTENDEE:mailto:uta@pw.example?subject=Review",
        "ATTENDEE:uta＠pw.example",
        "BEGIN:PARTICIPANT\nUID:1\nCALENDAR-ADDRESS:mailto:uta@pw.example\nEND:PARTICIPANT",
    ],
)
def test_an_attendee_is_known_by_the_address_however_it_is_written(line: str) -> None:
    assert people(line)[1] == [("uta@pw.example", "needs-action", None)]


@pytest.mark.parametrize(
    "parameter",
    [
        "EMAIL=uta@pw.example",
        "CN=uta@pw.example",
        'CN="Dana / UTA@pw.example"',
        'SENT-BY="mailto:uta@pw.example"',
        'DELEGATED-FROM="MAILTO:uta@pw.example"',
        'MEMBER="mailto:sam@acme.example","mailto:uta@pw.example"',
        "X-ANOTHER=uta%40pw.example",
    ],
)
def test_every_further_address_of_an_attendee_or_organizer_stands_beside_it(parameter: str) -> None:
    _, attendees = people(f"ATTENDEE;PARTSTAT=ACCEPTED;{parameter}:mailto:dana@acme.example")
    assert attendees[0] == ("dana@acme.example", "accepted", None)
    assert ("uta@pw.example", "accepted", "dana@acme.example") in attendees
    organizer, attendees = people(f"ORGANIZER;{parameter}:mailto:dana@acme.example")
    assert organizer == "dana@acme.example"
    assert ("uta@pw.example", "needs-action", "dana@acme.example") in attendees


@pytest.mark.parametrize(
    ("lines", "senders"),
    [
        (['ORGANIZER;CN=Mia;SENT-BY="mailto:x@evil.example":mailto:mia@northlight.example'], ["x@evil.example"]),
        (['ORGANIZER;SENT-BY="MAILTO:X@Evil.example":urn:uuid:1'], ["x@evil.example"]),
        (["ORGANIZER:mailto:mia@northlight.example", "X-MS-OLK-SENDER:mailto:x@evil.example"], ["x@evil.example"]),
        (["ORGANIZER;EMAIL=mia@home.example:mailto:mia@northlight.example"], []),
        (['ATTENDEE;SENT-BY="mailto:uta@pw.example":mailto:dana@acme.example'], []),
    ],
)
def test_who_sent_an_event_in_its_organizers_name_is_marked(lines: list[str], senders: list[str]) -> None:
    told = payload_of(OPENING.replace("END:VEVENT", "\n".join([*lines, "END:VEVENT"])))
    everybody = [*told["attendees"], *([told["organizer"]] if told["organizer"] else [])]
    assert [one["email"] for one in everybody if one.get("is_sender")] == senders


@pytest.mark.parametrize("name", ["CONTACT", "X-ATTENDEE", "X-MS-OLK-SENDER;CN=Uta"])
def test_whom_another_line_names_stands_beside_them_and_answers_nothing(name: str) -> None:
    _, attendees = people("ATTENDEE:mailto:dana@acme.example", f"{name}:mailto:uta@pw.example")
    assert attendees[1:] == [("uta@pw.example", "needs-action", "unknown")]


@pytest.mark.parametrize(
    ("lines", "organizer"),
    [
        (["ORGANIZER;CN=Mia:urn:uuid:1"], "urn:uuid:1"),
        (["ORGANIZER;CN=Mia:mailto:"], "unknown"),
        (["ORGANIZER;EMAIL=x@evil.example:urn:uuid:1"], "x@evil.example"),
        (["ORGANIZER;EMAIL=mia@northlight.example:mailto:x@evil.example"], "x@evil.example"),
        (['ORGANIZER:mailto:"mia@northlight.example"@evil.example'], '"mia@northlight.example"@evil.example'),
        (
            ["ORGANIZER:mailto:mia@northlight.example", "ORGANIZER:mailto:x@evil.example"],
            "mia@northlight.example x@evil.example",
        ),
    ],
)
def test_an_organizer_is_whom_the_line_itself_names_and_never_nobody(lines: list[str], organizer: str) -> None:
    assert people(*lines)[0] == organizer


def test_a_calendar_that_goes_by_an_address_has_an_owner() -> None:
    lines = "ATTENDEE:mailto:mia@northlight.example\nATTENDEE:mailto:t@x.example\nEND:VEVENT"
    mia, other = payload_of(OPENING.replace("END:VEVENT", lines), name="Mia@northlight.example")["attendees"]
    assert mia["is_owner"]
    assert "is_owner" not in other


# --- events of whole days that are written as times ---

FLAG = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
BERLIN = "DTSTART;TZID=Europe/Berlin:20261117T000000\nDTEND;TZID=Europe/Berlin:20261118T000000"


def times(*lines: str) -> tuple[str, str, bool]:
    """(start, end, whether it is of whole days) of an opening with these lines, in an agency of Lisbon."""
    payload = payload_of(OPENING.replace("DTSTART;VALUE=DATE:20261114", "\n".join(lines)))
    return payload["start"], payload["end"], payload["all_day"]


@pytest.mark.parametrize(
    "lines",
    [
        (BERLIN, FLAG),
        (BERLIN, "X-FUNAMBOL-ALLDAY:1"),
        (BERLIN, "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE"),
        (BERLIN, "X-APPLE-ALL-DAY;VALUE=BOOLEAN:true"),
        (BERLIN.replace("Europe/Berlin", '"W. Europe Standard Time"'), FLAG),
        (BERLIN.replace("Europe/Berlin", "Asia/Tokyo"), FLAG),
        (BERLIN.replace("Europe/Berlin", "America/Los_Angeles"), FLAG),
        (BERLIN.replace("Europe/Berlin", "Customized Time Zone"), FLAG),
        (BERLIN.replace("Europe/Berlin", "Asia/Tokyo"),),
        (BERLIN.replace(";TZID=Europe/Berlin", ""),),
        ("DTSTART;TZID=Europe/Berlin:20261117T000000", "DURATION:P1D"),
        ("DTSTART;TZID=Europe/Berlin:20261117T000000", "DTEND;TZID=Europe/Berlin:20261117T235900"),
        ("DTSTART;TZID=Europe/Berlin:20261117T000000", FLAG),
        ("DTSTART:20261116T230000Z", "DTEND:20261117T230000Z", FLAG),
        ("DTSTART:20261116T150000Z", "DTEND:20261117T150000Z", FLAG),
        ("DTSTART:20261117T080000Z", "DTEND:20261118T080000Z", FLAG),
        ("DTSTART:20261117T000000Z", "DTEND:20261118T000000Z"),
        ("DTSTART:20261116T110000Z", "DTEND:20261117T110000Z", FLAG),  # in Auckland
        ("DTSTART:20261117T100000Z", "DTEND:20261118T100000Z", FLAG),  # in Honolulu
    ],
)
def test_an_event_of_whole_days_is_one_whatever_midnight_it_begins_at(lines: tuple[str, ...]) -> None:
    assert times(*lines) == ("2026-11-17", "2026-11-18", True)


def test_whole_days_over_a_change_of_the_clock_are_as_many() -> None:
    lines = ("DTSTART:20261024T220000Z", "DTEND:20261026T230000Z", FLAG)
    assert times(*lines) == ("2026-10-25", "2026-10-27", True)


@pytest.mark.parametrize(
    "lines",
    [
        (BERLIN.replace("18T000000", "17T010000"),),
        (BERLIN.replace("18T000000", "17T010000"), FLAG),
        (BERLIN.replace("T000000", "T080000"),),
        (BERLIN, "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE"),
    ],
)
def test_what_takes_hours_is_no_whole_day(lines: tuple[str, ...]) -> None:
    assert not times(*lines)[2]


def test_a_series_of_whole_days_is_one_of_days_with_its_exceptions_and_its_end() -> None:
    weekly = ("RRULE:FREQ=WEEKLY;UNTIL=20261130T230000Z", "EXDATE;TZID=Europe/Berlin:20261124T000000", FLAG)
    exception = OPENING.replace(
        "DTSTART;VALUE=DATE:20261114", "RECURRENCE-ID:20261130T230000Z\nDTSTART;VALUE=DATE:20261202"
    )
    series = OPENING.replace("DTSTART;VALUE=DATE:20261114", "\n".join([BERLIN, *weekly]))
    master, moved = read_events(ics(series, exception))[0]
    text = json.loads(master["payload"])["ical"]
    assert (master["item_id"], moved["item_id"]) == ("calendar:opening", "calendar:opening:20261201")
    assert {"DTSTART;VALUE=DATE:20261117", "EXDATE;VALUE=DATE:20261124", "RRULE:FREQ=WEEKLY;UNTIL=20261201"} <= set(
        text.splitlines()
    )
