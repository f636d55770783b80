"""The same line with Dagster's storage and the ledger on a real PostgreSQL."""

from __future__ import annotations

import re

import dagster as dg
import pytest
from sqlalchemy import create_engine, inspect

from assets.partitions import client_week_key, register_clients
from assets.resources import ProjectResource
from tests.line.demo_line import CLIENTS, publish
from tests.unit.test_home import ANOTHER, home_of
from tests.unit.test_settings import WHOLE
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.progress import silent
from yarnnn_pipelines.dagster_home.instance import open_instance
from yarnnn_pipelines.launch import open_line
from yarnnn_pipelines.project import claim_home, demo_config, open_project
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


@pytest.fixture
def dagsters_database(postgres, monkeypatch, request):
    name = "dagster_" + re.sub(r"\W", "_", request.node.name).lower()[:40]
    postgres.psql(f"create database {name};")
    monkeypatch.setenv("YARNNN_DAGSTER_POSTGRES_URL", postgres.get_uri(name))


def clients_registered(project):
    with open_instance(project.home) as instance:
        known = instance.get_dynamic_partitions("clients")
        register_clients(instance, project.settings)
        return known


@pytest.mark.usefixtures("dagsters_database")
def test_two_agencies_never_share_dagsters_database(tmp_path):
    ours, theirs = home_of(tmp_path, "ours", WHOLE), home_of(tmp_path, "theirs", ANOTHER)
    claim_home(ours)
    claim_home(theirs)  # each has a ledger of its own
    clients_registered(ours)
    resource = ProjectResource(home=str(theirs.home.root), config=str(theirs.settings.path))
    for use in (lambda: clients_registered(theirs), resource.open):
        with pytest.raises(UserError, match="holds the runs of 'Northlight Studio'") as caught:
            use()
        assert caught.value.where == "YARNNN_DAGSTER_POSTGRES_URL"
        assert "a database of its own" in caught.value.mend
    assert clients_registered(ours) == [client.id for client in ours.settings.clients]


@pytest.mark.usefixtures("dagsters_database")
def test_a_database_of_dagsters_that_an_earlier_yarnnn_filled_is_known_by_its_clients(tmp_path):
    ours, theirs = home_of(tmp_path, "ours", WHOLE), home_of(tmp_path, "theirs", ANOTHER)
    clients_registered(ours)  # whose home nobody has claimed: nothing is written down
    claim_home(theirs)
    with pytest.raises(UserError, match="holds the runs of an agency with the clients acme"):
        clients_registered(theirs)
    claim_home(ours)
    clients_registered(ours)


@pytest.mark.usefixtures("dagsters_database")
def test_an_agency_that_takes_another_name_keeps_dagsters_database_and_a_second_machine_joins_it(tmp_path):
    first, second = home_of(tmp_path, "first", WHOLE), home_of(tmp_path, "second", WHOLE)
    for project in (first, second):
        claim_home(project)
        clients_registered(project)
    renamed = WHOLE.replace("Northlight Studio", "Northlight & Daughters")
    claim_home(home_of(tmp_path, "first", renamed))
    clients_registered(first)
    claim_home(home_of(tmp_path, "third", WHOLE))
    with pytest.raises(UserError) as caught:
        clients_registered(home_of(tmp_path, "third", WHOLE))
    assert '`formerly: "Northlight & Daughters"`' in caught.value.mend
    known_as = WHOLE.replace("time_zone:", 'formerly: "Northlight & Daughters"\n  time_zone:')
    claim_home(home_of(tmp_path, "third", known_as))
    clients_registered(home_of(tmp_path, "third", known_as))


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
