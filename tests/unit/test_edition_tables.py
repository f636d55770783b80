"""A table that Python fills is of its edition once all its weeks are in it, whatever is killed before."""

from __future__ import annotations

import duckdb

from yarnnn_pipelines.context.edition_tables import weeks_to_fill

DDL = "create table context.things (week varchar)"
WEEKS = [f"2026-W{number:02}" for number in range(20, 40)]


def warehouse() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create schema context")
    con.execute("create table context.client_week_events as select unnest(?) as week", [WEEKS])
    return con


def filled(con: duckdb.DuckDBPyConnection, edition: str, weeks: list[str]) -> list[str]:
    return [week for together in weeks_to_fill(con, "things", edition, DDL, weeks) for week in together]


def test_a_new_edition_is_filled_for_all_weeks_and_then_for_those_asked_for() -> None:
    con = warehouse()
    assert filled(con, "edition 1", WEEKS[-1:]) == WEEKS
    assert filled(con, "edition 1", WEEKS[-1:]) == WEEKS[-1:]
    assert filled(con, "edition 2", WEEKS[-1:]) == WEEKS


def test_a_fill_that_is_killed_between_is_begun_anew() -> None:
    con = warehouse()
    next(weeks_to_fill(con, "things", "edition 1", DDL, WEEKS[-1:]))
    assert filled(con, "edition 1", WEEKS[-1:]) == WEEKS
