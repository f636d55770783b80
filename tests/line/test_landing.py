"""Landing through dlt into DuckDB: what a second, a newer, a cut-off export does, and what a killed run leaves.

Slack's exports stand for all four here: comparing, writing and recovering are the same for every platform. What the
files of a platform say belongs to the tests of its reader.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.line.landing_line import (
    DAY,
    HOUR,
    MIA,
    MONDAY,
    PROCESSES,
    SAM,
    WEEK,
    Landings,
    agency,
    channel_id,
    edited,
    export_files,
    said,
    shown,
    write_files,
    write_slack,
)
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.progress import PERCENT
from yarnnn_pipelines.sources.landing import first_to_read, land
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.warehouse import read_warehouse

LAUNCH = said("The campaign went live.")
NUMBER = said("Conversion is at 2.1 %.", DAY, SAM)
PRICE = said("The price list is final.", 2 * DAY)
THANKS = said("Thanks!", 3 * DAY)
OTHER = said("Lunch at one?", 2 * DAY, SAM)

OLDER = {"general": [LAUNCH, NUMBER, PRICE, THANKS], "random": [OTHER]}


@pytest.fixture
def landings(tmp_path):
    return Landings(tmp_path / "home")


def added(report) -> tuple[int, int]:
    """(new versions, tombstones) of the messages."""
    counts = report.tables["slack.messages"]
    return counts["added"], counts["tombstones"]


def test_the_same_export_again_is_not_even_read(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", OLDER)
    landings.slack(path)
    first = landings.versions()
    report = landings.slack(path)
    assert [export["state"] for export in report.exports] == ["unchanged"]
    assert report.tables["slack.messages"] == {"seen": 0, "added": 0, "tombstones": 0, "total": 5}
    assert report.touched_weeks == []
    assert landings.versions() == first


def test_what_is_there_is_counted_once_however_many_versions_it_has_and_not_when_it_is_deleted(landings, tmp_path):
    landings.slack(write_slack(tmp_path / "older.zip", OLDER))
    newer = {"general": [LAUNCH, edited(NUMBER, "Conversion is at 3.1 %.", 2 * DAY), THANKS], "random": [OTHER]}
    report = landings.slack(write_slack(tmp_path / "newer.zip", newer))
    assert report.there == {"slack.messages": 4, "slack.channels": 2, "slack.users": 2}
    assert report.tables["slack.messages"]["total"] == 7


def test_the_end_of_a_landing_counts_nothing_that_a_user_did_not_ask_for(tmp_path):
    exports = [str(write_slack(tmp_path / f"slack-{number}.zip", OLDER)) for number in (1, 2)]
    told: list[tuple[str, int, int]] = []
    land(
        "slack",
        agency(slack={"export": exports}),
        Home(tmp_path / "home"),
        progress=lambda *said: told.append(said[:3]),
    )
    assert told[-1] == ("Slack", PERCENT, PERCENT)


def test_what_could_not_be_taken_is_told_as_long_as_the_export_is_listed(landings, tmp_path):
    files = export_files(OLDER) | {"general/2026-11-10.json": b"no list"}
    bad, good = write_files(tmp_path / "bad.zip", files), write_slack(tmp_path / "good.zip", OLDER)
    first = landings.slack(bad)
    assert first.skipped == {"unreadable_day_file": 1}
    for report in (landings.slack(bad), landings.slack(bad, good), landings.slack(bad, good)):
        assert report.exports[0]["state"] == "unchanged"
        assert (report.skipped, report.skipped_examples) == (first.skipped, first.skipped_examples)
    assert landings.slack(good).skipped == {}


@pytest.mark.long
def test_the_same_content_in_another_file_adds_nothing(landings, tmp_path):
    files = export_files(OLDER)
    landings.slack(write_files(tmp_path / "slack.zip", files))
    first = landings.versions(), landings.versions("slack.users"), landings.versions("slack.channels")
    backwards = dict(reversed(files.items()))
    again = write_files(tmp_path / "again.zip", backwards, modified=(2026, 12, 1, 0, 0, 0))
    spaced = {path: json.dumps(json.loads(content), indent=4).encode() for path, content in files.items()}
    for other in (again, write_files(tmp_path / "folder", spaced)):
        report = landings.slack(other)
        assert [export["state"] for export in report.exports] == ["landed"]
        assert {name: (n["added"], n["tombstones"]) for name, n in report.tables.items()} == dict.fromkeys(
            ["slack.users", "slack.channels", "slack.messages"], (0, 0)
        )
    assert (landings.versions(), landings.versions("slack.users"), landings.versions("slack.channels")) == first


def test_a_newer_export_adds_what_changed_and_tombstones_what_is_gone(landings, tmp_path):
    landings.slack(write_slack(tmp_path / "older.zip", OLDER))
    new = said("Next week then.", 4 * DAY)
    changed = edited(NUMBER, "Conversion is at 2.8 %.", 2 * DAY)
    newer = {"general": [LAUNCH, changed, THANKS, new], "random": [OTHER]}
    report = landings.slack(tmp_path / "older.zip", write_slack(tmp_path / "newer.zip", newer))
    assert [export["state"] for export in report.exports] == ["unchanged", "landed"]
    assert added(report) == (2, 1)
    assert landings.history(NUMBER) == ["Conversion is at 2.1 %.", "Conversion is at 2.8 %."]
    assert landings.history(PRICE) == ["The price list is final.", "(deleted)"]
    assert landings.history(LAUNCH) == ["The campaign went live."]
    assert landings.current() == shown(newer)


def test_a_tombstone_keeps_where_when_and_by_whom_but_not_what(landings, tmp_path):
    landings.slack(write_slack(tmp_path / "older.zip", OLDER))
    landings.slack(write_slack(tmp_path / "newer.zip", {"general": [LAUNCH, NUMBER, THANKS]}))
    (row,) = landings.rows(
        """select version, container_id, author_id, epoch(occurred_at), text, payload, permalink is not null
        from slack.messages where is_deleted"""
    )
    container, author = f"slack:T0NORTH001:{channel_id('general')}", f"slack:T0NORTH001:{MIA}"
    assert row == ("deleted", container, author, MONDAY + 2 * DAY + 0.0001, "", "{}", True)


def test_nothing_is_deleted_outside_the_span_and_the_channels_of_an_export(landings, tmp_path):
    landings.slack(write_slack(tmp_path / "older.zip", OLDER))
    part = export_files({"general": [NUMBER, PRICE]})
    with_an_empty_day = part | {"random/2026-11-11.json": b"[]"}
    for files in (part, with_an_empty_day):
        assert added(landings.slack(write_files(tmp_path / "part.zip", files))) == (0, 0)
    assert landings.current() == shown(OLDER)


@pytest.mark.long
def test_content_that_comes_back_is_a_version_of_its_own(landings, tmp_path):
    said_first = {"general": [LAUNCH, NUMBER, THANKS]}
    said_then = {"general": [LAUNCH, {**NUMBER, "text": "Conversion is at 2.8 %."}, THANKS]}
    gone = {"general": [LAUNCH, THANKS]}
    states = [said_first, said_then, said_first, gone, said_first, gone]
    for number, state in enumerate(states):
        path = tmp_path / f"{number}.zip"
        landings.slack(write_files(path, export_files(state), modified=(2026, 11, 16 + number, 8, 0, 0)))
        assert landings.current() == shown(state)
    assert landings.history(NUMBER) == [
        "Conversion is at 2.1 %.",
        "Conversion is at 2.8 %.",
        "Conversion is at 2.1 %.",
        "(deleted)",
        "Conversion is at 2.1 %.",
        "(deleted)",
    ]
    versions = [
        version
        for (version,) in landings.rows(
            "select version from slack.messages where item_id like ? order by observed_at", f"%{NUMBER['ts']}"
        )
    ]
    a, b = versions[0], versions[1]
    assert versions == [a, b, f"{a}.2", "deleted", f"{a}.3", "deleted.2"]
    assert "." not in a + b


def test_a_late_reply_to_an_old_thread_lands_in_its_own_week(landings, tmp_path):
    root = said("Who has the brief?", -5 * WEEK, reply_count=0)
    landings.slack(write_slack(tmp_path / "older.zip", {"general": [root, LAUNCH]}))
    reply = said("I do, sorry.", HOUR, SAM, thread_ts=root["ts"])
    newer = {"general": [{**root, "thread_ts": root["ts"], "reply_count": 1}, LAUNCH, reply]}
    report = landings.slack(write_slack(tmp_path / "newer.zip", newer))
    assert added(report) == (1, 0)
    assert report.touched_weeks == ["2026-W46"]
    (thread,) = landings.rows("select thread_id from slack.messages where item_id like ?", f"%{reply['ts']}")
    assert thread[0].endswith(root["ts"])


def test_a_list_of_exports_is_observed_in_its_order(landings, tmp_path):
    changed = {"general": [LAUNCH, edited(NUMBER, "Conversion is at 2.8 %.", 2 * DAY), PRICE, THANKS]}
    older, newer = write_slack(tmp_path / "b-older.zip", OLDER), write_slack(tmp_path / "a-newer.zip", changed)
    report = landings.slack(older, newer)
    assert [export["state"] for export in report.exports] == ["landed", "landed"]
    assert landings.history(NUMBER) == ["Conversion is at 2.1 %.", "Conversion is at 2.8 %."]


@pytest.mark.long
def test_an_export_put_before_another_leaves_the_state_of_the_last(landings, tmp_path):
    changed = {"general": [LAUNCH, edited(NUMBER, "Conversion is at 2.8 %.", 2 * DAY), PRICE, THANKS]}
    older, newer = write_slack(tmp_path / "older.zip", OLDER), write_slack(tmp_path / "newer.zip", changed)
    landings.slack(newer)
    report = landings.slack(older, newer)
    assert landings.current() == shown(changed) | shown({"random": [OTHER]})
    assert report.skipped == {}
    landings.slack(older)  # the newer one was taken out of the list: what it told of an edit is still known
    assert landings.current() == shown(changed) | shown({"random": [OTHER]})
    assert landings.history(NUMBER) == ["Conversion is at 2.8 %."]


def test_which_exports_of_a_list_are_observed_again():
    assert first_to_read(["a", "b"], []) == 0
    assert first_to_read(["a", "b"], ["a", "b"]) == 2
    assert first_to_read(["a", "b", "c"], ["a", "b"]) == 2
    assert first_to_read(["a", "x", "b"], ["a", "b"]) == 1
    assert first_to_read(["a"], ["a", "b"]) == 1


def test_a_report_tells_the_span_the_weeks_and_what_is_newest(landings, tmp_path):
    old, future = said("Six weeks ago.", -5 * WEEK), said("From a clock gone wrong.", 900 * WEEK)
    report = landings.slack(write_slack(tmp_path / "slack.zip", {"general": [old, LAUNCH, future]}))
    assert report.span[0].startswith("2026-10-05T09:00:00.000100")
    assert report.newest_item_at.startswith("2026-11-09T09:00:00.000100")
    assert report.touched_weeks[:2] == ["2026-W41", "2026-W46"]
    assert json.loads(json.dumps(report.as_dict())) == report.as_dict()


@pytest.mark.parametrize("channels", [{}, {"general": []}], ids=["no channel", "no message"])
def test_an_empty_export_deletes_nothing_and_says_so(landings, tmp_path, channels):
    landings.slack(write_slack(tmp_path / "older.zip", OLDER))
    report = landings.slack(write_slack(tmp_path / "empty.zip", channels))
    assert added(report) == (0, 0)
    assert report.skipped == {"empty_export": 1}
    assert landings.current() == shown(OLDER)


def test_a_truncated_export_deletes_nothing_and_says_so(landings, tmp_path):
    path = write_slack(tmp_path / "older.zip", OLDER)
    landings.slack(path)
    whole = path.read_bytes()
    cut = tmp_path / "cut.zip"
    for length in (len(whole) // 2, len(whole) - 30, 3, 0):
        cut.write_bytes(whole[:length])
        report = landings.slack(path, cut)
        assert [export["state"] for export in report.exports] == ["unchanged", "unreadable"]
        assert report.skipped == {"unreadable_export": 1}
        assert "cut.zip" in report.skipped_examples[0]
        with pytest.raises(UserError):
            landings.slack(cut)
    assert landings.current() == shown(OLDER)


@pytest.mark.long
def test_a_folder_of_which_half_was_copied_deletes_nothing_in_the_lost_channels_and_after_them(landings, tmp_path):
    landings.slack(write_slack(tmp_path / "older", OLDER))
    files = export_files(OLDER)
    kept = [path for path in files if path.endswith(".json") and "/" not in path] + sorted(files)[:2]
    landings.slack(write_files(tmp_path / "half", {path: files[path] for path in kept}))
    assert landings.current() == shown(OLDER)


@pytest.mark.long
def test_the_deletion_of_all_that_a_channel_held_is_seen_in_the_channels_empty_folder(landings, tmp_path):
    kept, last = {"general": [said("Hi."), said("Bye.", DAY)]}, said("We are live.", HOUR)
    landings.slack(write_slack(tmp_path / "older", {**kept, "acme": [last]}))
    files = export_files({**kept, "acme": []})

    without = landings.slack(write_files(tmp_path / "without.zip", files))
    assert landings.history(last, "acme") == ["We are live."]
    assert without.skipped == {"deletions_not_seen": 1}
    assert "it lists acme and has no folder with its days: whether 1 item" in without.skipped_examples[0]

    emptied = landings.slack(write_files(tmp_path / "emptied.zip", {**files, "acme/": b""}))
    assert landings.history(last, "acme") == ["We are live.", "(deleted)"]
    assert not emptied.skipped


def test_what_is_later_than_all_that_an_export_shows_stays_and_is_told(landings, tmp_path):
    first, last = said("Hi."), said("We are live.", HOUR)
    landings.slack(write_slack(tmp_path / "older.zip", {"general": [first, last]}))
    newer = export_files({"general": [edited(first, "Hello.", DAY)]})
    report = landings.slack(write_files(tmp_path / "newer.zip", newer, modified=(2026, 11, 23, 8, 0, 0)))
    assert landings.history(last) == ["We are live."]
    assert report.skipped == {"deletions_not_seen": 1}
    assert "it shows nothing later than 2026-11-09 09:00 UTC" in report.skipped_examples[0]


def test_tables_that_the_context_made_before_a_source_was_configured_take_its_rows(landings, tmp_path):
    landings.home.prepare()
    with duckdb.connect(landings.home.warehouse) as con:
        ensure_raw_tables(con)
    landings.slack(write_slack(tmp_path / "slack.zip", OLDER))
    report = landings.slack(write_slack(tmp_path / "newer.zip", {"general": [LAUNCH, NUMBER, THANKS]}))
    assert added(report) == (0, 1)


@pytest.mark.long
def test_a_warehouse_that_was_deleted_is_filled_again(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", OLDER)
    landings.slack(path)
    landings.home.warehouse.unlink()
    assert added(landings.slack(path)) == (5, 0)
    assert landings.current() == shown(OLDER)


def test_a_warehouse_that_is_damaged_says_how_it_is_rebuilt_and_is(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", OLDER)
    landings.slack(path)
    warehouse = landings.home.warehouse
    os.truncate(warehouse, warehouse.stat().st_size // 2)
    with pytest.raises(UserError, match="damaged") as caught:
        landings.slack(path)
    assert "internet" not in str(caught.value)
    assert f"mv {warehouse}* ELSEWHERE" in caught.value.mend
    (tmp_path / "elsewhere").mkdir()
    subprocess.run(f"mv {warehouse}* {tmp_path}/elsewhere", shell=True, check=True)
    assert added(landings.slack(path)) == (5, 0)
    assert landings.current() == shown(OLDER)


WRITTEN_AND_KILLED = """
import duckdb, os, sys
con = duckdb.connect(sys.argv[1])
con.execute("create table slack.written_last as select 1 as one")
os._exit(0)
"""


@pytest.mark.long
def test_a_log_of_the_warehouses_last_changes_whose_beginning_is_damaged_is_told_and_not_dropped(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", OLDER)
    landings.slack(path)
    log = landings.home.warehouse.with_name("warehouse.duckdb.wal")
    subprocess.run([sys.executable, "-c", WRITTEN_AND_KILLED, landings.home.warehouse], check=True)
    whole = log.read_bytes()
    log.write_bytes(bytes(8) + whole[8:])
    for use in (lambda: landings.slack(path), lambda: read_warehouse(landings.home).__enter__()):
        with pytest.raises(UserError, match="the log of its last changes is damaged") as caught:
            use()
        assert (caught.value.where, "yarnnn sync" in caught.value.mend) == (str(log), True)
    log.write_bytes(whole)
    with read_warehouse(landings.home) as con:
        assert con.execute("from slack.written_last").fetchall() == [(1,)]


def test_a_landing_into_a_warehouse_that_another_program_has_open_says_so_and_loses_nothing(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", OLDER)
    landings.slack(path)
    holder = (
        f"import duckdb, sys; con = duckdb.connect({str(landings.home.warehouse)!r})\n"
        "print('open', flush=True); sys.stdin.read()"
    )
    newer = write_slack(tmp_path / "newer.zip", {**OLDER, "random": [OTHER, LAUNCH]})
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        with pytest.raises(UserError, match=f"another program has it open .*process {process.pid}") as caught:
            landings.slack(path, newer)
        assert "internet" not in str(caught.value)
        process.stdin.close()
        process.wait()
    assert added(landings.slack(path, newer)) == (1, 0)


def test_a_disk_that_is_full_says_so_and_with_room_again_the_landing_goes_on(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", OLDER)
    landings.slack(path)
    newer = write_slack(tmp_path / "newer.zip", {**OLDER, "random": [OTHER, LAUNCH]})
    with no_file_grows_beyond(1024), pytest.raises(UserError, match="no room left on the disk") as caught:
        landings.slack(path, newer)
    assert str(landings.home.root) in caught.value.where
    assert added(landings.slack(path, newer)) == (1, 0)
    assert len(landings.versions()) == 6


@contextlib.contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    """As on a disk without room: what is written past `size` bytes is refused."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_working_folder_that_was_deleted_costs_nothing(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", OLDER)
    landings.slack(path)
    shutil.rmtree(landings.home.dlt)
    report = landings.slack(path)
    assert [export["state"] for export in report.exports] == ["unchanged"]
    assert landings.current() == shown(OLDER)


