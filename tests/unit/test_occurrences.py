"""What a calendar's masters and exceptions mean as meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from yarnnn_pipelines.context.meetings.recurrence import SeriesError, Span
from yarnnn_pipelines.context.meetings.series import Occurrence, occurrences_of
from yarnnn_pipelines.context.meetings.versions import EventVersion, with_people_of_series

LISBON = "Europe/Lisbon"
ZONE = ZoneInfo(LISBON)
AUTUMN = Span(datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC))


def local(text: str) -> datetime:
    """`2026-11-10 14:00` on Lisbon's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def version(
    starts: str,
    *,
    landing: int = 1,
    minutes: int = 60,
    rrule: str | None = None,
    exdates: tuple[str, ...] = (),
    slot: str | None = None,
    all_day: bool = False,
    floating: bool = False,
    edited: str | None = None,
    status: str = "confirmed",
    deleted: bool = False,
    summary: str = "Weekly call",
    uid: str = "call",
    rule_range: str = "",
    zone_name: str = LISBON,
) -> EventVersion:
    """A version of one calendar entry; times are Lisbon's, `landing` is the order in which versions were seen."""
    start = local(starts)
    end = start + timedelta(minutes=minutes)
    stamp, zone = "%Y%m%dT%H%M%S", "" if floating else f";TZID={LISBON}"
    if all_day:
        times = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{start + timedelta(days=1):%Y%m%d}"]
    else:
        times = [f"DTSTART{zone}:{start:{stamp}}", f"DTEND{zone}:{end:{stamp}}"]
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", "BEGIN:VEVENT", f"UID:{uid}", *times),
        *([f"RRULE:{rrule}"] if rrule else []),
        *(f"EXDATE;TZID={LISBON}:{local(exdate):{stamp}}" for exdate in exdates),
        *([f"RECURRENCE-ID;TZID={LISBON}{rule_range}:{local(slot):{stamp}}"] if slot else []),
        *("END:VEVENT", "END:VCALENDAR"),
    ]
    slot_id = None
    if slot:
        slot_id = f"{local(slot):%Y%m%d}" if all_day else f"{local(slot).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return EventVersion(
        item_id=f"calendar:{uid}" + (f":{slot_id}" if slot_id else ""),
        version="deleted" if deleted else f"v{landing}",
        observed_at=datetime(2026, 11, 16, 6, landing, tzinfo=UTC),
        edited_at=local(edited).astimezone(UTC) if edited else None,
        occurred_at=start.astimezone(UTC),
        is_deleted=deleted,
        container_id="calendar:Team",
        permalink=None,
        payload={
            "summary": summary,
            "start": start.isoformat(),
            "end": (start + timedelta(days=1) if all_day else end).isoformat(),
            "all_day": all_day,
            "status": status,
            "rrule": rrule,
            "recurrence_id": slot_id,
            "time_zone": zone_name,
            "ical": "\r\n".join(lines),
        },
    )


def meetings(*versions: EventVersion, span: Span = AUTUMN) -> list[Occurrence]:
    return occurrences_of(versions, span, LISBON)[0]


def clock(instant: datetime | None) -> str | None:
    return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M}" if instant else None


def starts(found: list[Occurrence]) -> list[str | None]:
    return [clock(occurrence.starts_at) for occurrence in found]


def test_a_weekly_meeting_stays_at_its_hour_when_the_clocks_change() -> None:
    found = meetings(version("2026-10-13 14:00", rrule="FREQ=WEEKLY;COUNT=4"))
    assert starts(found) == ["2026-10-13 14:00", "2026-10-20 14:00", "2026-10-27 14:00", "2026-11-03 14:00"]
    assert [o.starts_at.hour for o in found] == [13, 13, 14, 14]


def test_an_instance_is_named_by_its_series_and_its_slot_in_utc() -> None:
    (first, *_) = meetings(version("2026-10-13 14:00", rrule="FREQ=WEEKLY;COUNT=2"))
    assert first.occurrence_id == "calendar:call:20261013T130000Z"
    assert (first.item_id, first.version, first.is_series) == ("calendar:call", "v1", True)


def test_a_meeting_that_ends_after_the_clocks_change_keeps_its_length_on_the_clock() -> None:
    (night,) = meetings(version("2026-10-24 23:00", minutes=120, rrule="FREQ=WEEKLY;COUNT=1"))
    assert clock(night.ends_at) == "2026-10-25 01:00"


def test_a_series_is_expanded_within_the_span_only_and_says_that_it_goes_on() -> None:
    endless = version("2019-01-01 10:00", rrule="FREQ=WEEKLY")
    found, more = occurrences_of([endless], AUTUMN, LISBON)
    assert len(found) == 7
    assert more
    _, more = occurrences_of([version("2026-10-13 14:00", rrule="FREQ=WEEKLY;COUNT=2")], AUTUMN, LISBON)
    assert not more


