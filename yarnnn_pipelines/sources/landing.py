"""Land one platform: its items become item versions in the warehouse, and a report says what was new.

Which exports are read and in which order is decided here, and that is the whole of it: reading is `exports`, comparing
is `known`, writing is `pipeline`. A platform that is read through its API is landed by `live.landing`.

The order. `export:` lists files, the oldest first, and each is a later observation than the one before. The warehouse
remembers the fingerprints of the list as it stood at the last landing. From the first place where the list differs,
everything is observed again in its order, so the warehouse ends in the state of the last export of the list,
but for what the platform's own clock says is older than what landed (`known`).
A list that ends earlier than it did has its last export observed again, for the same reason.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yarnnn_pipelines.config.settings import Platform, Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.marks import Forgotten
from yarnnn_pipelines.sources.shared.archive import ExportFiles, fingerprint
from yarnnn_pipelines.sources.shared.differences import KnownItems, any_item, latest_observation, table_exists
from yarnnn_pipelines.sources.shared.export_reader import Reader, ReadOptions
from yarnnn_pipelines.sources.shared.report import Counts, LandingReport, report_of
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.home import Home, warehouse_closed

Progress = Callable[[str, int, int], None]


def land(
    platform: Platform,
    settings: Settings,
    home: Home,
    *,
    since: datetime | None = None,
    progress: Progress | None = None,
    forgotten: Forgotten | None = None,
) -> LandingReport:
    """Land one platform; running it again, or after a kill at any moment, adds nothing twice.

    since: the report tells the weeks of all that was observed after this instant, such as the last report's
        `observed_until`: so the weeks of a run that was killed are told by the next. None: of this run.
    forgotten: what must not come back, as the ledger keeps it.
    progress: called with (what is going on, done, total).
    `UserError` if the platform has no source, or if nothing of it can be read.
    """
    source = settings.sources.configured().get(platform)
    if source is None:
        raise UserError(
            f"there is no source for {platform}", where=str(settings.path), mend=f"add `sources: {platform}:` to it"
        )
    progress = progress or (lambda stage, done, total: None)
    forgotten = forgotten or Forgotten()
    try:
        with home.landing_lock(platform):
            if source.is_live:
                from yarnnn_pipelines.sources.live_landing import land_live

                return land_live(platform, settings, home, since, progress, forgotten)
            with home.warehouse_lock():
                return _Landing(platform, settings, home, since, progress, forgotten).run(source.export)
    except duckdb.IOException as error:
        raise warehouse_closed(home, error) from None


def first_to_read(listed: Sequence[str], landed: Sequence[str]) -> int:
    """The index in `listed` (fingerprints) from which exports are observed again, given those that `landed` before."""
    same = 0
    while same < min(len(listed), len(landed)) and listed[same] == landed[same]:
        same += 1
    return same - 1 if listed and same == len(listed) < len(landed) else same


def _reader(platform: Platform) -> Callable[[ExportFiles, Skips, ReadOptions], Reader]:
    """The reader of a platform's exports; imported when it is needed, since each brings its own parsers."""
    match platform:
        case "slack":
            from yarnnn_pipelines.sources.slack.export import SlackExport as reader
        case "gmail":
            from yarnnn_pipelines.sources.gmail.export import MailExport as reader
        case "notion":
            from yarnnn_pipelines.sources.notion.export import NotionExport as reader
        case "calendar":
            from yarnnn_pipelines.sources.calendar.export import CalendarExport as reader
    return reader


