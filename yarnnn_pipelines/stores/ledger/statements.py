"""What the ledger's modules share to write SQL for SQLite and PostgreSQL alike. Nothing here knows what a row means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

_CHUNK = 300  # values per statement, well under SQLite's limit on variables

Value = TypeVar("Value")


def now() -> datetime:
    return datetime.now(UTC)


def in_utc(stored: datetime) -> datetime:
    """SQLite gives times back without their zone; all of them were written in UTC."""
    return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


def chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def insert_into(con: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what to do on a conflict."""
    return postgresql.insert(table) if con.dialect.name == "postgresql" else sqlite.insert(table)
