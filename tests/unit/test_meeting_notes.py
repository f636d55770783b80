"""What a calendar entry's description and place say of whether the meeting takes place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.test_occurrences import meetings, version
from yarnnn_pipelines.english.meeting_notes import status_noted


@pytest.mark.parametrize(
    ("note", "told"),
    [
        *(
            (note, "cancelled")
            for note in ("CANCELLED", "*** Abgesagt ***", "[CANCELLED]", "ABGES.", "取消", "Note: cancelled")
        ),
        *(
            (note, "cancelled")
            for note in ("This meeting has been cancelled.", "Der Termin wurde leider abgesagt", "会议取消")
        ),
        *((note, "cancelled") for note in ("La réunion est annulée", "Reunião cancelada", "Spotkanie odwołane")),
        *(
            (note, "tentative")
            for note in ("CANCELLED - we meet in January instead.", "Cancelled, see mail", "Fällt heute aus")
        ),
        *(
            (note, "tentative")
            for note in ("Postponed until January", "Does not take place", "We had to cancel this meeting")
        ),
        *((note, "tentative") for note in ("On hold", "No meeting this week", "Moved to May, new invite follows")),
        *(
            (note, None)
            for note in ("", "Is this cancelled?", "This event is not cancelled", "Cancelled orders: what to do")
        ),
        *(
            (note, None)
            for note in ("We cancelled the print run", "The subscription was cancelled", "To cancel, click here")
        ),
        *(
            (note, None)
            for note in ("This call was moved from Tuesday", "No meeting room booked", "Agenda: cancelled orders")
        ),
    ],
)
def test_the_first_line_of_a_description_calls_its_own_meeting_off_and_no_matter_of_it(
    note: str, told: str | None
) -> None:
    assert status_noted(note, "") == told


@pytest.mark.parametrize(
    ("place", "told"),
    [
        *(("CANCELLED", "cancelled"), ("Entfällt", "cancelled"), ("Cancelled - was Room 4", "tentative")),
        *(("Room 4", None), ("Online", None), ("Void", None), ("Hold Room", None), ("", None)),
    ],
)
def test_a_place_that_says_cancelled_is_no_place(place: str, told: str | None) -> None:
    assert status_noted("", place) == told


def test_a_note_counts_beside_a_title_that_says_nothing_and_only_where_it_stands_first() -> None:
    entry = version("2026-11-10 14:00", summary="Review")

    def status_with(**payload: str) -> str:
        (meeting,) = meetings(replace(entry, payload=entry.payload | payload))
        return meeting.status

    assert status_with(description="CANCELLED\nAgenda") == "cancelled"
    assert status_with(location="CANCELLED") == "cancelled"
    assert status_with(description="Agenda\nCANCELLED: two orders") == "confirmed"
    assert (
        status_with(description="Cancelled: two orders, and what follows", summary="[Cancelled] Review") == "cancelled"
    )
