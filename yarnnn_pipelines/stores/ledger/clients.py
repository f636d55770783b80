"""Clients by their ids: by what each is known again, and all that is kept of one carried over to another id.

Which id was given up for which is yarnnn.yaml's to say (`formerly:` under a client).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Table, delete, exists, func, select, tuple_, update
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import KnownClient
from yarnnn_pipelines.stores.ledger.statements import chunks, insert_into

_KEPT: tuple[Table, ...] = tuple(
    table for table in tables.metadata.sorted_tables if "client" in table.c and table is not tables.clients
)
_REPLACED = (tables.drafts, tables.week_coverage, tables.removed_conclusions)  # the newer of two rows says it all
_LAST_APPROVALS = 10  # that tell whom a client's issues go to
_NUMBERED = (tables.edits, tables.outcomes, tables.autonomy_moves)  # name a version by its number


def note(con: Connection, signs: Mapping[str, list[str]]) -> None:
    """What yarnnn.yaml says of each client now."""
    c = tables.clients
    stored = {row.client: row.signs for row in con.execute(select(c.c.client, c.c.signs))}
    for client, its in signs.items():
        if stored.get(client) != its:
            statement = insert_into(con, c).values(client=client, signs=its)
            con.execute(statement.on_conflict_do_update(index_elements=["client"], set_={"signs": its}))


def now_called(con: Connection, clients: Collection[str]) -> dict[str, str]:
    """Those of these ids that were given up, each with the one that its client has now."""
    c = tables.clients
    rows = con.execute(select(c.c.client, c.c.now_called).where(c.c.now_called.is_not(None)))
    return {row.client: row.now_called for row in rows if row.client in clients}


def absent(con: Connection, present: Collection[str]) -> list[KnownClient]:
    """The clients that are not among these, of whom something was sent or decided; by id."""
    v, r, o, s, c = tables.versions, tables.reviews, tables.outbox, tables.receipts, tables.clients
    was_sent = exists().where(o.c.version_id == v.c.id, s.c.outbox_id == o.c.id)
    was_decided = exists().where(r.c.version_id == v.c.id)
    unnamed = sorted(set(con.execute(select(v.c.client).distinct()).scalars()) - set(present))
    kept = select(v.c.client).distinct().where(was_sent | was_decided)
    gone = [client for some in chunks(unnamed) for client in con.execute(kept.where(v.c.client.in_(some))).scalars()]
    signs = {row.client: row.signs for row in con.execute(select(c.c.client, c.c.signs))}
    issues = select(v.c.client, v.c.week, v.c.type).distinct().where(was_sent).order_by(v.c.week, v.c.type)
    sent: dict[str, list[DeliverableKey]] = {client: [] for client in gone}
    for some in chunks(gone):
        for row in con.execute(issues.where(v.c.client.in_(some))):
            sent[row.client].append(DeliverableKey(*row))
    return [
        KnownClient(client, tuple(sorted({*signs.get(client, ()), *_recipients(con, client)})), tuple(sent[client]))
        for client in gone
    ]


def _recipients(con: Connection, client: str) -> list[str]:
    """Whom its issues were approved for: the signs of a client that an earlier yarnnn noted none of."""
    v, r = tables.versions, tables.reviews
    last = select(r.c.addressed).join(v, v.c.id == r.c.version_id).where(v.c.client == client)
    of_last = last.where(r.c.decision == "approve").order_by(r.c.id.desc()).limit(_LAST_APPROVALS)
    addressed = con.execute(of_last).scalars()
    return [f"recipient {recipient}" for one in addressed if one for recipient in one["recipients"]]


def has_any(con: Connection, client: str) -> bool:
    """Whether anything is kept under this id."""
    return any(con.execute(select(table.c.client).where(table.c.client == client).limit(1)).first() for table in _KEPT)


def refuse_a_stranger(con: Connection, before: str, after: str, signs: Collection[str]) -> None:
    """`UserError` where the client that was called `before` has none of these signs of the one called `after`: what was
    sent to one must never become the other's."""
    c = tables.clients
    noted = con.execute(select(c.c.signs).where(c.c.client == before)).scalar() or []
    if noted and set(noted).isdisjoint(signs):
        raise UserError(
            f"`formerly: {before}` stands under client {after!r}, which has no name, domain or place of that client "
            f"({', '.join(noted[:3])}): nothing was carried over",
            where="yarnnn.yaml",
            mend=f"take `formerly: {before}` out; or, if it is the same client, write one of these under {after!r} "
            "too, such as its old name among `aliases`",
        )


