"""`yarnnn` as a person and a script meet it: help, looking at things, and errors that say what to do."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from sqlalchemy import select, update

from tests.line.demo_line import CLIENTS, copy_of_demo, made, publish
from yarnnn_pipelines.cli import app as cli
from yarnnn_pipelines.deliverables.items import left_out_in_words
from yarnnn_pipelines.project import demo_config, load_settings
from yarnnn_pipelines.stages import decisions
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import NewVersion
from yarnnn_pipelines.stores.ledger.tables import versions

HEAVY = ("dagster", "dbt", "dlt", "great_expectations", "pandas", "polars", "duckdb", "alembic")


@pytest.fixture
def yarnnn(monkeypatch, capfd, tmp_path):
    """Run a command in an empty folder: its exit code, what it printed, and its errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YARNNN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("YARNNN_CONFIG", "YARNNN_LEDGER_URL", "YARNNN_DAGSTER_POSTGRES_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, home: Path | None = None) -> tuple[int, str, str]:
        if home:
            monkeypatch.setenv("YARNNN_HOME", str(home))
        try:
            cli.app(list(arguments))
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capfd.readouterr()
        return code, printed.out, printed.err

    return run


# --- light ------------------------------------------------------------------------------------------------------------


LOOKING = [
    ["--version"],
    ["--help"],
    ["show", "--help"],
    ["show", "acme", "2026-W46"],
    ["show", "acme", "2026-W46", "--items"],
    ["status"],
    ["status", "--json"],
]


def test_looking_imports_nothing_heavy(tmp_path):
    run_without(HEAVY, LOOKING, made(), tmp_path)


def test_approving_publishes_without_importing_anything_heavy(tmp_path):
    project = copy_of_demo(tmp_path)
    heavy = [name for name in HEAVY if name != "duckdb"]  # with which a text's sources are compared
    run_without(heavy, [["approve", "acme", "2026-W46"]], project.home.root, tmp_path)
    assert open_ledger(project.home.ledger_url).latest("acme", "2026-W46", "client_update").state == "published"


def run_without(heavy: Sequence[str], commands: Sequence[Sequence[str]], home: Path, folder: Path) -> None:
    """Run the commands one after another in one process, which must not have imported any of it after any of them.

    folder: where they are run, which holds no yarnnn.yaml.
    """
    code = f"""
import sys
from yarnnn_pipelines.cli import app as cli
from yarnnn_pipelines.deliverables.items import left_out_in_words
from yarnnn_pipelines.project import demo_config
for arguments in {commands!r}:
    try:
        cli.app(arguments)
    except SystemExit as end:
        assert not end.code, (arguments, end.code)
    heavy = [name for name in {heavy!r} if name in sys.modules]
    assert not heavy, (arguments, heavy)
"""
    environment = os.environ | {"YARNNN_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_help_of_every_command_says_what_it_does_and_shows_an_example(yarnnn):
    for command in ("init", "demo", "sync", "run", "show", "approve", "status", "who", "ui"):
        code, printed, _ = yarnnn(command, "--help")
        assert code == 0
        assert f"yarnnn {command}" in printed
        assert "Example" in printed


# --- looking ----------------------------------------------------------------------------------------------------------


def test_show_tells_each_sentence_with_its_source(yarnnn):
    code, printed, _ = yarnnn("show", "acme", "2026-W46", home=made())
    assert code == 0
    assert "Acme Corp: week of 9 November 2026" in printed
    assert "Slack, Mia Duarte, 9 Nov" in printed
    assert "yarnnn approve acme 2026-W46" in printed


@pytest.mark.parametrize("client", CLIENTS)
def test_every_landed_item_is_listed_and_every_count_of_it_is_the_same(yarnnn, client):
    listed = json.loads(yarnnn("show", client, "2026-W46", "--items", "--json", home=made())[1])
    coverage = listed["coverage"]
    fates = Counter(row["reason"] or row["fate"] for row in listed["items"])
    assert fates == Counter({"told": coverage["used"], "offered": coverage["offered"], **coverage["ignored"]})
    assert sum(fates.values()) == coverage["landed"]
    assert json.loads(yarnnn("show", client, "2026-W46", "--json")[1])["coverage"] == coverage

    left_out = left_out_in_words(coverage)
    offered = f", {coverage['offered']} offered" if coverage["offered"] else ""
    numbers = f"{coverage['landed']} items landed, {coverage['used']} are told here{offered}; left out: {left_out}."
    for arguments in ([], ["--items"]):
        assert numbers in " ".join(yarnnn("show", client, "2026-W46", *arguments)[1].split())
    review = (made() / "drafts" / client / "2026-W46" / "client_update.review.md").read_text(encoding="utf-8")
    assert numbers.replace("landed,", "landed for this client and week,") in review
    row = next(line for line in yarnnn("status")[1].splitlines() if line.startswith("2026-W46") and client in line)
    assert row.split()[2:4] == [str(coverage["landed"]), str(coverage["used"])]
    assert left_out in row


def test_the_list_shows_where_each_item_is_told_and_why_another_is_not(yarnnn):
    _, printed, _ = yarnnn("show", "estuary", "2026-W46", "--items", home=made())
    items = json.loads(yarnnn("show", "estuary", "2026-W46", "--items", "--json")[1])["items"]
    told = next(row for row in items if row["fate"] == "told")
    assert told["words"][:20] in printed
    assert told["permalink"] in printed
    assert re.search(r"Told \(\d+\)", printed)
    assert "in What moved" in printed
    (withheld,) = (row for row in items if row["fate"] == "withheld")
    assert f"{withheld['verdict'].replace('_', ' ')}: {withheld['reasons'][0]}" in printed


def test_a_version_of_before_there_was_a_list_says_how_to_get_one(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "old")
    ledger = open_ledger(project.home.ledger_url)
    with ledger.engine.begin() as con:
        for number, document in con.execute(select(versions.c.id, versions.c.document)).all():
            document.pop("items")
            con.execute(update(versions).where(versions.c.id == number).values(document=document))
    code, _, errors = yarnnn("show", "acme", "2026-W46", "--items", home=project.home.root)
    assert code == 1
    assert "without a list of its items" in errors
    assert "yarnnn run --week 2026-W46 --client acme" in errors
    assert yarnnn("show", "acme", "2026-W46")[0] == 0


def test_show_as_json_is_one_object_of_the_promised_form(yarnnn):
    code, printed, errors = yarnnn("show", "acme", "2026-W46", "--json", home=made())
    found = json.loads(printed)
    assert (code, errors) == (0, "")
    assert list(found) == [
        "client", "week", "type", "state", "version", "content_hash", "input_hash", "markdown", "sections", "withheld",
        "offers", "writer", "judge", "edits", "coverage", "changes_since", "cost",
    ]  # fmt: skip
    assert (found["client"], found["week"], found["type"], found["state"]) == (
        "acme", "2026-W46", "client_update", "drafted",
    )  # fmt: skip
    claim = next(claim for section in found["sections"] for claim in section["claims"])
    assert {"claim_id", "kind", "text", "verdict", "reasons", "evidence"} <= set(claim)
    assert set(claim["evidence"][0]) == {
        "event_id", "version", "platform", "kind", "occurred_at", "author", "permalink", "quote", "start", "end",
    }  # fmt: skip


def test_status_says_how_fresh_each_source_is_what_was_read_and_what_waits(yarnnn):
    code, printed, _ = yarnnn("status", home=made())
    assert code == 0
    for expected in ("slack", "gmail", "notion", "calendar", "2026-W46", "Waiting for you", "drafted"):
        assert expected in printed


def test_status_as_json_holds_the_figures_that_are_shown(yarnnn):
    figures = json.loads(yarnnn("status", "--json", home=made())[1])
    assert list(figures) == [
        "agency", "home", "sources", "warnings", "completeness", "gaps", "coverage", "deliverables", "to_correct",
        "waiting", "models",
    ]  # fmt: skip
    shown = yarnnn("status", "--all")[1]
    for source in figures["sources"]:
        (line,) = (line for line in shown.splitlines() if line.startswith(f"{source['source']} "))
        items = f"{source['items']} {source['noun']}".split()
        assert line.split()[-5:] == [*items, *(str(source[name]) for name in ("new", "deleted", "skipped"))]
    counted = ", ".join(f"{number} {state}" for state, number in figures["deliverables"].items())
    assert counted in shown
    listed = shown[shown.index("Waiting for you") :]
    for waiting in figures["waiting"]:
        row = [waiting["week"], waiting["client"], waiting["state"], str(waiting["claims"]), str(waiting["withheld"])]
        assert [*row, *waiting["autonomy"].split()] in [line.split() for line in listed.splitlines()]


def test_show_without_a_week_shows_the_newest(yarnnn):
    assert yarnnn("show", "acme", home=made())[1] == yarnnn("show", "acme", "2026-W46")[1]


def test_status_says_how_many_more_wait_and_lists_them_all_when_asked(yarnnn, monkeypatch):
    monkeypatch.setattr("yarnnn_pipelines.cli.status.WAITING_SHOWN", 15)
    waiting = json.loads(yarnnn("status", "--json", home=made())[1])["waiting"]
    assert len(waiting) > 15
    shown = yarnnn("status")[1]
    assert f"and {len(waiting) - 15} more" in shown
    assert "yarnnn status --all" in shown
    everything = yarnnn("status", "--all")[1]
    assert "more:" not in everything
    listed = everything[everything.index("Waiting for you") :].splitlines()[2:]
    assert len(listed) == len(waiting)


def test_who_somebody_is_is_told_from_their_own_clients_weeks_with_evidence(yarnnn):
    code, printed, _ = yarnnn("who", "Dana", "--json", home=made())
    told = json.loads(printed)
    assert (code, told["person"]["email"]) == (0, "dana@acme.example")
    assert {each["kind"]: each["says"] for each in told["identity"]}["role"] == "Head of Marketing"
    assert [each["client"] for each in told["clients"]] == ["acme"]
    evidence = [item for each in told["clients"][0]["conclusions"] for item in each["evidence"]]
    assert evidence
    assert all(item["event_id"] and item["permalink"] and item["quote"] for item in evidence)
    assert "Head of Marketing" in yarnnn("who", "dana@acme.example")[1]


def test_whoever_names_nobody_is_shown_everybody_by_client(yarnnn):
    code, printed, _ = yarnnn("who", home=made())
    lines = printed.splitlines()
    assert code == 0
    assert "  Dana Reyes (dana@acme.example), Head of Marketing" in lines[lines.index("Acme Corp") :]
    known = json.loads(yarnnn("who", "--json")[1])
    assert {"name": "Dana Reyes", "client": "acme"}.items() <= next(
        each for each in known if each["email"] == "dana@acme.example"
    ).items()
    code, _, said = yarnnn("who", "--remove", "greeting")
    assert (code, "name the PERSON" in said) == (1, True)


def test_a_conclusion_that_was_removed_is_not_drawn_again(yarnnn, tmp_path):
    home = copy_of_demo(tmp_path).home.root
    code, printed, _ = yarnnn("who", "Dana", "--remove", "greeting", "--json", home=home)
    assert code == 0
    for told in (json.loads(printed), json.loads(yarnnn("who", "Dana", "--json")[1])):
        assert "greeting" not in {each["name"] for each in told["clients"][0]["conclusions"]}
        assert [each["conclusion"] for each in told["removed"]] == ["greeting"]
    assert "there is role" in yarnnn("who", "Dana", "--remove", "temper")[2]
    assert "greeting" in yarnnn("who", "Dana", "--restore", "greeting")[1]


def test_the_version_is_printed(yarnnn):
    assert yarnnn("--version")[:2] == (0, f"yarnnn {version('yarnnn-pipelines')}\n")


def test_status_of_a_home_where_nothing_has_run_says_so(yarnnn):
    yarnnn("init")
    code, printed, _ = yarnnn("status")
    assert code == 0
    assert "never" in printed
    assert "none yet" in printed


# --- init -------------------------------------------------------------------------------------------------------------


def test_init_writes_settings_that_load_and_does_not_overwrite_them(yarnnn, tmp_path):
    assert yarnnn("init")[0] == 0
    settings = load_settings(tmp_path / "yarnnn.yaml")
    assert [client.id for client in settings.clients] == ["acme"]
    code, _, errors = yarnnn("init")
    assert code == 1
    assert "--force" in errors


def test_the_command_that_init_prints_looks_at_the_demo_that_ran_there(yarnnn, tmp_path):
    copy_of_demo(tmp_path / "copy").home.root.rename(tmp_path / ".yarnnn")
    printed = yarnnn("init")[1]
    (line,) = (line for line in printed.splitlines() if "Look at it again with: " in line)
    variable, *words = shlex.split(line.partition("with: ")[2])
    name, _, home = variable.partition("=")
    assert (name, home) == ("YARNNN_HOME", str(tmp_path / ".yarnnn-demo"))
    code, printed, _ = yarnnn(*words[words.index("yarnnn") + 1 :], home=Path(home))
    assert (code, "Northlight Studio" in printed) == (0, True)


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "what", "mend"),
    [
        (["show", "acmee", "2026-W46"], "no client 'acmee'", "did you mean 'acme'?"),
        (["show", "acme", "2026-46"], "'2026-46' is not an ISO week", "write it as 2026-W46"),
        (["show", "acme", "2026-W47"], "there is no deliverable", "yarnnn run --week 2026-W47"),
        (["approve", "acme", "2026-W47"], "there is no deliverable", "yarnnn run --week 2026-W47"),
        (["show", "acme", "2026-W30"], "lies before the first week", "agency.start"),
        (["show", "acme", "2099-W10"], "has not begun", "this week is"),
        (["approve", "acme", "2099-W10"], "has not begun", "this week is"),
        (["show", "mendwell", "2026-W46", "--type", "investor_update"], "no investor_update is due", "2026-W44"),
        (["approve", "mendwell", "2026-W46", "--type", "investor_update"], "no investor_update is due", "2026-W44"),
        (["show", "acme", "2026-W44", "--type", "investor_update"], "acme gets no investor_update", "`deliverables`"),
        (["show", "mendwell", "2026-W44", "--type", "investor_update"], "no deliverable", "--type investor_update"),
        (["run", "--week", "2026-W10"], "lies before the first week", "agency.start"),
        (["run", "--week", "2099-W10"], "has not begun", "this week is"),
        (["run", "--weeks", "2026-W46..2026-W41"], "run backwards", "2026-W41..2026-W46"),
        (["run", "--week", "2026-W46", "--client", "nobody"], "no client 'nobody'", "the clients are"),
        (["run", "--week", "2026-W46", "--weeks", "2026-W46"], "both given", "give one of them"),
        (["run", "--week", "2026-W46", "--type", "novel"], "deliverable of type 'novel'", "client_update"),
        (["show", "acme", "2026-W46", "--type", "novel"], "deliverable of type 'novel'", "client_update"),
        (
            ["approve", "acme", "2026-W46", "--version", "9"],
            "there is no version 9, the newest is version 1",
            "yarnnn show acme 2026-W46",
        ),
        (["--config", "no-such.yaml", "status"], "no such file", "yarnnn init"),
    ],
)
def test_an_error_says_what_is_wrong_and_the_mend_and_shows_no_stack_trace(yarnnn, arguments, what, mend):
    code, printed, errors = yarnnn(*arguments, home=made())
    assert code == 1
    assert printed == ""
    assert what in errors
    assert mend in errors
    assert "Traceback" not in errors


