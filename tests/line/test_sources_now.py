"""A text whose source is not what it was can't be approved, whoever asks and whenever the change came."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.line.context_line import Line, agency, page_id
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.render.render import html_page
from yarnnn_pipelines.forgetting.derived_rows import remove_derived
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.publishing.outbox import publish_version
from yarnnn_pipelines.stages.compare import changed_sources, edited_since_sent
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import NewVersion, Version

WEEK = "2026-W46"
LAUNCH = "The Q2 campaign launched this morning."
FIXED = "We fixed the checkout error."
ROOT = "Where do we stand?"
SHARED = {"notion": {"roots": ["Acme Corp", "Acme archive"], "shared": True}, "calendars": ["Acme meetings"]}


def with_acme(**changes: Any) -> Settings:
    acme, globex = agency().model_dump(mode="json", exclude_unset=True)["clients"]
    return agency(clients=[acme | SHARED | changes, globex])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Line:
    line = Line(tmp_path_factory.mktemp("built"), with_acme())
    line.channel("C1", "client-acme")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    root = line.message("2026-11-09 09:00", "C1", "U1", ROOT)
    line.message("2026-11-09 10:00", "C1", "U1", LAUNCH, thread=root)
    line.message("2026-11-03 10:00", "C1", "U1", "We will send the report by Friday.")
    line.message("2026-11-11 10:00", "C1", "U1", FIXED)
    line.mail("2026-11-10 10:00", "Dana Reyes <dana@acme.example>", "mia@northlight.example", "We approved the budget.")
    line.page("top", "2026-11-02 09:00", "All of it.", path=["Acme Corp"])
    line.page("archive", "2026-11-02 09:00", "Old.", path=["Acme archive"])
    line.page("plan", "2026-11-11 09:00", "The plan is done.", path=["Acme Corp", "Plan"], parent="top")
    line.meeting("review", "2026-11-18 14:00", summary="Review", attendees=["dana@acme.example"])
    line.meeting("weekly", "2026-11-12 10:00", summary="Weekly", attendees=["dana@acme.example"], rrule="FREQ=WEEKLY")
    line.build("2026-W45", WEEK)
    return line


@pytest.fixture
def line(built: Line, tmp_path: Path) -> Line:
    """The same agency in a home of its own, to which something may happen."""
    copy = Line.__new__(Line)
    copy.home, copy.settings, copy.landing = Home(tmp_path / "home"), built.settings, datetime.now(UTC)
    copy.home.root.mkdir()
    shutil.copy(built.home.warehouse, copy.home.warehouse)
    return copy


def cited(line: Line, words: str) -> dict[str, Any]:
    """The evidence of a claim that quotes these words."""
    row = line.rows(
        "select event_id, version, position($1 in text) - 1, platform, kind, occurred_at, author_name, permalink "
        "from context.events where contains(text, $1) order by occurred_at limit 1",
        words,
    )[0]
    event_id, version, start, platform, kind, at, author, permalink = row
    return {
        "event_id": event_id, "version": version, "start": start, "end": start + len(words), "quote": words,
        "platform": platform, "kind": kind, "occurred_at": at.isoformat(), "author": author, "permalink": permalink,
    }  # fmt: skip


def text_of(line: Line, *words: str) -> Version:
    """A version with one claim that rests on all these words."""
    claim = {"claim_id": "c1", "section": "moved", "kind": "quote", "text": words[0], "slot": None, "parts": []}
    claim |= {"evidence": [cited(line, each) for each in words]}
    document = {"title": "Acme", "sections": [{"id": "moved", "claims": [claim]}]}
    return Version(
        "acme", WEEK, "client_update", 1, "approved", "hash", 1, None, (), id=1, input_hash="", markdown="# Acme",
        document=document, gated_at=datetime.now(UTC),
    )  # fmt: skip


def told(line: Line, version: Version, settings: Settings | None = None, wait_seconds: float = 5) -> UserError | None:
    """What is said against sending it."""
    project = Project(line.home, settings or line.settings)
    return changed_sources(project, [version], wait_seconds).get(version.key)


def land_again(line: Line, item_id: str, table: str, **changes: Any) -> None:
    """One more version of an item, equal to its newest but for the changes."""
    with duckdb.connect(line.home.warehouse) as con:
        con.execute("set TimeZone = 'UTC'")
        newest = con.execute(f"select * from {table} where item_id = ? order by observed_at desc limit 1", [item_id])
        row = dict(zip([column[0] for column in newest.description], newest.fetchone(), strict=True))
        line.landing += timedelta(seconds=1)
        row |= {"version": "newer", "observed_at": line.landing} | changes
        marks = ", ".join("?" for _ in row)
        con.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))


def message_of(line: Line, words: str) -> str:
    return line.one("select item_id from slack.messages where text = ?", words)


def test_what_has_not_changed_may_be_sent(line):
    cases = (LAUNCH, "We approved the budget.", "The plan is done.", "Review", "Weekly", "We will send the report")
    for words in cases:
        assert told(line, text_of(line, words)) is None, words


def test_a_deleted_message_is_told_with_its_words_and_the_mend(line):
    version = text_of(line, LAUNCH)
    land_again(line, message_of(line, LAUNCH), "slack.messages", is_deleted=True, text=None, version="deleted")
    error = told(line, version)
    assert f"Slack, Mia Duarte, 9 Nov 10:00, said “{LAUNCH}”; now it was deleted" in error.what
    assert (error.where, "`yarnnn run --week 2026-W46`" in error.mend) == ("acme 2026-W46, version 1", True)


def test_an_edited_message_is_told_with_what_it_says_now(line):
    version = text_of(line, LAUNCH)
    land_again(line, message_of(line, LAUNCH), "slack.messages", text="The Q2 campaign is off.")
    assert "now it says “The Q2 campaign is off.”" in told(line, version).what


def test_of_several_sources_each_counts(line):
    version = text_of(line, "We approved the budget.", LAUNCH)
    assert told(line, version) is None
    land_again(line, message_of(line, LAUNCH), "slack.messages", is_deleted=True, text=None, version="deleted")
    assert LAUNCH in told(line, version).what


def test_the_sources_of_what_an_opening_line_sums_up_count(line):
    version = text_of(line, "We approved the budget.")
    (claim,) = version.document["sections"][0]["claims"]
    claim["parts"] = [claim | {"evidence": [cited(line, LAUNCH)], "parts": []}]
    land_again(line, message_of(line, LAUNCH), "slack.messages", is_deleted=True, text=None, version="deleted")
    assert LAUNCH in told(line, version).what


def test_a_source_of_an_earlier_week_names_the_weeks_to_build(line):
    words = "We will send the report by Friday."
    version = text_of(line, words)
    land_again(line, message_of(line, words), "slack.messages", text="We can't send the report.")
    assert "`yarnnn run --weeks 2026-W45..2026-W46`" in told(line, version).mend


@pytest.mark.parametrize("changes", [{"parent": "archive", "path": ["Acme archive", "Plan"]}, {"path": ["Private"]}])
def test_a_page_that_was_moved_is_told(line, changes):
    version = text_of(line, "The plan is done.")
    line.page("plan", "2026-11-17 09:00", "The plan is done.", **changes)
    assert "its page or one above it has changed" in told(line, version).what


def test_a_page_that_only_moved_was_not_edited(line):
    version = text_of(line, "The plan is done.")
    land_again(line, page_id("plan"), "notion.pages", container_id=page_id("archive"))
    said = told(line, version).what
    assert "it was moved or renamed, and says the same" in said
    assert "edited" not in said
    land_again(line, page_id("plan"), "notion.pages", text="The plan is done. It has a second part.", version="last")
    assert "it was edited around these words" in told(line, version).what


def test_a_page_whose_parent_was_moved_is_told(line):
    version = text_of(line, "The plan is done.")
    line.page("top", "2026-11-17 09:00", "All of it.", path=["Private", "Acme Corp"], parent="archive")
    assert "its page or one above it has changed (lies in" in told(line, version).what


def test_a_later_weeks_edit_of_a_page_leaves_this_weeks_words_standing(line):
    version = text_of(line, "The plan is done.")
    line.page("plan", "2026-11-17 09:00", "The plan has a second part.", path=["Acme Corp", "Plan"], parent="top")
    line.page("top", "2026-11-17 09:00", "All of it, and more.", path=["Acme Corp"])
    assert told(line, version) is None
    land_again(line, page_id("plan"), "notion.pages", is_deleted=True, text=None, version="deleted")
    assert "now it was deleted" in told(line, version).what


def test_a_meeting_that_was_cancelled_or_moved_is_told(line):
    version = text_of(line, "Review")
    line.meeting("review", "2026-11-19 15:00", summary="Review", attendees=["dana@acme.example"])
    assert "it says “Review” (from 2026-11-19 15:00 on)" in told(line, version).what
    line.meeting("review", "2026-11-19 15:00", summary="Review", status="cancelled")
    assert "it is cancelled: “Review”" in told(line, version).what


def test_one_meeting_of_a_series_that_was_moved_is_told_and_another_is_not(line):
    version = text_of(line, "Weekly")
    line.meeting("weekly", "2026-11-27 10:00", slot="2026-11-26 10:00", summary="Weekly")
    assert told(line, version) is None
    line.meeting("weekly", "2026-11-13 10:00", slot="2026-11-12 10:00", summary="Weekly")
    assert "it says “Weekly” (from 2026-11-13 10:00 on)" in told(line, version).what


def test_a_series_that_changed_from_some_day_on_is_told(line):
    version = text_of(line, "Weekly")
    line.meeting("weekly", "2026-11-06 12:00", slot="2026-11-05 10:00", summary="Weekly", extra="X:RANGE=THISANDFUTURE")
    assert "the series has changed" in told(line, version).what


def test_a_channel_that_took_another_name_is_told(line):
    version = text_of(line, LAUNCH)
    line.channel("C1", "acme-internal")
    assert "its channel has changed (name “client-acme” → “acme-internal”)" in told(line, version).what


def test_an_author_who_is_known_otherwise_is_told(line):
    version = text_of(line, LAUNCH)
    line.user("U1", "Mia Duarte", "mia@globex.example")
    assert "“mia@northlight.example” → “mia@globex.example”" in told(line, version).what


def test_a_picture_that_an_author_changed_is_nothing(line):
    version = text_of(line, LAUNCH)
    line.user("U1", "Mia Duarte", "mia@northlight.example", picture="new.png")
    assert told(line, version) is None


@pytest.mark.parametrize(
    ("when", "said", "is_refused"),
    [
        ("2026-11-11 15:00", "It is not fixed, I still see the error.", True),
        ("2026-11-11 15:00", "Sigue sin funcionar.", True),
        ("2026-11-11 15:00", "Great, thank you!", False),
        ("2026-11-11 15:00", "The press photos have arrived.", False),
        ("2026-11-15 15:00", "Sigue sin funcionar.", False),
        ("2026-11-15 15:00", "Correction: the checkout error was not fixed, only hidden.", True),
        ("2026-11-15 15:00", "The checkout error is not fixed in the app yet.", True),
        ("2026-11-15 15:00", "Nobody asked for the newsletter this week.", False),
    ],
)
def test_what_landed_since_right_below_and_may_take_it_back_is_told(line, when, said, is_refused):
    version = text_of(line, FIXED)
    assert told(line, version) is None
    line.message(when, "C1", "U2", said)
    refused = told(line, version)
    assert (refused is not None) == is_refused
    if refused is not None:
        assert f"its channel goes on “{said}”" in refused.what
        assert "yarnnn run" in refused.mend


def test_what_was_said_since_in_the_thread_is_told_within_the_week(line):
    version = text_of(line, LAUNCH)
    root = message_of(line, ROOT)
    line.message("2026-11-17 09:00", "C1", "U1", "Thanks!", thread=root)
    assert told(line, version) is None
    line.message("2026-11-10 09:00", "C1", "U1", "Scrap that, it did not.", thread=root)
    assert "its thread says “Scrap that, it did not.”" in told(line, version).what


@pytest.mark.parametrize(
    ("settings", "whose"),
    [
        (with_acme(slack={"shared": [], "internal": ["client-acme", "acme-internal"]}), "acme"),
        (with_acme(domains=["acme.example", "new.example"]), "acme"),
        (agency(agency={**agency().agency.model_dump(mode="json"), "domains": ["other.example"]}), "the agency"),
    ],
)
def test_a_week_that_was_built_with_other_settings_is_told(line, settings, whose):
    error = told(line, text_of(line, LAUNCH), settings)
    assert "2026-W46 was built with what yarnnn.yaml said of" in error.what
    assert whose in error.what


def without_globex() -> Settings:
    acme, _ = with_acme().model_dump(mode="json", exclude_unset=True)["clients"]
    return agency(clients=[acme])


def forget_globex(line: Line) -> None:
    with duckdb.connect(line.home.warehouse) as con:
        remove_derived(con, [], [], "globex")


def test_a_text_is_sent_after_another_client_was_forgotten_whether_yarnnn_yaml_still_has_it_or_not(line):
    version = text_of(line, LAUNCH)
    forget_globex(line)
    assert told(line, version) is None
    assert told(line, version, without_globex()) is None


def test_a_client_that_came_is_gone_or_was_forgotten_and_changed_is_told_as_such(line):
    version = text_of(line, LAUNCH)
    acme, globex = with_acme().model_dump(mode="json", exclude_unset=True)["clients"]
    assert "built with globex in yarnnn.yaml; now it is not there" in told(line, version, without_globex()).what
    new = agency(clients=[acme, globex, {"id": "initech", "name": "Initech", "domains": ["initech.example"]}])
    assert "built without initech, or that was forgotten since; now yarnnn.yaml has it" in told(line, version, new).what
    forget_globex(line)
    changed = agency(clients=[acme, globex | {"domains": ["globex.example", "acme.example.org"]}])
    assert (
        "built without globex, or that was forgotten since; now yarnnn.yaml has it" in told(line, version, changed).what
    )


@pytest.mark.parametrize(
    ("change", "now"),
    [
        ("client_id = 'globex'", "it belongs to globex"),
        ("client_id = null", "it belongs to no client"),
        ("audience = 'internal'", "the client can't see it"),
        ("ignored_reason = 'spam_or_trash'", "it is left out of every text (spam or trash)"),
        ("version = 'other'", "its week holds another version of it, other"),
        ("text = repeat(' ', 80)", "these words do not count as said in it any more"),
        ("author_is_us = false, person_id = 'mailto:x@globex.example'", "its author is one of globex's people"),
        ('fields = \'{"sender_unproven": "failed"}\'', "its sender is not proven"),
    ],
)
def test_a_week_that_was_built_again_and_not_drafted_again_is_told(line, change, now):
    version = text_of(line, LAUNCH)
    with duckdb.connect(line.home.warehouse) as con:
        con.execute(f"update context.events set {change} where text = ?", [LAUNCH])
        con.execute(
            "insert into context.people by name select 'mailto:x@globex.example' as person_id, 'globex' as client_id, "
            "false as is_us"
        )
    assert now in told(line, version).what


def test_what_was_forgotten_is_told(line):
    version = text_of(line, LAUNCH)
    with duckdb.connect(line.home.warehouse) as con:
        con.execute("delete from context.events where text = ?", [LAUNCH])
    assert "it is not known any more" in told(line, version).what


def test_a_week_that_an_earlier_yarnnn_built_is_compared_by_its_sources_alone(line):
    version = text_of(line, LAUNCH)
    with duckdb.connect(line.home.warehouse) as con:
        con.execute("drop table context.week_reads; drop table context.week_settings")
    assert told(line, version) is None
    land_again(line, message_of(line, LAUNCH), "slack.messages", is_deleted=True, text=None, version="deleted")
    assert "it was deleted" in told(line, version).what


# --- where nothing can be compared -----------------------------------------------------------------------------------


def refused(line: Line, version: Version) -> UserError:
    error = told(line, version, wait_seconds=0.2)
    assert "its sources can't be compared with what is known now, so it is not sent" in error.what
    return error


def test_without_its_warehouse_a_text_is_not_sent(line):
    version = text_of(line, LAUNCH)
    line.home.warehouse.unlink()
    assert "`yarnnn sync`" in refused(line, version).mend


def test_with_a_damaged_warehouse_a_text_is_not_sent(line):
    version = text_of(line, LAUNCH)
    line.home.warehouse.write_bytes(b"\0" * line.home.warehouse.stat().st_size)
    error = refused(line, version)
    assert "it is damaged" in error.what
    assert "`mv " in error.mend


def test_with_a_warehouse_whose_weeks_are_not_built_a_text_is_not_sent(line):
    version = text_of(line, LAUNCH)
    with duckdb.connect(line.home.warehouse) as con:
        con.execute("drop schema context cascade")
    assert "`yarnnn run --week 2026-W46`" in refused(line, version).mend


def test_while_another_run_holds_the_warehouse_a_text_is_not_sent(line):
    version = text_of(line, LAUNCH)
    holder = (
        "import sys; from pathlib import Path; from yarnnn_pipelines.stores.home import Home\n"
        "from yarnnn_pipelines.stores.locks import warehouse_lock\n"
        f"with warehouse_lock(Home(Path({str(line.home.root)!r}))):\n    print('held', flush=True); sys.stdin.read()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", holder], **pipes) as process:
        assert process.stdout.readline() == "held\n"
        assert "another run has held the warehouse" in refused(line, version).what
        process.communicate()
    assert told(line, version) is None


def test_what_nobody_is_asked_to_send_is_not_compared(line):
    line.home.warehouse.unlink()
    assert changed_sources(Project(line.home, line.settings), []) == {}


def test_each_text_of_several_is_judged_by_itself(line):
    first = text_of(line, LAUNCH)
    second = replace(text_of(line, "We approved the budget."), type="other_update", id=2)
    land_again(line, message_of(line, LAUNCH), "slack.messages", is_deleted=True, text=None, version="deleted")
    project = Project(line.home, line.settings)
    assert set(changed_sources(project, [first, replace(second, type="client_update", client="globex")])) == {
        first.key, ("globex", WEEK, "client_update"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "table", "changes"),
    [
        (LAUNCH, "slack.messages", {"text": "The Q2 campaign launched on the staging server only."}),
        (LAUNCH, "slack.messages", {"is_deleted": True, "text": None, "version": "deleted"}),
        ("We will send the report by Friday.", "slack.messages", {"text": "We can't send the report."}),
        ("Weekly", "calendar.events", {"text": "Weekly, moved"}),
    ],
)
def test_what_was_sent_is_named_as_soon_as_a_source_of_it_has_changed(line, tmp_path, words, table, changes):
    project, ledger = Project(line.home, line.settings), open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    text = text_of(line, words)
    ledger.save_versions([NewVersion(text.client, text.week, text.type, "drafted", "in", "out", "# A", text.document)])
    publish_version(ledger, ledger.approve("acme", WEEK, text.type, "dana"), ["files"], tmp_path, html_page)
    land_again(line, message_of(line, ROOT), "slack.messages", text="Where are we?")  # of no sentence
    assert edited_since_sent(project, ledger, ledger.standings()) == ([], None)
    item_id = line.one("select item_id from context.events where contains(text, ?) limit 1", words)
    land_again(line, item_id, table, **changes)
    (sent,), trouble = edited_since_sent(project, ledger, ledger.standings())
    assert (sent.key, trouble) == (text.key, None)


# --- what is drafted anew ---------------------------------------------------------------------------------------------


@pytest.mark.long
def test_what_was_edited_since_its_week_was_built_is_told_by_no_longer_span(line):
    edited = "We decided to keep the brown logo on all bags."
    line.message("2026-11-04 10:00", "C1", "U1", edited)
    line.message("2026-11-05 10:00", "C1", "U1", "We decided to print the menu in German.")
    line.build("2026-W45", WEEK)
    land_again(line, message_of(line, edited), "slack.messages", text="We decided to keep the blue logo on all bags.")
    line.build(WEEK)

    key, project = ClientWeek("acme", WEEK), Project(line.home, line.settings)
    ledger = open_ledger(line.home.ledger_url)
    draft_batch(project, ledger, "project_brief", [key])
    gated = gate_batch(project, ledger, "project_brief", [key]).done[key].gated

    assert any("menu in German" in claim.text for claim in gated.claims)
    (withheld,) = [claim for claim in gated.withheld if "brown logo" in claim.text]
    assert withheld.verdict == "stale"
    assert "has changed since; `yarnnn run --weeks 2026-W45..2026-W46` reads it anew" in withheld.reasons[0]
