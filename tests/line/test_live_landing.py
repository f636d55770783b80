"""A live source in the line: killed at any moment it goes on, its weeks are told, and what was forgotten stays so."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime

import duckdb
import pytest

from tests.line.landing_line import PROCESSES, land_in_small_pages
from tests.platforms.live_agency import live_agency
from tests.platforms.loopback import Answer
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.progress import silent
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.launch import open_line
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.registry import platform_ids
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.locks import landing_lock

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def agency(tmp_path, monkeypatch):
    with live_agency(tmp_path / "agency", monkeypatch) as agency:
        yield agency


def say(agency, count: int, hours: float = 1) -> list[str]:
    mia = next(iter(agency.slack._users))
    said = []
    for number in range(count):
        agency.slack.pass_time(hours=hours)
        said.append(agency.slack.post(agency.acme, mia, f"Banner {number} is live."))
    return said


def landed(home: Home, table: str = "slack.messages") -> dict[str, str]:
    with duckdb.connect(home.warehouse) as con:
        query = f"""
            select item_id, text, is_deleted from {table}
            qualify row_number() over (partition by item_id order by observed_at desc) = 1
        """
        return {item: text for item, text, deleted in con.execute(query).fetchall() if not deleted}


def test_every_platform_lands_live_and_again_brings_nothing(agency, tmp_path):
    say(agency, 3)
    settings, home = agency.load(), Home(tmp_path / "home")
    for platform in platform_ids():
        first = land(platform, settings, home)
        assert first.is_live
        assert first.trouble is None
        assert all(account["said"] == account["landed"] for account in first.accounts)
        assert all(account["read_until"] and not account["unread"] for account in first.accounts)
        again = land(platform, settings, home)
        assert [counts["added"] + counts["tombstones"] for counts in again.tables.values()] == [0] * len(again.tables)
        assert again.touched_weeks == []


@pytest.mark.long
def test_a_landing_killed_at_some_request_goes_on_where_it_stood(agency, tmp_path, monkeypatch):
    said = say(agency, 60, hours=3)
    settings, home = agency.load(slack="requests_per_run: 1000"), Home(tmp_path / "home")
    agency.slack.latency = 0.05
    for after in (4, 9, 15):
        before = agency.slack.count()
        process = PROCESSES.Process(target=land_in_small_pages, args=(dict(os.environ), settings.path, home.root))
        process.start()
        while agency.slack.count() < before + after and process.is_alive():
            time.sleep(0.01)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
    agency.slack.latency = 0
    report = land("slack", settings, home, last={})
    texts = [text for text in landed(home).values() if text.startswith("Banner")]
    assert sorted(texts) == sorted(f"Banner {number} is live." for number in range(len(said)))
    with duckdb.connect(home.warehouse) as con:
        doubled = con.execute("select count(*) - count(distinct (item_id, version)) from slack.messages").fetchone()[0]
    assert doubled == 0
    weeks = {f"{datetime.fromtimestamp(float(ts), UTC):%G-W%V}" for ts in said}
    assert weeks <= set(report.touched_weeks)  # also of what the killed runs had landed


def test_a_late_reply_touches_its_own_week_and_an_edit_the_week_it_was_said_in(agency, tmp_path):
    first, *_ = say(agency, 3, hours=24)
    settings, home = agency.load(slack="rescan_days: 40"), Home(tmp_path / "home")
    before = land("slack", settings, home)
    agency.slack.pass_time(weeks=2)
    agency.slack.edit(agency.acme, first, "Banner 0 is offline.")
    report = land("slack", settings, home, last=before.as_dict())
    assert report.touched_weeks == [f"{datetime.fromtimestamp(float(first), UTC):%G-W%V}"]


def test_two_landings_of_one_platform_never_run_at_once(agency, tmp_path):
    settings, home = agency.load(), Home(tmp_path / "home")
    with landing_lock(home, "slack"):
        caught: list[Exception] = []

        def second() -> None:
            try:
                with landing_lock(home, "slack", 0.2):
                    pass
            except UserError as error:
                caught.append(error)

        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert "landing slack" in caught[0].what
    land("slack", settings, home)


def test_a_refused_token_is_told_and_what_landed_stays(agency, tmp_path):
    say(agency, 2)
    settings, home = agency.load(), Home(tmp_path / "home")
    land("slack", settings, home)
    before = landed(home)
    agency.slack.fail(Answer({"ok": False, "error": "token_revoked"}), times=50)
    report = land("slack", settings, home)
    assert "token_revoked" in report.trouble["what"]
    assert landed(home) == before


def test_what_was_forgotten_does_not_land_again(agency, tmp_path):
    secret, kept = say(agency, 2)
    settings, home = agency.load(), Home(tmp_path / "home")
    key = b"0" * 32
    item = f"slack:{agency.slack.team['id']}:{agency.acme}:{secret}"
    forgotten = Forgotten(key, Marks(items=Marker(key).all([item])))
    report = land("slack", settings, home, admission=forgotten)
    found = landed(home)
    assert item not in found
    assert any(one.endswith(kept) for one in found)
    assert all(account["said"] == account["landed"] for account in report.accounts)


@pytest.mark.long
def test_a_whole_run_leaves_no_secret_behind(agency, tmp_path):
    """Every file of the home: the warehouse, the ledger, what dlt, dbt and Dagster write, and what the UI shows."""
    say(agency, 5)
    project = Project(Home(tmp_path / "home"), agency.load())
    with open_line(project, silent) as line:
        line.land()
        agency.notion.tokens = set()  # refused from now on
        line.land()
    found = {path: path.read_bytes() for path in project.home.root.rglob("*") if path.is_file()}
    assert any(b"token" in content for path, content in found.items() if path.suffix in (".db", ".duckdb"))
    for secret in agency.secrets:
        assert [str(path) for path, content in found.items() if secret.encode() in content] == []
