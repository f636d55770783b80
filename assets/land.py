"""Land: every version of every item of the four platforms, append-only; and what yarnnn.yaml says.

One step per platform, for all its tables. How an export is read belongs to yarnnn_pipelines.sources; what the items
mean begins in context.py.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import duckdb

from assets.resources import WAREHOUSE, Progress, ProjectResource, told_plainly
from yarnnn_pipelines.context.agency_tables import write_agency_tables
from yarnnn_pipelines.settings import Platform

GROUP = "land"
OWNERS = ["team:data"]

TABLES: Mapping[Platform, Mapping[str, str]] = {
    "slack": {
        "messages": "Every version of every Slack message, thread reply, join and bot post.",
        "channels": "Every version of every Slack channel.",
        "users": "Every version of every Slack account.",
    },
    "gmail": {"messages": "Every version of every mail: what its author wrote, without quoted reply and signature."},
    "notion": {"pages": "Every version of every Notion page: its properties and body as lines."},
    "calendar": {"events": "Every version of every calendar entry: single events, series and their exceptions."},
}

AGENCY_SETTINGS = dg.AssetKey("agency_settings")


def table_keys(platform: Platform) -> list[dg.AssetKey]:
    return [dg.AssetKey([platform, table]) for table in TABLES[platform]]


@dg.asset(key=AGENCY_SETTINGS, group_name=GROUP, owners=OWNERS, kinds={"yaml", "duckdb"}, pool=WAREHOUSE)
def agency_settings(project: ProjectResource) -> dg.MaterializeResult:
    """Clients, domains, channels and contacts of yarnnn.yaml, as the tables of schema `agency`."""
    with told_plainly():
        found = project.open()
        with found.home.warehouse_lock(), duckdb.connect(str(found.home.warehouse)) as con:
            write_agency_tables(con, found.settings)
    text = found.settings.model_dump_json()
    return dg.MaterializeResult(
        metadata={
            "clients": len(found.settings.clients),
            "platforms": ", ".join(found.settings.sources.configured()),
            "time_zone": found.settings.agency.time_zone,
            "file": dg.MetadataValue.path(str(found.settings.path)),
        },
        data_version=dg.DataVersion(hashlib.sha256(text.encode()).hexdigest()[:16]),
    )


def landing(platform: Platform) -> dg.AssetsDefinition:
    """The step that lands one platform. A platform without a source in yarnnn.yaml yields nothing, and says so."""

    @dg.multi_asset(
        name=f"land_{platform}",
        specs=[
            dg.AssetSpec(
                dg.AssetKey([platform, table]),
                description=description,
                group_name=GROUP,
                owners=OWNERS,
                kinds={platform, "dlt", "duckdb"} if platform != "calendar" else {"googlecalendar", "dlt", "duckdb"},
                skippable=True,
            )
            for table, description in TABLES[platform].items()
        ],
        pool=WAREHOUSE,
    )
    def land_platform(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.MaterializeResult]:
        # dlt takes seconds to import, and most processes that load these definitions never land anything.
        from yarnnn_pipelines.sources.landing import land
        from yarnnn_pipelines.supervision.forgetting import read_forgotten
        from yarnnn_pipelines.supervision.opening import open_ledger

        with told_plainly():
            found = project.open()
            if platform not in found.settings.sources.configured():
                context.log.info(f"no source for {platform} in {found.settings.path}: nothing to land")
                return
            ledger = open_ledger(found.home.ledger_url)
            forgotten = read_forgotten(ledger)
            report = land(platform, found.settings, found.home, progress=progress, forgotten=forgotten).as_dict()
            ledger.record_landing(platform, forgotten.json(report))
        for table in TABLES[platform]:
            yield dg.MaterializeResult(
                asset_key=dg.AssetKey([platform, table]), metadata=_metadata(report, f"{platform}.{table}")
            )

    return land_platform


def _metadata(report: Mapping[str, Any], table: str) -> dict[str, Any]:
    counts = report["tables"][table]
    first, last = report["span"] or (None, None)
    metadata: dict[str, Any] = {
        "dagster/row_count": counts["total"],
        "seen": counts["seen"],
        "added": counts["added"],
        "tombstones": counts["tombstones"],
        "skipped": sum(report["skipped"].values()),
        "touched_weeks": dg.MetadataValue.json(report["touched_weeks"]),
        "exports": dg.MetadataValue.json(report["exports"]),
    }
    if first:
        metadata |= {"first_item": first, "last_item": last}
    if report["skipped"]:
        metadata["why_skipped"] = dg.MetadataValue.json(
            {"counts": report["skipped"], "examples": report["skipped_examples"]}
        )
    return metadata


def definitions() -> list[dg.AssetsDefinition]:
    return [agency_settings, *(landing(platform) for platform in TABLES)]
