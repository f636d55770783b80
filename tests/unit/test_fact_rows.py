"""The table of facts: a row for each value that was given, closed by later rows, in whatever order weeks are built."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.unit.weekly import LISBON, at
from yarnnn_pipelines.config.settings import Agency, Client, Settings, Sources
from yarnnn_pipelines.context.fact_rows import build_facts
from yarnnn_pipelines.context.signals import ensure_signals_table
from yarnnn_pipelines.core.weeks import week_of

LANDED = datetime(2026, 12, 1, tzinfo=UTC)
SETTINGS = Settings(
    agency=Agency(name="Northlight", time_zone=LISBON, domains=["northlight.example"], start="2026-W20"),
    sources=Sources(),
    clients=[Client(id=name, name=name.title(), domains=[f"{name}.example"]) for name in ("acme", "birch")],
    path=Path("yarnnn.yaml"),
)
_numbers = itertools.count(1)


def said(when: datetime, author: str, text: str, client: str = "acme", **changed: Any) -> dict[str, Any]:
    number = next(_numbers)
    row = {
        "event_id": f"slack:{number}",
        "item_id": f"slack:{number}",
        "version": "v1",
        "platform": "slack",
        "kind": "message",
        "occurred_at": when,
        "week": week_of(when, LISBON),
        "person_id": author,
        "author_name": author,
        "author_is_us": author == "Mia",
        "container_id": "slack:C1",
        "container_name": "client",
        "thread_id": None,
        "title": None,
        "text": text,
        "permalink": None,
        "client_id": client,
        "audience": "client",
        "fields": None,
    }
    return row | changed


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    columns = ", ".join(
        f"{name} {'timestamptz' if name == 'occurred_at' else 'boolean' if name == 'author_is_us' else 'varchar'}"
        for name in said(at(9), "Mia", "")
    )
    con.execute("create schema context")
    con.execute(f"create table context.client_week_events ({columns})")
    con.execute("create table context.item_versions (item_id varchar, version varchar, observed_at timestamptz)")
    con.execute("create table context.people (person_id varchar, client_id varchar)")
    ensure_signals_table(con)
    return con


def land(con: duckdb.DuckDBPyConnection, *rows: dict[str, Any]) -> None:
    for row in rows:
        con.execute(f"insert into context.client_week_events values ({', '.join('?' * len(row))})", list(row.values()))
        con.execute("insert into context.item_versions values (?, ?, ?)", [row["item_id"], row["version"], LANDED])


def build(con: duckdb.DuckDBPyConnection, *weeks: str) -> None:
    build_facts(con, SETTINGS, weeks)


def facts(con: duckdb.DuckDBPyConnection) -> Sequence[tuple[Any, ...]]:
    query = "select client_id, attribute, value, event_id, superseded_by from context.facts order by said_at, fact_id"
    return con.execute(query).fetchall()


def fee(when: datetime, sum_of_it: str, **changed: Any) -> dict[str, Any]:
    return said(when, "Dana", f"The fee for the photo shoot is {sum_of_it}.", **changed)


def test_a_row_tells_who_gave_which_thing_which_value_since_when_and_when_it_was_seen(
    con: duckdb.DuckDBPyConnection,
) -> None:
    row = said(at(11), "Dana", "As of 1 December the fee for the photo shoot is €900.")
    land(con, row)
    build(con, "2026-W46")
    columns = "subject, attribute, value, author_name, said_at, valid_from, superseded_by, observed_at, event_id"
    assert con.execute(f"select {columns} from context.facts").fetchall() == [
        ("fee photo shoot", "sum in €", "€900", "Dana", at(11), date(2026, 12, 1), None, LANDED, row["event_id"])
    ]


def test_a_later_word_supersedes_across_weeks_and_of_the_same_client_alone(con: duckdb.DuckDBPyConnection) -> None:
    first, later, others = fee(at(4), "€900"), fee(at(11), "€1,100"), fee(at(12), "€400", client="birch")
    land(con, first, later, others)
    build(con, "2026-W45", "2026-W46")
    assert [(value, by) for _, _, value, _, by in facts(con)] == [
        ("€900", later["event_id"]), ("€1,100", None), ("€400", None)
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(("2026-W45", "2026-W46", "2026-W47"))))
def test_weeks_built_in_any_order_make_the_same_table(con: duckdb.DuckDBPyConnection, order: Sequence[str]) -> None:
    page = {"kind": "page", "platform": "notion", "title": "Autumn workshop"}
    land(
        con,
        fee(at(4), "€900"),
        said(at(5), "Mia", "Fee: €900", event_id="notion:1@2026-W45", item_id="notion:1", **page),
        fee(at(11), "€1,100"),
        said(at(17), "Mia", "The photo shoot fee is now €1,200."),
        said(at(18), "Mia", "Fee: €1,000", event_id="notion:1@2026-W47", item_id="notion:1", **page),
    )
    for week in order:
        build(con, week)
    one_by_one = facts(con)
    build(con, *sorted(order))
    assert facts(con) == one_by_one
    assert [by is None for *_, by in one_by_one] == [False, False, False, True, True]


def test_when_a_page_was_touched_is_no_fact(con: duckdb.DuckDBPyConnection) -> None:
    lines = "Due: December 4, 2026\nLast edited time: November 26, 2026 10:00 AM\nCreated: November 2, 2026"
    land(con, said(at(18), "Mia", lines, kind="page", platform="notion", title="Gift box page"))
    build(con, "2026-W47")
    assert [value for _, _, value, _, _ in facts(con)] == ["Friday 4 December"]


def test_a_word_that_went_closes_nothing_any_more(con: duckdb.DuckDBPyConnection) -> None:
    later = fee(at(11), "€1,100")
    land(con, fee(at(4), "€900"), later)
    build(con, "2026-W45", "2026-W46")
    con.execute("delete from context.client_week_events where event_id = ?", [later["event_id"]])
    build(con, "2026-W46")
    assert [(value, by) for _, _, value, _, by in facts(con)] == [("€900", None)]


def test_what_an_earlier_version_built_gets_its_facts_with_the_first_run(con: duckdb.DuckDBPyConnection) -> None:
    land(con, fee(at(4), "€900"), fee(at(11), "€1,100"))
    build(con, "2026-W46")
    assert [value for _, _, value, *_ in facts(con)] == ["€900", "€1,100"]


def test_a_fact_of_long_ago_stays_as_it_was(con: duckdb.DuckDBPyConnection) -> None:
    land(con, fee(at(20, month=5), "€900"), fee(at(25), "€1,100"))
    build(con, "2026-W48")
    assert [by for *_, by in facts(con)] == [None, None]
