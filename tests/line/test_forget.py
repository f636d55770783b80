"""What was forgotten is in no file of the home, does not land again, and the receipt tells what was sent before."""

from __future__ import annotations

import html
import io
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.line.demo_line import CLIENTS, copy_of_demo
from yarnnn_pipelines.cli import app as cli
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.render.render import html_page
from yarnnn_pipelines.forgetting import request as forget
from yarnnn_pipelines.forgetting.marks import Marker
from yarnnn_pipelines.forgetting.other_homes import forget_here_too
from yarnnn_pipelines.forgetting.register import Request, read_forgotten
from yarnnn_pipelines.project import Project, agency_ledger, claim_home
from yarnnn_pipelines.publishing.outbox import publish_version
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, NewEdit

PRIYA = ("priya nair", "priya@acme.example", "U05TH4DHJ7W")  # who nothing in this repository's own code is called


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_of_demo(tmp_path)


@pytest.fixture
def ledger(project: Project) -> Ledger:
    return open_ledger(project.home.ledger_url)


def ask(project: Project, query: str, *values: object) -> list[tuple]:
    with duckdb.connect(str(project.home.warehouse), read_only=True) as con:
        return con.execute(query, list(values)).fetchall()


def holders(project: Project, *words: str, but: tuple[str, ...] = ()) -> list[str]:
    """The files of the home that hold one of the words, in any letter case, as UTF-8 or UTF-16."""
    sought = [word.lower().encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    found = []
    for path in project.home.root.rglob("*"):
        name = path.relative_to(project.home.root).as_posix()
        if path.is_file() and not name.startswith(("published/", *but)):
            content = path.read_bytes().decode("latin-1").lower().encode("latin-1", "ignore")
            found += [name] if any(word in content for word in sought) else []
    return found


def read_every_export_again(project: Project, ledger: Ledger) -> None:
    """As when the exports were put there anew: dlt remembers none of them."""
    shutil.rmtree(project.home.dlt, ignore_errors=True)
    with duckdb.connect(str(project.home.warehouse)) as con:
        for schema in ("slack", "gmail", "notion", "calendar"):
            con.execute(f"delete from {schema}._dlt_pipeline_state")
    for platform in ("slack", "gmail", "notion", "calendar"):
        report = land(platform, project.settings, project.home, admission=read_forgotten(ledger))
        assert all(export["state"] == "landed" for export in report.exports)


def publish(project: Project, ledger: Ledger, client: str, week: str) -> None:
    version = ledger.approve(client, week, "client_update", "mia")
    publish_version(ledger, version, ["files"], project.home.published, html_page)


def quoted(project: Project, ledger: Ledger, client: str, week: str) -> tuple[str, str]:
    """(event id, its words) of the first sentence of a deliverable that quotes Slack, and that nothing else says."""
    document = ledger.latest(client, week, "client_update").document
    for section in document["sections"]:
        for claim in section["claims"]:
            for item in claim["evidence"]:
                says = "select count(distinct item_id) from context.item_versions where contains(lower(text), lower(?))"
                if item["event_id"].startswith("slack:") and ask(project, says, item["quote"]) == [(1,)]:
                    return item["event_id"], item["quote"]
    raise AssertionError("nothing quotes Slack alone")


def other_rows(project: Project, clients: list[str]) -> list[tuple]:
    return ask(
        project,
        "select item_id, version, text, payload from context.item_versions where item_id in (select item_id from "
        "context.client_week_events where client_id in (select unnest(?::varchar[]))) order by all",
        clients,
    )


# --- a person --------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_forgotten_person_is_in_no_file_and_does_not_land_again(project: Project, ledger: Ledger) -> None:
    stores = {name.split("/")[0].removesuffix("-wal") for name in holders(project, *PRIYA)}
    assert {"warehouse.duckdb", "ledger.db", "drafts"} <= stores
    before = ask(project, "select count(*) from slack.messages")[0][0]
    untouched = other_rows(project, ["estuary", "mendwell"])
    priya = Marker(ledger.make_forgotten_key())("mailto:priya@acme.example")
    ledger.remove_conclusion(priya, ["acme"], "asked")

    receipt = forget.forget(project, ledger, Request("person", "Priya Nair"))

    assert holders(project, *PRIYA) == []
    assert receipt.removed["ledger removed_conclusions"] == 1
    assert ledger.removed_conclusions(priya) == []
    assert "priya" not in json.dumps(receipt.as_json()["removed"]).lower()
    assert (
        receipt.removed["warehouse slack.messages"]
        == before - ask(project, "select count(*) from slack.messages")[0][0]
    )
    assert other_rows(project, ["estuary", "mendwell"]) == untouched
    left = ask(project, "select item_id, version, text, payload from slack.messages order by all")

    report = land("slack", project.settings, project.home, admission=read_forgotten(ledger))
    assert {export["state"] for export in report.exports} == {"unchanged"}  # what went is not missed

    read_every_export_again(project, ledger)

    assert holders(project, *PRIYA) == []
    items = {item for item, *_ in left}
    again = ask(project, "select item_id, text from slack.messages")
    assert {item for item, _ in again} == items
    meetings = ask(project, "select payload from calendar.events")
    assert any("dana@acme.example" in payload for (payload,) in meetings)  # others stay invited


@pytest.mark.long
def test_a_person_is_found_by_name_and_an_unknown_one_is_not(project: Project, ledger: Ledger) -> None:
    by_name = forget.preview(project, ledger, Request("person", "priya  NAIR"))
    assert by_name == forget.preview(project, ledger, Request("person", "priya@acme.example"))
    with pytest.raises(UserError) as caught:
        forget.preview(project, ledger, Request("person", "Prya Nair"))
    assert "Priya Nair" in caught.value.mend
    with pytest.raises(UserError) as caught:
        forget.preview(project, ledger, Request("person", "nobody@acme.example"))
    assert caught.value.where.startswith("names and addresses in what has landed from")
    assert "Slack" in caught.value.where
    assert str(project.settings.path) in caught.value.where
    assert "check how the address is written" in caught.value.mend


def test_two_people_of_one_name_are_told_apart_by_address(project: Project, ledger: Ledger) -> None:
    with duckdb.connect(str(project.home.warehouse)) as con:
        con.execute(
            "update gmail.messages set payload = replace(payload, 'Tiago Rebelo', 'Priya Nair') "
            "where contains(payload, 'Tiago Rebelo')"
        )
    with pytest.raises(UserError, match="2 people") as caught:
        forget.preview(project, ledger, Request("person", "Priya Nair"))
    assert {"priya@acme.example", "tiago@rebelo.example"} <= set(caught.value.mend.replace(",", "").split())


# --- a message -------------------------------------------------------------------------------------------------------


def test_a_forgotten_message_goes_and_what_was_sent_is_told(project: Project, ledger: Ledger) -> None:
    event, words = quoted(project, ledger, "acme", "2026-W46")
    publish(project, ledger, "acme", "2026-W46")
    version = ledger.latest("acme", "2026-W46", "client_update")

    receipt = forget.forget(project, ledger, Request("message", event))

    assert [(one["client"], one["week"], one["version"]) for one in receipt.sent] == [("acme", "2026-W46", 1)]
    assert set(version.locations) <= set(receipt.stays)
    assert ledger.latest("acme", "2026-W46", "client_update").markdown == version.markdown
    assert holders(project, words) == ["ledger.db"]
    assert any(place.endswith("ledger.db") for place in receipt.stays)
    assert words not in json.dumps(receipt.as_json())
    read_every_export_again(project, ledger)
    assert ask(project, "select count(*) from slack.messages where item_id = ?", event) == [(0,)]


@pytest.mark.long
def test_a_draft_that_nobody_was_sent_loses_its_words(project: Project, ledger: Ledger) -> None:
    event, words = quoted(project, ledger, "acme", "2026-W46")
    said = next(
        line[2:]
        for line in ledger.latest("acme", "2026-W46", "client_update").markdown.splitlines()
        if line[:2] == "- "
    )
    assert any(name.startswith("dagster/") for name in holders(project, said))
    receipt = forget.forget(project, ledger, Request("message", event))
    assert holders(project, words) == []
    assert not any(name.startswith("dagster/") for name in holders(project, said))
    assert not receipt.sent
    assert ledger.latest("acme", "2026-W46", "client_update").state == "forgotten"
    with pytest.raises(UserError, match="forget"):
        ledger.approve("acme", "2026-W46", "client_update", "mia")
    assert ledger.latest("harborline", "2026-W46", "client_update").state == "drafted"


@pytest.mark.long
def test_a_message_that_a_draft_only_lists_leaves_the_list_and_the_draft_stays(
    project: Project, ledger: Ledger
) -> None:
    before = ledger.latest("acme", "2026-W46", "client_update")
    row = next(row for row in before.document["items"] if row.get("reason") == "nothing_to_tell" and row["words"])
    landed = sum(ledger.last_landings()[row["platform"]].report["there"].values())
    forget.forget(project, ledger, Request("message", row["event_id"]))
    assert sum(ledger.last_landings()[row["platform"]].report["there"].values()) == landed - 1
    after = ledger.latest("acme", "2026-W46", "client_update")
    assert (after.state, after.markdown, after.document["sections"]) == (
        "drafted", before.markdown, before.document["sections"],
    )  # fmt: skip
    assert after.document["items"] == [each for each in before.document["items"] if each != row]
    counts, counts_before = after.document["coverage"], before.document["coverage"]
    assert counts["landed"] == counts_before["landed"] - 1
    assert counts["landed"] == counts["used"] + counts["offered"] + sum(counts["ignored"].values())
    assert counts["ignored"]["nothing_to_tell"] == counts_before["ignored"]["nothing_to_tell"] - 1
    assert holders(project, row["event_id"], row["words"], html.escape(row["words"])) == []
    assert (project.home.drafts / "acme" / "2026-W46" / "client_update.md").exists()
    assert not (project.home.drafts / "acme" / "2026-W46" / "client_update.review.md").exists()


@pytest.mark.long
def test_a_sent_update_lists_a_forgotten_message_no_more(project: Project, ledger: Ledger) -> None:
    publish(project, ledger, "acme", "2026-W46")
    version = ledger.latest("acme", "2026-W46", "client_update")
    row = next(row for row in version.document["items"] if row.get("reason") == "nothing_to_tell" and row["words"])
    receipt = forget.forget(project, ledger, Request("message", row["event_id"]))
    assert receipt.sent == []  # what was sent told nothing of it
    after = ledger.latest("acme", "2026-W46", "client_update")
    assert (after.state, after.markdown) == ("published", version.markdown)
    assert row["event_id"] not in {each["event_id"] for each in after.document["items"]}
    assert holders(project, row["event_id"]) == []


def test_a_link_names_a_message_and_an_unknown_id_is_answered_with_the_nearest(
    project: Project, ledger: Ledger
) -> None:
    event, _ = quoted(project, ledger, "acme", "2026-W46")
    link = ask(project, "select permalink from slack.messages where item_id = ?", event)[0][0]
    by_link, by_id = (forget.preview(project, ledger, Request("message", named)) for named in (link, event))
    assert by_link == by_id
    with pytest.raises(UserError) as caught:
        forget.preview(project, ledger, Request("message", event[:-1]))
    assert event[:-3] in caught.value.mend


# --- a client --------------------------------------------------------------------------------------------------------


ITEMS = "select distinct item_id from context.item_versions order by all"
ESTUARY_LINES = """
select distinct text from context.client_week_events
where client_id = 'estuary' and length(text) > 30 and not contains(text, chr(10)) and platform <> 'calendar'
"""


@pytest.mark.long
def test_a_forgotten_client_goes_and_the_others_stay_as_they_are(project: Project, ledger: Ledger) -> None:
    lines = [text for (text,) in ask(project, ESTUARY_LINES)]
    assert len(lines) > 20
    others = [client for client in CLIENTS if client != "estuary"]
    untouched = other_rows(project, others)
    publish(project, ledger, "estuary", "2026-W46")

    receipt = forget.forget(project, ledger, Request("client", "estuary"))

    assert holders(project, "@estuary-museum.example", "beatriz falcão", *lines[:200], but=("ledger.db",)) == []
    assert [one["week"] for one in receipt.sent] == ["2026-W46"]
    assert {one.week for one in ledger.standings() if one.client == "estuary"} == {"2026-W46"}
    assert {one.state for one in ledger.standings() if one.client == "acme"} == {"drafted"}
    assert other_rows(project, others) == untouched
    assert not list((project.home.drafts / "estuary").rglob("*.md"))
    for table in ("clients", "client_contacts", "client_domains", "client_containers", "client_aliases"):
        assert ask(project, f"select count(*) from agency.{table} where client_id = 'estuary'") == [(0,)]
    assert str(project.settings.path) in receipt.stays

    kept = ask(project, ITEMS)
    read_every_export_again(project, ledger)
    assert ask(project, ITEMS) == kept
    assert holders(project, "@estuary-museum.example", *lines[:200], but=("ledger.db",)) == []


# --- in every home of a ledger ---------------------------------------------------------------------------------------


def two_homes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Project, Project]:
    """Two machines of one agency, each with all that landed, on one ledger."""
    here, there = copy_of_demo(folder / "here"), copy_of_demo(folder / "there")
    ledger = f"sqlite:///{folder / 'shared.db'}"
    with sqlite3.connect(here.home.root / "ledger.db") as kept, sqlite3.connect(folder / "shared.db") as shared:
        kept.backup(shared)
    record = there.home.root / "home.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"home_id": "there"}))
    monkeypatch.setenv("YARNNN_LEDGER_URL", ledger)
    for project in (here, there):
        for path in project.home.root.glob("ledger.db*"):
            path.unlink()
        claim_home(project)
    return here, there


