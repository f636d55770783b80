"""Removed conclusions: what `yarnnn who` no longer concludes of a person. It holds a keyed hash of who, and no words.

What is concluded, and by which name, is `context.stakeholders`'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import RemovedConclusion
from yarnnn_pipelines.stores.ledger.statements import chunks, in_utc, insert_into, now


def remove(con: Connection, person: str, clients: Iterable[str], conclusion: str) -> None:
    """Once more is no change: the first time stays."""
    for client in clients:
        statement = insert_into(con, tables.removed_conclusions).values(
            client=client, person=person, conclusion=conclusion, removed_at=now()
        )
        con.execute(statement.on_conflict_do_nothing(index_elements=["client", "person", "conclusion"]))


def restore(con: Connection, person: str, conclusion: str) -> int:
    """Returns how many removals were taken back."""
    table = tables.removed_conclusions
    return con.execute(delete(table).where((table.c.person == person) & (table.c.conclusion == conclusion))).rowcount


def by_person(con: Connection, person: str | None = None) -> dict[str, list[RemovedConclusion]]:
    """Of everybody of whom something is no longer concluded, or of one person."""
    table = tables.removed_conclusions
    statement = select(table).order_by(table.c.client, table.c.conclusion)
    if person is not None:
        statement = statement.where(table.c.person == person)
    found: dict[str, list[RemovedConclusion]] = defaultdict(list)
    for row in con.execute(statement):
        found[row.person].append(RemovedConclusion(row.client, row.conclusion, in_utc(row.removed_at)))
    return dict(found)


def count(con: Connection, people: Collection[str], client: str | None) -> int:
    """The removals that concern one of these people, or were made for this client."""
    table = tables.removed_conclusions
    rows = con.execute(select(table.c.person, table.c.client))
    return sum(row.person in people or row.client == client for row in rows)


def forget(con: Connection, people: Collection[str], client: str | None) -> None:
    """Delete what `count` counts."""
    table = tables.removed_conclusions
    for some in chunks(sorted(people)):
        con.execute(delete(table).where(table.c.person.in_(some)))
    if client:
        con.execute(delete(table).where(table.c.client == client))
