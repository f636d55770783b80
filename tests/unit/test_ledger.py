"""Human decisions are never lost and nothing is sent twice; on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.claims import digest
from yarnnn_pipelines.deliverables.render.as_json import as_shown
from yarnnn_pipelines.deliverables.render.render import html_page
from yarnnn_pipelines.forgetting.request import holding
from yarnnn_pipelines.publishing import outbox
from yarnnn_pipelines.publishing.destinations.files import Files
from yarnnn_pipelines.publishing.destinations.protocol import Delivery
from yarnnn_pipelines.publishing.outbox import publish_version
from yarnnn_pipelines.stores.home import LEDGER_VARIABLE
from yarnnn_pipelines.stores.ledger import opening, waiting
from yarnnn_pipelines.stores.ledger import outbox as claims
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.opening import MIGRATIONS, open_ledger
from yarnnn_pipelines.stores.ledger.rows import Addressed, Approval, Decision, NewEdit, NewVersion, Standing


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    if request.param == "sqlite":
        return open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    opened = open_ledger(request.getfixturevalue("postgres").get_uri())
    with opened.engine.begin() as con:
        of_texts = "unsent_approvals, receipts, outbox, reviews, deliverable_versions, drafts"
        of_people = "edits, outcomes, autonomy_moves, lessons, preference_trials"
        con.execute(text(f"truncate {of_texts}, landings, week_coverage, {of_people}"))
    return opened


def version(words: str = "It launched.", *, inputs: str = "i1", outcome: str = "drafted") -> NewVersion:
    claims = [{"claim_id": "c1", "section": "moved", "kind": "quote", "text": words, "verdict": "supported",
               "reasons": [], "evidence": []}]  # fmt: skip
    document = {
        "title": "Acme",
        "sections": [{"id": "moved", "title": "What moved", "claims": claims}],
        "withheld": [],
        "coverage": {"landed": 1, "used": 1, "ignored": {}, "unassigned": 0},
        "cost": {"seconds": 0.1},
    }
    markdown = f"# Acme\n\n- {words}\n" if outcome == "drafted" else ""
    return NewVersion("acme", "2026-W46", "client_update", outcome, inputs, digest(markdown), markdown, document)


KEY = DeliverableKey("acme", "2026-W46", "client_update")


_READS = (
    "import sqlite3, sys; con = sqlite3.connect(sys.argv[1]); print(len(con.execute('select * from t').fetchall()))"
)


def _read_elsewhere(file: Path) -> str:
    """How many rows another program sees, which closes the file after it."""
    return subprocess.run([sys.executable, "-c", _READS, str(file)], stdout=subprocess.PIPE, text=True).stdout.strip()


@pytest.mark.parametrize("meanwhile", ["opened again", "searched"])
def test_what_is_written_while_another_program_reads_the_ledger_is_kept(tmp_path: Path, meanwhile: str) -> None:
    file = tmp_path / "ledger.db"
    with open_ledger(f"sqlite:///{file}").engine.connect() as con:
        con.execute(text("create table t (decided text)"))
        con.execute(text("insert into t values ('before')"))
        con.commit()
        if meanwhile == "opened again":
            open_ledger(f"sqlite:///{file}")
        else:
            assert holding([file, tmp_path / "ledger.db-wal"], ["before"])
        assert _read_elsewhere(file) == "1"
        con.execute(text("insert into t values ('after')"))
        con.commit()
        assert _read_elsewhere(file) == "2"
    assert _read_elsewhere(file) == "2"


def test_the_same_version_again_is_no_new_version(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    assert ledger.save_versions([version()])[KEY].version == 1


def test_a_new_version_says_what_differs_from_the_one_before(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    new = ledger.save_versions([version("It launched late.", inputs="i2")])[KEY]
    assert new.version == 2
    assert new.document["changes_since"] == {"version": 1, "added": ["It launched late."], "removed": ["It launched."]}


def test_an_approval_holds_for_the_very_text_and_ends_when_it_changes(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    assert ledger.approve(*KEY, "mia").state == "approved"
    assert ledger.save_versions([version(inputs="i2")])[KEY].state == "approved"
    assert ledger.save_versions([version("It launched late.", inputs="i3")])[KEY].state == "drafted"


@pytest.mark.parametrize("outcome", ["abstained", "blocked"])
def test_there_is_nothing_to_approve_in_a_week_that_says_nothing(ledger: Ledger, outcome: str) -> None:
    ledger.save_versions([version(outcome=outcome)])
    with pytest.raises(UserError):
        ledger.approve(*KEY, "mia")


def test_approving_what_was_never_drafted_names_the_command_that_drafts(ledger: Ledger) -> None:
    with pytest.raises(UserError) as caught:
        ledger.approve(*KEY, "mia")
    assert "yarnnn run --week 2026-W46" in caught.value.mend


def test_a_text_is_published_once_however_often_it_is_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save_versions([version()])
    approved = ledger.approve(*KEY, "mia")
    first = publish_version(ledger, approved, ["files"], tmp_path / "published", html_page)
    before = {path: Path(path).stat().st_mtime_ns for path in first}
    again = publish_version(ledger, ledger.latest(*KEY), ["files"], tmp_path / "published", html_page)
    assert again == first
    assert {path: Path(path).stat().st_mtime_ns for path in again} == before
    with ledger.engine.connect() as con:
        assert con.execute(text("select count(*) from receipts")).scalar() == 1
    assert ledger.latest(*KEY).state == "published"


def test_twenty_approvals_at_once_are_one_decision_and_each_is_told_whose_it_is(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save_versions([version()])
    ready = threading.Barrier(20)
    approvals: list[Approval] = []

    def decide(reviewer: str) -> None:
        own = Ledger(create_engine(ledger.engine.url))  # a process of its own has connections of its own
        ready.wait()
        approval = own.record_approval(KEY, Decision(reviewer))
        approvals.append(approval)
        publish_version(own, approval.version, ["files"], tmp_path / "published", html_page)
        own.engine.dispose()

    threads = [threading.Thread(target=decide, args=[f"reviewer {number}"]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ledger.engine.connect() as con:
        rows = {table: con.execute(text(f"select count(*) from {table}")).scalar() for table in DECIDED}
    assert rows == dict.fromkeys(DECIDED, 1)
    assert len(approvals) == 20
    (winner,) = [approval for approval in approvals if approval.is_new]
    assert {approval.review.reviewer for approval in approvals} == {winner.review.reviewer}
    assert ledger.latest(*KEY).state == "published"


DECIDED = ("reviews", "outbox", "receipts")


class SlowFiles(Files):
    """A destination that another home asks for while this one is at it."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile = meanwhile

    def deliver(self, delivery: Delivery) -> list[str]:
        self._meanwhile()
        return super().deliver(delivery)


