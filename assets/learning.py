"""Learning: what a week's reviews took and taught, for the curves that a person looks at.

Sorting edits and making rules of them is the library's (yarnnn_pipelines.stages.learn); drafts learn by themselves
before they are made, so nothing waits for this asset.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import dagster as dg

from assets.automation.conditions import when_something_was_published
from assets.deliverables import GROUP, OWNERS, keys_of
from assets.partitions import weekly
from assets.resources import ProjectResource, told_plainly
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.dagster_home.partition_keys import week_of_key
from yarnnn_pipelines.project import agency_ledger
from yarnnn_pipelines.stages.learn import LOOKED_BACK, WeekLearned, learn_of_week
from yarnnn_pipelines.supervision.learning.words import table_of, table_of_curves

LEARNING = dg.AssetKey("learning")
_PLOTTED = 200  # clients and types, in their order; the table has all


def learning(type_ids: Sequence[str], settings: Settings) -> dg.AssetsDefinition:
    """One for all types."""

    @dg.asset(
        key=LEARNING,
        deps=[
            dg.AssetDep(keys_of(type_id).published, partition_mapping=dg.MultiToSingleDimensionPartitionMapping("week"))
            for type_id in type_ids
        ],
        partitions_def=weekly(settings),
        automation_condition=when_something_was_published(timedelta(weeks=LOOKED_BACK)),
        description="What people changed of a week's texts before they approved them, and what of it was learned.",
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "sqlalchemy"},
    )
    def learn(context: dg.AssetExecutionContext, project: ProjectResource) -> dg.MaterializeResult[Any]:
        with told_plainly(project.home):
            learned = learn_of_week(agency_ledger(project.open()), week_of_key(context.partition_key))
        return dg.MaterializeResult(metadata=_metadata(learned))

    return learn


def _metadata(learned: WeekLearned) -> dict[str, Any]:
    """Numbers as numbers, so that the UI plots them: also the share of words changed of each client and type."""
    return {
        "issues": len(learned.lessons),
        "words changed for style": learned.style_share,
        "words changed for facts": learned.fact_share,
        "facts mended": learned.facts_mended,
        "minutes": round(learned.minutes, 1),
        "by issue": dg.MetadataValue.md(table_of(learned.lessons)),
        "by week": dg.MetadataValue.md(table_of_curves(learned.curves)),
        **{
            f"words changed: {curve.client} {curve.type_id}": curve.shares[learned.week]
            for curve in learned.curves[:_PLOTTED]
        },
    }
