"""Land one platform: its items become item versions in the warehouse, and a report says what was new.

Which exports are read and in which order is decided here, and that is the whole of it: reading is the platforms',
comparing is `differences`, writing is `pipeline`. A platform that is read through its API is landed by `live_landing`.

The order. `export:` lists files, the oldest first, and each is a later observation than the one before; where their
content says otherwise (`export_views`), they are read in the order in which they were made. The warehouse remembers the
fingerprints of the list as it stood at the last landing. From the first place where the list differs, everything is
observed again in its order, and what the warehouse holds of a later export stays, listed or not: so it ends in the
state of the latest export that ever landed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.progress import PERCENT, Progress, silent
from yarnnn_pipelines.sources.export_list import ListedExport, in_order, tell_of_order, view_of_what_landed
from yarnnn_pipelines.sources.registry import platform_of
from yarnnn_pipelines.sources.shared.admission import EVERYTHING, Admission
from yarnnn_pipelines.sources.shared.archive import fingerprint
from yarnnn_pipelines.sources.shared.differences import KnownItems, any_item, latest_observation
from yarnnn_pipelines.sources.shared.export_reader import Reader, ReadOptions
from yarnnn_pipelines.sources.shared.export_views import ExportView, ExportViews, view_of
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.sources.shared.report import Counts, Landed, LandingReport, report_of
from yarnnn_pipelines.sources.shared.request import LandingRequest
from yarnnn_pipelines.sources.shared.scope import ExportScope
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.locks import landing_lock, warehouse_lock
from yarnnn_pipelines.stores.warehouse import connect, refusals_told_plainly

if TYPE_CHECKING:
    from yarnnn_pipelines.sources.shared.pipeline import LandingPipeline  # dlt takes two seconds to import


def land(
    platform_id: str,
    settings: Settings,
    home: Home,
    *,
    last: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    admission: Admission = EVERYTHING,
) -> LandingReport:
    """Land one platform; running it again, or after a kill at any moment, adds nothing twice.

    last: the report of the landing before, as the ledger keeps it, {} where it has none. The new report tells the weeks
        of all that was observed after it, so that those of a run that was killed are told by the next, and remembers
        what the names of yarnnn.yaml have meant. None: it tells the weeks of this run.
    admission: what may land.
    progress: told of the platform as one stage, and of each export that is looked at, read and loaded as a part of it.
    `UserError` if the platform has no source, or if nothing of it can be read.
    """
    source = settings.sources.configured().get(platform_id)
    if source is None:
        raise UserError(
            f"there is no source for {platform_id}",
            where=str(settings.path),
            mend=f"add `sources: {platform_id}:` to it",
        )
    request = LandingRequest(platform_of(platform_id), settings, home, last, progress or silent, admission)
    with landing_lock(home, platform_id), refusals_told_plainly(home):
        if source.is_live:
            from yarnnn_pipelines.sources.live_landing import land_live  # brings dlt, and HTTP clients

            return land_live(request)
        with warehouse_lock(home):
            return _Landing(request).run(source.export)


def first_to_read(listed: Sequence[str], landed: Sequence[str]) -> int:
    """The index in `listed` (fingerprints) from which exports are observed again, given those that `landed` before."""
    same = 0
    while same < min(len(listed), len(landed)) and listed[same] == landed[same]:
        same += 1
    return same


class _Landing:
    """One landing of a platform's exports."""

    def __init__(self, request: LandingRequest) -> None:
        platform, settings = request.platform, request.settings
        self._request = request
        self._platform = platform
        self._schema = platform.id
        self._progress = request.progress
        self._stage = platform.label
        self._since = request.since
        source = settings.sources.configured()[platform.id]
        self._options = platform.read_options(source, settings.agency.time_zone)
        self._read = platform.export_reader()
        self._skips = Skips()
        self._counts = {table: Counts() for table in self._read.tables}
        self._landed: list[str] = []
        self._skipped: dict[str, dict[str, Any]] = {}  # by fingerprint: what could not be taken of a landed export
        self._last: dict[str, Any] = {}
        self._looks: dict[str, dict[str, Any]] = {}  # by fingerprint: what was seen of a listed export before it landed
        self._views = ExportViews()

    def run(self, paths: Sequence[Path]) -> LandingReport:
        from yarnnn_pipelines.sources.shared.pipeline import LandingPipeline

        started = datetime.now(UTC)
        self._progress(self._stage, 0, 0)
        pipeline = LandingPipeline(self._schema, self._request.home, self._read.main_table)
        pipeline.open(self._read.tables, self._skips)
        with self._warehouse() as con:  # held meanwhile: to open the file takes longer than any question put to it
            if self._since is None:
                self._since = latest_observation(con, self._schema, self._read.tables)
            before = self._landed_before(pipeline.state)
            listed = self._looked_at(paths, pipeline.state.get("looks", {}) if before else {})
        exports = self._land_exports(listed, before, pipeline)
        with self._warehouse() as con:
            holes = list(self._holes_left())
            landed = Landed(started, self._since, self._counts, self._skips, self._request.last, exports, holes)
            report = report_of(con, self._platform, self._request.settings, landed)
        self._progress(self._stage, PERCENT, PERCENT)
        return report

    def _land_exports(
        self, listed: Sequence[ListedExport], before: Sequence[str], pipeline: LandingPipeline
    ) -> list[dict[str, str]]:
        """Land what differs from the last landing, whose fingerprints are `before`; what became of each export, in
        order."""
        ordered = in_order(listed)
        self._skips.add_all(tell_of_order(listed, ordered, self._views).as_dict())
        start = first_to_read([export.fingerprint for export in ordered if export.fingerprint], before)
        self._landed = list(before[:start])
        self._skipped = {print_: pipeline.state.get("skipped", {}).get(print_, {}) for print_ in self._landed}
        self._looks = {export.fingerprint: export.as_json() for export in ordered if export.look}
        exports: list[dict[str, str]] = []
        refusals: list[UserError] = []
        for export in ordered:
            state = "unchanged"
            if not export.fingerprint or sum(bool(one["fingerprint"]) for one in exports) >= start:
                try:
                    self._land_export(export, pipeline)
                    state = "landed"
                except UserError as error:
                    refusals.append(error)
                    self._skips.leave_out("unreadable_export", where=error.where, what=error.what, mend=error.mend)
                    state = "unreadable"
                finally:
                    export.close()
            else:
                self._skips.add_all(self._skipped[export.fingerprint])
            exports.append({"path": export.path.name, "fingerprint": export.fingerprint, "state": state})
        if len(refusals) == len(listed):
            raise refusals[0]
        return exports

    def _holes_left(self) -> Iterator[dict[str, str]]:
        """Of all exports what could not be read, unless a later one shows it."""
        yield from self._skips.holes
        for print_, skipped in self._skipped.items():
            for hole in skipped.get("holes", ()):
                noon = datetime.fromisoformat(f"{hole['day']}T12:00:00+00:00") if hole["day"] else None
                if print_ not in self._looks or not self._views.fill(print_, hole["container_id"], noon):
                    yield hole

    def _add_views_not_kept(self, *, has_views: bool) -> None:
        """The view of what the platform's API has answered since, or of what an earlier version landed."""
        last = self._request.last or {}
        until = datetime.fromisoformat(last["observed_until"]) if last.get("is_live") else None
        with self._warehouse() as con:
            if (until is None and has_views) or not table_exists(con, self._schema, self._read.main_table):
                return
            view = view_of_what_landed(con, self._platform, self._read.group_path, until)
        if view is not None:
            self._views.add(view)

    def _looked_at(self, paths: Sequence[Path], known: Mapping[str, Mapping[str, Any]]) -> list[ListedExport]:
        """The exports of the list, with what tells the order in which they were made. known: looks by fingerprint."""
        listed = []
        with self._warehouse() as con:
            options = self._options_now(con)
        for path in paths:
            export = ListedExport(path, self._fingerprint(path))
            export.look_at(self._read, options, known.get(export.fingerprint))
            listed.append(export)
        return listed

    def _options_now(self, con: duckdb.DuckDBPyConnection) -> ReadOptions:
        places = self._platform.place_names(con) if self._read.asks_for_places else None
        landed_item = any_item(con, self._schema, self._read.main_table)
        return dataclasses.replace(self._options, landed_item=landed_item, landed_places=tuple(places or ()))

    def _part(self, part: str, done: int, total: int) -> None:
        self._progress(self._stage, done, total, part)

    def _fingerprint(self, path: Path) -> str:
        """The export's fingerprint, '' if it can't be read; opening it will then say why."""
        self._part(f"looking at {path.name}", 0, 1)
        try:
            return fingerprint(path, lambda done, total: self._part(f"looking at {path.name}", done, total))
        except OSError:
            return ""

    def _landed_before(self, state: Mapping[str, Any]) -> list[str]:
        """The fingerprints of the last landing, if what it added is in the warehouse; and the views of what landed."""
        self._last = dict(state.get("last", {}))
        self._views = ExportViews()
        if self._last:
            with self._warehouse() as con:
                if not table_exists(con, self._schema, self._read.main_table):
                    return []
                query = f"select count(*) from {self._schema}.{self._read.main_table} where observed_at = ?"
                added = con.execute(query, [datetime.fromisoformat(self._last["observed_at"])]).fetchone()
            if added != (self._last["added"],):
                return []
        self._views = ExportViews(state.get("views", ()))
        self._add_views_not_kept(has_views="views" in state or "landed" not in state)
        return list(state.get("landed", []))

    def _warehouse(self) -> duckdb.DuckDBPyConnection:
        return connect(self._request.home)

    def _land_export(self, listed: ListedExport, pipeline: LandingPipeline) -> None:
        name, print_ = listed.path.name, listed.fingerprint
        self._part(f"reading {name}", 0, 1)
        main, tables = self._read.main_table, self._read.tables
        with self._warehouse() as con:
            opened = listed.open(self._read, self._options_now(con))
            skips = opened.skips
            later = tuple(self._views.later_than(listed.look)) if listed.look else ()
            made_at = listed.look.age.latest if listed.look else None
            export = _Export(name, opened.reader, skips, _next_instant(con, self._schema, tables), made_at, later)
            before = dataclasses.replace(self._counts[main])

            def new_state() -> dict[str, Any]:
                counts = self._counts[main]
                added = counts.added + counts.tombstones - before.added - before.tombstones
                if added:
                    self._last = {"observed_at": export.observed_at.isoformat(), "added": added}
                self._skipped[print_] = skips.as_dict()
                if listed.look:
                    self._views.add(view_of(listed.look, opened.reader.coverage(main), export.observed_at))
                kept = {"skipped": self._skipped, "looks": self._looks, "views": self._views.as_json()}
                return {"landed": [*self._landed, print_], "last": self._last, **kept}

            rows = {table: self._new_rows(export, table, con) for table in tables}
            try:
                pipeline.load(rows, new_state, before_load=lambda: self._before_load(con, name))
            except Exception as error:
                # dlt wraps what happens while reading; a message for the user is worth unwrapping
                raise _user_error_in(error) or error from None
        self._landed.append(print_)
        self._skips.add_all(skips.as_dict())
        self._part(f"loading {name}", 1, 1)

    def _before_load(self, con: duckdb.DuckDBPyConnection, name: str) -> None:
        con.close()
        self._part(f"loading {name}", 0, 1)

    def _new_rows(self, export: _Export, table: str, con: duckdb.DuckDBPyConnection) -> Iterator[pa.Table]:
        """What the export changes in one table: new versions as they are read, then tombstones."""
        reader, name = export.reader, export.name
        is_main = table == reader.main_table
        scope = ExportScope(
            reader.containers(table),
            reader.group_path if is_main else None,
            self._platform.is_older,
            self._platform.place if is_main else "",
            self._platform.is_moved if is_main else "",
            export.made_at,
            later=export.later,
            names_all=table not in self._platform.tables_of("items"),
        )
        known = KnownItems(con, self._schema, table, observed_at=export.observed_at, export=scope)
        counts = self._counts[table]
        for shown in reader.read(table, lambda done, total: self._part(f"reading {name}", done, total)):
            counts.seen += len(shown)
            rows = known.new_versions(self._request.admission.keeps(shown))
            counts.added += len(rows)
            yield rows
        # an export that shows nothing says nothing: it is empty, or cut off
        coverage = known.settled(reader.coverage(table)) if known.shown else None
        rows = known.tombstones(coverage)
        counts.tombstones += len(rows)
        yield rows
        if coverage and not export.later:
            export.tell_unsettled(known.unsettled(coverage))
        if is_main and not known.shown:
            export.skips.add(
                "empty_export",
                where=name,
                what="it holds no items, so nothing landed and nothing counts as deleted",
                mend="export again, with a span of time in which something happened",
            )