def carry_over(con: Connection, before: str, after: str) -> None:
    """Keep under `after` all that is kept under `before`: again is no change.

    Of a week that has versions under both ids they are numbered anew, in the order in which they were made. `UserError`
    where people edited the same deliverable under both, since edits are counted by deliverable.
    """
    c = tables.clients
    noted = insert_into(con, c).values(client=before, signs=[], now_called=after)
    con.execute(noted.on_conflict_do_update(index_elements=["client"], set_={"now_called": after}))
    con.execute(update(c).where(c.c.now_called == before).values(now_called=after))
    con.execute(update(c).where(c.c.client == after).values(now_called=None))
    _refuse_edited_under_both(con, before, after)
    _number_versions_anew(con, before, after)
    _number_moves_anew(con, before, after)
    _rename_queued(con, before, after)
    for table in _REPLACED:
        others = [column for column in table.primary_key if column.name != "client"]
        newer = select(*others).where(table.c.client == after)
        con.execute(delete(table).where(table.c.client == before, tuple_(*others).in_(newer)))
    _rename_drafts(con, before, after)
    for table in _KEPT:
        con.execute(update(table).where(table.c.client == before).values(client=after))


def forget(con: Connection, client: str) -> None:
    c = tables.clients
    con.execute(delete(c).where((c.c.client == client) | (c.c.now_called == client)))


def _refuse_edited_under_both(con: Connection, before: str, after: str) -> None:
    for key in _of_both(con, tables.edits, before, after):
        raise UserError(
            f"{' '.join(key)} was edited under the id {before!r} and under {after!r}: one can't be carried over to the "
            "other",
            where="yarnnn.yaml",
            mend=f"put `id: {before}` back, and take `formerly` out",
        )


def _of_both(con: Connection, table: Table, before: str, after: str) -> list[tuple[str, str]]:
    """The (week, type) that have rows under both ids."""
    week, kind = table.c.week, table.c.type
    of_both = select(week, kind).where(table.c.client.in_([before, after])).group_by(week, kind)
    rows = con.execute(of_both.having(func.count(table.c.client.distinct()) > 1).order_by(week, kind))
    return [(row.week, row.type) for row in rows]


def _number_versions_anew(con: Connection, before: str, after: str) -> None:
    v = tables.versions
    for week, kind in _of_both(con, v, before, after):
        of_both = (v.c.client.in_([before, after]), v.c.week == week, v.c.type == kind)
        rows = con.execute(select(v.c.id, v.c.client, v.c.version, v.c.document).where(*of_both).order_by(v.c.id)).all()
        numbers = {(row.client, row.version): number for number, row in enumerate(rows, 1)}
        # apart first, so that no two have one number meanwhile
        con.execute(update(v).where(*of_both).values(version=-v.c.id))
        for row in rows:
            document, since = dict(row.document), row.document.get("changes_since")
            if since:
                last = numbers.get((row.client, since["version"]), since["version"])
                document["changes_since"] = {**since, "version": last}
            number = numbers[row.client, row.version]
            con.execute(update(v).where(v.c.id == row.id).values(version=number, document=document))
        for table in _NUMBERED:
            _name_versions_anew(con, table, week, kind, numbers)


def _name_versions_anew(
    con: Connection, table: Table, week: str, kind: str, numbers: Mapping[tuple[str, int], int]
) -> None:
    of_key = (table.c.week == week, table.c.type == kind, table.c.client.in_({client for client, _ in numbers}))
    for row in con.execute(select(table.c.id, table.c.client, table.c.version).where(*of_key)).all():
        number = numbers.get((row.client, row.version), row.version)
        con.execute(update(table).where(table.c.id == row.id).values(version=number))


def _number_moves_anew(con: Connection, before: str, after: str) -> None:
    m = tables.autonomy_moves
    rows = con.execute(select(m.c.id, m.c.type).where(m.c.client.in_([before, after])).order_by(m.c.id)).all()
    con.execute(update(m).where(m.c.client.in_([before, after])).values(number=-m.c.id))
    count: dict[str, int] = {}
    for row in rows:
        count[row.type] = count.get(row.type, 0) + 1
        con.execute(update(m).where(m.c.id == row.id).values(number=count[row.type]))


def _rename_queued(con: Connection, before: str, after: str) -> None:
    """What was sent under the one id is found under the other, and so not sent again."""
    for outbox_id, key in _queued(con, before, after):
        o = tables.outbox
        if not con.execute(select(o.c.id).where(o.c.idempotency_key == key)).first():
            con.execute(update(o).where(o.c.id == outbox_id).values(idempotency_key=key))


def _queued(con: Connection, before: str, after: str) -> Iterator[tuple[int, str]]:
    o, v = tables.outbox, tables.versions
    of_client = select(o.c.id, o.c.idempotency_key).join(v, v.c.id == o.c.version_id).where(v.c.client == before)
    for row in con.execute(of_client).all():
        _, rest = row.idempotency_key.split("/", 1)
        yield row.id, f"{after}/{rest}"


def _rename_drafts(con: Connection, before: str, after: str) -> None:
    """A draft names its client, by which the gate keeps what it makes of it."""
    d = tables.drafts
    for row in con.execute(select(d).where(d.c.client == before)).all():
        document: dict[str, Any] = {**row.document, "client": after}
        of_key = (d.c.client == before, d.c.week == row.week, d.c.type == row.type)
        con.execute(update(d).where(*of_key).values(document=document))
