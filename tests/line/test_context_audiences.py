"""What was said where the client could not see it is not told once the thing has come where the client can."""

from __future__ import annotations

import json
from types import SimpleNamespace

import duckdb
import pytest

from tests.line.context_line import Line, agency, at, page_id
from yarnnn_pipelines.forgetting.derived_rows import remove_derived
from yarnnn_pipelines.forgetting.raw_rows import find_rows, remove_rows
from yarnnn_pipelines.forgetting.register import Request
from yarnnn_pipelines.forgetting.target import find_target

pytestmark = pytest.mark.long  # the rules themselves are dbt's unit tests

DANA = "Dana Reyes <dana@acme.example>"
EARLIER, WEEK = "2026-W45", "2026-W46"
BEFORE, NOW = "2026-11-04 09:00", "2026-11-11 09:00"


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> SimpleNamespace:
    """Both clients read along below their roots; each page says one thing in one week and another in the next."""
    settings = agency()
    shared = [
        client.model_copy(update={"notion": client.notion.model_copy(update={"shared": True})})
        for client in settings.clients
    ]
    line = Line(tmp_path_factory.mktemp("audiences"), settings.model_copy(update={"clients": shared}))
    e = SimpleNamespace(line=line)
    for root in ("Acme Corp", "Globex", "Private"):
        line.page(root, BEFORE, f"All of {root}", path=[root])

    def edited(page: str, *versions: tuple[str, str, str]) -> None:
        """versions: what the page lay in, when it was edited, and what it said."""
        for parent, when, text in versions:
            setattr(e, page, line.page(page, when, text, path=[parent, page], parent=parent))

    line.page("folder", BEFORE, "A folder", path=["Globex", "folder"], parent="Globex")
    edited("kept", ("Acme Corp", BEFORE, "Launch: 16 November"), ("Acme Corp", NOW, "Launch: 19 November"))
    edited("anothers", ("Globex", BEFORE, "Budget: 42"), ("Acme Corp", NOW, "Budget: 10"))
    hired = "We hired a designer."
    edited("private", ("Private", BEFORE, f"Floor: 31\n{hired}"), ("Acme Corp", NOW, f"Floor: 50\n{hired}"))
    edited(
        "hidden_between",
        *(("Acme Corp", "2026-10-21 09:00", "Fee: 1"), ("Private", BEFORE, "Fee: 2"), ("Acme Corp", NOW, "Fee: 3")),
    )
    edited("below", ("folder", BEFORE, "Rate: 7"))
    line.page("folder", NOW, "A folder, moved", path=["Acme Corp", "folder"], parent="Acme Corp")
    edited("below", ("folder", NOW, "Rate: 8"))

    payload = {"title": "linked", "path": ["Acme Corp", "linked"], "links": ["[icons](https://globex.example/a)"]}
    line.land(
        "notion.pages", page_id("linked"), container_id=page_id("Acme Corp"), author_id="notion:person:Mia Duarte",
        occurred_at=at(NOW), text="We finished the icons.", payload=payload,
    )  # fmt: skip
    e.linked = page_id("linked")

    e.invited = line.meeting("invited", "2026-11-17 14:00", attendees=[DANA], edited="2026-11-02 09:00")
    e.invited_later = line.meeting("later", "2026-11-17 14:00", edited="2026-11-02 09:00")
    line.meeting("invited", "2026-11-18 14:00", attendees=[DANA], edited="2026-11-10 09:00")
    line.meeting("later", "2026-11-18 14:00", attendees=[DANA], edited="2026-11-10 09:00")
    line.build(EARLIER, WEEK)
    return e


def test_an_earlier_value_is_told_to_who_could_read_it(world) -> None:
    rows = world.line.rows(
        "select client_id, fields from context.signals where signal = 'change' and week = ? order by fields", WEEK
    )
    fields = [(client, json.loads(change)) for client, change in rows]
    changes = {(client, change["label"]): (change["old"], change["new"]) for client, change in fields}
    assert changes == {("acme", "Launch"): ("16 November", "19 November"), ("acme", "Fee"): ("1", "3")}


def test_what_a_page_said_before_is_no_news_wherever_it_lay(world) -> None:
    found = world.line.rows("select text from context.signals where event_id = ?", f"{world.private}@{WEEK}")
    assert [text for (text,) in found if "designer" in text] == []


def test_a_version_belongs_to_whose_it_was_when_its_page_and_what_is_above_lay_elsewhere(world) -> None:
    owners = {
        (page, week): world.line.event(f"{getattr(world, page)}@{week}", "client_id, audience")
        for page in ("anothers", "private", "below")
        for week in (EARLIER, WEEK)
    }
    assert owners == {
        ("anothers", EARLIER): ("globex", "client"),
        ("private", EARLIER): (None, "internal"),
        ("below", EARLIER): ("globex", "client"),
        **{(page, WEEK): ("acme", "client") for page in ("anothers", "private", "below")},
    }


def test_a_meetings_earlier_time_is_told_to_who_was_invited_then(world) -> None:
    times = {
        event: json.loads(world.line.event(event, "fields"))["previous_starts_at"]
        for event in (world.invited, world.invited_later)
    }
    assert times == {world.invited: "2026-11-17T14:00:00Z", world.invited_later: None}
    moved = world.line.rows("select event_id from context.client_week_meetings where relation = 'moved'")
    assert moved == [(world.invited,)]


def test_a_mail_that_went_to_two_clients_stays_theirs_when_recipients_are_forgotten(tmp_path) -> None:
    """So does a meeting, and what the client alone was sent stays the client's."""
    line = Line(tmp_path)
    mia = "mia@northlight.example"
    shared = [
        line.mail(NOW, mia, "kim@globex.example", "We signed.", cc=DANA, subject="One"),
        line.mail(NOW, mia, "kim@globex.example", "We signed.", cc="pat.moss@gmail.com", subject="Two"),
        line.meeting("both", NOW, attendees=[DANA, "kim@globex.example"]),
    ]
    line.mail(NOW, mia, [DANA, "pat.moss@gmail.com"], "We signed.", subject="Three")
    line.mail(NOW, mia, "pat.moss@gmail.com", "We signed.", subject="Four")
    whose = "select event_id, client_id, attribution_rule, audience from context.events where week = ? order by all"
    line.build(WEEK)
    before = line.rows(whose, WEEK)
    assert {row[2] for row in before if row[0].partition("@")[0] in shared} == {"conflict"}
    for forgotten in ("pat.moss@gmail.com", "kim@globex.example"):
        with duckdb.connect(str(line.home.warehouse)) as con:
            marks = find_target(con, line.settings, {}, Request("person", forgotten), b"k" * 32).forgotten
            rows = find_rows(con, marks)
            remove_derived(con, rows.changed_items, [forgotten])
            remove_rows(con, rows)
        assert not line.rows("select 1 from gmail.messages where contains(payload, ?)", forgotten)
    # As the receipt asks for, and as is not needed for a domain.
    clients = [client.model_copy(update={"contacts": []}) for client in line.settings.clients]
    line.settings = line.settings.model_copy(update={"clients": clients})
    line.build(WEEK)
    assert line.rows(whose, WEEK) == before


def test_where_a_page_s_links_lead_is_known_where_it_is_told(world: SimpleNamespace) -> None:
    sql = "select json_extract_string(fields, '$.led_to[*]') from context.events where event_id = $1"
    rows = world.line.rows(sql, f"{world.linked}@{WEEK}")
    assert rows == [(["[icons](https://globex.example/a)"],)]
