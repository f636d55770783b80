"""The asset graph as it is defined: what follows from what, and under which names, partitions and checks."""

from __future__ import annotations

import json
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from assets import partitions
from assets.context import CLIENT_WEEK_CONTEXT, CLIENT_WEEK_EVENTS, SIGNALS
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.dagster_home.partition_keys import week_key, week_of_key
from yarnnn_pipelines.definitions import build_definitions
from yarnnn_pipelines.project import demo_config, open_project
from yarnnn_pipelines.sources.registry import platform_ids, platform_of, raw_tables
from yarnnn_pipelines.stores.home import Home

SNAPSHOT = Path(__file__).parent / "snapshots" / "asset_graph.json"


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("graph") / "home")
    return build_definitions(open_project(demo_config(), home=home)).get_repository_def()


@pytest.fixture(scope="module")
def graph(repository):
    return repository.asset_graph


def snapshot_of(repository: dg.RepositoryDefinition) -> dict:
    graph = repository.asset_graph
    assets = {}
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        dimensions = getattr(node.partitions_def, "partition_dimension_names", None)
        assets[key.to_user_string()] = {
            "depends on": sorted(parent.to_user_string() for parent in node.parent_keys),
            "group": node.group_name,
            "kinds": sorted(node.kinds),
            "owners": sorted(node.owners),
            "partitions": dimensions or ("week" if node.partitions_def else None),
            "runs": node.is_executable,
            "pools": sorted(node.pools or []),
            "automation": node.automation_condition is not None,
            "checks": sorted(check.name for check in node.check_keys),
        }
    return {
        "assets": assets,
        "jobs": sorted(name for name in repository.job_names if not name.startswith("__")),
        "schedules": {one.name: one.cron_schedule for one in repository.schedule_defs},
        "sensors": sorted(one.name for one in repository.sensor_defs),
    }


def test_the_graph_is_the_one_that_was_reviewed(repository):
    """A change of lineage shows as a change of this file; UPDATE_SNAPSHOTS=1 writes it anew."""
    found = snapshot_of(repository)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("platform", platform_ids())
def test_every_platform_table_leads_to_the_published_deliverable(graph, platform):
    downstream = {}

    def reaches(key):
        if key not in downstream:
            downstream[key] = False
            children = graph.get(key).child_keys
            downstream[key] = dg.AssetKey(["client_update", "published"]) in children or any(map(reaches, children))
        return downstream[key]

    for table in (table.name for table in platform_of(platform).shared_tables):
        assert reaches(dg.AssetKey([platform, table]))


def test_every_dbt_model_lies_between_the_platforms_and_the_deliverable(graph):
    landed = {dg.AssetKey(table) for table in raw_tables()}

    def ancestors(key, seen):
        for parent in graph.get(key).parent_keys - seen:
            seen.add(parent)
            ancestors(parent, seen)
        return seen

    models = [key for key in graph.get_all_asset_keys() if key.path[0] == "context" and "dbt" in graph.get(key).kinds]
    assert len(models) > 15
    assert all(ancestors(key, set()) & landed for key in models)


def test_every_asset_has_a_description_a_group_an_owner_and_kinds(graph):
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        missing = [name for name in ("description", "group_name", "owners", "kinds") if not getattr(node, name)]
        assert not missing, f"{key.to_user_string()} has no {', '.join(missing)}"


def test_every_dbt_test_is_a_check_of_its_model(graph):
    checked = {check.asset_key for check in graph.asset_check_keys}
    models = [key for key in graph.get_all_asset_keys() if "dbt" in graph.get(key).kinds]
    assert [key.to_user_string() for key in models if key not in checked] == []


def test_what_follows_waits_for_great_expectations(repository):
    job = repository.get_job("build_context")
    blocking = {
        key.asset_key
        for key in job.asset_layer.asset_graph.asset_check_keys
        if key.name == "expectations" and job.asset_layer.asset_graph.get(key).blocking
    }
    assert blocking == {CLIENT_WEEK_EVENTS, CLIENT_WEEK_CONTEXT}
    order = [node.name for node in job.nodes_in_topological_order]
    events_check, context_check = (f"context__{t}_expectations" for t in ("client_week_events", "client_week_context"))
    assert order.index(events_check) < order.index(SIGNALS.to_python_identifier())
    assert order.index(context_check) < order.index("context__released_weeks")


# --- partitions ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def weeks():
    return partitions.weekly(open_project(demo_config(), home=Home(Path("nowhere"))).settings)


def test_a_partition_is_named_after_its_iso_week(weeks):
    assert weeks.get_partition_keys()[:2] == ["2026-W41-1", "2026-W42-1"]
    assert week_of_key("2026-W41-1") == "2026-W41"
    assert week_key("2026-W41") == "2026-W41-1"


@pytest.mark.parametrize("week", ["2026-W43", "2026-W46"])  # the clocks go back at the end of W43
def test_a_partition_has_the_bounds_of_the_agencys_week(weeks, week):
    window = weeks.time_window_for_partition_key(week_key(week))
    assert (window.start, window.end) == week_bounds(week, "Europe/Lisbon")
    assert window.start.astimezone(ZoneInfo("Europe/Lisbon")).hour == 0


def test_a_year_of_53_weeks_has_53_partitions():
    settings = open_project(demo_config(), home=Home(Path("nowhere"))).settings
    settings = settings.model_copy(update={"agency": settings.agency.model_copy(update={"start": "2020-W52"})})
    keys = partitions.weekly(settings).get_partition_keys()
    assert keys[:4] == ["2020-W52-1", "2020-W53-1", "2021-W01-1", "2021-W02-1"]


def test_weeks_with_a_gap_become_two_ranges():
    asked = ["2026-W53", "2027-W01", "2026-W45", "2026-W46", "2026-W46"]
    assert partitions.week_runs(asked) == [("2026-W45", "2026-W46"), ("2026-W53", "2027-W01")]


def test_the_clients_of_yarnnn_yaml_become_the_partitions():
    settings = open_project(demo_config(), home=Home(Path("nowhere"))).settings
    with dg.instance_for_test() as instance:
        instance.add_dynamic_partitions("clients", ["acme", "left-last-year"])
        added, gone = partitions.register_clients(instance, settings)
        assert (added, gone) == (["harborline", "estuary", "mendwell"], ["left-last-year"])
        assert set(instance.get_dynamic_partitions("clients")) == {client.id for client in settings.clients}