def test_an_instance_moved_out_of_its_slot_tells_its_old_time_and_when_it_was_moved() -> None:
    found = meetings(
        version("2026-11-03 14:00", rrule="FREQ=WEEKLY;COUNT=3"),
        version("2026-11-12 15:00", slot="2026-11-10 14:00", edited="2026-11-09 18:20"),
    )
    assert starts(found) == ["2026-11-03 14:00", "2026-11-12 15:00", "2026-11-17 14:00"]
    moved = found[1]
    assert moved.occurrence_id == moved.item_id == "calendar:call:20261110T140000Z"
    assert (clock(moved.previous_starts_at), clock(moved.moved_seen_at)) == ("2026-11-10 14:00", "2026-11-09 18:20")
    assert found[0].previous_starts_at is None


def test_an_exception_that_kept_its_time_was_not_moved() -> None:
    found = meetings(
        version("2026-11-03 14:00", rrule="FREQ=WEEKLY;COUNT=2"),
        version("2026-11-10 14:00", slot="2026-11-10 14:00", summary="With the new budget"),
    )
    assert starts(found) == ["2026-11-03 14:00", "2026-11-10 14:00"]
    assert [o.previous_starts_at for o in found] == [None, None]


def test_a_single_meeting_moved_between_two_exports_tells_both_times_and_both_versions() -> None:
    (moved,) = meetings(
        version("2026-11-17 14:00", landing=1, edited="2026-10-30 09:00"),
        version("2026-11-19 14:00", landing=2, edited="2026-11-10 16:00"),
        version("2026-11-19 14:00", landing=3, edited="2026-11-12 08:00", summary="Mid-quarter review, room 2"),
    )
    assert clock(moved.starts_at) == "2026-11-19 14:00"
    assert (clock(moved.previous_starts_at), moved.previous_version) == ("2026-11-17 14:00", "v1")
    assert clock(moved.moved_seen_at) == "2026-11-10 16:00"
    assert moved.version == "v3"


def test_without_a_stamp_of_the_calendar_a_move_was_seen_when_it_was_landed() -> None:
    (moved,) = meetings(version("2026-11-17 14:00", landing=1), version("2026-11-19 14:00", landing=2))
    assert moved.moved_seen_at == datetime(2026, 11, 16, 6, 2, tzinfo=UTC)


def test_a_meeting_moved_there_and_back_was_last_moved_back() -> None:
    (back,) = meetings(
        version("2026-11-17 14:00", landing=1, edited="2026-11-01 09:00"),
        version("2026-11-19 14:00", landing=2, edited="2026-11-05 09:00"),
        version("2026-11-17 14:00", landing=3, edited="2026-11-06 09:00"),
    )
    assert clock(back.previous_starts_at) == "2026-11-19 14:00"
    assert clock(back.moved_seen_at) == "2026-11-06 09:00"


def test_a_whole_series_moved_to_another_day_pairs_old_and_new_within_each_week() -> None:
    found = meetings(
        version("2026-10-06 14:00", landing=1, rrule="FREQ=WEEKLY", edited="2026-09-01 09:00"),
        version("2026-10-08 10:00", landing=2, rrule="FREQ=WEEKLY", edited="2026-11-09 12:00"),
    )
    moved = [(clock(o.previous_starts_at), clock(o.starts_at)) for o in found if o.previous_starts_at]
    assert moved == [
        ("2026-11-10 14:00", "2026-11-12 10:00"),
        ("2026-11-17 14:00", "2026-11-19 10:00"),
    ]
    assert all(o.previous_version == "v1" for o in found if o.previous_starts_at)


def test_what_was_over_when_a_series_was_changed_has_not_been_moved() -> None:
    found = meetings(
        version("2026-10-06 14:00", landing=1, rrule="FREQ=WEEKLY", edited="2026-09-01 09:00"),
        version("2026-10-08 10:00", landing=2, rrule="FREQ=WEEKLY", edited="2026-11-11 12:00"),
    )
    assert [clock(o.starts_at) for o in found if o.previous_starts_at] == ["2026-11-19 10:00"]


def test_an_instance_taken_out_by_a_newer_export_is_cancelled_and_one_that_never_was_is_not_there() -> None:
    rule = "FREQ=WEEKLY;COUNT=4"
    found = meetings(
        version("2026-11-03 14:00", landing=1, rrule=rule, exdates=("2026-11-24 14:00",)),
        version(
            "2026-11-03 14:00", landing=2, rrule=rule, edited="2026-11-09 12:00",
            exdates=("2026-11-24 14:00", "2026-11-17 14:00"),
        ),
        span=Span(AUTUMN.start, datetime(2026, 12, 7, tzinfo=UTC)),
    )  # fmt: skip
    assert [(clock(o.starts_at), o.status) for o in found] == [
        ("2026-11-03 14:00", "confirmed"),
        ("2026-11-10 14:00", "confirmed"),
        ("2026-11-17 14:00", "cancelled"),
    ]
    assert clock(found[2].cancelled_seen_at) == "2026-11-09 12:00"


