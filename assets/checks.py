"""Checks that stand between the stages: Great Expectations on the tables that deliverables are made from.

dbt's own tests are checks of their models and come with them (context.py); the gate is a check of what it judged
(deliverables.py). A check that blocks keeps what follows from being built in the same run.
"""

from typing import Any

import dagster as dg

from assets.context import CLIENT_WEEK_CONTEXT, CLIENT_WEEK_EVENTS
from assets.partitions import weeks_of
from assets.resources import WAREHOUSE, ProjectResource, told_plainly
from yarnnn_pipelines.context.expectations.judge import Judge, Judgement, shared_judge
from yarnnn_pipelines.context.expectations.tables import TABLES, read_rows, suite_parameters
from yarnnn_pipelines.core.progress import Progress
from yarnnn_pipelines.stores.warehouse import read_warehouse

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
        context: dg.AssetCheckExecutionContext,
        project: ProjectResource,
        progress: dg.ResourceParam[Progress],
        judge: dg.ResourceParam[Judge],
    ) -> dg.AssetCheckResult:
        progress("Checks", 0, 1)
        with told_plainly(project.home):
            opened = project.open()
            weeks = weeks_of(context, opened.settings)
            with read_warehouse(opened.home) as con:
                rows = read_rows(con, table, weeks, opened.settings.agency.time_zone)
            judgement = judge.judge(table, rows, suite_parameters(opened.settings, weeks), opened.home.data_docs)
        progress("Checks", 1, 1)
        return _check_result(judgement)

    return check


def _check_result(judgement: Judgement) -> dg.AssetCheckResult:
    metadata: dict[str, dg.MetadataValue[Any]] = {
        "rows": dg.MetadataValue.int(judgement.rows),
        "expectations": dg.MetadataValue.int(judgement.expectations),
        "broken": dg.MetadataValue.int(len(judgement.broken)),
    }
    if judgement.page:
        metadata["data_docs"] = dg.MetadataValue.url(judgement.page)
    if judgement.broken:
        metadata["what_is_broken"] = dg.MetadataValue.md(
            "\n".join(f"- {broken.why} `{broken.expected}` found {broken.found}" for broken in judgement.broken)
        )
    return dg.AssetCheckResult(passed=not judgement.broken, metadata=metadata)


@dg.resource
def judge(_: dg.InitResourceContext) -> Judge:
    """Great Expectations, which begins to import as soon as a run begins that has one of its checks."""
    shared = shared_judge()
    shared.start()
    return shared


def definitions() -> list[dg.AssetChecksDefinition]:
    return [expectations_of(table) for table in TABLES]
