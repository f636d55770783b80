"""Land: every version of every item of every platform, append-only; and what yarnnn.yaml says.

One group and one step per platform, for all its tables, with a check of what the platform said against what landed. How
a platform is read belongs to yarnnn_pipelines.sources; what the items mean begins in context.py.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from assets.resources import WAREHOUSE, ProjectResource, told_plainly
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.agency_tables import write_agency_tables
from yarnnn_pipelines.core.progress import Progress
from yarnnn_pipelines.project import agency_ledger
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.registry import platform_ids, platforms
from yarnnn_pipelines.stores.warehouse import write_warehouse
from yarnnn_pipelines.supervision.completeness import gaps

AGENCY = "agency"  # the group of what yarnnn.yaml says
COMPLETE = "complete"  # the check of each platform's main table
OWNERS = ["team:data"]

_NONE = {"total": 0, "seen": 0, "added": 0, "tombstones": 0}

AGENCY_SETTINGS = dg.AssetKey("agency_settings")


def table_keys(platform: Platform) -> list[dg.AssetKey]:
    return [dg.AssetKey([platform.id, table.name]) for table in platform.shared_tables]


@dg.asset(key=AGENCY_SETTINGS, group_name=AGENCY, owners=OWNERS, kinds={"yaml", "duckdb"}, pool=WAREHOUSE)
def agency_settings(project: ProjectResource) -> dg.MaterializeResult[None]:
    """Clients, domains, channels and contacts of yarnnn.yaml, as the tables of schema `agency`."""
    with told_plainly(project.home):
        found = project.open()
        with write_warehouse(found.home) as con:
            write_agency_tables(con, found.settings, agency_ledger(found).last_landings())
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


def groups() -> dg.AssetSelection:
    """All that landing makes."""
    return dg.AssetSelection.groups(AGENCY, *platform_ids())


def landing(platform: Platform, settings: Settings) -> dg.AssetsDefinition:
    """The step that lands one platform. A platform without a source in yarnnn.yaml yields nothing, and says so.

    A live source waits for the network most of the time, so it has a pool of its own, of one place: two runs can't land
    it at once, and the warehouse is free between its slices.
    """
    is_live = platform.id in settings.sources.live()

    @dg.multi_asset(
        name=f"land_{platform.id}",
        specs=[
            dg.AssetSpec(
                dg.AssetKey([platform.id, table.name]),
                description=table.description,
                group_name=platform.id,
                owners=OWNERS,
                kinds={platform.icon, "dlt", "duckdb"},
                skippable=True,
            )
            for table in platform.shared_tables
        ],
        check_specs=[
            dg.AssetCheckSpec(
                COMPLETE,
                asset=table_keys(platform)[0],
                description="What the platform said there is against what landed, container by container.",
            )
        ],
        pool=f"landing_{platform.id}" if is_live else WAREHOUSE,
    )
    def land_platform(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        # dlt takes seconds to import, and most processes that load these definitions never land anything.
        from yarnnn_pipelines.forgetting.register import read_forgotten
        from yarnnn_pipelines.sources.landing import land

        with told_plainly(project.home):
            found = project.open()
            if platform.id not in found.settings.sources.configured():
                context.log.info(f"no source for {platform.id} in {found.settings.path}: nothing to land")
                yield dg.AssetCheckResult(
                    asset_key=table_keys(platform)[0], check_name=COMPLETE, passed=True, metadata={"containers": 0}
                )
                return
            ledger = agency_ledger(found)
            forgotten = read_forgotten(ledger)
            before = ledger.last_landings().get(platform.id)
            last = before.report if before else {}
            report = land(
                platform.id, found.settings, found.home, last=last, progress=progress, admission=forgotten
            ).as_dict()
            report = forgotten.json(report)
        for table in platform.shared_tables:
            yield dg.MaterializeResult(
                asset_key=dg.AssetKey([platform.id, table.name]),
                metadata=_metadata(report, f"{platform.id}.{table.name}"),
            )
        # Last, so that a run killed before this line has its weeks told again by the next.
        ledger.record_landing(platform.id, report)
        yield _completeness(platform, found.settings, report)

    return land_platform


def _metadata(report: Mapping[str, Any], table: str) -> dict[str, Any]:
    counts = report["tables"].get(table, _NONE)  # an export doesn't hold every table
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
    if report["is_live"]:
        metadata |= {
            "requests": report["requests"],
            "said": sum(account["said"] for account in report["accounts"]),
            "landed": sum(account["landed"] for account in report["accounts"]),
            "accounts": dg.MetadataValue.table([_row(account) for account in report["accounts"]]),
        }
    if first:
        metadata |= {"first_item": first, "last_item": last}
    if report["skipped"]:
        metadata["why_skipped"] = dg.MetadataValue.json(
            {"counts": report["skipped"], "examples": report["skipped_examples"]}
        )
    return metadata


def _completeness(platform: Platform, settings: Settings, report: Mapping[str, Any]) -> dg.AssetCheckResult:
    landings = {platform.id: (datetime.now(UTC), report)}
    found = [str(gap) for gap in gaps(settings, landings, None, None) if gap.platform == platform.id]
    return dg.AssetCheckResult(
        asset_key=table_keys(platform)[0],
        check_name=COMPLETE,
        passed=not found,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "containers": len(report["accounts"]),
            "what_is_missing": dg.MetadataValue.md("\n".join(f"- {one}" for one in found) or "nothing"),
        },
    )


def _row(account: Mapping[str, Any]) -> dg.TableRecord:
    return dg.TableRecord(
        {
            "container": account["name"],
            "said": account["said"],
            "landed": account["landed"],
            "read until": _day(account["read_until"]),
            "unread": "; ".join(f"{_day(low)} to {_day(high) or 'now'}" for low, high in account["unread"]),
            "compared whole": _day(account["whole_at"]),
            "problem": account["problem"],
            "mend": account["mend"],
        }
    )


def _day(microseconds: int | None) -> str:
    return "" if microseconds is None else f"{datetime.fromtimestamp(microseconds / 1e6, UTC):%Y-%m-%d %H:%M}"


def definitions(settings: Settings) -> list[dg.AssetsDefinition]:
    return [agency_settings, *(landing(platform, settings) for platform in platforms())]
