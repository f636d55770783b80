"""Context: from item versions to what happened in each client's week.

    meeting_occurrences -> dbt before signals -> signals -> dbt after signals -> (checks.py) -> client_context

Weekly partitions; a run builds the weeks it was asked for and no others. What a model says is dbt's; how signals and
meetings are found is yarnnn_pipelines.context's.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject, dbt_assets

from assets.land import AGENCY_SETTINGS
from assets.partitions import client_week_key, client_weekly, register_clients, weekly, weeks_of
from assets.resources import WAREHOUSE, ProjectResource, read_warehouse, told_plainly
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context import dbt_project, expectations
from yarnnn_pipelines.context.agency_tables import write_agency_tables, write_weeks
from yarnnn_pipelines.context.column_lineage import Source, column_lineage, read_columns
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.context.reading import read_week_states, row_counts
from yarnnn_pipelines.core.progress import Progress
from yarnnn_pipelines.dagster_home.partition_keys import week_key
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.sources.registry import plain_tables

GROUP = "context"
OWNERS = ["team:data"]

MEETING_OCCURRENCES = dg.AssetKey(["context", "meeting_occurrences"])
SIGNALS = dg.AssetKey(["context", "signals"])
CLIENT_WEEK_EVENTS = dg.AssetKey(["context", "client_week_events"])
CLIENT_WEEK_CONTEXT = dg.AssetKey(["context", "client_week_context"])
COVERAGE = dg.AssetKey(["context", "coverage"])
RELEASED_WEEKS = dg.AssetKey(["context", "released_weeks"])
CLIENT_CONTEXT = dg.AssetKey("client_context")

KEEPS_WEEKS = "replace_weeks"  # dbt's incremental strategy of this project (dbt/macros/replace_weeks.sql)


@contextmanager
def open_warehouse(project: Project, weeks: Sequence[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse with `agency.*` as this run needs it.

    `agency.weeks` is one table for all runs, and between two steps of this run another may have had its turn: so every
    step writes it anew, under the lock under which it works.
    """
    with duckdb.connect(str(project.home.warehouse)) as con:
        con.execute("set TimeZone = 'UTC'")
        ensure_raw_tables(con)
        write_agency_tables(con, project.settings)
        write_weeks(con, weeks, project.settings.agency.time_zone)
        yield con


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
    ) -> dg.MaterializeResult:
        """Meetings as they take place: series expanded, moved and cancelled instances in their place."""
        from yarnnn_pipelines.context.occurrences import build_occurrences

        expectations.warm_up()  # the checks come after dbt, and can import meanwhile
        progress("Meetings", 0, 1)
        with told_plainly():
            found = project.open()
            with found.home.warehouse_lock(), open_warehouse(found, weeks_of(context, found.settings)) as con:
                report = build_occurrences(con, found.settings)
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


PLAIN_ITEMS = "stg_plain__items"


