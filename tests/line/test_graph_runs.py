"""Runs of the line: what they record in Dagster, one client that fails, and a run that was killed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import dagster as dg
import pytest
from bs4 import BeautifulSoup
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_graphql.test.utils import execute_dagster_graphql

from assets.partitions import client_week_key, range_tags
from tests.line.demo_line import CLIENTS, WEEKS, copy_of_demo, made, publish
from yarnnn_pipelines.core.progress import silent
from yarnnn_pipelines.dagster_home.instance import open_instance
from yarnnn_pipelines.dagster_home.run_locks import alive, died
from yarnnn_pipelines.definitions import build_definitions
from yarnnn_pipelines.launch import RunFailed, open_line
from yarnnn_pipelines.project import demo_config, open_project
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger

GATED = dg.AssetKey(["client_update", "gated"])
CONTEXT = dg.AssetKey("client_context")


def metadata_of(instance: dg.DagsterInstance, key: dg.AssetKey, partition: str | None = None) -> dict:
    wanted = dg.AssetRecordsFilter(key, asset_partitions=[partition] if partition else None)
    (record,) = instance.fetch_materializations(wanted, limit=1).records
    return {name: value.value for name, value in record.asset_materialization.metadata.items()}


@pytest.fixture(scope="module")
def instance():
    with open_instance(Home(made())) as instance:
        yield instance


def test_each_client_and_week_has_its_own_numbers_preview_and_data_version(instance):
    shown, versions = {}, set()
    for client in CLIENTS:
        key = client_week_key(client, "2026-W46")
        shown[client] = metadata_of(instance, GATED, key)
        record = instance.get_latest_data_version_record(GATED, partition_key=key)
        versions.add(record.asset_materialization.tags["dagster/data_version"])
    assert len(versions) == len(CLIENTS)
    acme = shown["acme"]
    assert "Acme Corp" in acme["preview"]
    assert acme["review_page"] == "http://127.0.0.1:3100/acme/2026-W46/client_update"
    assert "| stale |" in shown["estuary"]["to_look_at"]
    assert acme["claims"] > 0
    assert acme["landed"] == acme["used"] + acme["offered"] + sum(acme["ignored"].values())
    numbers = ("claims", "withheld", "landed", "used", "offered", "seconds")
    assert all(isinstance(acme[number], int | float) for number in numbers)


def test_all_client_weeks_of_the_demo_are_one_run_and_one_materialization_each(instance):
    runs = instance.get_runs(dg.RunsFilter(job_name="client_update"))
    assert [run.status for run in runs] == [dg.DagsterRunStatus.SUCCESS]
    assert len(instance.get_materialized_partitions(GATED)) == len(CLIENTS) * len(WEEKS)
    assert len(instance.fetch_materializations(GATED, limit=1000).records) == len(CLIENTS) * len(WEEKS)


RUNS = "{runsOrError {... on Runs {results {jobName repositoryOrigin {repositoryName repositoryLocationName}}}}}"
EXECUTE_AGAIN = """
mutation ($run: ReexecutionParams) {
  launchRunReexecution(reexecutionParams: $run) {__typename ... on LaunchRunSuccess {run {jobName parentRunId}}}
}
"""


@pytest.mark.long
def test_the_ui_takes_a_run_of_the_command_line_for_one_of_its_own_and_can_execute_it_again(tmp_path, monkeypatch):
    project = copy_of_demo(tmp_path)
    monkeypatch.setenv("YARNNN_HOME", str(project.home.root))
    workspace_file = str(Path(__file__).parents[2] / "workspace.yaml")
    with (
        open_instance(project.home) as instance,
        WorkspaceProcessContext(instance, WorkspaceFileTarget([workspace_file])) as workspace,
    ):

        def ask(query: str, **variables):
            return execute_dagster_graphql(workspace.create_request_context(), query, variables).data

        shown = ask(RUNS)["runsOrError"]["results"]
        assert {run["jobName"] for run in shown} == {"land", "build_context", "client_update"}
        origin = {"repositoryName": "__repository__", "repositoryLocationName": "yarnnn_pipelines"}
        assert [run["repositoryOrigin"] for run in shown] == [origin] * len(shown)

        (land,) = instance.get_runs(dg.RunsFilter(job_name="land"))
        again = ask(EXECUTE_AGAIN, run={"parentRunId": land.run_id, "strategy": "ALL_STEPS"})["launchRunReexecution"]
        assert again == {"__typename": "LaunchRunSuccess", "run": {"jobName": "land", "parentRunId": land.run_id}}


def test_a_dbt_model_shows_its_rows_columns_and_where_they_come_from(instance):
    key = dg.AssetKey(["context", "client_week_events"])
    shown = metadata_of(instance, key, "2026-W46-1")
    assert shown["dagster/row_count"] > shown["dagster/partition_row_count"] > 0
    assert {"event_id", "client_id", "audience"} <= {column.name for column in shown["dagster/column_schema"].columns}
    (source,) = shown["dagster/column_lineage"].deps_by_column["audience"]
    assert (source.asset_key.to_user_string(), source.column_name) == ("context/events", "audience")


def test_every_check_of_the_demo_has_run_and_passed(instance):
    found = {}
    for run in reversed(instance.get_runs()):
        for event in instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION):
            check = event.dagster_event.asset_check_evaluation_data
            found[check.asset_check_key] = check.passed
    assert {"expectations", "gate"} <= {key.name for key in found}
    assert [str(key) for key, passed in found.items() if not passed] == []


def test_data_docs_lie_in_the_home():
    folder = Home(made()).data_docs
    index = BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "html.parser")
    pages = [folder / unquote(link["href"]) for link in index.find_all("a")]
    assert len(pages) == 2  # a table each
    assert "not hold" not in index.text
    assert all("Expectation Validation Result" in page.read_text(encoding="utf-8") for page in pages)


def test_data_docs_fetch_nothing_from_elsewhere():
    for page in Home(made()).data_docs.rglob("*.html"):
        tags = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find_all(src=True)
        tags += BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find_all(href=True)
        for tag in tags:
            assert not re.match(r"(?:https?:)?//", tag.get("src") or tag.get("href")), page


# --- again, and with trouble ------------------------------------------------------------------------------------------


@pytest.mark.long
def test_building_a_week_again_changes_no_client_and_makes_no_new_version(tmp_path):
    project = copy_of_demo(tmp_path)
    with open_instance(project.home) as instance:
        before = _context_events(instance)
    newest = {(v.client, v.week): v.version for v in open_ledger(project.home.ledger_url).standings()}
    with open_line(project, silent) as line:
        line.build_context(["2026-W46"])
        line.produce("client_update", CLIENTS, ["2026-W46"])
    with open_instance(project.home) as instance:
        assert _context_events(instance) == before
    assert {(v.client, v.week): v.version for v in open_ledger(project.home.ledger_url).standings()} == newest


def _context_events(instance: dg.DagsterInstance) -> int:
    return len(instance.fetch_materializations(CONTEXT, limit=1000).records)


@pytest.mark.long
def test_one_client_that_fails_does_not_cost_the_others(tmp_path):
    project = copy_of_demo(tmp_path)
    review = project.home.drafts / "estuary" / "2026-W46" / "client_update.review.md"
    review.unlink()
    review.mkdir()  # a folder where its draft should be written
    with (
        open_line(project, silent) as line,
        pytest.raises(RunFailed, match=r"1 of 4 client weeks failed") as told,
    ):
        line.produce("client_update", CLIENTS, ["2026-W46"])
    assert "estuary 2026-W46" in str(told.value)
    with open_instance(project.home) as instance:
        (run, _) = instance.get_runs(dg.RunsFilter(job_name="client_update"))
        assert run.status == dg.DagsterRunStatus.FAILURE
        made_by_run = {
            event.dagster_event.partition
            for event in instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
            if event.dagster_event.asset_key == GATED
        }
    assert made_by_run == {client_week_key(client, "2026-W46") for client in CLIENTS if client != "estuary"}


@pytest.mark.long
def test_a_backfill_launched_in_the_ui_makes_every_partition_of_its_range(tmp_path):
    """The tags are those with which Dagster's daemon launches a job's backfill of several partitions in one run."""
    project = copy_of_demo(tmp_path)
    tags = {
        "dagster/partition/client": "acme",
        "dagster/partition/week": "2026-W41-1",
        **range_tags(client_week_key("acme", "2026-W41"), client_week_key("acme", "2026-W45")),
    }
    with open_instance(project.home) as instance:
        job = build_definitions(project).resolve_job_def("client_update")
        assert job.execute_in_process(instance=instance, tags=tags).success
        (run,) = instance.get_runs(limit=1)
        made = {
            record.partition_key
            for record in instance.fetch_materializations(GATED, limit=1000).records
            if record.run_id == run.run_id
        }
    assert made == {client_week_key("acme", f"2026-W{week}") for week in range(41, 46)}


def test_an_approved_update_is_published_once_and_shown_in_the_graph(tmp_path):
    project = copy_of_demo(tmp_path)
    ledger = open_ledger(project.home.ledger_url)
    ledger.approve("acme", "2026-W46", "client_update", "dana")
    publish(project, ("acme", "2026-W46"), ("estuary", "2026-W46"))
    publish(project, ("acme", "2026-W46"))
    files = sorted(path.name for path in (project.home.published / "acme" / "2026-W46").iterdir())
    assert files == ["client_update.v1.html", "client_update.v1.md"]
    assert not (project.home.published / "estuary").exists()
    published = dg.AssetKey(["client_update", "published"])
    with open_instance(project.home) as instance:
        assert instance.get_materialized_partitions(published) == {client_week_key("acme", "2026-W46")}
        shown = metadata_of(instance, published, client_week_key("acme", "2026-W46"))
    assert shown["state"] == "published"
    assert shown["preview"] == ledger.latest("acme", "2026-W46", "client_update").markdown


# --- killed ----------------------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from yarnnn_pipelines.definitions import build_definitions
from yarnnn_pipelines.project import demo_config, open_project
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.launch import open_line

def die(what, done, total, place=""):
    if what == "Events" and done > 10:  # dbt is at work, and the run holds the warehouse
        os.kill(os.getpid(), signal.SIGKILL)

with open_line(open_project(demo_config(), home=Home(Path(sys.argv[1]))), die) as line:
    line.build_context(["2026-W46"])
"""


@pytest.mark.long
def test_a_run_that_was_killed_can_simply_be_run_again(tmp_path):
    root = tmp_path / "home"
    command = [sys.executable, "-c", KILLED, str(root)]
    killed = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, timeout=600, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()

    project = open_project(demo_config(), home=Home(root))
    with open_instance(project.home) as instance:
        (dead,) = instance.get_runs()
        assert dead.status == dg.DagsterRunStatus.STARTED
        assert instance.event_log_storage.get_concurrency_info("warehouse").active_slot_count == 1
    with open_line(project, silent) as line:
        (again,) = line.build_context(["2026-W46"])
    with open_instance(project.home) as instance:
        assert instance.get_run_by_id(dead.run_id).status == dg.DagsterRunStatus.FAILURE
        assert instance.get_run_by_id(again.run_id).status == dg.DagsterRunStatus.SUCCESS
        assert instance.event_log_storage.get_concurrency_info("warehouse").active_slot_count == 0
    assert list((root / "dagster" / "alive").iterdir()) == []


def test_a_run_that_goes_on_is_not_given_up(tmp_path):
    home = Home(tmp_path)
    with alive(home, "one"):
        assert not died(home, "one")
    assert not died(home, "one")  # it ended in good order
    assert not died(home, "of another machine")
