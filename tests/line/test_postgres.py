"""The same line with Dagster's storage and the ledger on a real PostgreSQL."""

from __future__ import annotations

import dagster as dg
import pytest
from sqlalchemy import create_engine, inspect

from assets.partitions import client_week_key
from tests.line.demo_line import CLIENTS, publish
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.progress import silent
from yarnnn_pipelines.dagster_home.instance import open_instance
from yarnnn_pipelines.launch import open_line
from yarnnn_pipelines.project import demo_config, open_project
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger


@pytest.fixture
def on_postgres(postgres, monkeypatch):
    urls = {}
    for database in ("ledger", "dagster"):
        postgres.psql(f"create database {database};")
        urls[database] = postgres.get_uri(database)
    monkeypatch.setenv("YARNNN_LEDGER_URL", urls["ledger"])
    monkeypatch.setenv("YARNNN_DAGSTER_POSTGRES_URL", urls["dagster"])
    return urls


def test_the_line_runs_with_dagster_and_the_ledger_on_postgresql(on_postgres, tmp_path):
    project = open_project(demo_config(), home=Home(tmp_path / "home"))
    with open_line(project, silent) as line:
        line.land()
        line.build_context(["2026-W46"])
        line.produce("client_update", CLIENTS, ["2026-W46"])
        ledger = open_ledger(project.home.ledger_url)
        ledger.approve("acme", "2026-W46", "client_update", "dana")
        publish(project, ("acme", "2026-W46"))
        line.produce("client_update", CLIENTS, ["2026-W46"])

    states = {version.client: version.state for version in ledger.standings()}
    assert set(states) == set(CLIENTS)
    assert states["acme"] == "published"
    with open_instance(project.home) as instance:
        published = instance.get_materialized_partitions(dg.AssetKey(["client_update", "published"]))
        assert published == {client_week_key("acme", "2026-W46")}
        assert {run.status for run in instance.get_runs()} == {dg.DagsterRunStatus.SUCCESS}

    for name, table in (("ledger", "deliverable_versions"), ("dagster", "event_logs")):
        assert inspect(create_engine(on_postgres[name])).has_table(table)
    assert list(tmp_path.rglob("*.db")) == []  # nothing went to SQLite instead


@pytest.mark.long  # Dagster tries again for ten seconds
def test_a_server_that_is_down_is_told_plainly(monkeypatch, tmp_path):
    monkeypatch.setenv("YARNNN_DAGSTER_POSTGRES_URL", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(UserError, match=r"Dagster's storage can't be reached"), open_instance(Home(tmp_path)):
        pass
    with pytest.raises(UserError, match=r"the ledger can't be opened"):
        open_ledger("postgresql://nobody@127.0.0.1:1/none")
