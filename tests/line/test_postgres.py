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


@pytest.mark.long
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


DOWN = "postgresql://dana:s3cret@127.0.0.1:1/none"
IN_CLEAR = "postgresql://127.0.0.1:1/none?password=s3cret"
NO_ADDRESSES = ["mysql://dana:s3cret@db/none", "s3cret", "postgresql://dana:s3cret@db:no/none", "'postgresql://s3cret'"]
PASSWORD_WITH_AT = "postgresql://dana:half@s3cret@db/none"
PASSWORD_WITH_A_SLASH = "postgresql://dana:p@ss/s3cret#x@127.0.0.1:1/none"


@pytest.mark.parametrize("url", [DOWN, IN_CLEAR, *NO_ADDRESSES, PASSWORD_WITH_AT, PASSWORD_WITH_A_SLASH])
def test_an_address_that_leads_nowhere_says_which_and_shows_no_password(monkeypatch, tmp_path, url):
    monkeypatch.setenv("YARNNN_DAGSTER_POSTGRES_URL", url)
    with pytest.raises(UserError) as of_dagster, open_instance(Home(tmp_path)):
        pass
    with pytest.raises(UserError) as of_the_ledger:
        open_ledger(url)
    for error, variable in (
        (of_dagster.value, "YARNNN_DAGSTER_POSTGRES_URL"),
        (of_the_ledger.value, "YARNNN_LEDGER_URL"),
    ):
        assert variable in str(error) or "%40" in error.mend
        assert (error.what != "", error.where != "", error.mend != "") == (True, True, True)
        assert "s3cret" not in str(error)


def test_a_database_that_is_not_there_is_to_be_made(postgres, monkeypatch, tmp_path):
    url = postgres.get_uri("nowhere")
    monkeypatch.setenv("YARNNN_DAGSTER_POSTGRES_URL", url)
    with pytest.raises(UserError, match='"nowhere" does not exist') as of_dagster, open_instance(Home(tmp_path)):
        pass
    with pytest.raises(UserError, match='"nowhere" does not exist') as of_the_ledger:
        open_ledger(url)
    assert ["createdb" in error.value.mend for error in (of_dagster, of_the_ledger)] == [True, True]


def test_one_database_for_both_is_refused_however_it_comes_about(postgres, monkeypatch, tmp_path):
    postgres.psql("create database shared;")
    url = postgres.get_uri("shared")
    open_ledger(url)
    monkeypatch.setenv("YARNNN_DAGSTER_POSTGRES_URL", url)
    for ledger, what in ((url, "name one database"), ("", "holds the ledger")):
        monkeypatch.setenv("YARNNN_LEDGER_URL", ledger)
        with pytest.raises(UserError, match=what) as caught, open_instance(Home(tmp_path)):
            pass
        assert "two databases" in caught.value.mend
    open_ledger(url)  # which nothing has touched


def test_an_address_as_some_hosts_write_it_is_read(postgres, monkeypatch, tmp_path):
    for database in ("older_ledger", "older_dagster"):
        postgres.psql(f"create database {database};")
    urls = [
        postgres.get_uri(name).replace("postgresql://", "postgres://") for name in ("older_ledger", "older_dagster")
    ]
    monkeypatch.setenv("YARNNN_LEDGER_URL", urls[0])
    monkeypatch.setenv("YARNNN_DAGSTER_POSTGRES_URL", urls[1])
    open_ledger(urls[0])
    with open_instance(Home(tmp_path)) as instance:
        assert instance.get_runs() == []