# Where a run is killed: what the subprocess wraps, and whether it dies before or after the wrapped call.
MOMENTS = {
    "extract, while reading": "sources.slack.export.SlackExport._messages_of after",
    "extract, at its end": "sources.landing._Landing._before_load before",
    "normalize, before": "sources.shared.pipeline.LandingPipeline._load_pending before",
    "normalize, half": "dlt.normalize.normalize.Normalize.spool_files after",
    "normalize, done": "dlt.load.load.Load.run before",
    "load, before a table's commit": "dlt.destinations.impl.duckdb.duck.DuckDbCopyJob.run before",
    "load, after a table's commit": "dlt.destinations.impl.duckdb.duck.DuckDbCopyJob.run after",
    "load, before its end is noted": "dlt.load.load.Load.complete_package before",
    "load, after its end is noted": "dlt.load.load.Load.complete_package after",
    "after loading": "sources.shared.pipeline.LandingPipeline._load_pending after",
}


def land_and_die(moment: str, home: Path, *exports: Path) -> None:
    """Run in a process of its own."""
    where, when = MOMENTS[moment].split()
    module, owner, name = (where if where.startswith("dlt.") else f"yarnnn_pipelines.{where}").rsplit(".", 2)
    owner = getattr(importlib.import_module(module), owner)
    wrapped = getattr(owner, name)

    def dies(*given, **named):
        if when == "after":
            wrapped(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, dies)
    Landings(home).slack(*exports)