class Translator(DagsterDbtTranslator):
    """dbt's names in this graph: a model is `context/<model>`, a source the asset that lands or makes it.

    Only a model that keeps every week is partitioned by week. A view has no weeks, and an intermediate table holds
    those of the last run alone.
    """

    def __init__(self, weeks: dg.PartitionsDefinition) -> None:
        # The tables of schema `agency` are one asset here, for they are written together from one file.
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))
        self._weeks = weeks

    def get_partitions_def(self, dbt_resource_props: Mapping[str, Any]) -> dg.PartitionsDefinition | None:
        keeps_weeks = dbt_resource_props.get("config", {}).get("incremental_strategy") == KEEPS_WEEKS
        return self._weeks if keeps_weeks else None

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] != "source":
            return dg.AssetKey(["context", dbt_resource_props["name"]])
        if dbt_resource_props["source_name"] == "agency":
            return AGENCY_SETTINGS
        return dg.AssetKey([dbt_resource_props["source_name"], dbt_resource_props["name"]])

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        """dbt knows no source of the platforms without models of their own, so what they land is named here."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if manifest["nodes"].get(unique_id, {}).get("name") == PLAIN_ITEMS:
            return spec.merge_attributes(deps=[dg.AssetKey(table) for table in plain_tables()])
        return spec

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return GROUP

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:
        return OWNERS

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return dbt_resource_props.get("description") or ""  # without the SQL, which the UI shows beside it


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
        dagster_dbt_translator=Translator(weeks),
        pool=WAREHOUSE,
    )
    def models(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        total = len(models.keys) + len(models.check_keys)
        finished = 0

        def on_node(node: str) -> None:
            nonlocal finished
            finished += 1
            progress(what, min(finished, total - 1), total)  # the last one ends the stage, which is said below

        progress(what, 0, total)
        with told_plainly():
            found = project.open()
            asked = weeks_of(context, found.settings)
            with found.home.warehouse_lock():
                with open_warehouse(found, asked):
                    pass
                results = dbt_project.build(found.home, selection, on_node)
                progress(what, total, total)
                with duckdb.connect(str(found.home.warehouse), read_only=True) as con:
                    shown = what_was_built(con, manifest, results, asked)
        yield from told(context, manifest, results, shown)

    return models


def what_was_built(
    con: duckdb.DuckDBPyConnection,
    manifest: Mapping[str, Any],
    results: Sequence[dbt_project.NodeResult],
    weeks: Sequence[str],
) -> dict[str, dict[str, Any]]:
    """For each model that was built, by name: rows, columns and column lineage, as Dagster's metadata."""
    nodes = {
        manifest["nodes"][one.unique_id]["name"]: manifest["nodes"][one.unique_id]
        for one in results
        if one.unique_id.startswith("model.") and one.status == "success"
    }
    compiled = {manifest["nodes"][one.unique_id]["name"]: one.compiled for one in results if one.compiled}
    columns = read_columns(con)
    (database,) = con.execute("select current_database()").fetchone() or ("",)
    lineage = column_lineage({name: compiled[name] for name in nodes}, columns, database)
    rows = row_counts(con, [name for name, node in nodes.items() if node["config"]["materialized"] != "view"], weeks)
    shown: dict[str, dict[str, Any]] = {}
    for name, node in nodes.items():
        described = {column: about.get("description") or None for column, about in node["columns"].items()}
        shown[name] = {
            "dagster/column_schema": dg.TableSchema(
                [
                    dg.TableColumn(column, kind, description=described.get(column))
                    for column, kind in columns["context"].get(name, {}).items()
                ]
            ),
            "dagster/column_lineage": dg.TableColumnLineage(
                {
                    column: [_column_dep(source) for source in sources]
                    for column, sources in lineage.get(name, {}).items()
                    if sources
                }
            ),
        }
        if name in rows:
            shown[name] |= {"dagster/row_count": rows[name].total, "by_week": rows[name].by_week}
    return shown


def _column_dep(source: Source) -> dg.TableColumnDep:
    if source.schema == "agency":
        return dg.TableColumnDep(AGENCY_SETTINGS, f"{source.table}.{source.column}")
    return dg.TableColumnDep(dg.AssetKey([source.schema, source.table]), source.column)


