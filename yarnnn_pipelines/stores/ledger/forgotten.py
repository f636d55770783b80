"""The list of what must not come back, and the key of its hashes. It holds no word of what was forgotten.

What a mark means, and what is removed, is the room `forgetting`'s.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.engine import Connection

from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import ForgottenEntry
from yarnnn_pipelines.stores.ledger.statements import in_utc, insert_into, now

KEY_BYTES = 32


def stored_key(con: Connection) -> bytes | None:
    """The key of this agency's marks, once something was forgotten or is no longer concluded."""
    stored = con.execute(select(tables.forgotten_key.c.key)).scalar()
    return bytes.fromhex(stored) if stored else None


def make_key(con: Connection) -> bytes:
    """The key of this agency's marks, made where there is none; who comes second gets the first one's."""
    statement = insert_into(con, tables.forgotten_key).values(id=1, key=secrets.token_bytes(KEY_BYTES).hex())
    con.execute(statement.on_conflict_do_nothing(index_elements=["id"]))
    key = stored_key(con)
    assert key is not None
    return key


def entries(con: Connection) -> list[ForgottenEntry]:
    """Oldest first."""
    return _entries(con)


def unfinished_entry(con: Connection, kind: str, request: str) -> ForgottenEntry | None:
    table = tables.forgotten
    stopped = _entries(con, table.c.kind == kind, table.c.request == request, table.c.finished_at.is_(None))
    return stopped[0] if stopped else None


def begin_entry(
    con: Connection, kind: str, request: str, marks: Mapping[str, list[str]], receipt: Mapping[str, Any]
) -> int:
    """Write an entry, or change the one of the same request that was stopped midway; returns its id."""
    table = tables.forgotten
    values = {"marks": dict(marks), "receipt": dict(receipt)}
    stopped = unfinished_entry(con, kind, request)
    if stopped:
        con.execute(update(table).where(table.c.id == stopped.id).values(values))
        return stopped.id
    statement = insert(table).values(kind=kind, request=request, begun_at=now(), **values).returning(table.c.id)
    return int(con.execute(statement).scalar_one())


def finish_entry(con: Connection, entry_id: int, receipt: Mapping[str, Any]) -> None:
    table = tables.forgotten
    con.execute(update(table).where(table.c.id == entry_id).values(receipt=dict(receipt), finished_at=now()))


def finished_elsewhere(con: Connection, home_id: str | None) -> list[ForgottenEntry]:
    """The requests that were carried out in another home and not yet in this one, oldest first."""
    f, i = tables.forgotten, tables.forgotten_in
    here = select(i.c.entry_id).where(i.c.home_id == home_id)
    return _entries(con, f.c.finished_at.is_not(None), f.c.id.not_in(here))


def note_home(con: Connection, entry_id: int, home_id: str) -> None:
    statement = insert_into(con, tables.forgotten_in).values(entry_id=entry_id, home_id=home_id)
    con.execute(statement.on_conflict_do_nothing(index_elements=["entry_id", "home_id"]))


def widen(con: Connection, entry_id: int, marks: Mapping[str, list[str]]) -> None:
    table = tables.forgotten
    con.execute(update(table).where(table.c.id == entry_id).values(marks=dict(marks)))


def homes_without(con: Connection, entry_id: int) -> dict[str, str]:
    """The homes in which it was not carried out, each with the host and folder where it was last."""
    h, i = tables.homes, tables.forgotten_in
    done = select(i.c.home_id).where(i.c.entry_id == entry_id)
    rows = con.execute(select(h.c.home_id, h.c.place).where(h.c.home_id.not_in(done)).order_by(h.c.place))
    return {row.home_id: row.place for row in rows}


def _entries(con: Connection, *wanted: ColumnElement[bool]) -> list[ForgottenEntry]:
    table = tables.forgotten
    return [_entry(row) for row in con.execute(select(table).where(*wanted).order_by(table.c.id))]


def _entry(row: Row[Any]) -> ForgottenEntry:
    return ForgottenEntry(
        id=row.id,
        kind=row.kind,
        request=row.request,
        marks=row.marks,
        receipt=row.receipt,
        begun_at=in_utc(row.begun_at),
        finished_at=in_utc(row.finished_at) if row.finished_at else None,
    )
