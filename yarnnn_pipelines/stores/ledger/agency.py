"""Whose ledger it is: the one agency that its rows belong to, and the homes that its texts were published from.

Who may use a ledger is `project`'s to decide.
"""

from __future__ import annotations

import uuid

from sqlalchemy import select, union, update
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import Agency
from yarnnn_pipelines.stores.ledger.statements import insert_into

FILES = "files"  # the destination that writes into a home


def read_agency(con: Connection) -> Agency | None:
    row = con.execute(select(tables.agency.c.agency_id, tables.agency.c.name, tables.agency.c.ledger_id)).first()
    return Agency(row.agency_id, row.name, row.ledger_id) if row else None


def claim(con: Connection, agency_id: str, name: str) -> Agency:
    ledger_id = uuid.uuid4().hex
    statement = insert_into(con, tables.agency).values(id=1, agency_id=agency_id, name=name, ledger_id=ledger_id)
    con.execute(statement.on_conflict_do_nothing(index_elements=["id"]))
    con.execute(update(tables.agency).where(tables.agency.c.ledger_id.is_(None)).values(ledger_id=ledger_id))
    agency = read_agency(con)
    assert agency is not None
    return agency


def rename(con: Connection, name: str) -> None:
    con.execute(update(tables.agency).where(tables.agency.c.name != name).values(name=name))


def clients(con: Connection) -> set[str]:
    kept = (tables.versions, tables.drafts, tables.week_coverage)
    return set(con.execute(union(*(select(table.c.client) for table in kept))).scalars())


def homes(con: Connection) -> dict[str, str]:
    return {row.home_id: row.place for row in con.execute(select(tables.homes))}


def note_home(con: Connection, home_id: str, place: str) -> None:
    if con.execute(select(tables.homes.c.place).where(tables.homes.c.home_id == home_id)).scalar() == place:
        return
    statement = insert_into(con, tables.homes).values(home_id=home_id, place=place)
    con.execute(statement.on_conflict_do_update(index_elements=["home_id"], set_={"place": place}))


def file_homes(con: Connection, key: DeliverableKey | None) -> dict[str, str]:
    s, o, v, h = tables.receipts, tables.outbox, tables.versions, tables.homes
    joined = s.join(o, o.c.id == s.c.outbox_id).join(h, h.c.home_id == s.c.home_id).join(v, v.c.id == o.c.version_id)
    statement = select(h.c.home_id, h.c.place).distinct().select_from(joined).where(o.c.destination == FILES)
    if key is not None:
        of_key = (v.c.client == key.client_id, v.c.week == key.week, v.c.type == key.type_id)
        newest = select(v.c.content_hash).where(*of_key).order_by(v.c.version.desc()).limit(1)
        statement = statement.where(*of_key, s.c.content_hash == newest.scalar_subquery())
    return {row.home_id: row.place for row in con.execute(statement.order_by(h.c.place))}
