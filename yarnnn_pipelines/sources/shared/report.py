"""What one landing says of itself: the report that `yarnnn status`, the graph and the ledger take up.

Counting is done where rows are made; here they are put together with what the warehouse then holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.shared.bindings import bind_places
from yarnnn_pipelines.sources.shared.differences import latest_observation
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account
from yarnnn_pipelines.sources.shared.touched_weeks import touched_weeks


@dataclass(frozen=True)
class LandingReport:
    """What one landing did. Instants are ISO 8601 in UTC.

    tables: {"slack.messages": {"seen": items that were read, "added": versions, "tombstones": n, "total": rows}}.
    there: {"slack.messages": items that have landed and were not deleted}.
    skipped: {reason: count} of what could not be taken, skipped_examples: where and how to mend it, at most twenty.
    holes: [{container_id, name, day, where, what, mend}] of the parts of exports that could not be read and that no
        later export shows, see `Skips`.
    exports: [{"path": name, "fingerprint": SHA-256 or "", "state": "landed" | "unchanged" | "unreadable"}].
    is_live: whether it was read through the API; accounts: of a live source, each container's `Account` as a dict;
    requests: how many it took; trouble: the refusal that ended it early, as {what, where, mend}; None without one.
    span: [first, last] `occurred_at` of the main table, empty if it has no row; newest_item_at: the last not in the
        future, None if there is none; observed_until: the last `observed_at`, None if nothing landed.
    touched_weeks: the weeks that the added rows speak of, with the week that a moved thing was in before.
    not_found: a sentence for each of the clients' channels, pages or calendars that nothing has landed from.
    places: what the names of the clients' places mean, see `bindings.BoundPlace`; renamed: {written, what, mend} of
        those that their place no longer bears, or no longer alone.
    """

    platform: str
    started_at: str
    finished_at: str
    tables: dict[str, dict[str, int]]
    there: dict[str, int]
    skipped: dict[str, int]
    skipped_examples: list[str]
    holes: list[dict[str, str]]
    exports: list[dict[str, str]]
    is_live: bool
    accounts: list[dict[str, Any]]
    requests: int
    trouble: dict[str, str] | None
    span: list[str]
    newest_item_at: str | None
    observed_until: str | None
    touched_weeks: list[str]
    not_found: list[str]
    places: list[dict[str, Any]]
    renamed: list[dict[str, str]]

    def as_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclass
class Counts:
    """Of one table: items that were read, versions and tombstones that were added."""

    seen: int = 0
    added: int = 0
    tombstones: int = 0


@dataclass(frozen=True)
class LiveReading:
    """What a landing through an API adds to its report."""

    accounts: Sequence[Account]
    requests: int
    trouble: UserError | None


@dataclass(frozen=True)
class Landed:
    """What a landing has done. since: see `touched_weeks`; counts: by table; last: the report of the one before; live:
    None where exports were read."""

    started: datetime
    since: datetime | None
    counts: Mapping[str, Counts]
    skips: Skips
    last: Mapping[str, Any] | None = None
    exports: Sequence[dict[str, str]] = ()
    holes: Sequence[dict[str, str]] = ()
    live: LiveReading | None = None


def report_of(con: duckdb.DuckDBPyConnection, platform: Platform, settings: Settings, landed: Landed) -> LandingReport:
    """The report of a landing that has just ended."""
    live = landed.live or LiveReading((), 0, None)
    first, last, newest = _span(con, platform)
    bindings = bind_places(con, platform, settings, landed.last)
    return LandingReport(
        platform=platform.id,
        started_at=landed.started.isoformat(),
        finished_at=datetime.now(UTC).isoformat(),
        tables={
            f"{platform.id}.{table}": {**dataclasses.asdict(counts), "total": _rows(con, platform.id, table)}
            for table, counts in landed.counts.items()
        },
        there={f"{platform.id}.{table}": items_there(con, platform.id, table) for table in landed.counts},
        skipped=dict(landed.skips.counts),
        skipped_examples=list(landed.skips.examples),
        holes=list(landed.holes),
        exports=list(landed.exports),
        is_live=landed.live is not None,
        accounts=[dataclasses.asdict(account) for account in live.accounts],
        requests=live.requests,
        trouble=live.trouble.as_json() if live.trouble else None,
        span=[first, last] if first and last else [],
        newest_item_at=newest,
        observed_until=_utc(latest_observation(con, platform.id, list(landed.counts))),
        touched_weeks=touched_weeks(con, platform, settings, landed.since),
        not_found=list(bindings.not_found),
        places=bindings.remembered,
        renamed=[
            dataclasses.asdict(renaming)
            for renaming in (*bindings.renamings, *platform.withheld_by_name(con, settings, bindings.places))
        ],
    )


def _rows(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    if not table_exists(con, schema, table):
        return 0
    (count,) = con.execute(f"select count(*) from {schema}.{table}").fetchone() or (0,)
    return int(count)


def items_there(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    """How many items have landed and were not deleted."""
    if not table_exists(con, schema, table):
        return 0
    states = f"select arg_max(is_deleted, observed_at) as is_deleted from {schema}.{table} group by item_id"
    (count,) = con.execute(f"select count(*) from ({states}) where not is_deleted").fetchone() or (0,)
    return int(count)


def _span(con: duckdb.DuckDBPyConnection, platform: Platform) -> tuple[str | None, str | None, str | None]:
    """Of the main table: the first and the last `occurred_at`, and the last that is not in the future."""
    if not table_exists(con, platform.id, platform.main_table):
        return None, None, None
    query = f"""
        select min(occurred_at), max(occurred_at), max(occurred_at) filter (occurred_at <= $1)
        from {platform.id}.{platform.main_table}
    """
    first, last, newest = con.execute(query, [datetime.now(UTC)]).fetchone() or (None, None, None)
    return _utc(first), _utc(last), _utc(newest)


def _utc(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None
