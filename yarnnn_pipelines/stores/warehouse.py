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
        try:
            return duckdb.connect(str(home.warehouse), read_only=read_only)
        except duckdb.IOException:
            raise
        except duckdb.Error as error:
            raise _damaged(home, error) from None


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
    """Turn DuckDB's refusal to open the file, wherever below it comes up, into a `UserError`."""
    try:
        yield
    except duckdb.IOException as error:
        if not _begins_as_a_warehouse(home):
            raise _damaged(home, error) from None
        raise UserError(
            f"the warehouse can't be opened ({_first_line(error)})",
            where=str(home.warehouse),
            mend="close the program that has it open, then run this again",
        ) from None


def _damaged(home: Home, error: duckdb.Error) -> UserError:
    return UserError(
        f"the warehouse is damaged ({_first_line(error)})",
        where=str(home.warehouse),
        mend=f"move {home.warehouse.name} away: `yarnnn sync` and `yarnnn run --weeks A..B` make it again from your "
        "exports, or from the platforms as far as they still have what was. Decisions and receipts are not in it",
    )


def _begins_as_a_warehouse(home: Home) -> bool:
    """DuckDB's files have its name behind a checksum of eight bytes; https://duckdb.org/docs/stable/internals/storage."""
    try:
        with home.warehouse.open("rb") as file:
            return file.read(12)[8:] == b"DUCK"
    except OSError:
        return True  # it can't be told, and the refusal says why


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0]
