"""Attention: how long people had deliverables before them, what they put off, and what they asked to have made anew.

A snooze and a request stand among the reviews and decide nothing. What is decided is `reviews`', what is changed
`edits`'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.reviews import newest_seen
from yarnnn_pipelines.stores.ledger.rows import Decision, Request, Snooze
from yarnnn_pipelines.stores.ledger.statements import chunks, in_utc, insert_into, now
from yarnnn_pipelines.stores.ledger.versions import ANEW, SNOOZE


def seconds_spent(con: Connection, clients: Sequence[str], first: str, last: str) -> dict[DeliverableKey, float]:
    """See `Ledger.seconds_spent`."""
    v, r, e = tables.versions, tables.reviews, tables.edits
    decided = select(v.c.client, v.c.week, v.c.type, r.c.seconds).join(r, r.c.version_id == v.c.id)
    edited = select(e.c.client, e.c.week, e.c.type, e.c.words["seconds"].label("seconds"))
    spent: dict[DeliverableKey, float] = defaultdict(float)
    for some in chunks(clients):
        of_decided = decided.where(v.c.client.in_(some), v.c.week.between(first, last), r.c.seconds.is_not(None))
        of_edited = edited.where(e.c.client.in_(some), e.c.week.between(first, last))
        for row in (*con.execute(of_decided), *con.execute(of_edited)):
            if row.seconds:
                spent[DeliverableKey(row.client, row.week, row.type)] += row.seconds
    return dict(spent)


def snooze(con: Connection, key: DeliverableKey, by: Decision, until: datetime) -> None:
    """See `Ledger.snooze`."""
    version = newest_seen(con, key, by.seen)
    if version.state not in ("drafted", "in_review", "blocked"):
        raise UserError(
            f"version {version.version} is {version.state}: it waits for nobody",
            where=str(key.client_week),
            mend=f"see `yarnnn show {key.client_week}{key.type_option}`",
        )
    _note(con, version.id, version.content_hash, SNOOZE, by, until.astimezone(UTC).isoformat())


def snoozed(con: Connection, clients: Sequence[str], weeks: Sequence[str]) -> dict[DeliverableKey, Snooze]:
    """See `Ledger.snoozed`."""
    found: dict[DeliverableKey, tuple[str, Snooze]] = {}
    newest: dict[DeliverableKey, tuple[int, str]] = {}
    v = tables.versions
    texts = select(v.c.client, v.c.week, v.c.type, v.c.version, v.c.content_hash)
    for some in chunks(clients):
        of_some = _noted(SNOOZE).where(v.c.client.in_(some), v.c.week.in_(weeks))
        for row in con.execute(of_some):
            until = datetime.fromisoformat(row.reason)
            found[_key_of(row)] = (row.content_hash, Snooze(row.reviewer, until))
        put_off = sorted({key.client_id for key in found} & set(some))
        for row in con.execute(texts.where(v.c.client.in_(put_off), v.c.week.in_(weeks))):
            newest[_key_of(row)] = max(newest.get(_key_of(row), (0, "")), (row.version, row.content_hash))
    return {key: one for key, (text, one) in found.items() if one.until > now() and newest[key][1] == text}


def ask_anew(con: Connection, key: DeliverableKey, by: Decision) -> None:
    """See `Ledger.ask_anew`."""
    version = newest_seen(con, key, by.seen)
    _note(con, version.id, version.content_hash, ANEW, by, None)


def asked_anew(con: Connection, key: DeliverableKey | None) -> list[Request]:
    """See `Ledger.asked_anew`."""
    v, r, d = tables.versions, tables.reviews, tables.drafts
    made = (d.c.client == v.c.client) & (d.c.week == v.c.week) & (d.c.type == v.c.type)
    waiting = _noted(ANEW).outerjoin(d, made).where(d.c.drafted_at.is_(None) | (d.c.drafted_at < r.c.decided_at))
    if key is not None:
        waiting = waiting.where(v.c.client == key.client_id, v.c.week == key.week, v.c.type == key.type_id)
    last = {_key_of(row): row for row in con.execute(waiting)}
    return [Request(of, row.id, row.reviewer, in_utc(row.decided_at)) for of, row in last.items()]


def _noted(decision: str) -> Select[tuple[object, ...]]:
    """Oldest first."""
    v, r = tables.versions, tables.reviews
    columns = (r.c.id, r.c.content_hash, r.c.reason, r.c.reviewer, r.c.decided_at)
    noted = select(v.c.client, v.c.week, v.c.type, *columns).join(r, r.c.version_id == v.c.id)
    return noted.where(r.c.decision == decision).order_by(r.c.id)


def _note(con: Connection, version_id: int, content_hash: str, what: str, by: Decision, words: str | None) -> None:
    r = tables.reviews
    last = con.execute(select(func.max(r.c.id)).where(r.c.version_id == version_id)).scalar() or ""
    statement = insert_into(con, r).values(
        version_id=version_id,
        content_hash=content_hash,
        decision=what,
        reviewer=by.reviewer,
        decided_at=now(),
        idempotency_key=f"{version_id}/{what}/{last}",
        reason=words,
        seconds=by.seconds,
    )
    con.execute(statement.on_conflict_do_nothing(index_elements=["idempotency_key"]))


def _key_of(row: Row[tuple[object, ...]]) -> DeliverableKey:
    return DeliverableKey(row.client, row.week, row.type)
