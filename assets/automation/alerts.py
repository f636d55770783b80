"""Tells somebody that a weekly line failed, or what a person asked for. What is said, and how it is sent, is the
library's."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.automation.jobs import ANEW, WEEKLY_LINE
from assets.resources import ProjectResource
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.publishing.alerts import send_alert
from yarnnn_pipelines.supervision.failed_line import FailedRun, message_of

WILL_RETRY = "dagster/will_retry"


@dg.run_failure_sensor(
    name="failed_line",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells whom `alerts` of yarnnn.yaml names that a run of the weekly line failed, once a run.",
)
def failed_line(context: dg.RunFailureSensorContext, project: ProjectResource) -> dg.SkipReason:
    run = context.dagster_run
    week = run.tags.get(WEEKLY_LINE) or (run.tags.get(ANEW, "").split()[1:2] or [""])[0]
    if not week or run.tags.get(WILL_RETRY) == "true":
        return dg.SkipReason("not a run of the weekly line, or one that is tried again")
    try:
        settings = project.open().settings
    except UserError as error:
        return dg.SkipReason(str(error))
    if settings.alerts is None:
        return dg.SkipReason("yarnnn.yaml has no `alerts`: nobody is told")
    failures = context.get_step_failure_events()
    steps = [event.step_key for event in failures if event.step_key]
    failed = FailedRun(run.run_id, run.job_name, week, steps, list(_said(failures)))
    message = message_of(failed, settings)
    sent, troubles = send_alert(settings.alerts, message.subject, message.text)
    for trouble in troubles:
        context.log.error(str(trouble))
    return dg.SkipReason("; ".join([*(f"told by {way}" for way in sent), *map(str, troubles)]))


def _said(failures: Sequence[dg.DagsterEvent]) -> Iterator[str]:
    """What the steps say of each client week that failed, in the metadata of their failure."""
    for event in failures:
        data = event.step_failure_data.user_failure_data
        lines = data.metadata.get("failed") if data else None
        if lines is not None and isinstance(lines.value, list):
            yield from map(str, lines.value)
