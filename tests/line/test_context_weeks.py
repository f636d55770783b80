"""The context grows by weeks: what a newer landing changes, and what it must leave alone."""

from __future__ import annotations

import json
from datetime import datetime
from types import SimpleNamespace

import duckdb
import pytest

from tests.line.context_line import Line, at
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.week.client_week import read_client_weeks

DANA = "Dana Reyes <dana@acme.example>"


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> SimpleNamespace:
    """Two weeks built, then a newer landing, then the weeks that it touched built again."""
    line = Line(tmp_path_factory.mktemp("weeks"))
    line.channel("C1", "client-acme")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.user("U2", "Dana", "dana@acme.example")
    e = SimpleNamespace(line=line)
    e.kept = line.message("2026-11-03 09:00", "C1", "U1", "The landing page is live since this morning")
    e.promise = line.message("2026-11-03 10:00", "C1", "U1", "I'll send the revised budget by Friday.")
    e.lone = line.message("2026-10-27 09:00", "C1", "U1", "We decided to stop the print ads.")
    e.edited = line.message("2026-11-10 09:00", "C1", "U1", "Conversion is up 12 % since Monday")
    e.deleted = line.message("2026-11-10 10:00", "C1", "U1", "We decided to drop the agency next door.")
    e.page = line.page("plan", "2026-11-04 09:00", "Launch: 16 November", path=["Acme Corp", "Plan"])
    e.review = line.meeting("review", "2026-11-17 14:00", summary="Review", attendees=[DANA], edited="2026-10-30 09:00")
    line.build("2026-W44", "2026-W45", "2026-W46")
    e.before = contexts(line)
    line.build("2026-W46")
    e.rebuilt = contexts(line)

    line.message("2026-11-10 09:00", "C1", "U1", "Conversion is up 21 % since Monday", edited_at=at("2026-11-11 09:00"))
    line.message("2026-11-10 10:00", "C1", "U1", "", is_deleted=True)
    line.message("2026-10-27 09:00", "C1", "U1", "", is_deleted=True)
    e.late = line.message("2026-11-11 12:00", "C1", "U2", "Thanks, the page looks good to us", thread=e.kept)
    e.done = line.message("2026-11-12 09:00", "C1", "U1", "We sent the revised budget this morning.")
    line.page("plan", "2026-11-12 09:00", "Launch: 19 November", path=["Acme Corp", "Plan"])
    line.meeting("review", "2026-11-19 14:00", summary="Review", attendees=[DANA], edited="2026-11-10 16:00")
    e.newer = {"2026-W44", "2026-W46"}
    line.build(*sorted(e.newer))
    e.after = contexts(line)
    return e


def contexts(line: Line) -> dict[tuple[str, str], str]:
    return {
        (client, week): context_hash
        for client, week, context_hash in line.rows(
            "select client_id, week, context_hash from context.client_week_context"
        )
    }


def test_building_a_week_again_changes_nothing(world) -> None:
    assert world.rebuilt == world.before


def test_the_hash_changes_for_the_client_and_week_that_changed_and_for_no_other(world) -> None:
    changed = {pair for pair, context_hash in world.after.items() if world.before[pair] != context_hash}
    assert changed == {("acme", "2026-W44"), ("acme", "2026-W46")}


def test_an_edited_message_is_quoted_in_its_newest_version(world) -> None:
    assert world.line.event(world.edited, "text") == "Conversion is up 21 % since Monday"


def test_a_deleted_message_has_no_words_left_and_carries_no_signal(world) -> None:
    assert world.line.event(world.deleted, "ignored_reason, text") == ("deleted", "")
    assert world.line.rows("select 1 from context.signals where event_id = ?", world.deleted) == []


def test_a_week_whose_last_event_was_deleted_is_empty(world) -> None:
    assert world.line.rows("select 1 from context.client_week_events where week = '2026-W44'") == []
    assert world.line.one(
        "select quiet from context.client_week_context where client_id = 'acme' and week = '2026-W44'"
    )