def test_another_home_of_the_ledger_is_named_and_does_nothing_until_it_has_forgotten_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    here, there = two_homes(tmp_path, monkeypatch)
    ledger = agency_ledger(here)

    def run(project: Project, *arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("YARNNN_HOME", str(project.home.root))
        with pytest.raises(SystemExit) as end:
            cli.app(["--config", str(project.settings.path), *arguments])
        told = capsys.readouterr()
        return int(end.value.code or 0), f"{told.out}{told.err}"

    code, shown = run(here, "forget", "person", "Priya Nair", "--yes")
    assert code == 0
    assert "Not reached" in shown
    assert f"{there.home.root}\n" in shown
    assert "yarnnn sync" in shown

    ledger.approve("estuary", "2026-W46", "client_update", "mia")
    for refused in (["who", "Priya Nair"], ["facts", "acme"], ["approve", "estuary", "2026-W46"]):
        code, told = run(there, *refused)
        assert code == 1, refused
        assert "forgotten in another home" in told
        assert "yarnnn sync" in told
    assert "forgotten in another home" in run(there, "status")[1]
    assert "not yet in 1 home" in run(here, "forget", "receipts")[1]

    code, shown = run(there, "sync")
    assert code == 0
    assert "removed from this one too" in shown
    assert "warehouse slack.users" in shown
    assert holders(there, *PRIYA, but=("warehouse.duckdb",)) == []  # which names the contacts of yarnnn.yaml again
    landed = "select count(*) from context.item_versions where contains(lower(payload || text), ?)"
    assert [ask(there, landed, word.lower()) for word in PRIYA] == [[(0,)]] * len(PRIYA)
    assert "not yet in" not in run(here, "forget", "receipts")[1]
    assert run(there, "who", "Priya Nair")[0] == 1
    assert "forgotten in another home" not in run(there, "status")[1]


@pytest.mark.long
def test_another_home_that_knows_more_of_a_person_lets_none_of_it_land_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two_homes(tmp_path, monkeypatch)
    ledger = agency_ledger(here)
    with duckdb.connect(str(here.home.warehouse)) as con:
        con.execute("delete from slack.users")
        con.execute("delete from slack.messages")
    forget.forget(here, ledger, Request("person", "priya@acme.example"))
    assert read_forgotten(ledger).text("<@U05TH4DHJ7W>") == "<@U05TH4DHJ7W>"

    (receipt,) = forget_here_too(there, ledger, "there")

    assert receipt.removed["warehouse slack.users"] == 1
    assert holders(there, *PRIYA) == []
    assert read_forgotten(ledger).text("<@U05TH4DHJ7W>") == "<@[removed]>"
    assert forget_here_too(there, ledger, "there") == []


# --- safely ----------------------------------------------------------------------------------------------------------


def test_a_dry_run_changes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def contents() -> dict[str, bytes | list[str]]:
        # Opening writes a lock file; SQLite moves rows from its logs into the file whenever a connection ends.
        kept = [path for path in project.home.root.rglob("*") if path.is_file() and path.suffix not in {".lock"}]
        kept = [path for path in kept if not path.name.endswith(("-wal", "-shm"))]
        return {str(path): rows(path) if path.suffix == ".db" else path.read_bytes() for path in kept}

    def rows(path: Path) -> list[str]:
        with closing(sqlite3.connect(path)) as con:
            return list(con.iterdump())

    before = contents()
    monkeypatch.setenv("YARNNN_HOME", str(project.home.root))
    with pytest.raises(SystemExit) as end:
        cli.app(["--config", str(project.settings.path), "forget", "person", "Priya Nair", "--dry-run", "--json"])
    assert not end.value.code
    assert json.loads(capsys.readouterr().out)["removed"]["warehouse slack.users"] == 1
    assert contents() == before


# before the raw rows go, and after
@pytest.mark.parametrize("step", ["folders", pytest.param("rewriting", marks=pytest.mark.long)])
def test_stopped_midway_it_does_not_land_again_and_the_same_command_finishes(
    project: Project, ledger: Ledger, step: str
) -> None:
    def stop(name: str) -> None:
        if name == step:
            raise KeyboardInterrupt

    whole = forget.preview(project, ledger, Request("person", "priya@acme.example"))
    with pytest.raises(KeyboardInterrupt):
        forget.forget(project, ledger, Request("person", "priya@acme.example"), step=stop)
    assert [one.finished_at for one in ledger.forgotten_entries()] == [None]
    assert read_forgotten(ledger).text("Ask Priya Nair") == "Ask [removed]"

    receipt = forget.forget(project, ledger, Request("person", "priya@acme.example"))

    assert holders(project, *PRIYA) == []
    assert [bool(one.finished_at) for one in ledger.forgotten_entries()] == [True]
    assert whole.removed.items() <= receipt.removed.items()


@pytest.mark.long
def test_the_command_asks_first_and_lists_its_receipts(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setenv("YARNNN_HOME", str(project.home.root))

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            cli.app(["--config", str(project.settings.path), "forget", *arguments])
        return int(end.value.code or 0), capsys.readouterr().out

    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    code, shown = run("person", "Priya Nair")
    assert code == 1
    assert "Would be removed" in shown
    assert holders(project, *PRIYA)
    code, shown = run("person", "Priya Nair", "--yes")
    assert code == 0
    assert "yarnnn run --weeks 2026-W41" in shown
    assert holders(project, *PRIYA) == []
    (one,) = json.loads(run("receipts", "--json")[1])
    assert one["finished_at"]
    assert "priya" not in json.dumps(one).lower()


def test_what_somebody_changed_of_a_sentence_goes_with_its_source(project: Project, ledger: Ledger) -> None:
    key = ClientWeek("acme", "2026-W46").deliverable("client_update")
    event_id, words = quoted(project, ledger, "acme", "2026-W46")
    claims = [claim for section in ledger.latest(*key).document["sections"] for claim in section["claims"]]
    of_it = next(claim for claim in claims if event_id in [item["event_id"] for item in claim["evidence"]])
    other = next(claim for claim in claims if event_id not in [item["event_id"] for item in claim["evidence"]])
    ledger.record_edits(
        key, [NewEdit("reword", of_it, f"In short: {words}"), NewEdit("strike", other)], Decision("mia")
    )
    receipt = forget.forget(project, ledger, Request("message", event_id))
    assert receipt.removed["ledger edits"] == 1
    assert [edit.action for edit in ledger.edits([key])[key]] == ["strike"]
