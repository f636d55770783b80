"""Each promise and question of either side stands in a table until something closes it, by whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from yarnnn_pipelines.context import open_points
from yarnnn_pipelines.context.commitments import build_commitments
from yarnnn_pipelines.context.questions import build_questions
from yarnnn_pipelines.context.signals import build_signals
from yarnnn_pipelines.context.week_events import WeekEvent, week_events
from yarnnn_pipelines.core.weeks import week_bounds, week_of
from yarnnn_pipelines.project import settings_of

LISBON = "Europe/Lisbon"
SETTINGS = settings_of(
    {
        "agency": {"name": "Studio", "time_zone": LISBON, "domains": ["studio.example"], "start": "2026-W41"},
        "sources": {},
        "clients": [{"id": "acme", "name": "Acme Corp", "domains": ["acme.example"]}],
    }
)
WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48"]
PEOPLE = {"Mia Duarte": True, "Tom Ek": True, "Dana Reyes": False}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables that promises are read from, empty."""
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute("create schema context")
        con.execute("create schema agency")
        con.execute(
            """
            create table context.client_week_events (
                event_id varchar, version varchar, item_id varchar, previous_version varchar, platform varchar,
                kind varchar, occurred_at timestamptz, week varchar, person_id varchar, author_name varchar,
                author_is_us boolean, container_id varchar, container_name varchar, thread_id varchar, title varchar,
                text varchar, permalink varchar, client_id varchar, audience varchar, fields varchar
            );
            create table context.item_versions (
                item_id varchar, version varchar, text varchar, occurred_at timestamptz, observed_at timestamptz,
                is_deleted boolean, platform varchar
            );
            create table context.people (person_id varchar, name varchar, is_us boolean, client_id varchar);
            create table agency.weeks (week varchar, starts_at timestamptz)
            """
        )
        for name, is_us in PEOPLE.items():
            con.execute(
                "insert into context.people values (?, ?, ?, ?)", [name, name, is_us, None if is_us else "acme"]
            )
        for week in WEEKS:
            con.execute("insert into agency.weeks values (?, ?)", [week, week_bounds(week, LISBON)[0]])
        yield con


def say(
    con: duckdb.DuckDBPyConnection, author: str, when: str, text: str, thread: str | None = None, client: str = "acme"
) -> str:
    """A message in a client's channel; returns its event id. when: "11-03 09:00", in UTC."""
    at = datetime.fromisoformat(f"2026-{when}").replace(tzinfo=UTC)
    event_id = f"{author.split()[0]}@{when}"
    row: dict[str, Any] = {
        "event_id": event_id, "version": "v1", "item_id": event_id, "platform": "slack", "kind": "message",
        "occurred_at": at, "week": week_of(at, LISBON), "person_id": author, "author_name": author,
        "author_is_us": PEOPLE[author], "container_id": f"C-{client}", "thread_id": thread, "text": text,
        "client_id": client, "audience": "client", "fields": "{}",
    }  # fmt: skip
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into context.client_week_events ({', '.join(row)}) values ({marks})", list(row.values()))
    return event_id


def build(con: duckdb.DuckDBPyConnection, *weeks: str) -> None:
    build_signals(con, weeks)
    build_commitments(con, SETTINGS, weeks)
    build_questions(con, SETTINGS, weeks)


def promises(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str | None]]:
    """State and closing event of each, by the event that holds it."""
    rows = con.execute("select event_id, state, closed_by from context.commitments").fetchall()
    return {event_id: (state, closed_by) for event_id, state, closed_by in rows}


BUDGET = "I'll send the revised budget by Friday."


def test_a_promise_is_kept_by_the_first_word_of_its_side_that_says_so_in_whichever_week(con) -> None:
    promise = say(con, "Mia Duarte", "11-03 09:00", BUDGET)
    say(con, "Dana Reyes", "11-05 09:00", "We sent the revised budget to our board.")
    kept = say(con, "Tom Ek", "11-11 09:00", "We sent the revised budget this morning.")
    say(con, "Mia Duarte", "11-12 09:00", "We sent the revised budget again.")
    build(con, *WEEKS)
    assert promises(con)[promise] == ("kept", kept)


def test_what_shares_some_words_with_a_promise_does_not_keep_it(con) -> None:
    promise = say(con, "Mia Duarte", "11-03 09:00", BUDGET)
    say(con, "Mia Duarte", "11-11 09:00", "We revised the budget slide of the kick-off deck.")
    build(con, *WEEKS)
    assert promises(con)[promise][1] is None


