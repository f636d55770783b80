"""The one way to open a home's warehouse, reading or writing, with its lock.

What the tables hold belongs to the rooms that fill and read them. dlt and dbt open the file by themselves; a step that
lets them holds `locks.warehouse_lock` and opens its own connections with `connect`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import duckdb

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.locks import WAREHOUSE_WAIT_SECONDS, warehouse_lock
from yarnnn_pipelines.stores.troubles import damaged_log, log_of, store_trouble

# The entry of its version, in DuckDB's serialization; a log that begins otherwise is passed over without a word, with
# all that was written last.
_LOG_BEGINS = bytes.fromhex("6400626500")


@contextmanager
def read_warehouse(home: Home, wait_seconds: float = WAREHOUSE_WAIT_SECONDS) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse to read, for one step; `UserError` where nothing has been landed, the file can't be opened, or
    another run holds it for longer than `wait_seconds`."""
    require_landed(home)
    with warehouse_lock(home, wait_seconds), connect(home, read_only=True) as con:
        yield con


@contextmanager
def write_warehouse(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse to write, for one step, made where there is none; `UserError` where it can't be opened."""
    with warehouse_lock(home), connect(home) as con:
        yield con


def connect(home: Home, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection for who holds the warehouse already; `UserError` where DuckDB refuses the file."""
    with refusals_told_plainly(home):
        return duckdb.connect(str(home.warehouse), read_only=read_only)


@contextmanager
def all_or_nothing(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What is written within stands once it has ended well."""
    con.execute("begin")
    try:
        yield
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise


def literal(value: str | datetime | Iterable[str] | None) -> str:
    """A value written into a statement; of several values, a list.

    For whoever must be quick: with the first parameter of a statement DuckDB imports pandas, which takes a second.
    """
    if value is None:
        return "null"
    if isinstance(value, datetime):
        return f"timestamptz '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"[{', '.join(map(literal, value))}]::varchar[]"


def require_landed(home: Home) -> None:
    """`UserError` where there is no warehouse yet."""
    if not home.warehouse.exists():
        raise UserError("nothing has been landed yet", where=str(home.warehouse), mend="run `yarnnn sync`")


@contextmanager
def refusals_told_plainly(home: Home) -> Iterator[None]:
    """Turn what a disk or DuckDB refuses, wherever below it comes up, into a `UserError`."""
    _refuse_damaged_log(home)
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        if (trouble := store_trouble(error, home)) is not None:
            raise trouble from error
        raise


def _refuse_damaged_log(home: Home) -> None:
    """`UserError` where the log of the last changes does not begin as one; one that was being begun is none yet."""
    try:
        with log_of(home).open("rb") as log:
            begins = log.read(len(_LOG_BEGINS))
    except OSError:
        return
    if not _LOG_BEGINS.startswith(begins):
        raise damaged_log(home)