def test_of_two_homes_that_publish_one_text_at_once_one_writes_files_and_the_other_says_which(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.save_versions([version()])
    approved = ledger.approve(*KEY, "mia")
    for home in ("one", "other"):
        ledger.note_home(home, f"{home}-machine:{tmp_path / home}")
    monkeypatch.setattr(outbox, "WAIT_SECONDS", 0.0)

    def publish_in_other() -> None:
        with pytest.raises(UserError) as caught:
            publish_version(ledger, approved, ["files"], tmp_path / "other", html_page, "other")
        assert f"published from one-machine:{tmp_path / 'one'}" in caught.value.what
        assert "run this again" in caught.value.mend

    monkeypatch.setattr(outbox.DESTINATIONS, "make", lambda name: SlowFiles(publish_in_other))
    locations = publish_version(ledger, approved, ["files"], tmp_path / "one", html_page, "one")

    again = publish_version(ledger, approved, ["files"], tmp_path / "other", html_page, "other")
    assert again == locations
    assert all(Path(location).is_relative_to(tmp_path / "one") for location in locations)
    assert not (tmp_path / "other").exists()
    assert list(ledger.file_homes(KEY)) == ["one"]


def test_a_home_that_was_killed_while_it_published_holds_up_the_others_for_minutes_alone(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.save_versions([version()])
    approved = ledger.approve(*KEY, "mia")
    outbox_id, _ = ledger.queue(approved, "files")
    assert ledger.claim_sending(outbox_id, "killed") is None
    assert ledger.claim_sending(outbox_id, "killed") is None
    assert ledger.claim_sending(outbox_id, "other") == "another home"
    monkeypatch.setattr(claims, "LONGEST_SENDING", timedelta(0))
    publish_version(ledger, approved, ["files"], tmp_path / "other", html_page, "other")
    assert ledger.latest(*KEY).state == "published"


def test_killed_between_sending_and_the_receipt_it_is_sent_to_the_same_place_again(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.save_versions([version()])
    approved = ledger.approve(*KEY, "mia")
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "record_receipt", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            publish_version(ledger, approved, ["files"], tmp_path / "published", html_page)
    places = publish_version(ledger, ledger.latest(*KEY), ["files"], tmp_path / "published", html_page)
    assert sorted(path.name for path in (tmp_path / "published").rglob("*.*")) == [
        "client_update.v1.html",
        "client_update.v1.md",
    ]
    assert Path(places[0]).read_text(encoding="utf-8") == version().markdown


def test_a_published_file_changed_by_hand_is_not_overwritten(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save_versions([version()])
    approved = ledger.approve(*KEY, "mia")
    path = tmp_path / "acme" / "2026-W46" / "client_update.v1.md"
    path.parent.mkdir(parents=True)
    path.write_text("my own words", encoding="utf-8")
    with pytest.raises(UserError, match="changed by hand"):
        publish_version(ledger, approved, ["files"], tmp_path, html_page)
    assert path.read_text(encoding="utf-8") == "my own words"


def test_nothing_is_published_without_an_approval(ledger: Ledger, tmp_path: Path) -> None:
    drafted = ledger.save_versions([version()])[KEY]
    with pytest.raises(ValueError, match="only approved text"):
        publish_version(ledger, drafted, ["files"], tmp_path, html_page)


def test_a_changed_week_after_publishing_is_a_draft_that_knows_what_went_out(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save_versions([version()])
    publish_version(ledger, ledger.approve(*KEY, "mia"), ["files"], tmp_path, html_page)
    new = ledger.save_versions([version("It launched late.", inputs="i2")])[KEY]
    assert (new.state, new.published_before) == ("drafted", 1)


def test_a_text_that_comes_again_word_for_word_is_said_to_be_sent_as_the_version_that_was(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.save_versions([version()])
    publish_version(ledger, ledger.approve(*KEY, "mia"), ["files"], tmp_path, html_page)
    first = ledger.latest(*KEY)
    assert (first.version, first.state, first.sent_as, first.same_as) == (1, "published", 1, None)
    again = ledger.save_versions([version(inputs="i2")])[KEY]
    assert (again.version, again.state, again.sent_as, again.same_as) == (2, "published", 1, 1)
    assert ledger.record_approval(KEY, Decision("tom")).review.version == 1
    with pytest.raises(UserError, match="version 1 is published, and version 2 has the same text word for word"):
        ledger.record_approval(KEY, Decision("tom", 1))
    other = ledger.save_versions([version("It launched late.", inputs="i3")])[KEY]
    assert (other.state, other.sent_as, other.same_as) == ("drafted", 1, None)


def sent(ledger: Ledger, folder: Path, week: str, words: str = "It launched.") -> None:
    """A text of that week, approved and published."""
    ledger.save_versions([dataclasses.replace(version(words), week=week)])
    publish_version(ledger, ledger.approve("acme", week, "client_update", "dana"), ["files"], folder, html_page)


def test_what_was_sent_last_is_the_nearest_earlier_week_that_was_sent(ledger: Ledger, tmp_path: Path) -> None:
    sent(ledger, tmp_path, "2025-W52")
    sent(ledger, tmp_path, "2026-W44")
    sent(ledger, tmp_path, "2026-W44", "It launched again.")
    ledger.save_versions([dataclasses.replace(version("a draft"), week=week) for week in ("2026-W44", "2026-W45")])
    weeks = ("2025-W52", "2026-W01", "2026-W44", "2026-W46")
    last = ledger.last_sent(KEY._replace(week=week) for week in weeks)
    assert {key.week: (before.week, before.version) for key, before in last.items()} == {
        "2026-W01": ("2025-W52", 1),
        "2026-W44": ("2025-W52", 1),
        "2026-W46": ("2026-W44", 2),
    }


def test_looking_for_what_was_sent_last_walks_back_from_its_week_and_not_over_all_that_was_sent(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    asked: list[str] = []
    event.listen(ledger.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    sent(ledger, tmp_path, "2026-W44")
    asked.clear()
    ledger.last_sent([KEY])
    with ledger.engine.connect() as con:
        plan = con.exec_driver_sql(f"explain query plan {asked[0]}", ("acme", "client_update", "2026-W46", 1, 0)).all()
    steps = [row[-1] for row in plan]
    assert any("SEARCH" in step and "client=? AND week<?" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN") or step == "USE TEMP B-TREE FOR ORDER BY"], steps


def test_what_is_approved_and_not_sent_is_found_and_what_was_sent_is_not(ledger: Ledger, tmp_path: Path) -> None:
    sent(ledger, tmp_path, "2026-W44")
    ledger.save_versions([version(), dataclasses.replace(version(), week="2026-W45")])
    ledger.approve("acme", "2026-W45", "client_update", "dana")
    assert [standing.week for standing in ledger.approved_not_sent()] == ["2026-W45"]
    ledger.save_versions([dataclasses.replace(version("newer"), week="2026-W45")])
    assert ledger.approved_not_sent() == []


def test_looking_for_what_is_approved_and_not_sent_reads_as_much_however_much_was_sent_before(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    for week in range(1, 31):
        sent(ledger, tmp_path, f"2026-W{week:02}")
    ledger.save_versions([version()])
    ledger.approve(*KEY, "dana")
    with ledger.engine.connect() as con:
        assert con.execute(text("select count(*) from unsent_approvals")).scalar_one() == 1
    assert [standing.week for standing in ledger.approved_not_sent()] == ["2026-W46"]


_AS_IT_WAS = [
    "drop table unsent_approvals",
    "drop table forgotten_in",
    "drop table lessons",
    "drop table preference_trials",
    "drop table preferences_set",
    "drop table edits",
    "drop table outcomes",
    "drop table autonomy_moves",
    "drop table clients",
    "alter table deliverable_versions drop column figures",
    "alter table agency drop column ledger_id",
    *(f"alter table outbox drop column {name}" for name in ("home_id", "claimed_at")),
    *(f"alter table reviews drop column {name}" for name in ("reason", "seconds", "addressed", "level")),
]


def test_an_earlier_ledger_knows_what_it_has_approved_and_not_sent(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    sent(ledger, tmp_path, "2026-W44")
    ledger.save_versions([version()])
    ledger.approve(*KEY, "dana")
    with ledger.engine.begin() as con:
        for later in _AS_IT_WAS:
            con.execute(text(later))
        con.execute(text("update alembic_version set version_num = '0005'"))
    ledger.engine.dispose()
    upgraded = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert [standing.week for standing in upgraded.approved_not_sent()] == ["2026-W46"]


def test_receipts_are_read_on_from_the_last_one_that_was(ledger: Ledger, tmp_path: Path) -> None:
    for week in ("2026-W43", "2026-W44", "2026-W45"):
        sent(ledger, tmp_path, week)
    first = ledger.sent_after(0, 2)
    assert [key.week for _, key in first] == ["2026-W43", "2026-W44"]
    assert [key.week for _, key in ledger.sent_after(first[-1][0], 2)] == ["2026-W45"]


def test_where_everything_stands_is_what_the_newest_versions_say(ledger: Ledger, tmp_path: Path) -> None:
    weeks = ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
    ledger.save_versions([dataclasses.replace(version(), week=week) for week in weeks])
    publish_version(ledger, ledger.approve("acme", "2026-W45", "client_update", "mia"), ["files"], tmp_path, html_page)
    publish_version(ledger, ledger.approve(*KEY, "mia"), ["files"], tmp_path, html_page)
    ledger.save_versions([version("It launched late.", inputs="i2")])
    ledger.approve("acme", "2026-W47", "client_update", "mia")
    standings = ledger.standings()
    assert [(one.week, one.state) for one in standings] == [
        ("2026-W47", "approved"), ("2026-W46", "drafted"), ("2026-W45", "published"), ("2026-W44", "drafted"),
    ]  # fmt: skip
    newest = ledger.newest([one.key for one in standings])
    names = [field.name for field in dataclasses.fields(Standing)]
    assert [[getattr(one, name) for name in names] for one in standings] == [
        [getattr(newest[one.key], name) for name in names] for one in standings
    ]


def test_what_is_shown_has_the_keys_of_the_contract(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    shown = as_shown(ledger.latest(*KEY))
    assert list(shown) == [
        "client", "week", "type", "state", "version", "content_hash", "input_hash", "markdown", "sections", "withheld",
        "offers", "writer", "judge", "edits", "coverage", "changes_since", "cost",
    ]  # fmt: skip
    assert shown["changes_since"] is None


def test_two_processes_that_open_a_new_ledger_at_once_both_get_one(tmp_path: Path) -> None:
    url, errors = f"sqlite:///{tmp_path / 'new.db'}", []

    def open_it() -> None:
        try:
            open_ledger(url).record_landing("slack", {"added": 1})
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with open_ledger(url).engine.connect() as con:
        assert con.execute(text("select count(*) from landings")).scalar() == 4


@pytest.mark.parametrize("is_named", [True, False])
def test_a_file_that_is_no_ledger_may_be_named_by_mistake_where_a_name_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_named: bool
) -> None:
    file = tmp_path / "yarnnn.yaml"
    file.write_text("agency:\n  name: Northlight Studio\n" * 50)
    url = f"sqlite:///{file}"
    if is_named:
        monkeypatch.setenv(LEDGER_VARIABLE, url)
    else:
        monkeypatch.delenv(LEDGER_VARIABLE, raising=False)
    with pytest.raises(UserError, match="not a database") as caught:
        open_ledger(url)
    assert caught.value.mend.startswith(f"check that {LEDGER_VARIABLE} names the ledger") is is_named
    assert "put its backup back" in caught.value.mend


def test_a_ledger_of_a_newer_yarnnn_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    with open_ledger(url).engine.begin() as con:
        con.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(UserError, match="newer yarnnn"):
        open_ledger(url)


def test_a_database_with_dagsters_tables_is_not_called_a_newer_ledger(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    with open_ledger(url).engine.begin() as con:
        con.execute(text("update alembic_version set version_num = '7e2f3204cf8e'"))
    with pytest.raises(UserError, match="no ledger") as caught:
        open_ledger(url)
    assert "two databases" in caught.value.mend


@pytest.mark.parametrize(
    "url", ["mysql://mia:s3cret@host/ledger", "nonsense s3cret", "postgresql://mia:s3cret@h:port/x"]
)
def test_an_address_of_no_ledger_is_refused_with_the_form_that_is_right(url: str) -> None:
    with pytest.raises(UserError) as caught:
        open_ledger(url)
    assert "postgresql://USER:PASSWORD@HOST/DATABASE" in caught.value.mend
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///file::memory:?uri=true",
        "sqlite:///file:ledger?mode=memory&cache=shared&uri=true", "sqlite:///file:/ledger?vfs=memdb&uri=true",
    ],
)  # fmt: skip
def test_a_ledger_that_would_keep_nothing_is_refused(url: str) -> None:
    with pytest.raises(UserError) as caught:
        open_ledger(url)
    assert "in memory" in caught.value.what
    assert "YARNNN_LEDGER_URL" in caught.value.where
    assert "name a file" in caught.value.mend


def test_a_ledger_that_another_program_holds_is_told_as_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    path = tmp_path / "ledger.db"
    ledger = open_ledger(f"sqlite:///{path}")
    ledger.record_landing("slack", {})
    ledger.engine.dispose()
    with closing(sqlite3.connect(path)) as held:
        held.execute("pragma locking_mode=exclusive")
        held.execute("begin exclusive")
        with pytest.raises(UserError) as caught:
            open_ledger(f"sqlite:///{path}").record_landing("slack", {})
        assert str(path) in caught.value.where
        assert "another program" in caught.value.mend or "close the program" in caught.value.mend
    open_ledger(f"sqlite:///{path}").record_landing("slack", {})


def test_who_waits_for_a_ledger_is_told_for_what_before_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 1.5)
    monkeypatch.setattr(waiting, "TELL_AFTER_SECONDS", 0.1)
    monkeypatch.setattr(waiting, "_looking", threading.Lock())
    path = tmp_path / "ledger.db"
    ledger = open_ledger(f"sqlite:///{path}")
    assert capfd.readouterr().err == ""
    with closing(sqlite3.connect(path)) as held:
        held.execute("begin immediate")
        with pytest.raises(OperationalError, match="locked"):
            ledger.record_landing("slack", {})
    told = capfd.readouterr().err
    assert told.count("Waiting for the ledger") == 1
    assert str(path) in told


def test_who_waits_to_open_a_ledger_that_is_held_is_told_for_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 1.5)
    monkeypatch.setattr(waiting, "TELL_AFTER_SECONDS", 0.1)
    monkeypatch.setattr(waiting, "_looking", threading.Lock())
    path = tmp_path / "ledger.db"
    open_ledger(f"sqlite:///{path}").engine.dispose()
    with closing(sqlite3.connect(path)) as held:
        held.execute("pragma locking_mode=exclusive")
        held.execute("begin exclusive")
        with pytest.raises(UserError, match="locked"):
            open_ledger(f"sqlite:///{path}")
    assert f"seems to hold: {path}" in capfd.readouterr().err


def test_nobody_waits_for_a_ledger_for_longer_than_half_a_minute() -> None:
    assert waiting.TELL_AFTER_SECONDS <= 5
    assert opening.BUSY_SECONDS < 30


@pytest.mark.parametrize(
    "url", ["sqlite:///ledger.db", "sqlite:///data/ledger.db", "sqlite:///file:ledger.db?uri=true"]
)
def test_an_address_that_depends_on_the_folder_is_refused_with_the_whole_path(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as caught:
        open_ledger(url)
    assert f"sqlite:///{tmp_path}/" in caught.value.mend
    assert list(tmp_path.iterdir()) == []


def test_the_short_name_of_postgresql_is_understood(postgres) -> None:
    assert postgres.get_uri().startswith("postgresql://")
    open_ledger(postgres.get_uri().replace("postgresql://", "postgres://", 1))


def test_a_database_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(UserError) as caught:
        open_ledger("postgresql://mia:s3cret@127.0.0.1:1/ledger")
    assert "s3cret" not in str(caught.value)
    assert "YARNNN_LEDGER_URL" in caught.value.mend


def test_a_ledger_of_the_first_schema_opens_and_goes_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as con:
        config.attributes["connection"] = con
        command.upgrade(config, "0001")
        assert "forgotten" not in inspect(con).get_table_names()
        con.execute(text(FIRST_SCHEMA_VERSION), {"document": json.dumps(version().document), "hash": HASH})
        con.execute(text("insert into reviews values (1, 1, :hash, 'approve', 'mia', :at)"), {"hash": HASH, "at": AT})
        # Approvals at the same instant added a row each.
        con.execute(text("insert into reviews values (2, 1, :hash, 'approve', 'tom', :at)"), {"hash": HASH, "at": AT})
        con.execute(text("insert into landings values (1, 'slack', '{\"added\": 3}', :at)"), {"at": AT})
    engine.dispose()

    ledger = open_ledger(url)
    assert ledger.record_approval(KEY, Decision("ana")).review.reviewer == "mia"
    approved = ledger.latest(*KEY)
    assert (approved.state, approved.version, approved.markdown) == ("approved", 1, MARKDOWN)
    assert ledger.last_landings() == {"slack": (datetime(2026, 11, 16, 9, tzinfo=UTC), {"added": 3})}
    assert ledger.forgotten_entries() == []

    publish_version(ledger, approved, ["files"], tmp_path / "published", html_page)
    new = ledger.save_versions([version("It launched late.", inputs="i2")])[KEY]
    assert (new.state, new.version, new.published_before) == ("drafted", 2, 1)


MARKDOWN = version().markdown
HASH = digest(MARKDOWN)
AT = "2026-11-16 09:00:00.000000"
FIRST_SCHEMA_VERSION = f"""
insert into deliverable_versions
(id, client, week, type, version, outcome, input_hash, content_hash, markdown, document, gated_at) values
(1, 'acme', '2026-W46', 'client_update', 1, 'drafted', 'i1', :hash, '{MARKDOWN}', :document, '{AT}')
"""


def _opened_with_others(url: str, start: Barrier) -> str:
    start.wait()
    try:
        open_ledger(url).engine.dispose()
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.long
def test_processes_that_open_a_new_ledger_at_once_do_not_lock_each_other_out(tmp_path: Path) -> None:
    with get_context("spawn").Manager() as manager, ProcessPoolExecutor(4, get_context("spawn")) as pool:
        start = manager.Barrier(4)
        for number in range(40):
            url = f"sqlite:///{tmp_path / str(number)}/ledger.db"
            assert [*pool.map(_opened_with_others, [url] * 4, [start] * 4)] == [""] * 4


# --- rejections, and for whom an approval is --------------------------------------------------------------------------

TO_DANA = Addressed(("dana@acme.example",), ("files",))
TO_BOTH = Addressed(("dana@acme.example", "priya@acme.example"), ("files",))


def test_a_rejected_text_can_not_be_approved_until_the_rejection_is_taken_back(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    review = ledger.record_rejection(KEY, Decision("mia", 1, 12.5), "wrong week")
    assert (review.reason, review.seconds, ledger.latest(*KEY).state) == ("wrong week", 12.5, "rejected")
    with pytest.raises(UserError, match="rejected"):
        ledger.approve(*KEY, "tom")
    assert ledger.reopen(KEY, Decision("mia")).state == "drafted"
    assert ledger.approve(*KEY, "tom").state == "approved"


def test_a_text_may_be_rejected_approved_and_rejected_again(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    for _ in range(2):
        ledger.approve(*KEY, "tom")
        ledger.record_rejection(KEY, Decision("mia"), "not yet")
        assert ledger.latest(*KEY).state == "rejected"
        ledger.reopen(KEY, Decision("mia"))
    assert ledger.latest(*KEY).state == "drafted"


def test_what_was_sent_is_not_rejected(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save_versions([version()])
    publish_version(ledger, ledger.approve(*KEY, "mia"), ["files"], tmp_path, html_page)
    with pytest.raises(UserError, match="nothing to reject"):
        ledger.record_rejection(KEY, Decision("mia"), "too late")


def test_an_approval_says_for_whom_it_is_and_another_one_is_needed_for_others(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    assert ledger.record_approval(KEY, Decision("mia"), TO_DANA).is_new
    assert not ledger.record_approval(KEY, Decision("tom"), TO_DANA).is_new
    assert ledger.approvals([KEY])[KEY].addressed == TO_DANA
    assert ledger.record_approval(KEY, Decision("tom"), TO_BOTH).is_new
    assert (ledger.approvals([KEY])[KEY].addressed, ledger.approvals([KEY])[KEY].reviewer) == (TO_BOTH, "tom")


# --- edits ------------------------------------------------------------------------------------------------------------


def test_of_two_who_edit_at_once_the_second_is_told_and_nothing_of_the_firsts_is_lost(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    ledger.record_edits(KEY, [NewEdit("write", text="From Mia.", section="moved")], Decision("mia", 1), after=0)
    with pytest.raises(UserError, match="mia edited this at"):
        ledger.record_edits(KEY, [NewEdit("write", text="From Tom.", section="moved")], Decision("tom", 1), after=0)
    assert [(edit.number, edit.editor, edit.text) for edit in ledger.edits([KEY])[KEY]] == [(1, "mia", "From Mia.")]
    assert ledger.last_edits([KEY]) == {KEY: 1}


@pytest.mark.parametrize(
    "new",
    [
        [NewEdit("strike", {"text": "It launched."}, reason="they know")],
        [NewEdit("reword", {"text": "It launched."}, "It is live.", vouched=True)],
        [NewEdit("vouch", {"text": "It launched."}), NewEdit("vouch", {"text": "It is live."})],
        [NewEdit("take_in", {"text": "An offer."}, section="moved")],
        [NewEdit("write", text="It is late.", section="moved"), NewEdit("write", text="It rains.", section="moved")],
    ],
)
def test_who_was_stopped_before_a_version_had_their_edit_makes_it_again_and_it_stands_once(
    ledger: Ledger, new: list[NewEdit]
) -> None:
    ledger.save_versions([version()])
    first = ledger.record_edits(KEY, new, Decision("mia", 1), after=0)
    assert ledger.record_edits(KEY, new, Decision("mia", 1), after=len(new)) == first
    assert ledger.record_edits(KEY, new, Decision("mia", 1), after=0) == first
    assert ledger.edits([KEY])[KEY] == first


def test_the_same_edit_by_another_of_another_version_or_after_it_was_undone_is_one_more(ledger: Ledger) -> None:
    strike = NewEdit("strike", {"text": "It launched."})
    other = NewEdit("strike", {"text": "It is late."})
    ledger.save_versions([version()])
    ledger.record_edits(KEY, [strike], Decision("mia", 1))
    ledger.record_edits(KEY, [strike], Decision("tom", 1))
    assert [each.number for each in ledger.record_edits(KEY, [strike, other], Decision("tom", 1))] == [2, 3]
    ledger.record_edits(KEY, [NewEdit("undo", undoes=2)], Decision("tom", 1))
    ledger.record_edits(KEY, [strike], Decision("tom", 1))
    ledger.save_versions([version("It launched late.")])
    ledger.record_edits(KEY, [strike], Decision("tom", 2))
    assert [each.number for each in ledger.edits([KEY])[KEY]] == [1, 2, 3, 4, 5, 6]


def test_a_sentence_that_was_worded_otherwise_since_can_be_worded_as_before(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    for words in ("It is live.", "It went live.", "It is live."):
        ledger.record_edits(KEY, [NewEdit("reword", {"text": "It launched."}, words)], Decision("mia", 1))
    assert [each.text for each in ledger.edits([KEY])[KEY]] == ["It is live.", "It went live.", "It is live."]


def test_who_edits_a_version_that_is_not_the_newest_is_told(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    ledger.save_versions([version("It launched late.")])
    with pytest.raises(UserError, match="version 2 has come since version 1"):
        ledger.record_edits(KEY, [NewEdit("write", text="x", section="moved")], Decision("mia", 1))
    assert ledger.edits([KEY]) == {}