@dataclass(frozen=True)
class _Export:
    """One export that is being landed: the instant at which all of it counts as observed, when it was made, as far as
    that is known, and the views of those that were made after it."""

    name: str
    reader: Reader
    skips: Skips
    observed_at: datetime
    made_at: datetime | None
    later: tuple[ExportView, ...]

    def tell_unsettled(self, unsettled: Mapping[str, int]) -> None:
        """Where deletions are off. unsettled: see `KnownItems.unsettled`."""
        for why, count in unsettled.items():
            self.skips.add(
                "deletions_not_seen",
                where=self.name,
                what=f"{why}: whether {counted(count, 'item')} that landed before {verb(count, 'was', 'were')} deleted "
                "is not known",
                mend="export again, in full and up to today; an empty folder says that a channel holds nothing",
            )


def _next_instant(con: duckdb.DuckDBPyConnection, schema: str, tables: Collection[str]) -> datetime:
    """Now, and later than everything that was observed."""
    latest = latest_observation(con, schema, tables)
    return max(datetime.now(UTC), latest + timedelta(microseconds=1)) if latest else datetime.now(UTC)


def _user_error_in(error: BaseException | None) -> UserError | None:
    while error is not None and not isinstance(error, UserError):
        error = error.__cause__ or error.__context__
    return error