def test_a_bare_done_of_whoever_promised_keeps_what_they_promised_last_in_that_thread(con) -> None:
    root = say(con, "Dana Reyes", "11-03 09:00", "The pixel counts twice.")
    promise = say(con, "Tom Ek", "11-03 10:00", "We'll check the tracking pixel by Thursday.", thread=root)
    say(con, "Dana Reyes", "11-03 11:00", "Done!", thread=root)
    done = say(con, "Tom Ek", "11-10 11:00", "Done!", thread=root)
    build(con, *WEEKS)
    assert promises(con)[promise] == ("kept", done)


@pytest.mark.parametrize(
    ("promised", "state"),
    [("We will release a fix for it soon, ETA 1 day.", "kept"), ("We will release the new export soon.", "open")],
)
def test_a_fix_that_was_promised_without_a_name_has_come_with_the_next_release(con, promised, state) -> None:
    root = say(con, "Dana Reyes", "11-03 09:00", "The nightly import is stuck.")
    promise = say(con, "Tom Ek", "11-03 10:00", promised, thread=root)
    released = say(
        con,
        "Tom Ek",
        "11-10 11:00",
        "@Dana Reyes we have released a new image, if you restart it will be fetched.",
        thread=root,
    )
    build(con, *WEEKS)
    assert promises(con)[promise] == (state, released if state == "kept" else None)


def test_a_bare_done_answers_what_was_asked_last(con) -> None:
    root = say(con, "Dana Reyes", "11-03 09:00", "The pixel counts twice.")
    promise = say(con, "Tom Ek", "11-03 10:00", "We'll check the tracking pixel by Thursday.", thread=root)
    say(con, "Dana Reyes", "11-09 11:00", "Could you share the press folder with Rui?", thread=root)
    say(con, "Tom Ek", "11-10 11:00", "Done!", thread=root)
    build(con, *WEEKS)
    assert promises(con)[promise][1] is None


def test_a_promise_of_the_client_stands_beside_ours(con) -> None:
    theirs = say(con, "Dana Reyes", "11-03 09:00", "I'll sign the insertion order by Friday 27 November.")
    build(con, *WEEKS[:2])
    assert promises(con)[theirs] == ("open", None)
    who = con.execute("select who, by_us, due_on from context.commitments").fetchone()
    assert who == ("Dana Reyes", False, date(2026, 11, 27))


def test_a_promise_is_moved_by_another_day_and_the_newer_one_is_open(con) -> None:
    first = say(con, "Mia Duarte", "11-03 09:00", "I'll send the revised budget by Friday 13 November.")
    newer = say(con, "Mia Duarte", "11-12 09:00", "I'll send the revised budget by Friday 27 November.")
    build(con, *WEEKS[:3])
    assert promises(con) == {first: ("moved", newer), newer: ("open", None)}


def test_a_promise_is_withdrawn_by_who_made_it(con) -> None:
    promise = say(con, "Mia Duarte", "11-03 09:00", BUDGET)
    word = say(con, "Mia Duarte", "11-10 09:00", "Please disregard my previous message.")
    build(con, *WEEKS)
    assert promises(con)[promise] == ("withdrawn", word)


def test_a_promise_whose_day_has_passed_is_overdue_by_the_end_of_the_newest_week(con) -> None:
    promise = say(con, "Mia Duarte", "11-03 09:00", "I'll send the revised budget by Friday 20 November.")
    say(con, "Dana Reyes", "11-10 09:00", "Good morning.")
    build(con, *WEEKS[:2])
    assert promises(con)[promise] == ("open", None)
    say(con, "Dana Reyes", "11-17 09:00", "Good morning.")
    build(con, "2026-W47")
    assert promises(con)[promise] == ("overdue", None)


def test_another_clients_words_close_nothing(con) -> None:
    promise = say(con, "Mia Duarte", "11-03 09:00", BUDGET)
    say(con, "Mia Duarte", "11-11 09:00", "We sent the revised budget this morning.", client="globex")
    build(con, *WEEKS)
    assert promises(con)[promise][1] is None