def test_a_typo_in_yarnnn_yaml_names_the_line(yarnnn, tmp_path):
    yarnnn("init")
    path = tmp_path / "yarnnn.yaml"
    path.write_text(path.read_text().replace("time_zone:", "timezone:"))
    code, _, errors = yarnnn("run")
    assert code == 1
    assert "yarnnn.yaml, line 6" in errors
    assert "did you mean 'time_zone'?" in errors


def test_without_any_settings_the_way_to_begin_is_told(yarnnn):
    code, _, errors = yarnnn("status")
    assert code == 1
    assert "yarnnn demo" in errors


# --- running ----------------------------------------------------------------------------------------------------------


def test_approve_publishes_the_words_that_were_shown(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    shown = json.loads(yarnnn("show", "acme", "2026-W46", "--json", home=project.home.root)[1])
    code, printed, _ = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert code == 0
    path = next(Path(line) for line in printed.splitlines() if line.endswith(".md"))
    assert path.read_text(encoding="utf-8") == shown["markdown"]
    assert json.loads(yarnnn("show", "acme", "2026-W46", "--json")[1])["state"] == "published"
    code, printed, _ = yarnnn("approve", "acme", "2026-W46")
    assert (code, "published already" in printed) == (0, True)


def test_a_draft_file_that_was_edited_by_hand_is_not_taken_for_the_text(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    file = project.home.drafts / "acme" / "2026-W46" / "client_update.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nYours, Mia\n", encoding="utf-8")
    code, printed, errors = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert (code, printed) == (1, "")
    assert "1 draft file was edited by hand since version 1 was written" in errors
    assert str(file) in errors
    assert json.loads(yarnnn("show", "acme", "2026-W46", "--json")[1])["state"] == "drafted"
    file.rename(tmp_path / "mine.md")
    assert yarnnn("approve", "acme", "2026-W46")[0] == 0


def test_what_could_not_be_sent_is_not_called_published(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    file = project.home.published / "acme" / "2026-W46" / "client_update.v1.md"
    file.parent.mkdir(parents=True)
    file.write_text("changed by hand")
    code, printed, errors = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert (code, printed) == (1, "")
    assert "changed by hand" in errors
    assert "version 1 is approved, which stands, and has no receipt" in errors
    assert json.loads(yarnnn("show", "acme", "2026-W46", "--json")[1])["state"] == "approved"
    file.write_bytes(b"\xff no text of anybody")
    assert "changed by hand" in yarnnn("approve", "acme", "2026-W46")[2]


@pytest.mark.parametrize("in_the_way", ["a file", "a link to nothing"])
def test_where_nothing_can_be_published_the_approval_is_said_to_stand(yarnnn, tmp_path, in_the_way):
    project = copy_of_demo(tmp_path / "copy")
    published = project.home.published
    published.rmdir()
    published.write_text("no folder") if in_the_way == "a file" else published.symlink_to(tmp_path / "nowhere")
    code, printed, errors = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert (code, printed) == (1, "")
    assert "version 1 is approved, which stands, and has no receipt" in errors
    assert f"Where: {published}" in errors
    assert "move the file away, then approve again" in errors
    published.unlink()
    assert "is published: " in yarnnn("approve", "acme", "2026-W46")[1]


def test_a_publication_that_could_not_be_told_is_said_to_be_done(tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    command = [sys.executable, "-c", "from yarnnn_pipelines.cli.app import app; app()", "approve", "acme", "2026-W46"]
    environment = os.environ | {"YARNNN_HOME": str(project.home.root), "COLUMNS": "200"}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    assert "version 1 is approved and published, but" in done.stderr
    assert "run this again: it changes nothing" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert open_ledger(project.home.ledger_url).latest("acme", "2026-W46", "client_update").state == "published"


def test_a_draft_that_comes_while_another_is_approved_is_not_called_published(yarnnn, tmp_path, monkeypatch):
    project = copy_of_demo(tmp_path / "copy")
    publish_batch = decisions.publish_batch

    def after_a_newer_draft(project, ledger, type_id, keys, **options):
        document = ledger.latest("acme", "2026-W46", type_id).document
        newer = NewVersion("acme", "2026-W46", type_id, "drafted", "newer", "newer", "# newer", document)
        ledger.save_versions([newer])
        return publish_batch(project, ledger, type_id, keys, **options)

    monkeypatch.setattr(decisions, "publish_batch", after_a_newer_draft)
    code, printed, errors = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert (code, printed) == (1, "")
    assert "a newer draft came before it was published" in errors
    assert not (project.home.published / "acme").exists()


def while_compared(monkeypatch, happens):
    """Let something happen in another thread, on a connection of its own, after the sources were compared."""
    compared = decisions.changed_sources

    def compare(project, *arguments, **options):
        changed = compared(project, *arguments, **options)
        monkeypatch.setattr(decisions, "changed_sources", compared)
        thread = threading.Thread(target=happens, args=[open_ledger(project.home.ledger_url)])
        thread.start()
        thread.join()
        return changed

    monkeypatch.setattr(decisions, "changed_sources", compare)


def test_a_draft_that_comes_before_the_decision_is_not_approved_unread(yarnnn, tmp_path, monkeypatch):
    project = copy_of_demo(tmp_path / "copy")

    def newer_draft(ledger):
        document = ledger.latest("acme", "2026-W46", "client_update").document
        newer = NewVersion("acme", "2026-W46", "client_update", "drafted", "newer", "newer", "# newer", document)
        ledger.save_versions([newer])

    while_compared(monkeypatch, newer_draft)
    code, printed, errors = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert (code, printed) == (1, "")
    assert "version 1 is not the newest, version 2 is" in errors
    assert json.loads(yarnnn("show", "acme", "2026-W46", "--json")[1])["state"] == "drafted"


def test_who_approves_second_is_told_who_was_first(yarnnn, tmp_path, monkeypatch):
    project = copy_of_demo(tmp_path / "copy")

    def another_approves(ledger):
        ledger.approve("acme", "2026-W46", "client_update", "dana")

    while_compared(monkeypatch, another_approves)
    code, printed, _ = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert (code, "Version 1 is published: dana approved it on" in printed) == (0, True)
    assert "is published already: dana approved it on" in yarnnn("approve", "acme", "2026-W46")[1]


def test_a_text_that_comes_again_word_for_word_is_told_as_the_version_that_was_sent(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    ledger = open_ledger(project.home.ledger_url)
    sent = ledger.latest("acme", "2026-W46", "client_update")
    again = NewVersion(*sent.key, "drafted", "other inputs", sent.content_hash, sent.markdown, sent.document)
    ledger.save_versions([again])
    told = " ".join(yarnnn("show", "acme", "2026-W46")[1].split())
    assert "published · version 2, the same text as version 1, which was published" in told
    told = yarnnn("approve", "acme", "2026-W46")[1]
    assert "Version 2 is published already, word for word as version 1: " in told
    assert "approved version 1, the same text, on" in told
    assert "client_update.v1.md" in told


def test_a_published_file_that_is_gone_is_not_said_to_be_there(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    (project.home.published / "acme" / "2026-W46" / "client_update.v1.md").unlink()
    lines = yarnnn("approve", "acme", "2026-W46")[1].splitlines()
    assert [line.endswith("(not there any more)") for line in lines] == [False, True, False]


def test_what_another_home_published_is_told_with_its_place(yarnnn, tmp_path, monkeypatch):
    first, second = copy_of_demo(tmp_path / "first"), copy_of_demo(tmp_path / "second")
    monkeypatch.setenv("YARNNN_LEDGER_URL", first.home.ledger_url)
    path = second.home.root / "home.json"  # a machine that was set up by itself has ids of its own
    path.write_text(json.dumps(json.loads(path.read_text()) | {"home_id": "second", "agency_id": "unknown"}))
    yarnnn("approve", "acme", "2026-W46", home=first.home.root)
    code, printed, errors = yarnnn("approve", "acme", "2026-W46", home=second.home.root)
    assert (code, "published already" in printed) == (0, True)
    assert f":{first.home.root}: its files lie there, and not in this home" in " ".join(errors.split())
    errors = yarnnn("approve", "acme", "2026-W45")[2]
    assert f"Other updates were published from {socket.gethostname()}:{first.home.root}" in " ".join(errors.split())
    told = " ".join(yarnnn("status")[1].split())
    assert f"Published files lie in {socket.gethostname()}:{first.home.root}" in told


def test_of_two_that_write_a_yarnnn_yaml_at_once_one_is_told_so(yarnnn, tmp_path, monkeypatch):
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: path.name != "yarnnn.yaml" and exists(path))
    (tmp_path / "yarnnn.yaml").write_text("theirs")
    code, printed, errors = yarnnn("init")
    assert (code, printed, "it is there already" in errors) == (1, "", True)
    assert (tmp_path / "yarnnn.yaml").read_text() == "theirs"


def delete_a_source(project, client="acme", week="2026-W46"):
    """A deletion lands of a message that the newest text stands on; no week is built again. The words that it had."""
    document = open_ledger(project.home.ledger_url).latest(client, week, "client_update").document
    evidence = [item for section in document["sections"] for claim in section["claims"] for item in claim["evidence"]]
    source = next(item for item in evidence if item["platform"] == "slack")
    with duckdb.connect(project.home.warehouse) as con:
        con.execute(
            "insert into slack.messages select * replace ('deleted' as version, '' as text, true as is_deleted, "
            "now() as observed_at) from slack.messages where item_id = ?",
            [source["event_id"]],
        )
    return source["quote"]


def test_a_text_whose_source_was_deleted_since_is_not_approved(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    words = delete_a_source(project)
    code, printed, errors = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert (code, printed) == (1, "")
    assert (f"said “{words}”; now it was deleted" in errors, "yarnnn run --week 2026-W46`" in errors) == (True, True)
    assert json.loads(yarnnn("show", "acme", "2026-W46", "--json")[1])["state"] == "drafted"
    assert not (project.home.published / "acme").exists()


def test_a_text_that_was_approved_before_its_source_was_deleted_is_not_sent(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    open_ledger(project.home.ledger_url).approve("acme", "2026-W46", "client_update", "dana")
    delete_a_source(project)
    code, printed, errors = yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    assert (code, printed, "now it was deleted" in errors) == (1, "", True)
    with pytest.raises(dg.Failure, match="now it was deleted"):
        publish(project, ("acme", "2026-W46"))
    assert not (project.home.published / "acme").exists()


@pytest.mark.long
def test_run_makes_one_clients_week_and_says_what_there_is(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    code, printed, errors = yarnnn("run", "--week", "2026-W45", "--client", "acme", home=project.home.root)
    assert code == 0, errors
    assert "Deliverables, 2026-W45: " in printed
    assert "Client update: " in errors  # not a terminal: one plain line a stage
    assert "\x1b" not in errors + printed


def test_a_newer_draft_shows_what_differs_from_the_one_that_was_published(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")
    yarnnn("approve", "acme", "2026-W46", home=project.home.root)
    ledger = open_ledger(project.home.ledger_url)
    published = ledger.latest("acme", "2026-W46", "client_update")
    document = json.loads(json.dumps(published.document))
    claims = document["sections"][0]["claims"]
    told = claims[0]["text"]
    claims[0]["text"] = "The Q2 campaign launched two days late."
    ledger.save_versions(
        [NewVersion("acme", "2026-W46", "client_update", "drafted", "newer", "newer", "# newer", document)]
    )
    printed = " ".join(yarnnn("show", "acme", "2026-W46")[1].split())
    assert "version 2 · version 1 was published" in printed
    assert f"- {told}" in printed
    assert "+ The Q2 campaign launched two days late." in printed


@pytest.mark.long
def test_a_channel_that_nothing_landed_from_is_told(yarnnn, tmp_path):
    settings = demo_config().read_text(encoding="utf-8").replace("exports/", f"{demo_config().parent}/exports/")
    assert "client-acme" in settings
    (tmp_path / "yarnnn.yaml").write_text(settings.replace("client-acme", "client-acmee", 1), encoding="utf-8")
    _, _, errors = yarnnn("sync")
    assert "acme: no Slack channel 'client-acmee' has landed; did you mean 'client-acme'?" in errors
    assert "did you mean 'client-acme'?" in yarnnn("status")[1]


@pytest.mark.long
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_told_to_stop_ends_with_one_sentence(tmp_path, number, code):
    environment = os.environ | {"YARNNN_HOME": str(tmp_path / "home"), "YARNNN_CONFIG": str(demo_config())}
    # A shell's background jobs ignore SIGINT and hand that on; whoever sits at a terminal does not. SIGTERM acts
    # either way, though Dagster makes it do what SIGINT does.
    handler = "signal.default_int_handler" if number == signal.SIGINT else "signal.SIG_IGN"
    hears = f"import signal; signal.signal(signal.SIGINT, {handler})"
    command = [sys.executable, "-c", f"{hears}; from yarnnn_pipelines.cli.app import app; app()", "run"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        first = process.stderr.readline()
        assert first.startswith("Starting")
        process.send_signal(number)
        rest = process.communicate(timeout=60)[1]
    assert process.returncode == code
    assert "Stopped. Nothing is half done" in rest
    assert "Traceback" not in rest


@pytest.mark.long
def test_a_broken_export_costs_its_own_platform_only(yarnnn, tmp_path):
    yarnnn("init")
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "slack.zip").write_bytes(b"PK\x03\x04 not a zip")
    (exports / "mail.mbox").write_text(
        "From 1@xxx Mon Nov 09 09:00:00 +0000 2026\nFrom: Dana <dana@acme.example>\nTo: me@your-agency.example\n"
        "Subject: Launch\nMessage-ID: <1@acme.example>\nDate: Mon, 09 Nov 2026 09:00:00 +0000\n\nWe launched.\n"
    )
    path = tmp_path / "yarnnn.yaml"
    text = path.read_text().replace("  notion:\n    export: exports/notion.zip", "  # no notion:\n    #")
    path.write_text(text.replace("  calendar:\n    export: exports/team.ics", "  # no calendar:\n    #"))
    code, printed, errors = yarnnn("sync")
    assert code == 1
    assert "slack.zip" in errors
    assert "Traceback" not in errors
    assert [line.split()[0] for line in printed.splitlines() if "just now" in line or "minute" in line] == ["gmail"]


def test_every_client_of_the_demo_has_a_draft_or_an_honest_nothing(yarnnn):
    for client in CLIENTS:
        code, printed, _ = yarnnn("show", client, "2026-W46", "--json", home=made())
        assert code == 0
        assert json.loads(printed)["state"] in ("drafted", "abstained")


def test_a_value_whose_source_was_edited_or_deleted_since_says_so(yarnnn, tmp_path):
    project = copy_of_demo(tmp_path / "copy")

    def facts():
        return json.loads(yarnnn("facts", "acme", "--all", "--json", home=project.home.root)[1])

    known = facts()
    assert {fact["source_now"] for fact in known} == {None}
    edited, deleted = list(dict.fromkeys(fact["event_id"] for fact in known if fact["event_id"].startswith("slack:")))[
        :2
    ]
    with duckdb.connect(project.home.warehouse) as con:
        for item_id, text, is_deleted in ((edited, "Never mind.", False), (deleted, "", True)):
            con.execute(
                "insert into slack.messages select * replace ('later' as version, ? as text, ? as is_deleted, "
                "now() as observed_at) from slack.messages where item_id = ?",
                [text, is_deleted, item_id],
            )
    now = {fact["event_id"]: fact["source_now"] for fact in facts()}
    assert {event_id: said for event_id, said in now.items() if said} == {edited: "edited", deleted: "deleted"}
    printed = yarnnn("facts", "acme", "--all")[1]
    assert ("(edited since)" in printed, "(deleted since)" in printed) == (True, True)
