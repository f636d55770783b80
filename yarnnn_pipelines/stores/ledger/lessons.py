"""Lessons: what approved versions say of what people prefer, one row each, and what people set themselves.

A lesson can be made again of its version and edits, and is, where there is none. What it holds is
`supervision.learning`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, insert, select, update
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.learning_rows import ApprovedText, Lesson, NewSetting, Setting, StoredTrial
from yarnnn_pipelines.stores.ledger.statements import chunks, in_utc, insert_into, now


def without_lesson(con: Connection, most: int) -> list[ApprovedText]:
    """The versions that a person approved and that taught nothing yet, oldest first, at most so many."""
    v, r, n = tables.versions, tables.reviews, tables.lessons
    last = (
        select(func.max(r.c.id).label("id"), r.c.version_id)
        .where(r.c.decision == "approve", r.c.level.is_(None), ~exists().where(n.c.version_id == r.c.version_id))
        .group_by(r.c.version_id)
        .subquery()
    )
    columns = (v.c.id, v.c.client, v.c.week, v.c.type, v.c.markdown, v.c.document, r.c.addressed, r.c.seconds)
    statement = (
        select(*columns, r.c.decided_at)
        .join(last, last.c.version_id == v.c.id)
        .join(r, r.c.id == last.c.id)
        .order_by(v.c.id)
        .limit(most)
    )
    return [
        ApprovedText(
            row.id,
            DeliverableKey(row.client, row.week, row.type),
            row.markdown,
            row.document,
            tuple((row.addressed or {}).get("recipients", ())),
            row.seconds,
            in_utc(row.decided_at),
        )
        for row in con.execute(statement)
    ]


def text_of(con: Connection, key: DeliverableKey, version: int) -> str | None:
    """The sent copy of one version; None where there is none, or its words were forgotten."""
    v = tables.versions
    of_it = (v.c.client == key.client_id, v.c.week == key.week, v.c.type == key.type_id, v.c.version == version)
    return con.execute(select(v.c.markdown).where(*of_it)).scalar() or None


def record(con: Connection, new: Iterable[Lesson]) -> None:
    """Again for the same version is no change."""
    for lesson in new:
        values = {
            "version_id": lesson.version_id,
            "client": lesson.key.client_id,
            "week": lesson.key.week,
            "type": lesson.key.type_id,
            "recipients": list(lesson.recipients),
            "kinds": dict(lesson.kinds),
            "faults": [dict(fault) for fault in lesson.faults],
            "observed": [list(one) for one in lesson.observed],
            "cost": dict(lesson.cost),
            "approved_at": lesson.approved_at,
        }
        statement = insert_into(con, tables.lessons).values(**values)
        con.execute(statement.on_conflict_do_nothing(index_elements=["version_id"]))


def read(
    con: Connection, first: str, last: str, clients: Collection[str] | None = None, until: datetime | None = None
) -> list[Lesson]:
    """Of the weeks from first to last, of each deliverable the one of the version approved last; oldest week first.

    until: of what was approved by then.
    """
    n = tables.lessons
    newest: dict[DeliverableKey, Lesson] = {}
    for some in chunks(sorted(clients)) if clients is not None else [None]:
        of_some = [n.c.week >= first, n.c.week <= last, *([] if some is None else [n.c.client.in_(some)])]
        of_some += [] if until is None else [n.c.approved_at <= until]
        for row in con.execute(select(n).where(*of_some).order_by(n.c.week, n.c.version_id)):
            lesson = _lesson(row)
            newest[lesson.key] = lesson
    return list(newest.values())


def costs(con: Connection, clients: Collection[str], first: str, last: str) -> dict[DeliverableKey, Mapping[str, Any]]:
    """See `Ledger.edit_costs`."""
    n = tables.lessons
    found: dict[DeliverableKey, Mapping[str, Any]] = {}
    for some in chunks(sorted(clients)):
        of_some = (n.c.client.in_(some), n.c.week.between(first, last))
        statement = select(n.c.client, n.c.week, n.c.type, n.c.cost).where(*of_some).order_by(n.c.version_id)
        for row in con.execute(statement):
            found[DeliverableKey(row.client, row.week, row.type)] = row.cost
    return found


def _lesson(row: Row[Any]) -> Lesson:
    key = DeliverableKey(row.client, row.week, row.type)
    at = in_utc(row.approved_at)
    return Lesson(row.version_id, key, tuple(row.recipients), row.kinds, row.faults, row.observed, row.cost, at)


def approved_documents(con: Connection, version_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """By version id; of one whose words were forgotten there is none."""
    v = tables.versions
    statement = select(v.c.id, v.c.document).where(v.c.id.in_(sorted(version_ids)))
    return {row.id: row.document for row in con.execute(statement) if row.document.get("sections")}


# --- trials ----------------------------------------------------------------------------------------------------------


def record_trials(con: Connection, new: Iterable[StoredTrial]) -> None:
    """Again for the same preference and version is no change."""
    t = tables.preference_trials
    for one in new:
        values = {"client": one.client, "type": one.type_id, "preference": one.preference, "version_id": one.version_id}
        statement = insert_into(con, t).values(
            **values, is_adopted=one.is_adopted, effects=[list(each) for each in one.effects], tried_at=one.tried_at
        )
        con.execute(statement.on_conflict_do_nothing(index_elements=list(values)))


def trials(con: Connection, clients: Collection[str] | None = None) -> list[StoredTrial]:
    """Of these clients or of all, oldest first."""
    t = tables.preference_trials
    found = [
        StoredTrial(
            row.client,
            row.type,
            row.preference,
            row.version_id,
            row.is_adopted,
            [(week, tokens) for week, tokens in row.effects],
            in_utc(row.tried_at),
        )
        for some in (chunks(sorted(clients)) if clients is not None else [None])
        for row in con.execute(select(t).where(*([] if some is None else [t.c.client.in_(some)])))
    ]
    return sorted(found, key=lambda one: (one.tried_at, one.version_id, one.preference))


def record_setting(con: Connection, new: NewSetting) -> None:
    values = {"client": new.client, "type": new.type_id, "kind": new.kind, "subject": new.subject}
    con.execute(insert(tables.preferences_set).values(**values, value=dict(new.value), set_by=new.by, set_at=now()))


def settings(con: Connection) -> list[Setting]:
    """Everything that people set, oldest first."""
    p = tables.preferences_set
    return [
        Setting(row.client, row.type, row.kind, row.subject, row.value, row.set_by, row.id, in_utc(row.set_at))
        for row in con.execute(select(p).order_by(p.c.id))
    ]


# --- forgetting ------------------------------------------------------------------------------------------------------


def forget(con: Connection, keys: Iterable[DeliverableKey], settings_gone: Sequence[int], client: str | None) -> None:
    """Lessons of these deliverables hold no words any more, and what was tried on them is not kept; what was set goes,
    and all of a client that goes."""
    n, p, t = tables.lessons, tables.preferences_set, tables.preference_trials
    for key in keys:
        of_it = (n.c.client == key.client_id, n.c.week == key.week, n.c.type == key.type_id)
        con.execute(update(n).where(*of_it).values(observed=[], faults=[]))
        # A preference's id is made of its words.
        con.execute(delete(t).where(t.c.client == key.client_id, t.c.type == key.type_id))
    for some in chunks(settings_gone):
        con.execute(delete(p).where(p.c.id.in_(some)))
    if client:
        con.execute(delete(n).where(n.c.client == client))
        con.execute(delete(p).where(p.c.client == client))
        con.execute(delete(t).where(t.c.client == client))
