"""dlt as landing uses it: one pipeline a platform into the DuckDB warehouse, and what makes it safe to kill.

What is landed is decided elsewhere. Rows are appended: comparing with the warehouse under its lock has already made
them insert-once, and the merge that dlt offers (`insert-only`) stages every row first, joins the whole table each time,
and still doubles rows if it is killed between staging a file and noting that it did.

So after an interruption: what dlt has pending is loaded first, then rows that this loaded twice are taken out. A file
(`<pipelines_dir>/<pipeline>.loading`) stands while a load runs, so an interruption is known even if the next run is
interrupted as well. A working folder that is damaged beyond dlt's understanding is dropped: the warehouse holds the
state as well, and what had not reached it is read from the export again.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa
from dlt.common.exceptions import SignalReceivedException
from dlt.common.libs.pyarrow import py_arrow_to_table_schema_columns
from dlt.common.runtime import signals

from yarnnn_pipelines.sources.shared.envelope import ITEM_VERSION
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.troubles import store_trouble
from yarnnn_pipelines.stores.warehouse import connect

_KEPT_PACKAGES = 5  # receipts of finished loads that stay in dlt's folder


class LandingPipeline:
    """The dlt pipeline of one platform. Use it under the warehouse's lock, with no connection of one's own open."""

    def __init__(self, platform: str, home: Home, main_table: str) -> None:
        self._platform = platform
        self._home = home
        self._main_table = main_table
        self._name = f"land_{platform}"
        self._folder = home.dlt / self._name
        self._mark = home.dlt / f"{self._name}.loading"
        self._opened: dlt.Pipeline | None = None

    def open(self, tables: Sequence[str], skips: Skips) -> None:
        """Open it, finish what an interrupted run left, and take up the state that the warehouse holds."""
        # read by dlt as it starts: nothing calls out, and loaded files are not kept twice
        os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
        os.environ.setdefault("LOAD__DELETE_COMPLETED_JOBS", "true")
        self._home.dlt.mkdir(parents=True, exist_ok=True)
        _remove_unfinished_extracts(self._folder)
        try:
            self._open_and_finish(tables)
        except Exception as error:
            if not self._folder.exists() or store_trouble(error, self._home):  # what is pending can be loaded later
                raise
            shutil.rmtree(self._folder)
            skips.add(
                "pending_load_dropped",
                where=str(self._folder),
                what=f"an interrupted load could not be finished ({_first_line(error)}), so it was dropped",
                mend="nothing; the export is read again",
            )
            self._open_and_finish(tables)

    def _open_and_finish(self, tables: Sequence[str]) -> None:
        self._opened = dlt.pipeline(
            pipeline_name=self._name,
            pipelines_dir=str(self._home.dlt),
            destination=dlt.destinations.duckdb(str(self._home.warehouse)),
            dataset_name=self._platform,
        )
        if self._pipeline.has_pending_data or self._mark.exists():
            self._mark.touch()
            self._load_pending()
            self._remove_doubled_rows(tables)
            self._mark.unlink()
        if self._home.warehouse.exists():
            self._pipeline.sync_destination()

    @property
    def _pipeline(self) -> dlt.Pipeline:
        if self._opened is None:
            raise RuntimeError("a landing pipeline is opened before it is used")
        return self._opened

    @property
    def state(self) -> Mapping[str, Any]:
        """What the main table's resource wrote at the last landing; empty before the first."""
        source = self._pipeline.state.get("sources", {}).get(self._platform, {})
        state: Mapping[str, Any] = source.get("resources", {}).get(self._main_table, {})
        return state

    def load(
        self,
        tables: Mapping[str, Iterator[pa.Table]],
        new_state: Callable[[], Mapping[str, Any]],
        before_load: Callable[[], None],
    ) -> None:
        """Append `ITEM_VERSION` rows to each table and write the state in the same package.

        new_state: asked when the main table's rows are all read.
        before_load: called between reading and loading, to close connections to the warehouse.
        """
        self._pipeline.extract(_source(self._platform, self._main_table, tables, new_state))
        before_load()
        self._mark.touch()
        self._load_pending()
        self._mark.unlink()
        _remove_old_packages(self._folder)

    def _load_pending(self) -> None:
        with _signals_passed_on():
            self._pipeline.normalize()
            signals.raise_if_signalled()
            info = self._pipeline.load()
            if info is not None:
                info.raise_on_failed_jobs()

    def _remove_doubled_rows(self, tables: Sequence[str]) -> None:
        """A job that was killed after DuckDB's commit and before dlt's note of it is run again: take its rows out."""
        with connect(self._home) as con:
            for table in tables:
                if table_exists(con, self._platform, table):
                    con.execute(
                        f"""
                        delete from {self._platform}.{table} where rowid in (
                            select rowid from {self._platform}.{table}
                            qualify row_number() over (partition by item_id, version order by rowid) > 1
                        )
                        """
                    )


@contextmanager
def _signals_passed_on() -> Iterator[None]:
    """dlt takes the first SIGINT and SIGTERM for itself, to end what it has begun, and forgets it if that is soon done:
    whoever waits for it hears it afterwards. dlt's own interception does nothing inside this one.
    """
    try:
        with signals.intercepted_signals():
            yield
            signals.raise_if_signalled()
    except SignalReceivedException as stop:
        signal.raise_signal(stop.signal_code)
        raise


def _source(
    platform: str,
    main_table: str,
    tables: Mapping[str, Iterator[pa.Table]],
    new_state: Callable[[], Mapping[str, Any]],
) -> Any:
    columns = py_arrow_to_table_schema_columns(ITEM_VERSION)

    def rows(table: str) -> Iterator[pa.Table]:
        for batch in tables[table]:
            if len(batch):
                yield batch
        if table == main_table:
            dlt.current.resource_state().update(new_state())

    @dlt.source(name=platform)
    def export() -> Iterator[Any]:
        for table in tables:
            yield dlt.resource(
                rows(table),
                name=table,
                write_disposition="append",
                primary_key=["item_id", "version"],
                columns=columns,
            )

    return export()


def _remove_unfinished_extracts(folder: Path) -> None:
    """dlt extracts into a folder of a random name and never looks at it again if it is killed there."""
    normalize = folder / "normalize"
    for leftover in normalize.iterdir() if normalize.is_dir() else ():
        if leftover.is_dir() and leftover.name != "extracted":
            shutil.rmtree(leftover)


def _remove_old_packages(folder: Path) -> None:
    loaded = folder / "load" / "loaded"
    packages = sorted(loaded.iterdir()) if loaded.is_dir() else []
    for package in packages[:-_KEPT_PACKAGES]:
        shutil.rmtree(package)


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200]