def told(
    context: dg.AssetExecutionContext,
    manifest: Mapping[str, Any],
    results: Sequence[dbt_project.NodeResult],
    shown: Mapping[str, dict[str, Any]],
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """What dbt did, as Dagster tells it: models materialized, tests as checks, and a failure that names the model."""
    checks = {
        context.assets_def.get_spec_for_check_key(key).metadata["dagster_dbt/unique_id"]: key
        for key in context.selected_asset_check_keys
    }
    broken = []
    for result in results:
        name = manifest["nodes"].get(result.unique_id, {}).get("name", result.unique_id)
        if result.unique_id in checks and result.status != "skipped":  # skipped: its model failed, which is said below
            yield dg.AssetCheckResult(
                asset_key=checks[result.unique_id].asset_key,
                check_name=checks[result.unique_id].name,
                passed=result.status == "pass",
                severity=dg.AssetCheckSeverity.WARN if result.status == "warn" else dg.AssetCheckSeverity.ERROR,
                metadata={"failing_rows": result.failures, "seconds": result.seconds, "message": result.message},
            )
        elif name in shown and (key := dg.AssetKey(["context", name])) in context.selected_asset_keys:
            metadata = dict(shown[name])
            for week, count in metadata.pop("by_week", {}).items():
                rows = {"dagster/partition_row_count": count}
                context.add_asset_metadata(rows, asset_key=key, partition_key=week_key(week))
            yield dg.MaterializeResult(asset_key=key, metadata={"seconds": result.seconds, **metadata})
        elif result.status in ("error", "runtime error"):
            broken.append(f"{name}: {result.message}")
    if broken:
        raise dg.Failure(description="dbt could not build " + "; ".join(broken), allow_retries=False)


def signals(weeks: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=SIGNALS,
        deps=[CLIENT_WEEK_EVENTS, dg.AssetKey(["context", "item_versions"])],
        partitions_def=weeks,
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"polars", "duckdb"},
        pool=WAREHOUSE,
    )
    def find_signals(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> dg.MaterializeResult:
        """Sentences that carry a decision, result, number, risk, change, question or promise, with their offsets."""
        from yarnnn_pipelines.context.signals import build_signals

        progress("Signals", 0, 1)
        with told_plainly():
            found = project.open()
            asked = weeks_of(context, found.settings)
            with found.home.warehouse_lock(), open_warehouse(found, asked) as con:
                counts = build_signals(con, asked)
                rows = row_counts(con, ["signals"], asked)["signals"]
        progress("Signals", 1, 1)
        for week, count in rows.by_week.items():
            context.add_asset_metadata({"dagster/partition_row_count": count}, partition_key=week_key(week))
        return dg.MaterializeResult(metadata={"dagster/row_count": rows.total, **counts})

    return find_signals


def released_weeks(weeks: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=RELEASED_WEEKS,
        deps=[CLIENT_WEEK_CONTEXT, CLIENT_WEEK_EVENTS, COVERAGE, SIGNALS, dg.AssetKey(["context", "commitments"])],
        partitions_def=weeks,
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "sqlalchemy"},
        pool=WAREHOUSE,
    )
    def release(context: dg.AssetExecutionContext, project: ProjectResource) -> dg.MaterializeResult:
        """Weeks whose context passed its checks: coverage goes to the ledger, and each client whose week changed gets
        a new version of `client_context`, which is what sets its deliverables going."""
        from yarnnn_pipelines.stores.ledger.opening import open_ledger

        with told_plainly():
            found = project.open()
            with read_warehouse(found) as con:
                states = read_week_states(con, weeks_of(context, found.settings))
            register_clients(context.instance, found.settings)
            known = set(context.instance.get_materialized_partitions(CLIENT_CONTEXT))
            ledger = open_ledger(found.home.ledger_url)
            recorded = {
                (row["client"], row["week"]): row["coverage"]["context_hash"] for row in ledger.coverage(10_000)
            }
            changed = [
                state
                for state in states
                if recorded.get((state.client, state.week)) != state.context_hash
                or client_week_key(state.client, state.week) not in known
            ]
            for state in changed:
                context.log_event(
                    dg.AssetMaterialization(
                        asset_key=CLIENT_CONTEXT,
                        partition=client_week_key(state.client, state.week),
                        metadata={
                            "quiet": state.quiet,
                            **state.counts,
                            "coverage": dg.MetadataValue.json(state.coverage),
                        },
                        tags={"dagster/data_version": state.context_hash},
                    )
                )
            # Last, so that a run killed before this line tells it all again.
            ledger.record_coverage([state.as_row() for state in states])
        return dg.MaterializeResult(
            metadata={
                "client_weeks": len(states),
                "changed": len(changed),
                "quiet": sum(state.quiet for state in states),
            }
        )

    return release


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


def definitions(settings: Settings, manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    weeks = weekly(settings)
    return [
        meeting_occurrences(weeks),
        dbt_models("dbt_before_signals", dbt_project.BEFORE_SIGNALS, manifest, weeks, "Events"),
        signals(weeks),
        dbt_models("dbt_after_signals", dbt_project.AFTER_SIGNALS, manifest, weeks, "Client weeks"),
        released_weeks(weeks),
        client_context(settings),
    ]
