"""What one landing says of itself: the report that `yarnnn status`, the graph and the ledger take up.

Counting is done where rows are made; here they are put together with what the warehouse then holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from yarnnn_pipelines.config.settings import Platform, Settings
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.sources.shared.differences import latest_observation, table_exists
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account
from yarnnn_pipelines.sources.shared.touched_weeks import touched_weeks
from yarnnn_pipelines.sources.shared.unlanded_names import not_found


@dataclass(frozen=True)
class LandingReport:
    """What one landing did. Instants are ISO 8601 in UTC.

    tables: {"slack.messages": {"seen": items that were read, "added": versions, "tombstones": n, "total": rows}}.
    skipped: {reason: count} of what could not be taken, skipped_examples: where and how to mend it, at most twenty.
    exports: [{"path": name, "fingerprint": SHA-256 or "", "state": "landed" | "unchanged" | "unreadable"}].
    is_live: whether it was read through the API; accounts: of a live source, each container's `Account` as a dict;
    requests: how many it took; trouble: what ended it early (the budget, or a refusal told as `what. mend`), ''.
    span: [first, last] `occurred_at` of the main table, empty if it has no row; newest_item_at: the last not in the
        future, None if there is none; observed_until: the last `observed_at`, None if nothing landed.
    touched_weeks: the weeks that the added rows speak of, with the week that a moved thing was in before.
    not_found: a sentence for each of the clients' channels, pages or calendars that nothing has landed from.
    """

    platform: str
    started_at: str
    finished_at: str
    tables: dict[str, dict[str, int]]
    skipped: dict[str, int]
    skipped_examples: list[str]
    exports: list[dict[str, str]]
    is_live: bool
    accounts: list[dict[str, Any]]
    requests: int
    trouble: str
    span: list[str]
    newest_item_at: str | None
    observed_until: str | None
    touched_weeks: list[str]
    not_found: list[str]

    def as_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclass
class Counts:
    """Of one table: items that were read, versions and tombstones that were added."""

    seen: int = 0
    added: int = 0
    tombstones: int = 0


def report_of(
    con: duckdb.DuckDBPyConnection,
    platform: Platform,
    settings: Settings,
    *,
    started: datetime,
    since: datetime | None,
    main_table: str,
    counts: Mapping[str, Counts],
    skips: Skips,
    exports: Sequence[dict[str, str]] = (),
    is_live: bool = False,
    accounts: Sequence[Account] = (),
    requests: int = 0,
    trouble: str = "",
) -> LandingReport:
    """The report of a landing that has just ended. since: see `touched.touched_weeks`."""
    now = datetime.now(UTC)
    tables = {f"{platform}.{table}": {**dataclasses.asdict(n), "total": 0} for table, n in counts.items()}
    for table in counts:
        if table_exists(con, platform, table):
            total = con.execute(f"select count(*) from {platform}.{table}").fetchone()[0]
            tables[f"{platform}.{table}"]["total"] = total
    first = last = newest = None
    if table_exists(con, platform, main_table):
        query = f"""
            select min(occurred_at), max(occurred_at), max(occurred_at) filter (occurred_at <= $1)
            from {platform}.{main_table}
        """
        first, last, newest = con.execute(query, [now]).fetchone()
    return LandingReport(
        platform=platform,
        started_at=started.isoformat(),
        finished_at=now.isoformat(),
        tables=tables,
        skipped=dict(skips.counts),
        skipped_examples=list(skips.examples),
        exports=list(exports),
        is_live=is_live,
        accounts=[dataclasses.asdict(account) for account in accounts],
        requests=requests,
        trouble=trouble,
        span=[_utc(first), _utc(last)] if first else [],
        newest_item_at=_utc(newest),
        observed_until=_utc(latest_observation(con, platform, list(counts))),
        touched_weeks=_touched(con, platform, main_table, since, settings),
        not_found=not_found(con, platform, settings),
    )


def _touched(
    con: duckdb.DuckDBPyConnection, platform: Platform, main_table: str, since: datetime | None, settings: Settings
) -> list[str]:
    zone, series = settings.agency.time_zone, None
    if platform == "calendar" and settings.sources.calendar:
        from yarnnn_pipelines.sources.calendar.items import also_touched  # brings the parsers of iCalendar

        first = week_bounds(settings.agency.start, zone)[0]
        series = (
            partial(also_touched, zone=ZoneInfo(zone)),
            first,
            datetime.now(UTC) + timedelta(days=settings.sources.calendar.horizon_days),
        )
    touched = touched_weeks(con, platform, main_table, since, zone, series)
    if platform == "notion":  # a comment changes no page
        touched = sorted({*touched, *touched_weeks(con, platform, "comments", since, zone)})
    return touched


def _utc(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None