def kill(moment: str, home: Path, *exports: Path) -> None:
    process = PROCESSES.Process(target=land_and_die, args=(moment, home, *exports))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """An older and a newer export, the home with the older one landed, and the rows that there are in the end."""
    folder = tmp_path_factory.mktemp("killed")
    newer = {
        "general": [LAUNCH, edited(NUMBER, "Conversion is at 2.8 %.", 2 * DAY), THANKS, said("And on.", 4 * DAY)],
        "random": [OTHER],
    }
    exports = write_slack(folder / "older.zip", OLDER), write_slack(folder / "newer.zip", newer)
    landings = Landings(folder / "home")
    landings.slack(exports[0])
    shutil.copytree(landings.home.root, folder / "after-the-older")
    landings.slack(*exports)
    return exports, folder / "after-the-older", landings.versions()


QUICK = ("extract, while reading", "normalize, half", "load, after a table's commit", "after loading")


@pytest.mark.parametrize(
    "moment", [pytest.param(moment, marks=[] if moment in QUICK else pytest.mark.long) for moment in MOMENTS]
)
def test_a_run_killed_at_any_moment_is_simply_run_again(killed, tmp_path, moment):
    exports, after_the_older, wanted = killed
    shutil.copytree(after_the_older, tmp_path / "home")
    kill(moment, tmp_path / "home", *exports)
    landings = Landings(tmp_path / "home")
    landings.slack(*exports)
    assert landings.versions() == wanted
    assert landings.slack(*exports).tables["slack.messages"]["seen"] == 0


