"""Slices into the warehouse: compared with what is known and committed with their state, under the lock for no longer
than that. How slices come about is the platforms' matter; the tables are the same as an export's.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from yarnnn_pipelines.sources.shared.admission import EVERYTHING, Admission
from yarnnn_pipelines.sources.shared.differences import KnownItems, latest_observation
from yarnnn_pipelines.sources.shared.envelope import as_table
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.sources.shared.pipeline import LandingPipeline
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, LiveSource, Slice
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.locks import warehouse_lock
from yarnnn_pipelines.stores.warehouse import connect, write_warehouse

_GROUP_ITEMS, _GROUP_SECONDS = 2_000, 5.0  # that may be lost, and read again, when a run is killed

LIVE = "live"  # under which the cursors lie in the state, beside what export files leave there


def news_of(
    con: duckdb.DuckDBPyConnection,
    platform: str,
    part: Slice,
    observed_at: datetime,
    admission: Admission = EVERYTHING,
) -> tuple[pa.Table, pa.Table]:
    """(new versions, tombstones): what a slice changes, as rows to be added to its table, of what may land."""
    known = KnownItems(con, platform, part.table, observed_at=observed_at, concerned=part.concerned)
    shown = admission.keeps(as_table(part.items))
    return known.new_versions(shown), known.tombstones(part.coverage)


def next_observation(con: duckdb.DuckDBPyConnection, platform: str, tables: Collection[str]) -> datetime:
    """Now, and later than everything that was observed."""
    latest, now = latest_observation(con, platform, tables), datetime.now(UTC)
    return latest + timedelta(microseconds=1) if latest and latest >= now else now


def lost(con: duckdb.DuckDBPyConnection, platform: str, table: str, rows: pa.Table) -> set[str]:
    """The item_ids of rows that were added and are not in the warehouse: there should be none."""
    if not len(rows):
        return set()
    con.register("added", rows.select(["item_id", "version", "observed_at"]))
    missing = con.execute(
        f"select item_id from added anti join {platform}.{table} using (item_id, version, observed_at)"
    ).fetchall()
    con.unregister("added")
    return {item for (item,) in missing}


class Commits:
    """The commits of one run over one platform.

    A load costs the better part of a second however little it brings, so slices that have nothing to do with each other
    wait for one another, some seconds at the most, and are committed together.

    seen, added, tombstones: counts per table.
    """

    def __init__(
        self,
        platform: str,
        home: Home,
        main_table: str,
        tables: tuple[str, ...],
        skips: Skips,
        admission: Admission = EVERYTHING,
    ) -> None:
        self._admission = admission
        self._platform = platform
        self._home = home
        self._main_table = main_table
        self._tables = tables
        self._pipeline = LandingPipeline(platform, home, main_table)
        self._group = _Group()
        self._read: Mapping[str, Any] | None = None  # a state whose slices brought nothing new
        self.seen = dict.fromkeys(tables, 0)
        self.added = dict.fromkeys(tables, 0)
        self.tombstones = dict.fromkeys(tables, 0)
        self._said: dict[str, set[str]] = defaultdict(set)  # item_ids by account
        self._lost: dict[str, set[str]] = defaultdict(set)
        with warehouse_lock(home):
            self._pipeline.open(tables, skips)
            self.state: Mapping[str, Any] = self._pipeline.state.get(LIVE, {})

    def commit(self, part: Slice) -> None:
        """Land a slice, now or with those that come within seconds; `finish` lands what is left."""
        if not self._group.may_take(part):
            self._flush()
        self._group.take(part)
        if self._group.is_full():
            self._flush()

    def finish(self) -> None:
        """Land what waits, and the state of the last slice, news or not."""
        self._flush()
        if self._read is not None and self._read != self.state:
            with warehouse_lock(self._home):
                self._load({}, self._read)

    def asking(self, table: str) -> Ask:
        """Queries on what has landed of one of the tables, with all that was committed before."""
        ask = asking(self._home, self._platform, table)

        def after_commits(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
            self._flush()
            return ask(query, values)

        return after_commits

    def accounts(self, source: LiveSource) -> list[Account]:
        """The source's accounts with what this run's commits prove."""
        accounts = source.accounts()
        for account in accounts:
            said = self._said[account.container_id]
            account.said, account.landed = len(said), len(said - self._lost[account.container_id])
        return accounts

    def _flush(self) -> None:
        group, self._group = self._group, _Group()
        if not group.slices:
            return
        news: dict[str, list[pa.Table]] = defaultdict(list)
        added: list[pa.Table] = []
        with warehouse_lock(self._home):
            with connect(self._home) as con:
                observed_at = next_observation(con, self._platform, self._tables)
                for part in group.slices:
                    rows, gone = news_of(con, self._platform, part, observed_at, self._admission)
                    added.append(rows)
                    self.seen[part.table] += len(part.items)
                    self.added[part.table] += len(rows)
                    self.tombstones[part.table] += len(gone)
                    news[part.table] += [table for table in (rows, gone) if len(table)]
            self._read = group.slices[-1].state
            if any(news.values()):
                self._load(news, self._read)
            with connect(self._home) as con:
                for part, rows in zip(group.slices, added, strict=True):
                    self._said[part.account].update(item.item_id for item in part.items)
                    self._lost[part.account] |= lost(con, self._platform, part.table, rows)

    def _load(self, rows: Mapping[str, list[pa.Table]], state: Mapping[str, Any]) -> None:
        tables = {table: iter(batches) for table, batches in rows.items()}
        tables.setdefault(self._main_table, iter(()))
        self._pipeline.load(tables, lambda: {LIVE: state}, before_load=lambda: None)
        self.state = state


class _Group:
    """Slices of which none speaks of what another brings, so that each can be compared as if it came alone."""

    def __init__(self) -> None:
        self.slices: list[Slice] = []
        self._begun = time.monotonic()
        self._items: set[tuple[str, str]] = set()
        self._containers: set[tuple[str, str | None]] = set()
        self._count = 0

    def may_take(self, part: Slice) -> bool:
        if any((part.table, item.item_id) in self._items for item in part.items):
            return False
        if part.coverage is None:
            return True
        covered = part.coverage.containers
        return covered is not None and self._containers.isdisjoint((part.table, container) for container in covered)

    def take(self, part: Slice) -> None:
        self.slices.append(part)
        self._items |= {(part.table, item.item_id) for item in part.items}
        self._containers |= {(part.table, item.container_id) for item in part.items}
        self._count += len(part.items)

    def is_full(self) -> bool:
        return self._count >= _GROUP_ITEMS or time.monotonic() - self._begun >= _GROUP_SECONDS


Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]  # a query on the warehouse, its parameters -> its rows


def asking(home: Home, platform: str, table: str) -> Ask:
    """Queries on what has landed, each under the lock; a table that is not there yet has no rows."""

    def ask(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        if not home.warehouse.exists():
            return []
        with write_warehouse(home) as con:
            if not table_exists(con, platform, table):
                return []
            return con.execute(query, list(values)).fetchall()

    return ask
