"""Land one platform: its export files become item versions in the warehouse, and a report says what was new.

Which exports are read and in which order is decided here, and that is the whole of it: reading is `exports`, comparing
is `known`, writing is `pipeline`.

The order. `export:` lists files, the oldest first, and each is a later observation than the one before. The warehouse
remembers the fingerprints of the list as it stood at the last landing. From the first place where the list differs,
everything is observed again in its order, so the warehouse ends in the state of the last export of the list,
but for what the platform's own clock says is older than what landed (`known`).
A list that ends earlier than it did has its last export observed again, for the same reason.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.forgotten import Forgotten
from yarnnn_pipelines.home import Home
from yarnnn_pipelines.settings import Platform, Settings
from yarnnn_pipelines.sources.configured import not_found
from yarnnn_pipelines.sources.exports.archive import ExportFiles, fingerprint
from yarnnn_pipelines.sources.exports.options import Reader, ReadOptions, Repeating
from yarnnn_pipelines.sources.known import KnownItems, any_item, latest_observation, table_exists
from yarnnn_pipelines.sources.skips import Skips
from yarnnn_pipelines.weeks import week_bounds, week_of

Progress = Callable[[str, int, int], None]

_AHEAD = timedelta(days=60)  # how far a series of meetings is looked at for the weeks that it touches


@dataclass(frozen=True)
class LandingReport:
    """What one landing did. Instants are ISO 8601 in UTC.

    tables: {"slack.messages": {"seen": items in the exports read, "added": versions, "tombstones": n, "total": rows}}.
    skipped: {reason: count} of what could not be taken, skipped_examples: where and how to mend it, at most twenty.
    exports: [{"path": name, "fingerprint": SHA-256 or "", "state": "landed" | "unchanged" | "unreadable"}].
    span: [first, last] `occurred_at` of the main table, empty if it has no row; newest_item_at: the last not in the
        future, None if there is none.
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
    span: list[str]
    newest_item_at: str | None
    touched_weeks: list[str]
    not_found: list[str]

    def as_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def land(
    platform: Platform,
    settings: Settings,
    home: Home,
    *,
    progress: Progress | None = None,
    forgotten: Forgotten | None = None,
) -> LandingReport:
    """Land the exports of one platform; running it again, or after a kill at any moment, adds nothing twice.

    forgotten: what must not come back, as the ledger keeps it.
    progress: called with (what is going on, done, total).
    `UserError` if the platform has no source, or if none of its exports can be read.
    """
    source = settings.sources.configured().get(platform)
    if source is None:
        raise UserError(
            f"there is no source for {platform}", where=str(settings.path), mend=f"add `sources: {platform}:` to it"
        )
    landing = _Landing(platform, settings, home, progress or (lambda stage, done, total: None), forgotten)
    try:
        with home.warehouse_lock():
            return landing.run(source.export)
    except duckdb.IOException as error:
        raise UserError(
            f"the warehouse can't be opened ({str(error).strip().splitlines()[0]})",
            where=str(home.warehouse),
            mend="close the program that has it open, then run this again",
        ) from None


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
            from yarnnn_pipelines.sources.exports.slack import SlackExport as reader
        case "gmail":
            from yarnnn_pipelines.sources.exports.mail import MailExport as reader
        case "notion":
            from yarnnn_pipelines.sources.exports.notion import NotionExport as reader
        case "calendar":
            from yarnnn_pipelines.sources.exports.calendar import CalendarExport as reader
    return reader


@dataclass
class _Counts:
    seen: int = 0
    added: int = 0
    tombstones: int = 0


