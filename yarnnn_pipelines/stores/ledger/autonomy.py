"""Outcomes and moves: what people found of the issues that they looked at, and how far deliverables go by themselves.

Both are only ever added. What an outcome is and when something moves is `supervision`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, delete, func, select
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.autonomy_rows import Move, NewMove, NewOutcome, Outcome, Record
from yarnnn_pipelines.stores.ledger.rows import Addressed
from yarnnn_pipelines.stores.ledger.statements import chunks, in_utc, insert_into, now

_TABLES = (tables.outcomes, tables.autonomy_moves)


def record_outcome(con: Connection, outcome: NewOutcome) -> None:
    """Again by the same finding is no change."""
    statement = insert_into(con, tables.outcomes).values(**vars(outcome), found_at=now())
    con.execute(statement.on_conflict_do_nothing(index_elements=["found"]))


def record_moves(con: Connection, moves: Iterable[NewMove]) -> None:
    """Again, or by another process at the same instant, is no change."""
    for move in moves:
        statement = insert_into(con, tables.autonomy_moves).values(**vars(move), moved_at=now())
        con.execute(statement.on_conflict_do_nothing(index_elements=["client", "type", "number"]))


def records(con: Connection, clients: Collection[str] | None) -> dict[tuple[str, str], Record]:
    """By client and type, of these clients or all; one of which nothing was found and nothing moved is left out."""
    outcomes: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    moves: dict[tuple[str, str], list[Move]] = defaultdict(list)
    o, m = _TABLES
    for some in chunks(sorted(clients)) if clients is not None else [None]:
        of_some = [] if some is None else [o.c.client.in_(some)]
        for row in con.execute(select(o).where(*of_some).order_by(o.c.id)):
            outcomes[row.client, row.type].append(_outcome(row))
        of_some = [] if some is None else [m.c.client.in_(some)]
        for row in con.execute(select(m).where(*of_some).order_by(m.c.number)):
            moves[row.client, row.type].append(_move(row))
    keys = sorted({*outcomes, *moves})
    return {key: Record(*key, outcomes.get(key, ()), moves.get(key, ())) for key in keys}


def touched_by_people(con: Connection, keys: Iterable[DeliverableKey]) -> set[DeliverableKey]:
    """Those of which a person has decided or changed anything, in any version."""
    v, r, e = tables.versions, tables.reviews, tables.edits
    wanted = set(keys)
    decided = select(v.c.client, v.c.week, v.c.type).join(r, r.c.version_id == v.c.id).where(r.c.level.is_(None))
    edited = select(e.c.client, e.c.week, e.c.type)
    found: set[DeliverableKey] = set()
    for statement, table in ((decided, v), (edited, e)):
        for some in chunks(sorted({key.client_id for key in wanted})):
            of_some = statement.where(table.c.client.in_(some), table.c.week.in_({key.week for key in wanted}))
            found |= {DeliverableKey(*row) for row in con.execute(of_some)} & wanted
    return found


def last_addressed(con: Connection, client: str, type_id: str) -> Addressed | None:
    """Whom and where a person last approved this client's deliverable of this type for; None where nobody did."""
    v, r = tables.versions, tables.reviews
    by_people = (v.c.client == client, v.c.type == type_id, r.c.decision == "approve", r.c.level.is_(None))
    statement = select(r.c.addressed).join(v, v.c.id == r.c.version_id).where(*by_people)
    told = con.execute(statement.order_by(r.c.id.desc()).limit(1)).scalar()
    return Addressed(tuple(told["recipients"]), tuple(told["destinations"])) if told else None


def count(con: Connection, client: str) -> int:
    return sum(con.execute(select(func.count()).where(table.c.client == client)).scalar_one() for table in _TABLES)


def forget(con: Connection, client: str) -> None:
    for table in _TABLES:
        con.execute(delete(table).where(table.c.client == client))


def _outcome(row: Row[Any]) -> Outcome:
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    return Outcome(**{**values, "found_at": in_utc(row.found_at)}, number=row.id)


def _move(row: Row[Any]) -> Move:
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    return Move(**{**values, "moved_at": in_utc(row.moved_at)})
