"""Notion comments as events: whose they are, who could see them, and that they are evidence like any message."""

from __future__ import annotations

from types import SimpleNamespace

import duckdb
import pytest

from tests.line.context_line import Line, agency, at, page_id
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.week.client_week import read_client_weeks

WEEK = "2026-W46"
WHOSE = "client_id, attribution_rule, audience, ignored_reason"


def comment(line: Line, name: str, page: str, text: str, **row) -> str:
    return line.land(
        "notion.comments", f"notion:comment:{name}", container_id=page_id(page), text=text,
        thread_id="notion:discussion:one", author_id="notion:person:Mia Duarte",
        **{"occurred_at": at("2026-11-11 10:00")} | row,
    )  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> SimpleNamespace:
    """Acme reads along below its root, Globex doesn't. The pages are older than the week, the comments are not."""
    settings = agency()
    acme, globex = settings.clients
    acme = acme.model_copy(update={"notion": acme.notion.model_copy(update={"shared": True})})
    line = Line(tmp_path_factory.mktemp("comments"), settings.model_copy(update={"clients": [acme, globex]}))
    line.page("acme-plan", "2026-09-01 09:00", "Notes", path=["Acme Corp", "Plan"])
    line.page("globex-plan", "2026-09-01 09:00", "Notes", path=["Globex", "Plan"])
    line.page("private", "2026-09-01 09:00", "Notes", path=["Private"])
    line.page("gone", "2026-09-01 09:00", "Notes", path=["Acme Corp", "Gone"])
    line.page("gone", "2026-09-01 09:00", "", path=["Acme Corp", "Gone"], is_deleted=True)
    e = SimpleNamespace(line=line)
    e.shared = comment(line, "c1", "acme-plan", "The banner is live.")
    e.internal = comment(line, "c2", "globex-plan", "Acme has the same problem.")
    e.nobodys = comment(line, "c3", "private", "Acme is late with its budget.")
    e.on_a_gone_page = comment(line, "c4", "gone", "The poster is printed.")
    e.withdrawn = comment(line, "c5", "acme-plan", "The margin is thin.")
    comment(line, "c5", "acme-plan", "", is_deleted=True)
    e.old = comment(line, "c6", "acme-plan", "Long ago.", occurred_at=at("2026-08-11 10:00"))
    line.build(WEEK)
    return e


RULES = {
    "shared": ("acme", "configured_container", "client", None),
    "internal": ("globex", "configured_container", "internal", None),
    "nobodys": (None, "none", "internal", None),
    "on_a_gone_page": ("acme", "configured_container", "client", "deleted"),
    "withdrawn": ("acme", "configured_container", "client", "deleted"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_comment_is_whose_its_page_is_and_no_one_elses(world, name) -> None:
    assert world.line.event(getattr(world, name), WHOSE) == RULES[name]
    assert world.line.event(getattr(world, name), "platform, kind") == ("notion", "comment")


def test_what_was_withdrawn_is_counted_and_never_quoted(world) -> None:
    assert world.line.event(world.withdrawn, "text") == ""
    read = world.line.rows("select item_id from context.client_week_events where kind = 'comment' order by 1")
    assert read == [(world.shared,), (world.internal,)]


def test_a_comment_of_another_week_is_no_event_of_this_one(world) -> None:
    assert world.line.rows("select event_id from context.events where item_id = ?", world.old) == []


def test_a_comment_has_an_author_and_a_version_that_the_gate_can_read(world) -> None:
    assert world.line.event(world.shared, "author_name") == "Mia Duarte"
    version = world.line.event(world.shared, "version")
    found = world.line.rows(
        "select text, is_current from context.item_versions where item_id = ? and version = ?", world.shared, version
    )
    assert found == [("The banner is live.", True)]


def test_a_comment_is_told_to_the_client_as_a_message_is(world) -> None:
    with duckdb.connect(world.line.home.warehouse) as con:
        con.execute("set TimeZone = 'UTC'")
        weeks = read_client_weeks(con, world.line.settings, [ClientWeek("acme", WEEK), ClientWeek("globex", WEEK)])
    told = [
        candidate.first.quote
        for candidates in make_brief(weeks["acme", WEEK], deliverable_type("client_update")).sections.values()
        for candidate in candidates
    ]
    assert told == ["The banner is live."]
    assert not any(make_brief(weeks["globex", WEEK], deliverable_type("client_update")).sections.values())