class _Landing:
    def __init__(
        self, platform: Platform, settings: Settings, home: Home, progress: Progress, forgotten: Forgotten | None
    ) -> None:
        self._forgotten = forgotten or Forgotten()
        self._platform = platform
        self._settings = settings
        self._home = home
        self._progress = progress
        self._zone = settings.agency.time_zone
        self._first_week = settings.agency.start
        source = settings.sources.configured()[platform]
        self._options = ReadOptions(
            time_zone=self._zone,
            workspace_url=getattr(source, "workspace_url", None),
            account=getattr(source, "account", None),
        )
        self._reader = _reader(platform)
        self._tables: tuple[str, ...] = self._reader.tables
        self._skips = Skips()
        self._counts = {table: _Counts() for table in self._tables}
        self._touched: set[datetime] = set()
        self._landed: list[str] = []
        self._skipped: dict[str, dict[str, Any]] = {}  # by fingerprint: what could not be taken of a landed export
        self._last: dict[str, Any] = {}

    def run(self, paths: Sequence[Path]) -> LandingReport:
        from yarnnn_pipelines.sources.pipeline import LandingPipeline  # dlt takes two seconds to import

        started = datetime.now(UTC)
        self._progress("opening the warehouse", 0, 1)
        pipeline = LandingPipeline(self._platform, self._home, self._reader.main_table)
        pipeline.open(self._tables, self._skips)
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
            self._touch(reader, rows, table, con)
            yield rows
        # an export that shows nothing says nothing: it is empty, or cut off
        rows = known.tombstones(reader.coverage(table) if known.shown else None)
        counts.tombstones += len(rows)
        self._touch(reader, rows, table, con)
        for item_id in known.older:
            skips.add(
                "older_than_what_landed",
                where=name,
                what=f"it shows {item_id} as it was before an edit that landed already, so the edit stays",
                mend="list the exports from the oldest to the newest",
            )
        yield rows
        if is_main:
            self._touched |= known.touched
            if not known.shown:
                skips.add(
                    "empty_export",
                    where=name,
                    what="it holds no items, so nothing landed and nothing counts as deleted",
                    mend="export again, with a span of time in which something happened",
                )

    def _touch(self, reader: Reader, rows: pa.Table, table: str, con: duckdb.DuckDBPyConnection) -> None:
        """Note when else things happen by these rows, and when they did by the versions that these rows replace."""
        if not isinstance(reader, Repeating) or not len(rows):
            return
        payloads = rows["payload"].to_pylist()
        if table_exists(con, self._platform, table):
            query = f"select payload from {self._platform}.{table} where item_id in (select unnest(?::varchar[]))"
            payloads += [payload for (payload,) in con.execute(query, [rows["item_id"].to_pylist()]).fetchall()]
        first = week_bounds(self._first_week, self._zone)[0]
        self._touched |= reader.also_touched(payloads, first, datetime.now(UTC) + _AHEAD)

    def _report(self, started: datetime, exports: list[dict[str, str]]) -> LandingReport:
        now = datetime.now(UTC)
        tables = {
            f"{self._platform}.{table}": {**dataclasses.asdict(n), "total": 0} for table, n in self._counts.items()
        }
        first = last = newest = None
        with self._warehouse() as con:
            missing = not_found(con, self._platform, self._settings)
            for table in self._tables:
                if table_exists(con, self._platform, table):
                    total = con.execute(f"select count(*) from {self._platform}.{table}").fetchone()[0]
                    tables[f"{self._platform}.{table}"]["total"] = total
            if table_exists(con, self._platform, self._reader.main_table):
                first, last, newest = con.execute(
                    f"""
                    select min(occurred_at), max(occurred_at), max(occurred_at) filter (occurred_at <= $1)
                    from {self._platform}.{self._reader.main_table}
                    """,
                    [now],
                ).fetchone()
        return LandingReport(
            platform=self._platform,
            started_at=started.isoformat(),
            finished_at=now.isoformat(),
            tables=tables,
            skipped=dict(self._skips.counts),
            skipped_examples=list(self._skips.examples),
            exports=exports,
            span=[first.astimezone(UTC).isoformat(), last.astimezone(UTC).isoformat()] if first else [],
            newest_item_at=newest.astimezone(UTC).isoformat() if newest else None,
            touched_weeks=sorted({week_of(instant, self._zone) for instant in self._touched}),
            not_found=missing,
        )


def _user_error_in(error: BaseException | None) -> UserError | None:
    while error is not None and not isinstance(error, UserError):
        error = error.__cause__ or error.__context__
    return error
