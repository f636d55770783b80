"""What a person asked for on the review page: a deliverable made anew, its week's context first."""

import dagster as dg

from assets.automation.jobs import ANEW, AssetJob
from assets.partitions import range_tags
from assets.resources import ProjectResource
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.dagster_home.partition_keys import week_key
from yarnnn_pipelines.project import agency_ledger


def made_anew(context_job: AssetJob) -> dg.SensorDefinition:
    """One run for each request, whose number is its run key; `weekly_line_goes_on` goes on with the deliverable. A run
    that failed is not tried again: it is told, and somebody asks again."""

    @dg.sensor(
        name="made_anew",
        job=context_job,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Makes a deliverable anew that somebody asked for on the review page.",
    )
    def sensor(context: dg.SensorEvaluationContext, project: ProjectResource) -> dg.SensorResult | dg.SkipReason:
        try:
            opened = project.open()
            asked = agency_ledger(opened).asked_anew()
        except UserError as error:
            return dg.SkipReason(str(error))
        clients = {client.id for client in opened.settings.clients}
        requests = [
            dg.RunRequest(
                run_key=f"request {one.number}",
                tags={ANEW: str(one.key)} | range_tags(week_key(one.key.week), week_key(one.key.week)),
            )
            for one in asked
            if one.key.client_id in clients
        ]
        return dg.SensorResult(run_requests=requests) if requests else dg.SkipReason("nobody asks for a draft")

    return sensor
