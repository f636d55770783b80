"""What a change starts: new clients, touched weeks, the weekly line's next stage, approvals, dead runs.

Sensors read the ledger, Dagster's events and yarnnn.yaml, never the warehouse: DuckDB lets one process write and then
no other even read. What changes in a client's week starts is conditions.py's.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from assets import deliverables, land
from assets.automation.alerts import failed_line
from assets.automation.asked import made_anew
from assets.automation.by_itself import by_itself
from assets.automation.jobs import ANEW, BUILD_CONTEXT, LAND, MONTHLY_LINE, WEEKLY_LINE, AssetJob, publish_config
from assets.partitions import CLIENTS, CLIENTS_NAME, client_week_key, range_tags, week_runs
from assets.resources import ProjectResource
from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import add_weeks, current_week, monday_of
from yarnnn_pipelines.dagster_home.instance import reap_dead_runs
from yarnnn_pipelines.dagster_home.partition_keys import week_key
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.sources.registry import is_schedule, platforms
from yarnnn_pipelines.stages.publish import refuse_incomplete
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Standing, Version
from yarnnn_pipelines.supervision.completeness import Landings
from yarnnn_pipelines.supervision.standings import awake, waiting_line

# A meeting counts among those coming up in the weeks before it (21 days, in the context's models).
WEEKS_THAT_SEE_A_MEETING_COMING = 3

WEEKS_THAT_WAIT = 4  # of which is told what waits for a person

LINES = (WEEKLY_LINE, MONTHLY_LINE)  # the tags that are handed on from stage to stage

REPORTS_AT_ONCE = 100  # receipts that one look goes on by
RECEIPTS_LOOKED_AT_TWICE = 20  # on PostgreSQL one that was numbered earlier may come to be seen later
DATA_VERSION = "dagster/data_version"


@dg.sensor(
    name="clients",
    asset_selection=dg.AssetSelection.groups(deliverables.GROUP),
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Keeps the client partitions equal to the clients of yarnnn.yaml.",
)
def clients(context: dg.SensorEvaluationContext, project: ProjectResource) -> dg.SensorResult | dg.SkipReason:
    try:
        wanted = [client.id for client in project.open().settings.clients]
    except UserError as error:
        return dg.SkipReason(str(error))
    known = set(context.instance.get_dynamic_partitions(CLIENTS_NAME))
    added, gone = [client for client in wanted if client not in known], sorted(known - set(wanted))
    if not added and not gone:
        return dg.SkipReason(f"{counted(len(wanted), 'client')}, as registered")
    requests: list[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest] = []
    if added:
        requests.append(CLIENTS.build_add_request(added))
    if gone:
        requests.append(CLIENTS.build_delete_request(gone))
    return dg.SensorResult(dynamic_partitions_requests=requests)


def touched_weeks(context_job: AssetJob) -> dg.SensorDefinition:
    @dg.sensor(
        name="touched_weeks",
        job=context_job,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Builds the context of just those weeks in which a landing has added something.",
    )
    def sensor(context: dg.SensorEvaluationContext, project: ProjectResource) -> dg.SensorResult | dg.SkipReason:
        try:
            settings = project.open().settings
        except UserError as error:
            return dg.SkipReason(str(error))
        begun = context.cursor is not None
        seen: dict[str, int] = json.loads(context.cursor or "{}")
        weeks: set[str] = set()
        for platform in platforms():
            # Every table of a platform tells the same weeks. All landings since the last look, not only the newest:
            # two of them may lie between two looks.
            landings = context.instance.fetch_materializations(
                dg.AssetRecordsFilter(asset_key=land.table_keys(platform)[0], after_storage_id=seen.get(platform.id)),
                limit=1000 if begun else 1,
                ascending=begun,
            ).records
            for landing in landings:
                seen[platform.id] = max(landing.storage_id, seen.get(platform.id, 0))
                weeks |= weeks_to_build(platform.id, _touched_weeks(landing), settings)
        cursor = json.dumps(seen)
        if not begun:  # what was landed before is the business of whoever landed it
            return dg.SensorResult(skip_reason="begins to watch", cursor=cursor)
        if not weeks:
            return dg.SensorResult(skip_reason="no landing has touched a week since", cursor=cursor)
        return dg.SensorResult(
            run_requests=[
                dg.RunRequest(run_key=f"{first}..{last} {cursor}", tags=range_tags(week_key(first), week_key(last)))
                for first, last in week_runs(weeks)
            ],
            cursor=cursor,
        )

    return sensor


def _touched_weeks(landing: dg.EventLogRecord) -> list[str]:
    """The weeks that a landing names in the metadata of its materialization."""
    materialization = landing.asset_materialization
    weeks = materialization.metadata["touched_weeks"].value if materialization else []
    return [str(week) for week in weeks] if isinstance(weeks, list) else []


def weeks_to_build(platform: str, touched: Sequence[str], settings: Settings) -> set[str]:
    """The weeks to build again after a landing that touched some: those that are produced, and for a meeting also the
    weeks that see it coming."""
    back = WEEKS_THAT_SEE_A_MEETING_COMING if is_schedule(platform) else 0
    weeks = {add_weeks(week, -i) for week in touched for i in range(back + 1)}
    first, last = monday_of(settings.agency.start), monday_of(current_week(settings.agency.time_zone))
    return {week for week in weeks if first <= monday_of(week) <= last}


def decisions() -> dg.SensorDefinition:
    @dg.sensor(
        name="decisions",
        job=deliverables.publish_job,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Publishes what a person has approved and nothing has sent yet; reports what was sent with no run.",
    )
    def sensor(context: dg.SensorEvaluationContext, project: ProjectResource) -> dg.SensorResult | dg.SkipReason:
        try:
            opened = project.open()
            ledger = agency_ledger(opened)
            approved, landings = ledger.approved_not_sent(), ledger.last_landings()
            built = ledger.built_at(standing.key.client_week for standing in approved)
        except UserError as error:
            return dg.SkipReason(str(error))
        reports, cursor = reports_of_sent(context.instance, opened.settings, ledger, context.cursor)
        requests = [
            dg.RunRequest(
                # One attempt for each build of the week: a text that was held back because a source had changed
                # is looked at again when the week holds what has landed since.
                run_key="/".join((*standing.key, standing.content_hash, built.get(standing.key.client_week, ""))),
                run_config=publish_config(standing.type, [(standing.client, standing.week)]),
            )
            for standing in approved
            if may_be_sent(opened, landings, standing)
        ]
        skip_reason = None if requests else what_waits(opened.settings, ledger)
        return dg.SensorResult(
            cursor=cursor, run_requests=requests or None, asset_events=reports, skip_reason=skip_reason
        )

    return sensor


def what_waits(settings: Settings, ledger: Ledger) -> str:
    """Of the last weeks, which drafts wait for a person."""
    newest = ledger.newest_week()
    if newest is None:
        return "nothing has been drafted yet"
    clients = [client.id for client in settings.clients]
    weeks = [add_weeks(newest, -back) for back in range(WEEKS_THAT_WAIT)]
    standings = awake(ledger.standings_of(clients, weeks), ledger.snoozed(clients, weeks))
    return waiting_line(standings) or "no draft of the last weeks waits for a person"


def reports_of_sent(
    instance: dg.DagsterInstance, settings: Settings, ledger: Ledger, cursor: str | None
) -> tuple[list[dg.AssetMaterialization], str]:
    """One materialization for each published text that Dagster does not know yet: `yarnnn approve` sends without a run.
    Also the cursor from which the next look goes on: the last receipt that was looked at, and how much was forgotten by
    then.

    Forgetting removes Dagster's events and leaves what was sent in the ledger. So after one all receipts are looked at
    again, and a text that was judged before it is reported without its words.
    """
    forgettings = ledger.forgotten_entries()
    forgotten_at = max((entry.begun_at for entry in forgettings), default=datetime.min.replace(tzinfo=UTC))
    ended = sum(entry.finished_at is not None for entry in forgettings)
    forgotten = f"{len(forgettings)} begun, {ended} ended"
    seen = json.loads(cursor or "{}")
    last = seen["receipt"] if seen.get("forgotten") == forgotten else 0
    receipts = ledger.sent_after(max(last - RECEIPTS_LOOKED_AT_TWICE, 0), REPORTS_AT_ONCE)
    last = max((receipt_id for receipt_id, _ in receipts), default=last)
    clients = {client.id for client in settings.clients}
    keys = {key for _, key in receipts if key.client_id in clients}
    newest = [version for version in ledger.newest(keys).values() if version.state == "published"]
    reported = {
        type_id: _reported(instance, type_id, [version for version in newest if version.type == type_id])
        for type_id in {version.type for version in newest}
    }
    events = [
        deliverables.published_event(version, version.locations, shows_text=version.gated_at > forgotten_at)
        for version in newest
        if reported[version.type].get(client_week_key(version.client, version.week)) != version.content_hash
    ]
    return events, json.dumps({"receipt": last, "forgotten": forgotten})


def _reported(instance: dg.DagsterInstance, type_id: str, versions: Sequence[Version]) -> dict[str, str | None]:
    """By partition key, of these versions alone: the hash of the text that Dagster knows as published last."""
    tags = instance.event_log_storage.get_latest_tags_by_partition(
        deliverables.keys_of(type_id).published,
        dg.DagsterEventType.ASSET_MATERIALIZATION,
        [DATA_VERSION],
        [client_week_key(version.client, version.week) for version in versions],
    )
    return {partition: values.get(DATA_VERSION) for partition, values in tags.items()}


@dg.sensor(
    name="dead_runs",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Gives up runs whose process was killed, and frees their place in the pool.",
)
def dead_runs(context: dg.SensorEvaluationContext, project: ProjectResource) -> dg.SkipReason:
    dead = reap_dead_runs(context.instance, Home(Path(project.home)))
    return dg.SkipReason(f"gave up {', '.join(dead)}" if dead else "every run that has begun is alive")


def may_be_sent(project: Project, landings: Landings, one: Standing) -> bool:
    """Whether all that it stands on has been read; what has not is told by `yarnnn status`."""
    try:
        refuse_incomplete(project, landings, one.key)
    except UserError:
        return False
    return True


def weekly_line_goes_on(
    stages: dict[str, AssetJob], kinds: Sequence[DeliverableType], start: str
) -> dg.SensorDefinition:
    """The weekly line's next stage, when the one before it has succeeded; of the monthly line likewise, which ends with
    the monthly types. start: the agency's first week.

    The stages have different partitions, which one Dagster run can't hold; and a week in which nothing new has landed
    must still be produced, so the sensors on changes can't stand in for this.
    """

    @dg.run_status_sensor(
        name="weekly_line_goes_on",
        run_status=dg.DagsterRunStatus.SUCCESS,
        monitored_jobs=[stages[LAND], stages[BUILD_CONTEXT]],
        request_jobs=[stages[name] for name in (BUILD_CONTEXT, *(kind.id for kind in kinds))],
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Takes the weekly line from landing to context, and from context to the deliverables.",
    )
    def sensor(context: dg.RunStatusSensorContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        if asked := context.dagster_run.tags.get(ANEW):
            client, of_week, type_id = asked.split()
            only = client_week_key(client, of_week)
            tags = {ANEW: asked} | range_tags(only, only)
            yield dg.RunRequest(run_key=f"{asked} after {context.dagster_run.run_id}", job_name=type_id, tags=tags)
            return
        week = context.dagster_run.tags.get(WEEKLY_LINE)
        if week is None:
            yield dg.SkipReason("not a run of the weekly line")
            return
        key = f"{week} after {context.dagster_run.run_id}"
        line = {tag: context.dagster_run.tags[tag] for tag in LINES if tag in context.dagster_run.tags}
        if context.dagster_run.job_name == LAND:
            tags = line | range_tags(week_key(week), week_key(week))
            yield dg.RunRequest(run_key=key, job_name=BUILD_CONTEXT, tags=tags)
            return
        known = context.instance.get_dynamic_partitions(CLIENTS_NAME)
        for kind in kinds if known else ():
            if (MONTHLY_LINE in line and kind.cadence != "monthly") or kind.span_in(week, start) is None:
                continue
            tags = line | range_tags(client_week_key(known[0], week), client_week_key(known[-1], week))
            yield dg.RunRequest(run_key=f"{key} {kind.id}", job_name=kind.id, tags=tags)

    return sensor


def automation() -> dg.AutomationConditionSensorDefinition:
    return dg.AutomationConditionSensorDefinition(
        "automation",
        target=dg.AssetSelection.groups(deliverables.GROUP),
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Makes the deliverables of exactly the clients whose week changed.",
        use_user_code_server=True,  # Dagster's daemon knows no conditions but its own
    )


def sensors(stages: dict[str, AssetJob], kinds: Sequence[DeliverableType], start: str) -> list[dg.SensorDefinition]:
    return [
        clients,
        touched_weeks(stages[BUILD_CONTEXT]),
        made_anew(stages[BUILD_CONTEXT]),
        weekly_line_goes_on(stages, kinds, start),
        automation(),
        decisions(),
        by_itself,
        dead_runs,
        failed_line,
    ]
