"""One home for one agency."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.unit.test_settings import WHOLE, written
from yarnnn_pipelines.cli import app as cli
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.dagster_home.instance import open_instance
from yarnnn_pipelines.definitions import defs
from yarnnn_pipelines.forgetting.raw_rows import rewrite_warehouse
from yarnnn_pipelines.project import (
    Project,
    agency_ledger,
    claim_home,
    demo_config,
    demo_home,
    open_project,
    set_demo_aside,
)
from yarnnn_pipelines.stores.home import Home, home_from_environment
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import NewDraft
from yarnnn_pipelines.stores.locks import warehouse_lock
from yarnnn_pipelines.stores.warehouse import connect, read_warehouse


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory with no yarnnn in the environment."""
    for name in ("YARNNN_HOME", "YARNNN_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_yarnnn_yaml_the_ways_to_get_one_are_named(alone: Path) -> None:
    with pytest.raises(UserError) as caught:
        open_project()
    assert "yarnnn init" in caught.value.mend
    assert "yarnnn demo" in caught.value.mend


def test_the_home_remembers_which_yarnnn_yaml_it_belongs_to(alone: Path) -> None:
    (alone / "elsewhere").mkdir()
    config = written(alone / "elsewhere", WHOLE)
    claim_home(open_project(config))
    assert open_project().settings.path == config


def landed(project: Project) -> Path:
    claim_home(project)
    project.home.warehouse.touch()
    return project.settings.path


def test_two_agencies_never_share_a_home(alone: Path) -> None:
    landed(open_project(written(alone, WHOLE)))
    another = WHOLE.replace("Northlight Studio", "Another Studio")
    (alone / "elsewhere").mkdir()
    for config in (
        written(alone / "elsewhere", another),
        written(alone, re.sub(r"id: (\w+)", r"id: other-\1", another)),
    ):
        with pytest.raises(UserError, match="holds the data of 'Northlight Studio'") as caught:
            open_project(config)
        assert "YARNNN_HOME" in caught.value.mend


def test_an_agency_that_takes_another_name_keeps_its_home(alone: Path) -> None:
    landed(open_project(written(alone, WHOLE)))
    written(alone, WHOLE.replace("Northlight Studio", "Northlight & Daughters"))
    claim_home(open_project())
    assert open_project().settings.agency.name == "Northlight & Daughters"


def test_an_agency_that_begins_where_the_demo_ran_gets_a_home_of_its_own(alone: Path) -> None:
    landed(open_project(demo_config()))
    moved = set_demo_aside(home_from_environment())
    assert (moved / "warehouse.duckdb").exists()
    assert set_demo_aside(Home(moved.with_name(".yarnnn"))) is None
    assert open_project(written(alone, WHOLE)).settings.agency.name == "Northlight Studio"
    landed(open_project())
    assert set_demo_aside(home_from_environment()) is None


def test_the_demo_never_runs_in_an_agencys_home_and_is_never_told_to_take_it_over(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = home_from_environment()
    assert demo_home(here) == here
    landed(open_project(written(alone, ANOTHER)))
    beside = demo_home(here)
    assert beside.root == alone / ".yarnnn-demo"
    landed(open_project(demo_config(), home=beside))
    assert demo_home(here) == beside
    with pytest.raises(UserError, match="holds the data of 'Another Studio'") as caught:
        open_project(demo_config(), home=here)
    assert "formerly" not in caught.value.mend
    assert "`yarnnn demo`" in caught.value.mend
    monkeypatch.setenv("YARNNN_HOME", str(beside.root))
    with pytest.raises(UserError, match="holds the data of 'Northlight Studio'") as caught:
        open_project()
    assert f"`yarnnn --config {demo_config()} status` looks at it" in caught.value.mend
    assert "another folder in YARNNN_HOME" in caught.value.mend
    assert open_project(demo_config()).home == beside


def test_the_demo_leaves_the_folders_home_to_whoever_has_a_yarnnn_yaml_there(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(alone, ANOTHER)
    assert demo_home(home_from_environment()).root == alone / ".yarnnn-demo"
    monkeypatch.setenv("YARNNN_HOME", str(alone / "named"))
    assert demo_home(home_from_environment()).root == alone / "named"


def test_a_home_that_cannot_be_written_to_is_told_plainly(alone: Path) -> None:
    (alone / "file").touch()
    project = open_project(written(alone, WHOLE), home=Home(alone / "file" / "home"))
    with pytest.raises(UserError, match="can't be written to"):
        claim_home(project)
    with pytest.raises(UserError, match="the ledger can't be opened") as caught:
        open_ledger(project.home.ledger_url)
    assert "YARNNN_LEDGER_URL" not in caught.value.mend


def test_the_warehouse_is_held_by_one_process_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    holder = (
        "import sys, time; from pathlib import Path; from yarnnn_pipelines.stores.home import Home\n"
        "from yarnnn_pipelines.stores.locks import warehouse_lock\n"
        f"with warehouse_lock(Home(Path({str(tmp_path)!r}))):\n    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(UserError, match="has held the warehouse"), warehouse_lock(home, wait_seconds=0.2):
            pass
        process.kill()
        process.wait()
        with warehouse_lock(home, wait_seconds=10):
            pass


def test_a_warehouse_that_another_program_has_open_is_told_plainly(tmp_path: Path) -> None:
    home = Home(tmp_path)
    holder = (
        f"import duckdb, time; con = duckdb.connect({str(home.warehouse)!r})\nprint('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "open\n"
        with pytest.raises(UserError, match="the warehouse can't be opened") as caught:
            connect(home)
        process.kill()
        process.wait()
    assert caught.value.where == str(home.warehouse)
    assert "close the program" in caught.value.mend
    connect(home).close()


def test_before_the_first_landing_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing has been landed yet"), read_warehouse(Home(tmp_path)):
        pass
    assert not Home(tmp_path).warehouse.exists()


def readable_by_others(root: Path) -> list[str]:
    return [str(path) for path in (root, *root.rglob("*")) if path.stat().st_mode & 0o077]


@pytest.fixture
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("usual_umask")
def test_a_home_and_what_is_written_into_it_is_for_its_owner_alone(alone: Path) -> None:
    project = open_project(written(alone, WHOLE))
    claim_home(project)
    open_ledger(project.home.ledger_url).record_landing("slack", {})
    connect(project.home).close()
    with open_instance(project.home) as instance:
        instance.add_dynamic_partitions("clients", ["acme"])
    assert {path.suffix for path in project.home.root.rglob("*.*")} >= {".json", ".duckdb", ".db", ".yaml"}
    assert readable_by_others(project.home.root) == []


@pytest.mark.usefixtures("usual_umask")
def test_a_home_that_an_earlier_yarnnn_made_readable_is_closed(alone: Path) -> None:
    project = open_project(written(alone, WHOLE))
    (project.home.root / "dagster").mkdir(parents=True)
    (project.home.root / "dagster" / "trace.pickle").touch()
    (project.home.root / "ledger.db").touch()
    outside = alone / "outside.txt"
    outside.touch()
    (project.home.root / "link").symlink_to(outside)
    project.home.prepare()
    (project.home.root / "link").unlink()
    assert readable_by_others(project.home.root) == []
    assert outside.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("start", ["cli", "code location"])
@pytest.mark.usefixtures("usual_umask")
def test_every_process_that_writes_into_a_home_writes_for_its_owner_alone(alone: Path, start: str) -> None:
    if start == "cli":
        written(alone, WHOLE)
        cli.app(["status"], standalone_mode=False)
    else:
        defs()
    assert os.umask(0o022) == 0o077


@pytest.mark.parametrize("letter", "?#%'=")
def test_a_home_whose_path_a_store_would_misread_is_refused_and_nothing_is_written(
    alone: Path, monkeypatch: pytest.MonkeyPatch, letter: str
) -> None:
    config = written(alone, WHOLE)
    monkeypatch.setenv("YARNNN_HOME", str(alone / f"our{letter}work" / "home"))
    with pytest.raises(UserError) as caught:
        claim_home(open_project(config))
    assert (letter in caught.value.what, f"our{letter}work" in caught.value.where) == (True, True)
    assert "YARNNN_HOME" in caught.value.mend
    assert [path.name for path in alone.iterdir()] == ["yarnnn.yaml"]


@pytest.mark.parametrize(
    ("name", "shown"), [("new\nline", "new\\nline"), ("tab\there", "tab\\there"), ("caf\udce9", "caf\\udce9")]
)
def test_a_home_whose_path_has_a_character_without_a_shape_is_refused(alone: Path, name: str, shown: str) -> None:
    with pytest.raises(UserError, match="without a shape") as caught:
        Home(alone / name / "home")
    assert shown in caught.value.where
    assert "YARNNN_HOME" in caught.value.mend


@pytest.mark.parametrize("file", ["home", "home/dlt", "home/published"])
def test_a_file_where_the_home_has_to_be_is_named_and_stays(
    alone: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    config = written(alone, WHOLE)
    (alone / file).parent.mkdir(exist_ok=True)
    (alone / file).write_text("mine")
    monkeypatch.setenv("YARNNN_HOME", str(alone / "home"))
    with pytest.raises(UserError, match="a file lies where") as caught:
        claim_home(open_project(config))
    assert caught.value.where == str(alone / file)
    assert "name a folder" in caught.value.mend
    assert (alone / file).read_text() == "mine"


def test_a_ledger_below_a_file_names_the_file_and_what_names_its_folder(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alone / "home").write_text("mine")
    with pytest.raises(UserError) as caught:
        open_ledger(Home(alone / "home").ledger_url)
    assert (str(alone / "home") in caught.value.mend, "YARNNN_HOME" in caught.value.mend) == (True, True)
    monkeypatch.setenv("YARNNN_LEDGER_URL", f"sqlite:///{alone / 'home' / 'ledger.db'}")
    with pytest.raises(UserError) as caught:
        open_ledger(Home(alone / "other").ledger_url)
    assert "YARNNN_LEDGER_URL" in caught.value.mend


def test_a_home_behind_links_that_lead_in_a_circle_is_told(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (alone / "a").symlink_to(alone / "b")
    (alone / "b").symlink_to(alone / "a")
    monkeypatch.setenv("YARNNN_HOME", str(alone / "a" / "home"))
    with pytest.raises(UserError, match="can't be") as caught:
        home_from_environment().prepare()
    assert "YARNNN_HOME" in caught.value.mend


MORE_NAMES = ["a;b&c", "a:b@c", "back\\slash", "[x] {y} $HOME", "日本"]


@pytest.mark.parametrize(
    "name", ['the "new" one', *(pytest.param(name, marks=pytest.mark.long) for name in MORE_NAMES)]
)
def test_a_home_may_lie_in_a_folder_of_any_other_name(alone: Path, name: str) -> None:
    home = Home(alone / name / "home")
    claim_home(open_project(written(alone, WHOLE), home=home))
    open_ledger(home.ledger_url).record_landing("slack", {})
    connect(home).close()
    with open_instance(home) as instance:
        instance.add_dynamic_partitions("clients", ["acme"])
    rewrite_warehouse(home)
    assert open_ledger(home.ledger_url).last_landings()
    assert {path.name for path in home.root.iterdir()} >= {"ledger.db", "warehouse.duckdb", "dagster"}
    assert {path.name for path in alone.iterdir()} == {"yarnnn.yaml", name}
    assert [path.name for path in home.root.parent.iterdir()] == ["home"]


FIRST_START = """
import sys, time
from pathlib import Path
from yarnnn_pipelines.dagster_home.instance import open_instance
from yarnnn_pipelines.project import claim_home, open_project
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger
print("ready", flush=True)
sys.stdin.readline()
project = open_project("yarnnn.yaml", home=Home(Path(".yarnnn").resolve()))
claim_home(project)
with open_instance(project.home) as instance:
    instance.add_dynamic_partitions("clients", ["acme"])
open_ledger(project.home.ledger_url).record_landing("slack", {})
"""


@pytest.mark.long
def test_processes_that_start_on_a_new_home_at_once_make_one_home(alone: Path) -> None:
    config = written(alone, WHOLE)
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST_START],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for start in starts:
        assert start.stdout.readline() == "ready\n"
    for start in starts:
        start.stdin.write("\n")
        start.stdin.flush()
    errors = [start.communicate()[1] for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0, 0], errors
    home = open_project(config).home
    for path in home.dagster.rglob("*.db"):
        with contextlib.closing(sqlite3.connect(path)) as con:
            assert con.execute("select count(*) from alembic_version").fetchone() == (1,), path.name
    with open_instance(home) as instance:
        assert instance.get_dynamic_partitions("clients") == ["acme"]
    with open_ledger(home.ledger_url).engine.connect() as con:
        assert con.execute(text("select count(*) from landings")).scalar() == 4


# --- an agency and its ledger -----------------------------------------------------------------------------------------


ANOTHER = re.sub(r"id: (\w+)", r"id: other-\1", WHOLE.replace("Northlight Studio", "Another Studio"))


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_ledger(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One database that every home of this test names as its ledger."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'shared.db'}"
    else:
        server = request.getfixturevalue("postgres")
        name = "shared_" + re.sub(r"\W", "_", request.node.name).lower()[:40]
        server.psql(f"drop database if exists {name};")
        server.psql(f"create database {name};")
        url = server.get_uri(name)
    monkeypatch.setenv("YARNNN_LEDGER_URL", url)


def home_of(folder: Path, name: str, yaml: str) -> Project:
    """A home of its own, with its own yarnnn.yaml."""
    (folder / name).mkdir(exist_ok=True)
    return open_project(written(folder / name, yaml), home=Home(folder / name / ".yarnnn"))


def drafted(client: str) -> NewDraft:
    return NewDraft(client, "2026-W46", "client_update", "hash", {})


@pytest.mark.usefixtures("shared_ledger")
def test_two_agencies_never_share_a_ledger(alone: Path) -> None:
    claim_home(home_of(alone, "ours", WHOLE))
    theirs = home_of(alone, "theirs", ANOTHER)
    for use in (claim_home, agency_ledger):
        with pytest.raises(UserError, match="holds what was decided and sent of 'Northlight Studio'") as caught:
            use(theirs)
        assert "a database of its own" in caught.value.mend
    assert not (theirs.home.root / "home.json").exists()


@pytest.mark.usefixtures("shared_ledger")
def test_two_agencies_of_one_name_are_told_apart_by_their_clients(alone: Path) -> None:
    ours = home_of(alone, "ours", WHOLE)
    claim_home(ours)
    agency_ledger(ours).save_drafts([drafted("acme")])
    namesake = ANOTHER.replace("Another Studio", "Northlight Studio")
    with pytest.raises(UserError, match="this ledger holds what was decided"):
        agency_ledger(home_of(alone, "theirs", namesake))


@pytest.mark.usefixtures("shared_ledger")
def test_a_ledger_that_an_earlier_yarnnn_filled_is_known_by_its_clients(alone: Path) -> None:
    ours = home_of(alone, "ours", WHOLE)
    open_ledger(ours.home.ledger_url).save_drafts([drafted("acme")])
    with pytest.raises(UserError, match="of an agency with the clients acme"):
        claim_home(home_of(alone, "theirs", ANOTHER))
    claim_home(ours)
    assert agency_ledger(ours).agency().name == "Northlight Studio"


@pytest.mark.usefixtures("shared_ledger")
def test_the_demo_is_never_told_to_take_over_an_agencys_ledger(alone: Path) -> None:
    claim_home(home_of(alone, "ours", ANOTHER))
    with pytest.raises(UserError, match="this ledger holds") as caught:
        claim_home(open_project(demo_config(), home=Home(alone / "demo")))
    assert "formerly" not in caught.value.mend


@pytest.mark.usefixtures("shared_ledger")
def test_a_second_machine_of_the_same_agency_joins_its_ledger(alone: Path) -> None:
    first, second = home_of(alone, "first", WHOLE), home_of(alone, "second", WHOLE)
    homes = {claim_home(first), claim_home(second), claim_home(first)}
    assert len(homes) == 2


@pytest.mark.usefixtures("shared_ledger")
def test_an_agency_that_takes_another_name_keeps_its_ledger(alone: Path) -> None:
    first, second = home_of(alone, "first", WHOLE), home_of(alone, "second", WHOLE)
    claim_home(first)
    claim_home(second)
    renamed = WHOLE.replace("Northlight Studio", "Northlight & Daughters")
    claim_home(home_of(alone, "first", renamed))
    assert agency_ledger(home_of(alone, "first", renamed)).agency().name == "Northlight & Daughters"
    assert agency_ledger(second).agency().name == "Northlight & Daughters"  # has used it before, whatever it is called
    third = home_of(alone, "third", WHOLE)
    with pytest.raises(UserError) as caught:
        claim_home(third)
    assert '`formerly: "Northlight & Daughters"`' in caught.value.mend
    claim_home(home_of(alone, "third", WHOLE.replace("time_zone:", 'formerly: "Northlight & Daughters"\n  time_zone:')))


@pytest.mark.parametrize("from_inside", [False, True])
def test_a_home_never_goes_over_to_another_ledger_by_itself(
    alone: Path, monkeypatch: pytest.MonkeyPatch, from_inside: bool
) -> None:
    """Which knows nothing of what was approved and sent, and would send it again."""
    outside = f"sqlite:///{alone / 'outside.db'}"
    first, then = ("", outside) if from_inside else (outside, "")
    monkeypatch.setenv("YARNNN_LEDGER_URL", first)
    project = home_of(alone, "ours", WHOLE)
    claim_home(project)
    claim_home(project)
    monkeypatch.setenv("YARNNN_LEDGER_URL", then)
    for use in (claim_home, agency_ledger):
        with pytest.raises(UserError, match="this home was last used with another ledger, sqlite:///") as caught:
            use(project)
        assert "YARNNN_LEDGER_URL" in caught.value.where
        assert "name the ledger again in YARNNN_LEDGER_URL" in caught.value.mend
    assert not (alone / "outside.db" if from_inside else project.home.root / "ledger.db").exists()
    claim_home(home_of(alone, "second", WHOLE))  # another home may
    with pytest.raises(UserError, match="last used with another ledger"):
        claim_home(project)  # though there is a ledger of this agency now
    monkeypatch.setenv("YARNNN_LEDGER_URL", first)
    claim_home(project)


def test_a_ledger_that_was_moved_is_the_same_and_one_that_was_deleted_is_not_begun_anew(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = home_of(alone, "ours", WHOLE)
    claim_home(project)
    with sqlite3.connect(project.home.root / "ledger.db") as kept, sqlite3.connect(alone / "moved.db") as moved:
        kept.backup(moved)
    monkeypatch.setenv("YARNNN_LEDGER_URL", f"sqlite:///{alone / 'moved.db'}")
    claim_home(project)
    (alone / "moved.db").unlink()
    with pytest.raises(UserError, match="the ledger of this home is missing") as caught:
        claim_home(project)
    assert f"put a copy of it back as {alone / 'moved.db'}" in caught.value.mend


def test_a_home_that_an_earlier_yarnnn_claimed_is_known_by_the_homes_of_its_ledger(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YARNNN_LEDGER_URL", f"sqlite:///{alone / 'outside.db'}")
    project = home_of(alone, "ours", WHOLE)
    claim_home(project)
    record = project.home.root / "home.json"
    kept = json.loads(record.read_text())
    record.write_text(
        json.dumps({name: kept[name] for name in ("agency", "config", "clients", "agency_id", "home_id")})
    )
    with open_ledger(project.home.ledger_url).engine.begin() as con:
        con.execute(text("update agency set ledger_id = null"))
    monkeypatch.setenv("YARNNN_LEDGER_URL", "")
    open_ledger(project.home.ledger_url)  # an empty one lies there
    with pytest.raises(UserError, match="last used with another ledger"):
        claim_home(project)
    monkeypatch.setenv("YARNNN_LEDGER_URL", f"sqlite:///{alone / 'outside.db'}")
    claim_home(project)
    assert json.loads(record.read_text())["ledger_id"] == agency_ledger(project).agency().ledger_id


@pytest.mark.long
@pytest.mark.usefixtures("shared_ledger")
def test_of_two_agencies_that_begin_at_once_one_gets_the_ledger(alone: Path) -> None:
    projects = [home_of(alone, f"h{n}", WHOLE.replace("Northlight Studio", f"Studio {n}")) for n in range(4)]
    outcomes: list[object] = []

    def begin(project: Project) -> None:
        try:
            outcomes.append(claim_home(project))
        except UserError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=begin, args=[project]) for project in projects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(outcome, UserError) for outcome in outcomes) == [False, True, True, True]


def test_before_anything_has_landed_an_agency_may_become_any_other(alone: Path) -> None:
    project = open_project(written(alone, WHOLE))
    claim_home(project)
    with connect(project.home) as con:
        ensure_raw_tables(con)
    assert open_project(written(alone, ANOTHER)).settings.agency.name == "Another Studio"
    with connect(project.home) as con:
        con.execute("insert into slack.messages (item_id, version) values ('slack:1', 'v')")
    with pytest.raises(UserError, match="holds the data of 'Northlight Studio'") as caught:
        open_project()
    assert '`formerly: "Northlight Studio"`' in caught.value.mend


def test_an_agency_that_says_what_it_was_called_keeps_its_home_wherever_its_file_lies(alone: Path) -> None:
    landed(open_project(written(alone, WHOLE)))
    (alone / "elsewhere").mkdir()
    renamed = ANOTHER.replace("time_zone:", "formerly: Northlight Studio\n  time_zone:")
    project = open_project(written(alone / "elsewhere", renamed))
    claim_home(project)
    assert open_project(written(alone / "elsewhere", ANOTHER)).settings.agency.name == "Another Studio"
