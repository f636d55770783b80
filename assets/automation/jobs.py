"""The jobs of the line, one a stage, and what a run of one is asked for with."""

from collections.abc import Sequence
from typing import Any

import dagster as dg

from assets import context, deliverables, land
from assets.automation.by_itself import publish_by_itself_job
from assets.dbt_models import GROUP

AssetJob = Any  # what `define_asset_job` gives, for which Dagster has no public name

LAND, BUILD_CONTEXT = "land", "build_context"

WEEKLY_LINE = "yarnnn/weekly_line"  # run tag: the week that a run of the weekly line is for
ANEW = "yarnnn/anew"  # run tag: the deliverable that somebody asked for, such as `acme 2026-W46 client_update`
MONTHLY_LINE = "yarnnn/monthly_line"  # and beside it: the month, of a run for monthly deliverables alone


def jobs(type_ids: Sequence[str]) -> tuple[list[dg.JobDefinition], dict[str, AssetJob]]:
    """The op jobs that publish; and by name the asset jobs: `land`, `build_context`, one for each deliverable type."""
    stages = {
        LAND: dg.define_asset_job(
            LAND,
            land.groups(),
            description="Land every platform of yarnnn.yaml: what is new becomes item versions.",
        ),
        BUILD_CONTEXT: dg.define_asset_job(
            BUILD_CONTEXT,
            dg.AssetSelection.groups(GROUP) - dg.AssetSelection.assets(context.CLIENT_CONTEXT),
            description="Build the context of a range of weeks, check it, and hand it to the deliverables.",
        ),
    }
    for type_id in type_ids:
        draft, gated, _ = deliverables.keys_of(type_id)
        stages[type_id] = dg.define_asset_job(
            type_id,
            dg.AssetSelection.assets(draft, gated),
            description=f"Draft and judge {type_id} for a range of clients and weeks.",
        )
    return [deliverables.publish_job, publish_by_itself_job], stages


def publish_config(type_id: str, pairs: Sequence[tuple[str, str]]) -> dg.RunConfig:
    """The run config with which the job `publish` publishes (client id, week) pairs of one type."""
    client_weeks = [f"{client} {week}" for client, week in pairs]
    return dg.RunConfig(
        {deliverables.publish_approved.name: deliverables.PublishConfig(type=type_id, client_weeks=client_weeks)}
    )
