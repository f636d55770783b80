"""What has earned to go out by itself goes out when its time has come: a sensor that looks, and the job that sends."""

from datetime import UTC, datetime

import dagster as dg

from assets import deliverables
from assets.resources import ProjectResource, told_plainly
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import agency_ledger
from yarnnn_pipelines.stages.by_itself import candidates, publish_due

PUBLISH_BY_ITSELF = "publish_by_itself"


@dg.op
def publish_what_is_due(context: dg.OpExecutionContext, project: ProjectResource) -> None:
    """Approve and send what is due; what could not be sent is told, and looked at again."""
    with told_plainly(project.home):
        opened = project.open()
        sent = publish_due(opened, agency_ledger(opened), datetime.now(UTC))
    for one in sent.done:
        context.log_event(deliverables.published_event(one.version, one.locations))
    for key, error in sent.failed.items():
        context.log.warning(f"{key} did not go out by itself: {error}")
    if unexpected := [error for error in sent.failed.values() if not isinstance(error, UserError)]:
        raise unexpected[0]


@dg.job(
    name=PUBLISH_BY_ITSELF,
    description="Approve and publish what has earned to go out by itself. Started by the sensor `by_itself`.",
)
def publish_by_itself_job() -> None:
    publish_what_is_due()


@dg.sensor(
    name="by_itself",
    job=publish_by_itself_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Sends what has earned to go out by itself once its delay is over and nobody minds.",
)
def by_itself(context: dg.SensorEvaluationContext, project: ProjectResource) -> dg.RunRequest | dg.SkipReason:
    now = datetime.now(UTC)
    try:
        opened = project.open()
        ledger = agency_ledger(opened)
        known = candidates(opened, ledger, now)
        due = [one for one in known if one.is_due(now)]
        built = ledger.built_at(one.key.client_week for one in due)
    except UserError as error:
        return dg.SkipReason(str(error))
    if not due:
        return dg.SkipReason(f"{counted(len(known), 'deliverable')} may go out by itself later, none now")
    # What could not be sent is tried again when its week was built again, and every hour.
    texts = [f"{one.key} {one.version.content_hash} {built.get(one.key.client_week)}" for one in due]
    return dg.RunRequest(run_key=f"{now:%Y-%m-%dT%H} {' / '.join(texts)}")