class _Landing:
    def __init__(
        self,
        platform: Platform,
        settings: Settings,
        home: Home,
        since: datetime | None,
        progress: Progress,
        forgotten: Forgotten,
    ) -> None:
        self._since = since
        self._forgotten = forgotten
        self._platform = platform
        self._settings = settings
        self._home = home
        self._progress = progress
        source = settings.sources.configured()[platform]
        self._options = ReadOptions(
            time_zone=settings.agency.time_zone,
            workspace_url=getattr(source, "workspace_url", None),
            account=getattr(source, "account", None),
        )
        self._reader = _reader(platform)
        self._tables: tuple[str, ...] = self._reader.tables
        self._skips = Skips()
        self._counts = {table: Counts() for table in self._tables}
        self._landed: list[str] = []
        self._skipped: dict[str, dict[str, Any]] = {}  # by fingerprint: what could not be taken of a landed export
        self._last: dict[str, Any] = {}

    def run(self, paths: Sequence[Path]) -> LandingReport:
        from yarnnn_pipelines.sources.shared.pipeline import LandingPipeline  # dlt takes two seconds to import

        started = datetime.now(UTC)
        self._progress("opening the warehouse", 0, 1)
        pipeline = LandingPipeline(self._platform, self._home, self._reader.main_table)
        pipeline.open(self._tables, self._skips)
        if self._since is None:
            with self._warehouse() as con:
                self._since = latest_observation(con, self._platform, self._tables)
        prints = [self._fingerprint(path) for path in paths]
        landed = self._landed_before(pipeline.state)
        start = first_to_read([one for one in prints if one], landed)
        self._landed = landed[:start]
        self._skipped = {one: pipeline.state.get("skipped", {}).get(one, {}) for one in self._landed}

        exports: list[dict[str, str]] = []
        refusals: list[UserError] = []
        for path, print_ in zip(paths, prints, strict=True):
            state = "unchanged"
            if not print_ or sum(bool(one["fingerprint"]) for one in exports) >= start:
                try:
                    self._land_export(path, print_, pipeline)
                    state = "landed"
                except UserError as error:
                    refusals.append(error)
                    self._skips.add("unreadable_export", where=error.where, what=error.what, mend=error.mend)
                    state = "unreadable"
            else:
                self._skips.add_all(self._skipped[print_])
            exports.append({"path": path.name, "fingerprint": print_, "state": state})
        if len(refusals) == len(paths):
            raise refusals[0]
        return self._report(started, exports)

    def _fingerprint(self, path: Path) -> str:
        """The export's fingerprint, '' if it can't be read; opening it will then say why."""
        stage = f"looking at {path.name}"
        self._progress(stage, 0, 1)
        try:
            return fingerprint(path, lambda done, total: self._progress(stage, done, total))
        except OSError:
            return ""

    def _landed_before(self, state: Mapping[str, Any]) -> list[str]:
        """The fingerprints of the last landing, if what it added is in the warehouse."""
        self._last = dict(state.get("last", {}))
        if self._last:
            with self._warehouse() as con:
                if not table_exists(con, self._platform, self._reader.main_table):
                    return []
                query = f"select count(*) from {self._platform}.{self._reader.main_table} where observed_at = ?"
                found = con.execute(query, [datetime.fromisoformat(self._last["observed_at"])]).fetchone()[0]
            if found != self._last["added"]:
                return []
        return list(state.get("landed", []))

    def _warehouse(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self._home.warehouse))

    def _land_export(self, path: Path, print_: str, pipeline: Any) -> None:
        self._progress(f"reading {path.name}", 0, 1)
        skips = Skips()
        with ExportFiles(path, skips) as files, self._warehouse() as con:
            landed_item = any_item(con, self._platform, self._reader.main_table)
            reader = self._reader(files, skips, dataclasses.replace(self._options, landed_item=landed_item))
            latest = latest_observation(con, self._platform, self._tables)
            observed_at = max(
                datetime.now(UTC), latest + timedelta(microseconds=1) if latest else datetime.min.replace(tzinfo=UTC)
            )
            main = reader.main_table
            before = dataclasses.replace(self._counts[main])

            def new_state() -> dict[str, Any]:
                counts = self._counts[main]
                added = counts.added + counts.tombstones - before.added - before.tombstones
                if added:
                    self._last = {"observed_at": observed_at.isoformat(), "added": added}
                self._skipped[print_] = skips.as_dict()
                return {"landed": [*self._landed, print_], "skipped": self._skipped, "last": self._last}

            rows = {table: self._new_rows(reader, table, con, observed_at, path.name, skips) for table in self._tables}
            try:
                pipeline.load(rows, new_state, before_load=lambda: self._before_load(con, path.name))
            except Exception as error:
                # dlt wraps what happens while reading; a message for the user is worth unwrapping
                raise _user_error_in(error) or error from None
        self._landed.append(print_)
        self._skips.add_all(skips.as_dict())
        self._progress(f"loading {path.name}", 1, 1)

    def _before_load(self, con: duckdb.DuckDBPyConnection, name: str) -> None:
        con.close()
        self._progress(f"loading {name}", 0, 1)

    def _new_rows(
        self,
        reader: Reader,
        table: str,
        con: duckdb.DuckDBPyConnection,
        observed_at: datetime,
        name: str,
        skips: Skips,
    ) -> Iterator[pa.Table]:
        """What the export changes in one table: new versions as they are read, then tombstones."""
        is_main = table == reader.main_table
        known = KnownItems(
            con,
            self._platform,
            table,
            observed_at=observed_at,
            containers=reader.containers(table),
            group_path=reader.group_path if is_main else None,
        )
        counts = self._counts[table]
        for shown in reader.read(table, lambda done, total: self._progress(f"reading {name}", done, total)):
            counts.seen += len(shown)
            rows = known.new_versions(self._forgotten.keeps(shown))
            counts.added += len(rows)
            yield rows
        # an export that shows nothing says nothing: it is empty, or cut off
        rows = known.tombstones(reader.coverage(table) if known.shown else None)
        counts.tombstones += len(rows)
        for item_id in known.older:
            skips.add(
                "older_than_what_landed",
                where=name,
                what=f"it shows {item_id} as it was before an edit that landed already, so the edit stays",
                mend="list the exports from the oldest to the newest",
            )
        yield rows
        if is_main and not known.shown:
            skips.add(
                "empty_export",
                where=name,
                what="it holds no items, so nothing landed and nothing counts as deleted",
                mend="export again, with a span of time in which something happened",
            )

    def _report(self, started: datetime, exports: list[dict[str, str]]) -> LandingReport:
        with self._warehouse() as con:
            return report_of(
                con,
                self._platform,
                self._settings,
                started=started,
                since=self._since,
                main_table=self._reader.main_table,
                counts=self._counts,
                skips=self._skips,
                exports=exports,
            )


def _user_error_in(error: BaseException | None) -> UserError | None:
    while error is not None and not isinstance(error, UserError):
        error = error.__cause__ or error.__context__
    return error
