"""Assembles the code location from the folder `assets`: the only module of this package that knows the graph, besides
launch.py.

What an asset does is not said here. A test or the command line swaps the project and the progress.
"""

from __future__ import annotations

import warnings
from datetime import timedelta

import dagster as dg

from assets import checks, context, deliverables, land, learning
from assets.automation.jobs import jobs
from assets.automation.schedules import schedules
from assets.automation.sensors import sensors
from assets.resources import ProjectResource
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context import dbt_project
from yarnnn_pipelines.core.progress import Progress, silent
from yarnnn_pipelines.project import Project, demo_config, find_config, open_project
from yarnnn_pipelines.stores.home import home_from_environment, keep_private

# Dagster calls backfill policies and freshness "beta"; the pin in pyproject.toml keeps them as they are, and the
# warning at every start would hide others.
warnings.filterwarnings("ignore", category=dg.BetaWarning)

# A deliverable is weekly, so a platform that has not been landed for a week is missing from it.
LANDED_WITHIN = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=8), warn_window=timedelta(days=7))


def build_definitions(project: Project, progress: Progress = silent) -> dg.Definitions:
    """The whole graph for one agency."""
    manifest = dbt_project.manifest(project.home)
    kinds = deliverables.kinds_in_use(project.settings)
    op_jobs, stages = jobs([kind.id for kind in kinds])
    landing = [
        assets.map_asset_specs(lambda spec: dg.apply_freshness_policy(spec, _freshness(spec, project.settings)))
        for assets in land.definitions(project.settings)
    ]
    return dg.Definitions(
        assets=[
            *landing,
            *context.definitions(project.settings, manifest),
            *deliverables.definitions(project.settings),
            learning.learning([kind.id for kind in kinds], project.settings),
        ],
        asset_checks=checks.definitions(),
        jobs=[*op_jobs, *stages.values()],
        schedules=schedules(project.settings, stages, kinds),
        sensors=sensors(stages, kinds, project.settings.agency.start),
        resources={
            "project": ProjectResource(home=str(project.home.root), config=str(project.settings.path)),
            "progress": dg.ResourceDefinition.hardcoded_resource(progress),
            "judge": checks.judge,
        },
        # One process a run: the steps mostly wait for the same warehouse, and a process for each of them would
        # import Dagster, dlt and dbt anew, seconds every time.
        executor=dg.in_process_executor,
    )


def _freshness(spec: dg.AssetSpec, settings: Settings) -> dg.FreshnessPolicy:
    """A live source is stale as soon as it would keep a deliverable back."""
    if spec.group_name not in settings.sources.live():
        return LANDED_WITHIN
    fail = timedelta(hours=settings.sources.stale_after_hours)
    warn = max(timedelta(minutes=2 * settings.sources.every_minutes), fail / 8)
    return dg.FreshnessPolicy.time_window(fail_window=fail, warn_window=min(warn, fail * 0.9))


@dg.definitions
def defs() -> dg.Definitions:
    """What `dagster dev`, `dg` and the daemon load: the agency of the environment, else the demo's."""
    keep_private()
    home = home_from_environment()
    return build_definitions(open_project(find_config(home) or demo_config(), home=home))