def test_a_killed_runs_work_that_is_damaged_as_well_is_dropped_and_read_again(killed, tmp_path):
    exports, after_the_older, wanted = killed
    shutil.copytree(after_the_older, tmp_path / "home")
    kill("load, before a table's commit", tmp_path / "home", *exports)
    for file in (tmp_path / "home" / "dlt" / "land_slack" / "load").rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    landings = Landings(tmp_path / "home")
    assert landings.slack(*exports).skipped == {"pending_load_dropped": 1}
    assert landings.versions() == wanted


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("extract, while reading", marks=pytest.mark.long),
        pytest.param("normalize, half", marks=pytest.mark.long),
        "load, after a table's commit",
    ],
)
def test_a_first_run_killed_twice_is_simply_run_again(killed, tmp_path, moment):
    exports, _, wanted = killed
    kill(moment, tmp_path / "home", *exports)
    kill(moment, tmp_path / "home", *exports)
    landings = Landings(tmp_path / "home")
    landings.slack(*exports)
    assert landings.versions() == wanted


TIMES = st.integers(0, 6).map(lambda day: day * DAY)
STATES = st.dictionaries(
    st.sampled_from(["general", "random"]),
    st.dictionaries(TIMES, st.sampled_from(["one", "two", "three"]), max_size=5),
    max_size=2,
).map(lambda state: {name: [said(text, at) for at, text in sorted(days.items())] for name, days in state.items()})
FIRST, LAST = said("First of all.", -DAY), said("Last of all.", 7 * DAY)


