"""dbt's models and tests as this graph shows them: their names, partitions and columns, and what a build of them did.

Which selections are built, and when, is context.py's; building and reading the tables is the library's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject

from assets.land import AGENCY_SETTINGS
from yarnnn_pipelines.context.built_models import BuiltModel
from yarnnn_pipelines.context.column_lineage import Source
from yarnnn_pipelines.context.dbt_project import NodeResult
from yarnnn_pipelines.dagster_home.partition_keys import week_key
from yarnnn_pipelines.sources.registry import plain_tables

GROUP = "context"
OWNERS = ["team:data"]
PLAIN_ITEMS = "stg_plain__items"
KEEPS_WEEKS = "replace_weeks"  # dbt's incremental strategy of this project (dbt/macros/replace_weeks.sql)


class ModelNames(DagsterDbtTranslator):
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


def reported(
    context: dg.AssetExecutionContext,
    manifest: Mapping[str, Any],
    results: Sequence[NodeResult],
    built: Mapping[str, BuiltModel],
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Models as materializations, tests as checks, and a failure that names the models that broke."""
    checks = {
        context.assets_def.get_spec_for_check_key(key).metadata["dagster_dbt/unique_id"]: key
        for key in context.selected_asset_check_keys
    }
    broken = []
    for result in results:
        name = manifest["nodes"].get(result.unique_id, {}).get("name", result.unique_id)
        key = dg.AssetKey(["context", name])
        if result.unique_id in checks and result.status != "skipped":  # skipped: its model failed, which is told below
            yield _check_result(checks[result.unique_id], result)
        elif name in built and key in context.selected_asset_keys:
            rows = built[name].rows
            for week, count in (rows.by_week if rows else {}).items():
                partition_rows = {"dagster/partition_row_count": count}
                context.add_asset_metadata(partition_rows, asset_key=key, partition_key=week_key(week))
            yield dg.MaterializeResult(asset_key=key, metadata={"seconds": result.seconds, **_metadata(built[name])})
        elif result.failed:
            broken.append(f"{name}: {result.message}")
    if broken:
        raise dg.Failure(description="dbt could not build " + "; ".join(broken), allow_retries=False)


def _check_result(check: dg.AssetCheckKey, result: NodeResult) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=result.status == "pass",
        severity=dg.AssetCheckSeverity.WARN if result.status == "warn" else dg.AssetCheckSeverity.ERROR,
        metadata={"failing_rows": result.failures, "seconds": result.seconds, "message": result.message},
    )


def _metadata(model: BuiltModel) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "dagster/column_schema": dg.TableSchema(
            [dg.TableColumn(column.name, column.type, description=column.description) for column in model.columns]
        ),
        "dagster/column_lineage": dg.TableColumnLineage(
            {
                column.name: [_column_dep(source) for source in column.sources]
                for column in model.columns
                if column.sources
            }
        ),
    }
    return metadata | ({"dagster/row_count": model.rows.total} if model.rows else {})


def _column_dep(source: Source) -> dg.TableColumnDep:
    if source.schema == "agency":
        return dg.TableColumnDep(AGENCY_SETTINGS, f"{source.table}.{source.column}")
    return dg.TableColumnDep(dg.AssetKey([source.schema, source.table]), source.column)