def test_a_cancelled_exception_cancels_its_instance_alone() -> None:
    found = meetings(
        version("2026-11-03 14:00", rrule="FREQ=WEEKLY;COUNT=2"),
        version("2026-11-10 14:00", slot="2026-11-10 14:00", status="cancelled", edited="2026-11-09 10:00"),
    )
    assert [o.status for o in found] == ["confirmed", "cancelled"]
    assert clock(found[1].cancelled_seen_at) == "2026-11-09 10:00"


def test_a_deleted_meeting_is_still_known_at_its_time_as_deleted() -> None:
    (gone,) = meetings(version("2026-11-10 14:00"), version("2026-11-10 14:00", landing=2, deleted=True))
    assert (gone.status, gone.version, clock(gone.starts_at)) == ("deleted", "deleted", "2026-11-10 14:00")


def test_an_exception_that_is_undone_gives_its_slot_back() -> None:
    found = meetings(
        version("2026-11-03 14:00", rrule="FREQ=WEEKLY;COUNT=2"),
        version("2026-11-12 15:00", slot="2026-11-10 14:00"),
        version("2026-11-12 15:00", slot="2026-11-10 14:00", landing=2, deleted=True),
    )
    assert starts(found) == ["2026-11-03 14:00", "2026-11-10 14:00"]


def test_one_invited_to_a_single_instance_has_that_instance_only() -> None:
    (only,) = meetings(version("2026-11-12 15:00", slot="2026-11-10 14:00"))
    assert clock(only.starts_at) == "2026-11-12 15:00"
    assert only.is_series


def test_an_exception_for_this_and_all_that_follow_moves_what_follows() -> None:
    found = meetings(
        version("2026-11-03 14:00", rrule="FREQ=WEEKLY;COUNT=3"),
        version("2026-11-10 16:00", slot="2026-11-10 14:00", rule_range=";RANGE=THISANDFUTURE"),
    )
    assert starts(found) == ["2026-11-03 14:00", "2026-11-10 16:00", "2026-11-17 16:00"]


def test_what_follows_an_exception_has_its_title_and_is_read_from_it() -> None:
    found = meetings(
        version("2026-11-03 14:00", rrule="FREQ=WEEKLY;COUNT=3"),
        version("2026-11-10 16:00", slot="2026-11-10 14:00", rule_range=";RANGE=THISANDFUTURE", summary="Board call"),
    )
    assert [o.source.payload["summary"] for o in found] == ["Weekly call", "Board call", "Board call"]
    assert [o.item_id for o in found] == ["calendar:call", *["calendar:call:20261110T140000Z"] * 2]


def test_a_series_that_is_called_off_from_one_meeting_on_has_no_later_one_and_says_since_when() -> None:
    found = meetings(
        version("2026-11-03 14:00", rrule="FREQ=WEEKLY;COUNT=3"),
        version(
            "2026-11-10 14:00",
            slot="2026-11-10 14:00",
            rule_range=";RANGE=THISANDFUTURE",
            status="cancelled",
            edited="2026-11-05 09:00",
        ),
    )
    assert [each.status for each in found] == ["confirmed", "cancelled", "cancelled"]
    assert [each.cancelled_seen_at for each in found] == [None, *[local("2026-11-05 09:00")] * 2]


def test_a_state_that_is_stamped_ahead_of_its_landing_came_about_by_then() -> None:
    (found,) = meetings(version("2026-11-18 14:00", status="cancelled", edited="2026-11-18 14:00"))
    assert found.cancelled_seen_at == datetime(2026, 11, 16, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "until", "all_day", "days"),
    [
        ("2026-11-03 14:00", "20261117", False, ["03", "10", "17"]),
        ("2026-11-03 23:30", "20261117", False, ["03", "10", "17"]),
        ("2026-11-03 00:30", "20261117", False, ["03", "10", "17"]),
        ("2026-11-03 14:00", "20261116", False, ["03", "10"]),
        ("2026-11-03 00:00", "20261117T000000Z", True, ["03", "10", "17"]),
        ("2026-11-03 00:00", "20261116T230000Z", True, ["03", "10", "17"]),
        ("2026-11-03 00:00", "20261117T050000Z", True, ["03", "10", "17"]),
        ("2026-11-03 00:00", "20261116", True, ["03", "10"]),
    ],
)
def test_a_rule_that_ends_with_a_day_includes_that_day_on_the_series_own_clock(
    start: str, until: str, all_day: bool, days: list[str]
) -> None:
    found = meetings(version(start, rrule=f"FREQ=WEEKLY;UNTIL={until}", all_day=all_day))
    assert [day and day[8:10] for day in starts(found)] == days