@pytest.mark.parametrize("order", [WEEKS, WEEKS[::-1], ["2026-W46", "2026-W48", "2026-W45", "2026-W47"]])
def test_weeks_built_in_any_order_give_the_same_table(con, order: list[str]) -> None:
    a_small_history(con)
    build(con, *WEEKS)
    tables = ("commitments", "questions")
    at_once = {table: con.execute(f"select * from context.{table} order by all").fetchall() for table in tables}
    for table in (*tables, "signals"):
        con.execute(f"drop table context.{table}")
    for week in order:
        build(con, week)
    for week in order:
        build(con, week)  # each knows the weeks after it now
    for table, rows in at_once.items():
        assert rows
        assert con.execute(f"select * from context.{table} order by all").fetchall() == rows


def a_small_history(con: duckdb.DuckDBPyConnection) -> None:
    say(con, "Mia Duarte", "11-03 09:00", BUDGET + " We'll book the photographer by Friday 20 November.")
    say(con, "Dana Reyes", "11-04 09:00", "I'll sign the insertion order by Friday.")
    say(con, "Tom Ek", "11-11 09:00", "We sent the revised budget this morning.")
    say(con, "Mia Duarte", "11-17 09:00", "We booked the photographer.")
    asked = say(con, "Dana Reyes", "11-04 10:00", "Could you send the opening hours of the pop-up shop?")
    say(con, "Mia Duarte", "11-12 10:00", "They are nine to six.", thread=asked)
    say(con, "Tom Ek", "11-18 09:00", "Dana, could you share the press folder by Friday?")
    say(con, "Tom Ek", "11-24 09:00", "We'll launch the spring shop on Tuesday 15 December.")


def test_a_word_that_is_gone_closes_nothing_any_more(con) -> None:
    a_small_history(con)
    build(con, *WEEKS)
    con.execute("delete from context.client_week_events where event_id = 'Tom@11-11 09:00'")
    build(con, "2026-W46")
    states = con.execute("select what, state from context.commitments where week = '2026-W45' and by_us").fetchall()
    assert {what.split()[1]: state for what, state in states} == {"send": "overdue", "book": "kept"}


def test_a_new_week_is_held_against_what_was_open_and_reads_no_older_words(con, monkeypatch) -> None:
    a_small_history(con)
    for day in range(1, 29):
        say(con, "Mia Duarte", f"10-{day:02} 09:00", "The banner is fixed.")
    build(con, *WEEKS[:3])
    read: list[int] = []

    def counted(*asked: Any) -> list[WeekEvent]:
        events = week_events(*asked)
        read.append(len(events))
        return events

    monkeypatch.setattr(open_points, "week_events", counted)
    build(con, "2026-W48")
    assert read == [2, 2]  # of either table: the week's own, and what is open


def test_a_table_of_an_earlier_yarnnn_is_built_anew_for_every_week(con) -> None:
    a_small_history(con)
    build(con, *WEEKS)
    now = con.execute("select * from context.commitments order by all").fetchall()
    con.execute("drop table context.commitments")
    con.execute("create table context.commitments as select 'x#0' as commitment_id, 'closed' as state, ['w'] as words")
    build(con, "2026-W48")
    assert con.execute("select * from context.commitments order by all").fetchall() == now


def test_a_question_of_either_side_is_open_until_the_other_answers_in_whichever_week(con) -> None:
    theirs = say(con, "Dana Reyes", "11-03 09:00", "Could you send the opening hours of the pop-up shop?")
    ours = say(con, "Tom Ek", "11-04 09:00", "Dana, could you share the press folder by Friday 13 November?")
    say(con, "Mia Duarte", "11-05 09:00", "We'll check with the landlord.", thread=theirs)
    build(con, "2026-W45")
    query = "select event_id, state, closed_by, due_on from context.questions order by opened_at"
    assert con.execute(query).fetchall() == [
        (theirs, "open", None, None),
        (ours, "open", None, date(2026, 11, 13)),
    ]
    answer = say(con, "Mia Duarte", "11-12 10:00", "They are nine to six.", thread=theirs)
    build(con, "2026-W46")
    assert con.execute(query).fetchall() == [
        (theirs, "answered", answer, None),
        (ours, "overdue", None, date(2026, 11, 13)),
    ]
    brought = say(con, "Dana Reyes", "11-17 10:00", "Here is the press folder.")
    build(con, "2026-W47")
    assert con.execute(query).fetchall()[1] == (ours, "answered", brought, date(2026, 11, 13))
