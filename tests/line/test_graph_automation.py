"""What starts by itself: which weeks, which clients, and when on the agency's clock."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from assets.automation import alerts, by_itself, sensors
from assets.automation.jobs import ANEW, MONTHLY_LINE, WEEKLY_LINE
from assets.automation.sensors import weeks_to_build
from assets.partitions import client_week_key, register_clients
from assets.resources import ProjectResource
from yarnnn_pipelines.config.notices import AlertSettings
from yarnnn_pipelines.config.settings import takers_of
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks, current_week
from yarnnn_pipelines.dagster_home.partition_keys import week_key
from yarnnn_pipelines.definitions import build_definitions
from yarnnn_pipelines.project import Project, claim_home, demo_config, open_project
from yarnnn_pipelines.publishing.outbox import publish_version
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, NewCoverage, NewDraft, NewVersion

ZONE = "Europe/Lisbon"
THIS_WEEK = current_week(ZONE)
DRAFT = dg.AssetKey(["client_update", "draft"])


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = open_project(demo_config(), home=Home(tmp_path_factory.mktemp("automation") / "home"))
    claim_home(project)
    return project


@pytest.fixture(scope="module")
def definitions(project):
    return build_definitions(project)


@pytest.fixture
def instance(project):
    with dg.instance_for_test() as instance:
        register_clients(instance, project.settings)
        yield instance


def look(definitions: dg.Definitions, name: str, instance: dg.DagsterInstance, cursor: str | None = None):
    """One evaluation of a sensor, as the daemon does it."""
    repository = definitions.get_repository_def()
    resources = {"project": definitions.resources["project"]}
    with dg.build_sensor_context(
        instance=instance, cursor=cursor, repository_def=repository, resources=resources
    ) as context:
        return repository.get_sensor_def(name).evaluate_tick(context)


# --- a client's week that changed -------------------------------------------------------------------------------------


def report_context(instance: dg.DagsterInstance, client: str, week: str, content: str) -> None:
    instance.report_runless_asset_event(
        dg.AssetMaterialization(
            "client_context", partition=client_week_key(client, week), tags={"dagster/data_version": content}
        )
    )


def test_exactly_the_clients_whose_week_changed_are_made_again(definitions, instance, project):
    tick = _ticks(definitions, instance)
    for client in project.settings.clients:
        report_context(instance, client.id, THIS_WEEK, "first")
    tick()
    report_context(instance, "acme", THIS_WEEK, "second")
    report_context(instance, "estuary", THIS_WEEK, "first")  # built again with the same content
    assert tick() == {f"acme|{week_key(THIS_WEEK)}"}
    assert tick() == set()


def test_a_change_that_comes_right_after_a_request_is_not_lost(definitions, instance):
    tick = _ticks(definitions, instance)
    report_context(instance, "acme", THIS_WEEK, "first")
    assert tick() == {f"acme|{week_key(THIS_WEEK)}"}
    report_context(instance, "acme", THIS_WEEK, "second")  # while the run that was asked for goes on
    assert tick() == {f"acme|{week_key(THIS_WEEK)}"}


def test_a_client_that_is_new_gets_its_first_deliverable(definitions, instance):
    tick = _ticks(definitions, instance)
    assert tick() == set()
    report_context(instance, "acme", THIS_WEEK, "first")
    assert tick() == {f"acme|{week_key(THIS_WEEK)}"}
    assert tick() == set()


def test_late_data_makes_an_old_week_anew_where_it_was_made_before_and_nowhere_else(definitions, instance):
    tick = _ticks(definitions, instance)
    old = add_weeks(THIS_WEEK, -3)
    for client in ("acme", "estuary"):
        report_context(instance, client, old, "first")
    instance.report_runless_asset_event(dg.AssetMaterialization(DRAFT, partition=client_week_key("acme", old)))
    tick()
    for client in ("acme", "estuary"):
        report_context(instance, client, old, "second")
    assert tick() == {f"acme|{week_key(old)}"}
    assert tick() == set()


@pytest.mark.parametrize("kind", ["client_update", "project_brief"])
def test_a_type_is_made_for_the_clients_that_get_it_alone(definitions, instance, project, kind):
    tick = _ticks(definitions, instance, dg.AssetKey([kind, "draft"]))
    for client in project.settings.clients:
        report_context(instance, client.id, THIS_WEEK, "first")
    assert tick() == {f"{client}|{week_key(THIS_WEEK)}" for client in takers_of(project.settings, kind)}


@pytest.mark.filterwarnings("ignore:Non-compliant tag keys")  # Dagster's own
def test_the_sensor_looks_at_conditions_of_our_own(definitions, instance):
    tick = look(definitions, "automation", instance)  # which Dagster's daemon by itself could not
    report_context(instance, "acme", THIS_WEEK, "first")
    assert look(definitions, "automation", instance, tick.cursor).run_requests


def _ticks(definitions: dg.Definitions, instance: dg.DagsterInstance, asset: dg.AssetKey = DRAFT):
    """A function that evaluates the conditions once more and says which client weeks they ask for."""
    cursor = None

    def tick() -> set[str]:
        nonlocal cursor
        result = dg.evaluate_automation_conditions(definitions, instance, cursor=cursor)
        cursor = result.cursor
        return set(result.get_requested_partitions(asset))

    tick()
    return tick


# --- a landing that touched weeks ------------------------------------------------------------------------------------


def land(instance: dg.DagsterInstance, table: str, *weeks: str) -> None:
    event = dg.AssetMaterialization(table.split("/"), metadata={"touched_weeks": dg.MetadataValue.json(list(weeks))})
    instance.report_runless_asset_event(event)


def ranges(result) -> list[tuple[str, str]]:
    tags = [request.tags for request in result.run_requests or []]
    return [(tag["dagster/asset_partition_range_start"], tag["dagster/asset_partition_range_end"]) for tag in tags]


def test_a_landing_builds_the_weeks_it_touched_and_no_others(definitions, instance):
    first = look(definitions, "touched_weeks", instance)
    land(instance, "slack/messages", "2026-W42")
    land(instance, "slack/messages", "2026-W43", "2026-W46")
    second = look(definitions, "touched_weeks", instance, first.cursor)
    assert ranges(second) == [("2026-W42-1", "2026-W43-1"), ("2026-W46-1", "2026-W46-1")]
    third = look(definitions, "touched_weeks", instance, second.cursor)
    assert ranges(third) == []


def test_a_meeting_also_touches_the_three_weeks_that_see_it_coming(project):
    weeks = weeks_to_build("calendar", ["2026-W46"], project.settings)
    assert sorted(weeks) == ["2026-W43", "2026-W44", "2026-W45", "2026-W46"]


def test_a_week_that_is_not_produced_is_not_built(project):
    weeks = weeks_to_build("slack", ["2026-W30", add_weeks(THIS_WEEK, 1)], project.settings)
    assert weeks == set()


def test_what_was_landed_before_the_sensor_began_starts_nothing(definitions, instance):
    land(instance, "slack/messages", "2026-W42")
    first = look(definitions, "touched_weeks", instance)
    assert ranges(first) == []
    assert ranges(look(definitions, "touched_weeks", instance, first.cursor)) == []


# --- approvals, clients, dead runs ------------------------------------------------------------------------------------


def test_an_approval_is_published_and_a_draft_is_not(definitions, instance, project):
    ledger = open_ledger(project.home.ledger_url)
    ledger.save_versions([version("acme"), version("estuary")])
    ledger.approve("acme", "2026-W46", "client_update", "dana")
    requests = look(definitions, "decisions", instance).run_requests
    assert [request.run_config["ops"]["publish_approved"]["config"]["client_weeks"] for request in requests] == [
        ["acme 2026-W46"]
    ]


def test_an_approval_that_could_not_be_published_is_looked_at_again_when_its_week_was_built_again(
    definitions, instance, project
):
    ledger = open_ledger(project.home.ledger_url)
    ledger.save_versions([version("estuary")])
    ledger.approve("estuary", "2026-W46", "client_update", "dana")

    def run_keys():
        requests = look(definitions, "decisions", instance).run_requests
        return {request.run_key for request in requests if request.run_key.startswith("estuary/")}

    ledger.record_coverage([NewCoverage("estuary", "2026-W46", False, {"context_hash": "same"})])
    (before,) = run_keys()
    assert run_keys() == {before}
    ledger.record_coverage([NewCoverage("estuary", "2026-W46", False, {"context_hash": "same"})])
    (after,) = run_keys()
    assert before != after


def test_what_was_approved_at_the_terminal_is_reported_as_published_once(definitions, instance, project):
    ledger = open_ledger(project.home.ledger_url)
    ledger.save_versions([version("harborline")])
    approved = ledger.approve("harborline", "2026-W46", "client_update", "dana")
    publish_version(ledger, approved, ["files"], project.home.published, lambda title, text: text)
    event = reports(definitions, instance)[client_week_key("harborline", "2026-W46")]
    assert event.asset_key == dg.AssetKey(["client_update", "published"])
    assert event.metadata["preview"].value == "# Update"
    instance.report_runless_asset_event(event)
    assert client_week_key("harborline", "2026-W46") not in reports(definitions, instance)


def test_what_was_sent_before_something_was_forgotten_is_reported_without_its_words(definitions, instance, project):
    ledger = open_ledger(project.home.ledger_url)
    ledger.save_versions([version("mendwell")])
    approved = ledger.approve("mendwell", "2026-W46", "client_update", "dana")
    publish_version(ledger, approved, ["files"], project.home.published, lambda title, text: text)
    ledger.begin_entry("person", "dana", {}, {"removed": {}, "redacted": {}})
    assert "preview" not in reports(definitions, instance)[client_week_key("mendwell", "2026-W46")].metadata


def test_what_was_sent_is_looked_at_once_and_again_when_something_was_forgotten(definitions, project, monkeypatch):
    ledger = open_ledger(project.home.ledger_url)
    for client in ("acme", "estuary", "mendwell"):
        ledger.save_versions([version(client)])
        approved = ledger.approve(client, "2026-W46", "client_update", "dana")
        publish_version(ledger, approved, ["files"], project.home.published, lambda title, text: text)
    last, _ = ledger.sent_after(0, 1000)[-1]
    monkeypatch.setattr(sensors, "RECEIPTS_LOOKED_AT_TWICE", 0)
    monkeypatch.setattr(sensors, "REPORTS_AT_ONCE", 2)
    with dg.instance_for_test() as instance:
        cursors: list[str | None] = [None]
        reported: list[str] = []
        while len(cursors) < 2 or cursors[-1] != cursors[-2]:
            tick = look(definitions, "decisions", instance, cursors[-1])
            reported += [event.partition for event in tick.asset_events]
            cursors.append(tick.cursor)
        assert len(reported) == len(set(reported)) >= 3
        assert json.loads(cursors[-1])["receipt"] == last
        ledger.begin_entry("person", "pat", {}, {"removed": {}, "redacted": {}})
        assert look(definitions, "decisions", instance, cursors[-1]).asset_events


def reports(definitions: dg.Definitions, instance: dg.DagsterInstance) -> dict[str, dg.AssetMaterialization]:
    return {event.partition: event for event in look(definitions, "decisions", instance).asset_events}


def version(client: str) -> NewVersion:
    document = {"title": client, "sections": [], "withheld": [], "coverage": {}, "cost": {}}
    return NewVersion(client, "2026-W46", "client_update", "drafted", "input", "content", "# Update", document)


def test_what_is_due_by_itself_is_sent_by_a_run_and_what_is_not_starts_none(definitions, instance, monkeypatch):
    assert look(definitions, "by_itself", instance).run_requests == []
    now = datetime.now(ZoneInfo("UTC"))
    one = SimpleNamespace(
        key=DeliverableKey("acme", "2026-W46", "client_update"),
        version=SimpleNamespace(content_hash="content"),
        is_due=lambda at: at >= now,
    )
    monkeypatch.setattr(by_itself, "candidates", lambda *_: [one])
    (request,) = look(definitions, "by_itself", instance).run_requests
    assert "acme 2026-W46 client_update content" in request.run_key
    job = definitions.resolve_job_def("publish_by_itself")
    monkeypatch.undo()
    assert job.execute_in_process(instance=instance).success


def test_clients_are_registered_and_taken_away_as_yarnnn_yaml_says(definitions):
    with dg.instance_for_test() as instance:
        instance.add_dynamic_partitions("clients", ["left-last-year"])
        requests = look(definitions, "clients", instance).dynamic_partitions_requests
    added, gone = requests
    assert added.partition_keys == ["acme", "harborline", "estuary", "mendwell"]
    assert gone.partition_keys == ["left-last-year"]


# --- the week's line --------------------------------------------------------------------------------------------------


def test_the_weekly_line_is_for_the_week_just_ended_also_when_the_clocks_change(definitions):
    schedule = definitions.get_repository_def().get_schedule_def("weekly_line")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 7 * * 1", ZONE)
    for day in (19, 26):  # the clocks go back on 25 October
        at = datetime(2026, 10, day, 7, tzinfo=ZoneInfo(ZONE))
        (request,) = schedule.evaluate_tick(dg.build_schedule_context(scheduled_execution_time=at)).run_requests
        assert request.tags[WEEKLY_LINE] == add_weeks(current_week(ZONE, at), -1)


@pytest.mark.parametrize(
    ("ended", "next_job", "first"), [("land", "build_context", "2026-W46-1"), ("build_context", "client_update", None)]
)
def test_the_weekly_line_goes_on_stage_after_stage(definitions, instance, ended, next_job, first):
    repository = definitions.get_repository_def()
    run = instance.create_run_for_job(repository.get_job(ended), tags={WEEKLY_LINE: "2026-W46"})
    event = dg.DagsterEvent(event_type_value="PIPELINE_SUCCESS", job_name=ended)
    context = dg.build_run_status_sensor_context(
        sensor_name="weekly_line_goes_on", dagster_event=event, dagster_instance=instance, dagster_run=run
    )
    request, *_ = list(repository.get_sensor_def("weekly_line_goes_on")(context))
    assert request.job_name == next_job
    known = instance.get_dynamic_partitions("clients")
    assert request.tags["dagster/asset_partition_range_start"] == (first or f"{known[0]}|2026-W46-1")
    assert request.tags["dagster/asset_partition_range_end"] == (first or f"{known[-1]}|2026-W46-1")


@pytest.mark.parametrize(
    ("tags", "types"),
    [
        pytest.param({WEEKLY_LINE: "2026-W46"}, ["client_update", "project_brief"], marks=pytest.mark.long),
        ({WEEKLY_LINE: "2026-W44"}, ["client_update", "project_brief", "investor_update"]),
        ({WEEKLY_LINE: "2026-W44", MONTHLY_LINE: "2026-10"}, ["investor_update"]),
    ],
)
def test_a_line_ends_with_the_types_that_are_due(definitions, instance, tags, types):
    repository = definitions.get_repository_def()
    run = instance.create_run_for_job(repository.get_job("build_context"), tags=tags)
    event = dg.DagsterEvent(event_type_value="PIPELINE_SUCCESS", job_name="build_context")
    context = dg.build_run_status_sensor_context(
        sensor_name="weekly_line_goes_on", dagster_event=event, dagster_instance=instance, dagster_run=run
    )
    assert [request.job_name for request in repository.get_sensor_def("weekly_line_goes_on")(context)] == types


def test_the_monthly_line_is_for_the_week_in_which_the_month_ended_on_the_agencys_clock(definitions):
    schedule = definitions.get_repository_def().get_schedule_def("monthly_line")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 7 1 * *", ZONE)
    at = datetime(2026, 11, 1, 7, tzinfo=ZoneInfo(ZONE))
    (request,) = schedule.evaluate_tick(dg.build_schedule_context(scheduled_execution_time=at)).run_requests
    assert (request.tags[WEEKLY_LINE], request.tags[MONTHLY_LINE]) == ("2026-W44", "2026-10")


# --- what a person asks for -------------------------------------------------------------------------------------------


def test_what_was_asked_for_on_the_review_page_is_made_once_and_for_that_client_alone(definitions, instance, project):
    ledger = open_ledger(project.home.ledger_url)
    key = DeliverableKey("acme", "2026-W46", "client_update")
    ledger.save_drafts([NewDraft(*key, "h", {})])
    ledger.save_versions([NewVersion(*key, "drafted", "h", "c", "text", {"sections": []})])
    assert look(definitions, "made_anew", instance).run_requests == []
    ledger.ask_anew(key, Decision("mia"))
    (request,) = look(definitions, "made_anew", instance).run_requests
    assert request.tags[ANEW] == "acme 2026-W46 client_update"
    assert look(definitions, "made_anew", instance).run_requests[0].run_key == request.run_key
    repository = definitions.get_repository_def()
    run = instance.create_run_for_job(repository.get_job("build_context"), tags=request.tags)
    event = dg.DagsterEvent(event_type_value="PIPELINE_SUCCESS", job_name="build_context")
    context = dg.build_run_status_sensor_context(
        sensor_name="weekly_line_goes_on", dagster_event=event, dagster_instance=instance, dagster_run=run
    )
    (next_one,) = repository.get_sensor_def("weekly_line_goes_on")(context)
    assert (next_one.job_name, next_one.tags["dagster/asset_partition_range_start"]) == (
        "client_update",
        "acme|2026-W46-1",
    )
    ledger.save_drafts([NewDraft(*key, "h", {})])
    assert look(definitions, "made_anew", instance).run_requests == []


# --- what a person is told --------------------------------------------------------------------------------------------


def test_the_sensor_that_publishes_says_which_drafts_wait_for_a_person(definitions, instance, project):
    key = DeliverableKey("mendwell", "2026-W47", "client_update")
    ledger = open_ledger(project.home.ledger_url)
    ledger.save_versions([NewVersion(*key, "drafted", "h", "c", "text", {"sections": []})])
    assert "for a person: mendwell 2026-W47" in look(definitions, "decisions", instance).skip_message
    ledger.snooze(key, Decision("mia"), datetime.now(UTC) + timedelta(days=1))
    assert "mendwell" not in look(definitions, "decisions", instance).skip_message


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ({WEEKLY_LINE: "2026-W46"}, True),
        ({ANEW: "acme 2026-W46 client_update"}, True),
        ({}, False),
        ({WEEKLY_LINE: "2026-W46", "dagster/will_retry": "true"}, False),
    ],
)
def test_of_a_failed_run_of_the_line_the_owner_is_told(definitions, instance, project, monkeypatch, tags, told):
    sent = []
    settings = project.settings.model_copy(update={"alerts": AlertSettings(slack_webhook_env="ALERT_WEBHOOK")})
    monkeypatch.setattr(ProjectResource, "open", lambda _: Project(project.home, settings))
    monkeypatch.setattr(alerts, "send_alert", lambda *message: (sent.append(message[1:]) or ["Slack"], []))
    repository = definitions.get_repository_def()
    run = instance.create_run_for_job(repository.get_job("land"), tags=tags)
    event = dg.DagsterEvent(event_type_value="PIPELINE_FAILURE", job_name="land")
    built = dg.build_run_status_sensor_context(
        sensor_name="failed_line",
        dagster_event=event,
        dagster_instance=instance,
        dagster_run=run,
        resources={"project": definitions.resources["project"]},
    )
    with built.for_run_failure() as context:
        skipped = repository.get_sensor_def("failed_line")(context)
    assert bool(sent) == told
    if told:
        assert "told by Slack" in skipped.skip_message
        assert sent[0][0] == "yarnnn: the line for 2026-W46 failed at land"
