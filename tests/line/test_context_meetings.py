"""Expanding the calendar: only what changed is expanded again, and what can't be read costs nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from tests.line.context_line import Line, agency
from yarnnn_pipelines.context.agency_tables import write_weeks
from yarnnn_pipelines.context.meetings.occurrences import OccurrencesReport, build_occurrences

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)


def expand(line: Line, now: datetime = NOW) -> OccurrencesReport:
    with duckdb.connect(line.home.warehouse) as con:
        write_weeks(con, ["2026-W46"], line.settings.agency.time_zone, now=now)
        return build_occurrences(con, line.settings, now=now)


def calendar(root) -> Line:
    line = Line(root)
    line.meeting("standup", "2026-10-05 08:30", rrule="FREQ=WEEKLY", summary="Stand-up")
    line.meeting("review", "2026-11-17 14:00", summary="Review", attendees=["Dana Reyes <dana@acme.example>"])
    line.meeting("kick-off", "2026-09-01 09:00", summary="Before the agency's first week")
    return line


def test_meetings_reach_from_the_agencys_first_week_to_sixty_days_ahead(tmp_path) -> None:
    line = calendar(tmp_path)
    expand(line)
    first, last = line.rows("select min(starts_at), max(starts_at) from context.meeting_occurrences")[0]
    assert f"{first:%Y-%m-%d %H:%M}" == "2026-10-05 08:30"
    assert f"{last:%Y-%m-%d %H:%M}" == "2027-01-11 09:30"  # the week in which the sixtieth day lies is whole


def test_a_landing_that_changes_one_series_expands_that_one_alone(tmp_path) -> None:
    line = calendar(tmp_path)
    assert expand(line).expanded == 3
    assert expand(line).expanded == 0
    line.meeting("review", "2026-11-19 14:00", summary="Review", edited="2026-11-10 16:00")
    assert expand(line).expanded == 1


def test_expanding_anew_gives_the_same_table(tmp_path) -> None:
    line = calendar(tmp_path)
    expand(line)
    line.meeting("standup", "2026-11-10 10:00", slot="2026-11-09 09:30", summary="Stand-up, a day late")
    expand(line)
    table = "select * exclude (attendees) from context.meeting_occurrences order by occurrence_id"
    grown = line.rows(table)
    with duckdb.connect(line.home.warehouse) as con:
        con.execute("drop table context.meeting_occurrences")
        con.execute("drop table context.meeting_series")
    expand(line)
    assert line.rows(table) == grown


def test_when_the_horizon_moves_only_what_goes_on_is_expanded_again(tmp_path) -> None:
    line = calendar(tmp_path)
    expand(line)
    assert expand(line, datetime(2026, 11, 18, tzinfo=UTC)).expanded == 0
    assert expand(line, datetime(2026, 11, 30, tzinfo=UTC)).expanded == 1


def test_an_earlier_first_week_brings_the_earlier_meetings(tmp_path) -> None:
    line = calendar(tmp_path)
    expand(line)
    assert line.rows("select 1 from context.meeting_occurrences where item_id = 'calendar:kick-off'") == []
    line.settings = agency(agency=line.settings.agency.model_dump() | {"start": "2026-W36"})
    expand(line)
    assert len(line.rows("select 1 from context.meeting_occurrences where item_id = 'calendar:kick-off'")) == 1


def test_a_series_that_cannot_be_followed_is_counted_and_the_others_stand(tmp_path) -> None:
    line = calendar(tmp_path)
    line.meeting("broken", "2026-11-10 10:00", rrule="FREQ=SOMETIMES")
    report = expand(line)
    assert report.skipped == {"unreadable_recurrence": 1}
    assert "calendar:broken" in report.skipped_examples[0]
    assert "Mend:" in report.skipped_examples[0]
    assert len(line.rows("select 1 from context.meeting_occurrences where item_id = 'calendar:review'")) == 1
    assert expand(line).skipped == {"unreadable_recurrence": 1}


def test_who_is_invited_is_kept_with_the_meeting(tmp_path) -> None:
    line = calendar(tmp_path)
    expand(line)
    attendees = line.one("select attendees from context.meeting_occurrences where item_id = 'calendar:review'")
    assert attendees == '[{"name":"Dana Reyes","email":"dana@acme.example","partstat":"ACCEPTED"}]'
