"""Checks that stand between the stages: Great Expectations on the tables that deliverables are made from.

dbt's own tests are checks of their models and come with them (context.py); the gate is a check of what it judged
(deliverables.py). A check that blocks keeps what follows from being built in the same run.
"""

import dagster as dg

from assets.context import CLIENT_WEEK_CONTEXT, CLIENT_WEEK_EVENTS
from assets.partitions import weeks_of
from assets.resources import WAREHOUSE, ProjectResource, read_warehouse, told_plainly
from yarnnn_pipelines.context import expectations
from yarnnn_pipelines.core.progress import Progress
from yarnnn_pipelines.core.weeks import week_bounds

_KEYS = {"client_week_context": CLIENT_WEEK_CONTEXT, "client_week_events": CLIENT_WEEK_EVENTS}
EXPECTATIONS = "expectations"


def expectations_of(table: str) -> dg.AssetChecksDefinition:
    """A step of its own for each table: what follows from the first must be able to wait for its check alone."""

    @dg.asset_check(
        name=EXPECTATIONS,
        asset=_KEYS[table],
        blocking=True,
        description=f"Great Expectations suite `{table}` on the weeks of the run; Data Docs lie in the home.",
        pool=WAREHOUSE,
    )
    def check(
        context: dg.AssetCheckExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> dg.AssetCheckResult:
        progress("Checks", 0, 1)
        with told_plainly():
            found = project.open()
            zone = found.settings.agency.time_zone
            weeks = weeks_of(context, found.settings)
            with read_warehouse(found) as con:
                frame = expectations.read_frame(con, table, [(week, *week_bounds(week, zone)) for week in weeks])
            outcome = expectations.validate(frame, found.home, found.settings, table, weeks)
        progress("Checks", 1, 1)
        metadata: dict[str, dg.MetadataValue] = {
            "rows": dg.MetadataValue.int(outcome.rows),
            "expectations": dg.MetadataValue.int(outcome.expectations),
            "broken": dg.MetadataValue.int(len(outcome.broken)),
        }
        if outcome.page:
            metadata["data_docs"] = dg.MetadataValue.url(outcome.page)
        if outcome.broken:
            metadata["what_is_broken"] = dg.MetadataValue.md(
                "\n".join(f"- {one.why} `{one.expected}` found {one.found}" for one in outcome.broken)
            )
        return dg.AssetCheckResult(passed=not outcome.broken, metadata=metadata)

    return check


def definitions() -> list[dg.AssetChecksDefinition]:
    return [expectations_of(table) for table in expectations.TABLES]
