"""Context: from item versions to what happened in each client's week.

    meeting_occurrences -> dbt before signals -> signals -> commitments, questions and facts
        -> dbt after signals -> (checks.py) -> client_context

Weekly partitions; a run builds the weeks it was asked for and no others. What a model says is dbt's; how signals,
promises, questions, facts and meetings are found is yarnnn_pipelines.context's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import dagster as dg
from dagster_dbt import dbt_assets

from assets.dbt_models import GROUP, OWNERS, ModelNames, reported
from assets.land import AGENCY_SETTINGS
from assets.partitions import (
    client_week_key,
    client_weekly,
    register_clients,
    weekly,
    weeks_of,
)
from assets.resources import WAREHOUSE, ProjectResource, told_plainly
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context import dbt_project
from yarnnn_pipelines.context.build import (
    WeeksToBuild,
    build_meetings,
    build_models,
    find_commitments,
    find_facts,
    find_questions,
    find_signals,
)
from yarnnn_pipelines.context.built_models import RowCounts
from yarnnn_pipelines.context.week_states import WeekState, changed_states, read_week_states
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.progress import PERCENT, Progress
from yarnnn_pipelines.dagster_home.partition_keys import client_week_of, week_key
from yarnnn_pipelines.project import agency_ledger
from yarnnn_pipelines.stores.warehouse import read_warehouse

MEETING_OCCURRENCES = dg.AssetKey(["context", "meeting_occurrences"])
COMMITMENTS = dg.AssetKey(["context", "commitments"])
FACTS = dg.AssetKey(["context", "facts"])
ITEM_VERSIONS = dg.AssetKey(["context", "item_versions"])
QUESTIONS = dg.AssetKey(["context", "questions"])
SIGNALS = dg.AssetKey(["context", "signals"])
CLIENT_WEEK_EVENTS = dg.AssetKey(["context", "client_week_events"])
CLIENT_WEEK_CONTEXT = dg.AssetKey(["context", "client_week_context"])
COVERAGE = dg.AssetKey(["context", "coverage"])
RELEASED_WEEKS = dg.AssetKey(["context", "released_weeks"])
CLIENT_CONTEXT = dg.AssetKey("client_context")


def meeting_occurrences(weeks: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=MEETING_OCCURRENCES,
        deps=[dg.AssetKey(["calendar", "events"]), AGENCY_SETTINGS],
        partitions_def=weeks,
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "duckdb"},
        pool=WAREHOUSE,
    )
    def occurrences(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> dg.MaterializeResult[None]:
        """Meetings as they take place: series expanded, moved and cancelled instances in their place."""
        progress("Meetings", 0, 1)
        with told_plainly(project.home):
            report = build_meetings(_wanted(context, project))
        progress("Meetings", 1, 1)
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": report.occurrences,
                "series": report.series,
                "expanded": report.expanded,
                "skipped": sum(report.skipped.values()),
                **({"why_skipped": dg.MetadataValue.json(report.skipped_examples)} if report.skipped else {}),
            }
        )

    return occurrences


def dbt_models(
    name: str, selection: str, manifest: Mapping[str, Any], weeks: dg.PartitionsDefinition, what: str
) -> dg.AssetsDefinition:
    """One dbt selection as assets, with its tests as their checks.

    The selection is always built whole, whatever part of it was asked for: its intermediate tables hold the weeks of
    the last run, and a model built on those of another run's would be wrong.
    """

    @dbt_assets(
        manifest=manifest,
        select=selection,
        name=name,
        backfill_policy=dg.BackfillPolicy.single_run(),
        dagster_dbt_translator=ModelNames(weeks),
        pool=WAREHOUSE,
    )
    def models(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        total = len(models.keys) + len(models.check_keys)
        finished = 0

        def on_node(node: str) -> None:
            nonlocal finished
            finished += 1
            progress(what, min(finished * PERCENT // total, PERCENT - 1), PERCENT)  # the end is said below

        progress(what, 0, PERCENT)
        with told_plainly(project.home):
            results, built = build_models(_wanted(context, project), selection, manifest, on_node)
            progress(what, PERCENT, PERCENT)
        yield from reported(context, manifest, results, built)

    return models


class FoundTable(NamedTuple):
    """A table that Python finds. what: the stage, as it is called while it runs. find: brings the table up to date with
    the weeks and returns its figures."""

    key: dg.AssetKey
    deps: Sequence[dg.AssetKey]
    kind: str
    what: str
    find: Callable[[WeeksToBuild], tuple[Mapping[str, int], RowCounts]]
    description: str


TABLES = (
    FoundTable(
        SIGNALS,
        [CLIENT_WEEK_EVENTS, ITEM_VERSIONS],
        "polars",
        "Signals",
        find_signals,
        "Sentences that carry a decision, result, number, risk, change, question or promise, with their offsets.",
    ),
    FoundTable(
        COMMITMENTS,
        [CLIENT_WEEK_EVENTS, SIGNALS],
        "python",
        "Promises",
        find_commitments,
        "Promises of both sides: when they were made, by whom, for when, and what became of them: open, kept, moved, "
        "withdrawn or overdue, by which event.",
    ),
    FoundTable(
        QUESTIONS,
        [CLIENT_WEEK_EVENTS, SIGNALS],
        "python",
        "Questions",
        find_questions,
        "What either side asked: when, by whom, for when, and by which event it was answered, if it was.",
    ),
    FoundTable(
        FACTS,
        [CLIENT_WEEK_EVENTS, SIGNALS, ITEM_VERSIONS],
        "python",
        "Facts",
        find_facts,
        "What each thing was given for a value, by whom and since when, and which later word superseded it.",
    ),
)


def found_table(table: FoundTable, weeks: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=table.key,
        deps=table.deps,
        description=table.description,
        partitions_def=weeks,
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name=GROUP,
        owners=OWNERS,
        kinds={table.kind, "duckdb"},
        pool=WAREHOUSE,
    )
    def table_of_weeks(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> dg.MaterializeResult[None]:
        progress(table.what, 0, 1)
        with told_plainly(project.home):
            counts, rows = table.find(_wanted(context, project))
        progress(table.what, 1, 1)
        for week, count in rows.by_week.items():
            context.add_asset_metadata({"dagster/partition_row_count": count}, partition_key=week_key(week))
        return dg.MaterializeResult(metadata={"dagster/row_count": rows.total, **counts})

    return table_of_weeks


def released_weeks(weeks: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=RELEASED_WEEKS,
        deps=[CLIENT_WEEK_CONTEXT, CLIENT_WEEK_EVENTS, COVERAGE, SIGNALS, COMMITMENTS, QUESTIONS, FACTS],
        partitions_def=weeks,
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "sqlalchemy"},
        pool=WAREHOUSE,
    )
    def release(context: dg.AssetExecutionContext, project: ProjectResource) -> dg.MaterializeResult[None]:
        """Weeks whose context passed its checks: coverage goes to the ledger, and each client whose week changed gets
        a new version of `client_context`, which is what sets its deliverables going."""

        with told_plainly(project.home):
            opened = project.open()
            with read_warehouse(opened.home) as con:
                states = read_week_states(con, weeks_of(context, opened.settings))
            register_clients(context.instance, opened.settings)
            ledger = agency_ledger(opened)
            reported_weeks = {
                ClientWeek(*client_week_of(key)) for key in context.instance.get_materialized_partitions(CLIENT_CONTEXT)
            }
            changed = changed_states(states, ledger.context_hashes(), reported_weeks)
            for state in changed:
                context.log_event(_client_context_event(state))
            # Last, so that a run killed before this line reports them all again.
            ledger.record_coverage([state.for_ledger() for state in states])
        return dg.MaterializeResult(
            metadata={
                "client_weeks": len(states),
                "changed": len(changed),
                "quiet": sum(state.quiet for state in states),
            }
        )

    return release


def _client_context_event(state: WeekState) -> dg.AssetMaterialization:
    return dg.AssetMaterialization(
        asset_key=CLIENT_CONTEXT,
        partition=client_week_key(state.client, state.week),
        metadata={"quiet": state.quiet, **state.counts, "coverage": dg.MetadataValue.json(state.coverage)},
        tags={"dagster/data_version": state.context_hash},
    )


def client_context(settings: Settings) -> dg.AssetSpec:
    return dg.AssetSpec(
        CLIENT_CONTEXT,
        deps=[RELEASED_WEEKS],
        partitions_def=client_weekly(settings),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"duckdb"},
        description=(
            "All that a deliverable of one client and week may draw on. Its data version is the context hash, so it "
            "changes when that client's week does and not when the week is merely built again. Reported by "
            "`context/released_weeks`; there is nothing to run."
        ),
    )


def _wanted(context: dg.AssetExecutionContext, project: ProjectResource) -> WeeksToBuild:
    opened = project.open()
    return WeeksToBuild(opened.home, opened.settings, weeks_of(context, opened.settings))


def definitions(settings: Settings, manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    weeks = weekly(settings)
    return [
        meeting_occurrences(weeks),
        dbt_models("dbt_before_signals", dbt_project.BEFORE_SIGNALS, manifest, weeks, "Events"),
        *(found_table(table, weeks) for table in TABLES),
        dbt_models("dbt_after_signals", dbt_project.AFTER_SIGNALS, manifest, weeks, "Client weeks"),
        released_weeks(weeks),
        client_context(settings),
    ]
