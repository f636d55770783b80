"""Outbox and receipts: what is to be sent where, and the proof that it was, once for each text and destination.

Sending itself is `publishing`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import QueuedText, Receipt, Version
from yarnnn_pipelines.stores.ledger.statements import in_utc, insert_into, now

LONGEST_SENDING = timedelta(minutes=10)  # after which whoever began it counts as killed


def queue(con: Connection, version: Version, destination: str) -> QueuedText:
    idempotency_key = "/".join((*version.key, destination, version.content_hash))
    statement = insert_into(con, tables.outbox).values(
        version_id=version.id, destination=destination, idempotency_key=idempotency_key, queued_at=now()
    )
    con.execute(statement.on_conflict_do_nothing(index_elements=["idempotency_key"]))
    queued = select(tables.outbox.c.id).where(tables.outbox.c.idempotency_key == idempotency_key)
    outbox_id = con.execute(queued).scalar_one()
    return QueuedText(outbox_id, receipt_of(con, outbox_id))


def receipt_of(con: Connection, outbox_id: int) -> Receipt | None:
    row = con.execute(select(tables.receipts).where(tables.receipts.c.outbox_id == outbox_id)).first()
    return Receipt(tuple(row.locations), row.content_hash, in_utc(row.published_at)) if row else None


def claim(con: Connection, outbox_id: int, home_id: str | None) -> str | None:
    """Take it upon this home to send it: None if it is this home's to send, else where the home is that sends it.

    One statement, so that of two homes one gets it; again by the same home is no change.
    """
    o, h = tables.outbox, tables.homes
    free = or_(o.c.claimed_at.is_(None), o.c.home_id == home_id, o.c.claimed_at < now() - LONGEST_SENDING)
    taken = update(o).where(o.c.id == outbox_id, free).values(home_id=home_id, claimed_at=now())
    if con.execute(taken).rowcount or home_id is None:
        return None
    holder = con.execute(select(o.c.home_id).where(o.c.id == outbox_id)).scalar_one()
    return con.execute(select(h.c.place).where(h.c.home_id == holder)).scalar() or "another home"


def record_receipt(
    con: Connection, outbox_id: int, locations: Sequence[str], content_hash: str, home_id: str | None
) -> None:
    statement = insert_into(con, tables.receipts).values(
        outbox_id=outbox_id, locations=list(locations), content_hash=content_hash, published_at=now(), home_id=home_id
    )
    con.execute(statement.on_conflict_do_nothing(index_elements=["outbox_id"]))
    o, v, u = tables.outbox, tables.versions, tables.unsent_approvals
    sent = con.execute(select(v).join(o, o.c.version_id == v.c.id).where(o.c.id == outbox_id)).one()
    of_key = (v.c.client == sent.client, v.c.week == sent.week, v.c.type == sent.type)
    same_text = select(v.c.id).where(*of_key, v.c.content_hash == sent.content_hash)
    con.execute(delete(u).where(u.c.version_id.in_(same_text)))


def sent_after(con: Connection, receipt_id: int, most: int) -> list[tuple[int, DeliverableKey]]:
    """The oldest receipts after this one, each with its id and of which deliverable it is."""
    v, o, s = tables.versions, tables.outbox, tables.receipts
    statement = select(s.c.id, v.c.client, v.c.week, v.c.type).join(o, o.c.id == s.c.outbox_id)
    statement = statement.join(v, v.c.id == o.c.version_id).where(s.c.id > receipt_id).order_by(s.c.id).limit(most)
    return [(row.id, DeliverableKey(row.client, row.week, row.type)) for row in con.execute(statement)]