@pytest.mark.long
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATES, min_size=2, max_size=4), st.booleans())
def test_any_sequence_of_exports_ends_in_the_last_ones_state(states, at_once):
    # every export of a workspace spans the same days here and shows every channel
    states = [{name: [FIRST, *state.get(name, []), LAST] for name in ("general", "random")} for state in states]
    with tempfile.TemporaryDirectory() as folder:
        landings = Landings(Path(folder, "home"))
        paths = [
            write_files(Path(folder, f"{number}.zip"), export_files(state), modified=(2026, 11, 20 + number, 8, 0, 0))
            for number, state in enumerate(states)
        ]
        if at_once:
            landings.slack(*paths)
        else:
            for path in paths:
                landings.slack(path)
        assert landings.current() == shown(states[-1])
        keys = landings.rows("select item_id, version from slack.messages")
        assert len(keys) == len(set(keys))
        assert landings.rows(
            "select max(n) from (select count(*) as n from slack.messages group by item_id, observed_at)"
        ) == [(1,)]
        for at in range(7):
            message = said("", at * DAY)
            seen = [shown(state).get((channel_id("general"), message["ts"]), "(deleted)") for state in states]
            changes = [text for number, text in enumerate(seen) if number == 0 or seen[number - 1] != text]
            assert landings.history(message) == changes[changes[:1] == ["(deleted)"] :]
