"""What the agency's clock starts: the weekly line, the monthly one, and landings of live sources."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import dagster as dg

from assets.automation.jobs import LAND, MONTHLY_LINE, WEEKLY_LINE, AssetJob
from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.weeks import add_weeks, current_week, iso_week

UNDER_WAY = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def schedules(
    settings: Settings, stages: dict[str, AssetJob], kinds: Sequence[DeliverableType]
) -> list[dg.ScheduleDefinition]:
    zone = settings.agency.time_zone

    @dg.schedule(
        name="weekly_line",
        cron_schedule="0 7 * * 1",
        execution_timezone=zone,
        target=stages[LAND],
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Monday 07:00 on the agency's clock: the line for the week that has just ended.",
    )
    def weekly_line(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        week = add_weeks(current_week(zone, context.scheduled_execution_time), -1)
        return dg.RunRequest(run_key=week, tags={WEEKLY_LINE: week})

    minutes = settings.sources.every_minutes
    is_live = bool(settings.sources.live())

    @dg.schedule(
        name="landing",
        cron_schedule="0 * * * *" if minutes == 60 else f"*/{minutes} * * * *",
        execution_timezone=zone,
        target=stages[LAND],
        # An export file changes when somebody puts a newer one there, and they can run `yarnnn sync` then.
        default_status=dg.DefaultScheduleStatus.RUNNING if is_live else dg.DefaultScheduleStatus.STOPPED,
        description=f"Every {minutes} minutes: land what is new, unless a landing is under way.",
    )
    def landing(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        under_way = context.instance.get_runs(dg.RunsFilter(job_name=LAND, statuses=UNDER_WAY), limit=1)
        if under_way:
            return dg.SkipReason(
                f"run {under_way[0].run_id[:8]} is landing; what is new by now it lands, or the next does"
            )
        return dg.RunRequest()

    @dg.schedule(
        name="monthly_line",
        cron_schedule="0 7 1 * *",
        execution_timezone=zone,
        target=stages[LAND],
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="The first of a month, 07:00 on the agency's clock: the line for the month that has just ended.",
    )
    def monthly_line(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        last_day = context.scheduled_execution_time.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
        return dg.RunRequest(
            run_key=f"{last_day:%Y-%m}", tags={WEEKLY_LINE: iso_week(last_day), MONTHLY_LINE: f"{last_day:%Y-%m}"}
        )

    is_monthly = any(kind.cadence == "monthly" for kind in kinds)
    return [weekly_line, *([monthly_line] if is_monthly else []), landing]