def test_a_late_reply_is_an_event_of_its_own_week(world) -> None:
    assert world.line.event(world.late, "week, thread_id") == ("2026-W46", world.kept)


def test_an_edited_page_is_compared_with_its_last_version_of_an_earlier_week(world) -> None:
    first = world.line.event(f"{world.page}@2026-W45", "version")
    assert world.line.event(f"{world.page}@2026-W46", "previous_version, text") == (first, "Launch: 19 November")


def test_what_a_page_said_before_is_dated_by_the_version_that_said_it(world) -> None:
    changed = "select fields from context.signals where event_id = ? and signal = 'change'"
    fields = json.loads(world.line.one(changed, f"{world.page}@2026-W46"))
    assert datetime.fromisoformat(fields["previous_at"]) == world.line.event(f"{world.page}@2026-W45", "occurred_at")


def test_a_moved_meeting_stands_at_its_new_time_once_and_is_news_of_the_week_of_the_move(world) -> None:
    assert world.line.event(world.review, "week, previous_version") == (
        "2026-W47",
        world.line.one("select min_by(version, observed_at) from calendar.events"),
    )
    relations = world.line.rows(
        "select relation, starts_at::varchar, previous_starts_at::varchar from context.client_week_meetings"
        " where week = '2026-W46' order by relation"
    )
    new, old = "2026-11-19 14:00:00+00", "2026-11-17 14:00:00+00"
    assert relations == [("coming", new, old), ("moved", new, old)]


def test_a_meeting_to_come_can_be_read_as_an_event_before_its_own_week_is_built(world) -> None:
    missing = world.line.rows(
        "select event_id from context.client_week_meetings except select event_id from context.events"
    )
    assert missing == []


def test_a_promise_of_an_older_week_is_closed_by_what_happened_since(world) -> None:
    rows = world.line.rows("select state, closed_by from context.commitments where event_id = ?", world.promise)
    assert rows == [("kept", world.done)]


def test_a_promise_closed_later_was_still_open_when_its_own_week_ended(world) -> None:
    loops = dict(world.line.rows("select week, open_loops from context.client_week_context where client_id = 'acme'"))
    assert loops["2026-W45"] == 1


def test_no_event_is_kept_twice(world) -> None:
    assert world.line.rows("select event_id from context.events group by 1 having count(*) > 1") == []


@pytest.mark.long
def test_weeks_built_in_several_runs_are_what_they_are_when_built_in_one(world) -> None:
    world.line.build("2026-W45")
    built_apart = {table: world.line.rows(query) for table, query in STATE.items()}
    world.line.build("2026-W44", "2026-W45", "2026-W46")
    assert {table: world.line.rows(query) for table, query in STATE.items()} == built_apart


STATE = {
    "events": "select * from context.events order by event_id",
    "client_week_events": "select * from context.client_week_events order by event_id",
    "client_week_meetings": "select * from context.client_week_meetings order by week, event_id, relation",
    "commitments": "select * from context.commitments order by commitment_id",
    "questions": "select * from context.questions order by question_id",
    "client_week_context": "select * from context.client_week_context order by client_id, week",
    "people": "select * from context.people order by person_id",
}


def test_a_text_with_a_sentence_too_long_to_be_taken_apart_is_named_in_the_account_of_its_week(tmp_path) -> None:
    line, key = Line(tmp_path), ClientWeek("acme", "2026-W46")
    line.channel("C1", "client-acme")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.message("2026-11-10 09:00", "C1", "U1", "We decided to raise the budget to €900. " * 50)
    long = line.message("2026-11-10 10:00", "C1", "U1", f"We decided to raise the budget, {'and more ' * 200}.")
    line.build(key.week)
    with duckdb.connect(line.home.warehouse) as con:
        unread = read_client_weeks(con, line.settings, [key])[key].unread
    (said,) = unread.sentences()
    assert "1 text holds a sentence of more than 1,500 characters" in said
    assert "(Slack, 10 November, 10:00, 1,833 characters)" in said
    assert unread.reasons == {long: "read_in_part"}
