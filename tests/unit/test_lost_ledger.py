"""A home whose ledger is lost or damaged, or whose home.json is: nothing is decided or sent until it is put back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.test_settings import WHOLE, written
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.claims import digest
from yarnnn_pipelines.project import Project, agency_ledger, claim_home, open_project
from yarnnn_pipelines.stages.publish import refuse_published_unknown
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger import integrity
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import NewDraft, NewVersion, Version
from yarnnn_pipelines.stores.troubles import store_trouble

KEY = DeliverableKey("acme", "2026-W46", "client_update")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in ("YARNNN_HOME", "YARNNN_CONFIG", "YARNNN_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    opened = open_project(written(tmp_path, WHOLE), home=Home(tmp_path / "home"))
    claim_home(opened)
    return opened


def record_of(project: Project) -> Path:
    return project.home.root / "home.json"


def refused(project: Project) -> UserError:
    with pytest.raises(UserError) as caught:
        claim_home(project)
    with pytest.raises(UserError) as looked:
        agency_ledger(project)
    assert str(looked.value) == str(caught.value)
    return caught.value


def lose_ledger(project: Project) -> Path:
    for path in project.home.root.glob("ledger.db*"):
        path.unlink()
    return project.home.root / "ledger.db"


def leave(folder: Path) -> Path:
    path = folder / "acme" / "2026-W46" / "client_update.v1.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# Acme\n")
    return path


# --- home.json --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"agency": 5, "clients": {"a": 1}, "ledger": 7, "home_id": null}', "is not what yarnnn writes: agency"),
        ('{"agency": "Northlight Studio"}', "is not what yarnnn writes: config"),
        ("[]", "is not what yarnnn writes"),
        ("null", "is not what yarnnn writes"),
        ('{"agency": ', "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("\x00\xff", "is not JSON"),
        ("", "is not JSON"),
    ],
)
def test_a_damaged_home_json_is_named_and_its_mend_leaves_the_guard_in_place(
    project: Project, content: str, problem: str
) -> None:
    record_of(project).write_text(content, encoding="latin-1")
    with pytest.raises(UserError, match=f"home.json {problem}") as caught:
        open_project(project.settings.path, home=project.home)
    assert caught.value.where == str(record_of(project))
    assert "delete" not in caught.value.mend
    assert "put a copy of it back" in caught.value.mend
    assert f"see that {project.home.root / 'ledger.db'} is the ledger" in caught.value.mend


def test_a_home_json_that_is_a_folder_or_of_a_later_yarnnn_is_told_or_read(project: Project) -> None:
    kept = json.loads(record_of(project).read_text())
    record_of(project).write_text(json.dumps({**kept, "later": {"a": 1}}))
    claim_home(open_project(project.settings.path, home=project.home))
    record_of(project).unlink()
    record_of(project).mkdir()
    with pytest.raises(UserError, match=r"home\.json can't be read"):
        open_project(project.settings.path, home=project.home)


def test_what_the_mend_of_a_damaged_home_json_says_keeps_ledger_and_guard(project: Project) -> None:
    ledger_id = agency_ledger(project).agency().ledger_id
    record_of(project).rename(project.home.root / "home.json.damaged")
    leave(project.home.published)
    claim_home(project)
    assert json.loads(record_of(project).read_text())["ledger_id"] == ledger_id


# --- a ledger that is gone --------------------------------------------------------------------------------------------


def test_a_ledger_whose_file_is_gone_or_empty_is_told_as_that(project: Project) -> None:
    path = lose_ledger(project)
    error = refused(project)
    assert "the ledger of this home is missing" in error.what
    assert error.where == str(path)
    assert error.mend.startswith(f"put a copy of it back as {path}")
    assert "YARNNN_LEDGER_URL" not in str(error)
    assert not path.exists()

    path.touch()
    error = refused(project)
    assert "the ledger of this home is empty" in error.what
    assert error.mend.startswith(f"move {path}* aside, and put a copy of it back as {path}")
    assert path.stat().st_size == 0

    path.unlink()
    with closing(sqlite3.connect(path)) as con:
        con.execute("create table a (b)")
        con.execute("drop table a")
        con.commit()
    error = refused(project)
    assert "the ledger of this home holds nothing" in error.what
    assert error.where == str(path)


def test_another_ledger_in_the_place_of_the_homes_own_is_told_as_that(project: Project, tmp_path: Path) -> None:
    other = open_project(project.settings.path, home=Home(tmp_path / "other"))
    claim_home(other)
    path = lose_ledger(project)
    with closing(sqlite3.connect(other.home.root / "ledger.db")) as con, closing(sqlite3.connect(path)) as here:
        con.backup(here)
    error = refused(project)
    assert "the ledger of this home is another one by now" in error.what
    assert error.where == str(path)


@pytest.mark.parametrize("folder", ["published", "drafts"])
def test_a_home_with_texts_and_without_ledger_and_record_is_not_begun_anew(project: Project, folder: str) -> None:
    """Else the week is drafted anew, and sent again."""
    left = leave(project.home.root / folder)
    record_of(project).unlink()
    path = lose_ledger(project)
    error = refused(project)
    assert str(left) in error.what
    assert error.where == str(left)
    assert f"put a copy of it back as {path}" in error.mend
    assert not path.exists()
    open_ledger(project.home.ledger_url).engine.dispose()  # an empty one lies there by now
    assert "holds nothing" in refused(project).what


def test_a_used_home_whose_ledger_lies_elsewhere_says_so_where_its_address_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = f"sqlite:///{tmp_path / 'outside.db'}"
    monkeypatch.setenv("YARNNN_LEDGER_URL", outside)
    project = open_project(written(tmp_path, WHOLE), home=Home(tmp_path / "home"))
    claim_home(project)
    leave(project.home.drafts)
    record_of(project).unlink()
    monkeypatch.delenv("YARNNN_LEDGER_URL")
    assert "if it lies elsewhere, name it in YARNNN_LEDGER_URL" in refused(project).mend
    monkeypatch.setenv("YARNNN_LEDGER_URL", outside)
    claim_home(project)


# --- a ledger that is damaged -----------------------------------------------------------------------------------------


def damage(project: Project, how: str) -> Path:
    """Cut the ledger in half, or overwrite the second half of it, where its older pages are left whole."""
    ledger = agency_ledger(project)
    ledger.save_drafts([NewDraft(f"c{n}", "2026-W46", "client_update", "h", {"text": "x" * 9_000}) for n in range(40)])
    document = {"title": "Acme", "sections": [], "coverage": {}}
    ledger.save_versions([NewVersion(*KEY, "drafted", "h", "h", "# Acme\n", document)])
    path = project.home.root / "ledger.db"
    with closing(sqlite3.connect(path)) as con:
        con.execute("pragma wal_checkpoint(truncate)")
    ledger.engine.dispose()
    half = path.stat().st_size // 2
    with path.open("r+b") as file:
        if how == "cut":
            file.truncate(half)
        else:
            file.seek(half)
            file.write(b"\0" * half)
    integrity._whole.clear()  # as in the next process
    return path


@pytest.mark.parametrize("how", ["cut", "overwritten"])
def test_nothing_is_decided_or_written_with_a_damaged_ledger(project: Project, how: str) -> None:
    path = damage(project, how)
    before = path.read_bytes()
    for write in (
        claim_home,
        lambda project: agency_ledger(project).approve(*KEY, "Mia"),
        lambda project: agency_ledger(project).save_drafts([NewDraft(*KEY, "h2", {})]),
    ):
        with pytest.raises(UserError, match="the ledger is damaged") as caught:
            write(project)
        assert caught.value.where == str(path)
        assert "put its backup back" in caught.value.mend
        assert "Keep the damaged one" in caught.value.mend
    assert path.read_bytes() == before


def test_a_damaged_ledger_that_is_read_is_named_and_dagsters_storage_only_where_it_is_that(project: Project) -> None:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    told = store_trouble(error, project.home)
    assert "Dagster's storage is damaged" in told.what
    assert told.where == str(project.home.dagster)
    path = damage(project, "overwritten")
    told = store_trouble(error, project.home)
    assert "the ledger is damaged" in told.what
    assert told.where == str(path)


# --- what was published and is not known ------------------------------------------------------------------------------


def test_a_published_version_that_the_ledger_does_not_know_stops_what_would_be_sent_after_it(project: Project) -> None:
    """As where an older copy of the ledger was put back, or the home was given to another ledger of the agency."""
    left = leave(project.home.published)
    for name in ("client_update.v2.md.tmp", "project_brief.v7.md"):
        (left.parent / name).touch()
    ledger = agency_ledger(project)

    def drafted(text: str, key: DeliverableKey = KEY) -> Version:
        document = {"title": "Acme", "sections": [], "coverage": {}}
        new = NewVersion(*key, "drafted", digest(text), digest(text), text, document)
        (version,) = ledger.save_versions([new]).values()
        return version

    refuse_published_unknown(project, ledger, drafted("# Acme\n"))  # its own file is looked at as it is written
    second = drafted("# Acme, anew\n")
    with pytest.raises(
        UserError, match="version 1 was published from this home, and the ledger knows of no approval"
    ) as e:
        refuse_published_unknown(project, ledger, second)
    assert e.value.where == str(left)
    assert "put back the copy of the ledger that knows it" in e.value.mend
    refuse_published_unknown(project, ledger, drafted("# Acme\n", KEY._replace(week="2026-W45")))


def test_what_was_approved_may_lie_published_beside_what_is_sent_after_it(project: Project) -> None:
    left, ledger = leave(project.home.published), agency_ledger(project)
    document = {"title": "Acme", "sections": [], "coverage": {}}
    texts = (left.read_text(), "# Acme, anew\n")
    for text in texts:
        ledger.save_versions([NewVersion(*KEY, "drafted", digest(text), digest(text), text, document)])
        ledger.approve(*KEY, "mia")
    newest = ledger.latest(*KEY)
    assert newest is not None
    refuse_published_unknown(project, ledger, newest)