def test_a_day_long_series_begins_at_the_agencys_midnight() -> None:
    found = meetings(version("2026-10-23 00:00", rrule="FREQ=WEEKLY;COUNT=2", all_day=True))
    assert starts(found) == ["2026-10-23 00:00", "2026-10-30 00:00"]
    assert clock(found[0].ends_at) == "2026-10-24 00:00"
    assert all(o.all_day for o in found)
    assert found[0].occurrence_id == "calendar:call:20261023"


def test_a_day_moved_out_of_a_day_long_series_leaves_no_second_day() -> None:
    found = meetings(
        version("2026-10-23 00:00", rrule="FREQ=WEEKLY;COUNT=2", all_day=True),
        version("2026-10-31 00:00", slot="2026-10-30 00:00", all_day=True),
    )
    assert starts(found) == ["2026-10-23 00:00", "2026-10-31 00:00"]
    assert clock(found[1].previous_starts_at) == "2026-10-30 00:00"


def test_a_time_without_a_zone_is_on_the_clock_of_its_calendar() -> None:
    (call,) = meetings(version("2026-11-10 09:00", rrule="FREQ=WEEKLY;COUNT=1", floating=True, zone_name="Asia/Tokyo"))
    assert call.starts_at == datetime(2026, 11, 10, 0, tzinfo=UTC)


def test_a_time_without_a_zone_in_a_calendar_without_one_is_on_the_agencys_clock() -> None:
    found = meetings(version("2026-10-20 09:00", rrule="FREQ=WEEKLY;COUNT=2", floating=True, zone_name="nowhere"))
    assert starts(found) == ["2026-10-20 09:00", "2026-10-27 09:00"]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40,50"]
)
def test_a_rule_that_nobody_can_mean_is_refused_before_it_is_followed(rule: str) -> None:
    with pytest.raises(SeriesError, match="more than 24 meetings a day"):
        meetings(version("2026-10-13 14:00", rrule=rule))


def test_a_broken_rule_says_what_is_wrong() -> None:
    with pytest.raises(SeriesError):
        meetings(version("2026-10-13 14:00", rrule="FREQ=SOMETIMES"))


def test_an_exception_that_names_nobody_is_its_series_peoples() -> None:
    people = {"organizer": {"email": "x@evil.example"}, "attendees": [{"email": "mia@northlight.example"}]}
    series = version("2026-11-03 14:00", rrule="FREQ=WEEKLY;COUNT=4")
    series = replace(series, payload=series.payload | people)
    moved = version("2026-11-11 14:00", slot="2026-11-10 14:00")
    named = replace(moved, payload=moved.payload | {"organizer": {"email": "dana@acme.example"}})
    assert {name: with_people_of_series([series, moved])[1].payload[name] for name in people} == people
    assert with_people_of_series([series, named])[1] == named
    assert with_people_of_series([moved]) == [moved]


@pytest.mark.parametrize(
    ("comment", "status"),
    [
        ("COMMENT:Cancelled", "tentative"),
        ("COMMENT;LANGUAGE=de:Abgesagt", "tentative"),
        ("COMMENT:Der Termin wurde\r\n  leider abgesagt", "tentative"),
        ("COMMENT:Cancelled\\, see mail", "tentative"),
        ("COMMENT:Looking forward\r\nCOMMENT:This meeting has been cancelled.", "tentative"),
        ("COMMENT:Looking forward", "confirmed"),
        ("COMMENT:Is this cancelled?", "confirmed"),
        ("COMMENT:Agenda attached\\nCancelled", "confirmed"),  # further down it is an agenda
        ("X-COMMENT:Cancelled", "confirmed"),
        ('ATTENDEE;CN=Dana;X-RESPONSE-COMMENT="Cancelled, see mail":mailto:dana@acme.example', "tentative"),
        ("ATTENDEE;X-RESPONSE-COMMENT=Abgesagt;CN=Dana:mailto:dana@acme.example", "tentative"),
        ("ATTENDEE;X-RESPONSE-COMMENT=Gladly:mailto:dana@acme.example", "confirmed"),
    ],
)
def test_a_comment_on_an_entry_that_says_it_is_off_leaves_it_in_doubt(comment: str, status: str) -> None:
    entry = version("2026-11-10 14:00")
    ical = entry.calendar_text.replace("END:VEVENT", f"{comment}\r\nEND:VEVENT")
    assert replace(entry, payload=entry.payload | {"ical": ical}).status == status
    called_off = replace(entry, payload=entry.payload | {"ical": ical, "description": "CANCELLED"})
    assert called_off.status == "cancelled"
