"""Forgetting in the ledger: the list of what must not come back, and the documents that quote it.

A version that somebody was sent stays, for a receipt is bound to its text; of it goes what was never sent. Any other
version of that client, week and type keeps its number, its hash and its decisions, and loses its words: an approval
holds for a text, so a later draft with the very same text is approved as before. What stands in other stores, and who
or what is meant, belongs elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.items import Row, changed
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.ledger import Ledger

_EMPTY_COVERAGE = {"landed": 0, "used": 0, "ignored": {}, "unassigned": 0}


# --- what must not come back -----------------------------------------------------------------------------------------


def key_of(ledger: Ledger, *, make: bool = True) -> bytes:
    """The key of this agency's marks. Where there is none: a new one, which is kept only if `make`."""
    with ledger.engine.begin() as con:
        found = con.execute(select(tables.forgotten_key.c.key)).scalar()
    if found:
        return bytes.fromhex(found)
    key = secrets.token_bytes(32)
    if not make:
        return key
    try:
        with ledger.engine.begin() as con:
            con.execute(insert(tables.forgotten_key).values(id=1, key=key.hex()))
    except IntegrityError:  # somebody else was first
        return key_of(ledger)
    return key


def read_forgotten(ledger: Ledger) -> Forgotten:
    """Everything that was forgotten, for landing to hold against what it observes; empty where nothing was."""
    with ledger.engine.connect() as con:
        stored = con.execute(select(tables.forgotten.c.marks)).scalars().all()
    if not stored:
        return Forgotten()
    marks = Marks()
    for one in stored:
        marks |= Marks.from_json(one)
    return Forgotten(key_of(ledger), marks)


@dataclass(frozen=True)
class Entry:
    """One row of the list. finished_at is None while it was stopped midway."""

    id: int
    kind: str
    marks: Marks
    receipt: dict[str, Any]
    begun_at: datetime
    finished_at: datetime | None


def entries(ledger: Ledger) -> list[Entry]:
    """Oldest first."""
    with ledger.engine.connect() as con:
        rows = con.execute(select(tables.forgotten).order_by(tables.forgotten.c.id)).all()
    return [_entry(row) for row in rows]


def unfinished(ledger: Ledger, kind: str, request: str) -> Entry | None:
    """The entry of the same request (`request_of`) that was stopped midway."""
    table = tables.forgotten
    wanted = (table.c.kind == kind) & (table.c.request == request) & table.c.finished_at.is_(None)
    with ledger.engine.connect() as con:
        row = con.execute(select(table).where(wanted).order_by(table.c.id)).first()
    return _entry(row) if row else None


def request_of(key: bytes, kind: str, named: str) -> str:
    return Marker(key)(f"{kind} {' '.join(named.split()).casefold()}")


def begin(ledger: Ledger, kind: str, request: str, marks: Marks, receipt: Mapping[str, Any]) -> Entry:
    """Write down what must not come back, before anything is removed; again is the same entry."""
    with ledger.engine.begin() as con:
        known = unfinished(ledger, kind, request)
        values = {"marks": ((known.marks if known else Marks()) | marks).as_json(), "receipt": dict(receipt)}
        if known:
            con.execute(update(tables.forgotten).where(tables.forgotten.c.id == known.id).values(values))
        else:
            con.execute(insert(tables.forgotten).values(kind=kind, request=request, begun_at=_now(), **values))
    found = unfinished(ledger, kind, request)
    assert found is not None
    return found


def finish(ledger: Ledger, entry: Entry, receipt: Mapping[str, Any]) -> None:
    with ledger.engine.begin() as con:
        done = {"receipt": dict(receipt), "finished_at": _now()}
        con.execute(update(tables.forgotten).where(tables.forgotten.c.id == entry.id).values(done))


def _entry(row: Any) -> Entry:
    begun, finished = (
        one and (one if one.tzinfo else one.replace(tzinfo=UTC)) for one in (row.begun_at, row.finished_at)
    )
    return Entry(row.id, row.kind, Marks.from_json(row.marks), row.receipt, begun, finished)


# --- documents -------------------------------------------------------------------------------------------------------


@dataclass
class Documents:
    """What the ledger holds of the forgotten.

    keys: (client, week, type) with such a version; drafts: those whose draft goes. blanked: ids of versions that lose
    their words, deleted: of those that go whole, scrubbed: the documents of sent versions without what was not sent,
    relisted: those of versions that told nothing of the forgotten, without their items. landings: redacted reports by
    id. sent: client, week, type, version, at and locations of each that was sent.
    """

    drafts: set[DeliverableKey] = field(default_factory=set)
    keys: set[DeliverableKey] = field(default_factory=set)
    blanked: list[int] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    scrubbed: dict[int, dict[str, Any]] = field(default_factory=dict)
    relisted: dict[int, dict[str, Any]] = field(default_factory=dict)
    landings: dict[int, dict[str, Any]] = field(default_factory=dict)
    coverage: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)


def find_documents(
    ledger: Ledger, forgotten: Forgotten, events: Collection[str], client_id: str | None = None
) -> Documents:
    """Which documents cite one of `events` (event or item ids), hold a marked word, or are the client's."""
    found = Documents()
    cited = set(events)
    v = tables.versions
    with ledger.engine.connect() as con:
        sent = _sent_versions(con)
        rows = con.execute(select(v.c.id, v.c.client, v.c.week, v.c.type, v.c.version, v.c.markdown, v.c.document))
        kept: list[Any] = []
        affected: set[int] = set()
        for row in rows:
            kept.append((row.id, (row.client, row.week, row.type)))
            if (document := _without_items(row.document, forgotten, cited)) != row.document:
                found.relisted[row.id] = document
            if row.client == client_id or _speaks_of(row.document, forgotten, cited) or forgotten.holds(row.markdown):
                affected.add(row.id)
                found.keys.add(DeliverableKey(row.client, row.week, row.type))
                if row.id in sent:
                    line = {"client": row.client, "week": row.week, "type": row.type, "version": row.version}
                    found.sent.append({**line, **sent[row.id]})
        touched = [one for one, key in kept if key in found.keys]
        for one, key in kept:
            if key in found.keys and one not in sent:
                (found.deleted if key[0] == client_id else found.blanked).append(one)
        blank = {one for one, outcome in con.execute(select(v.c.id, v.c.outcome)) if outcome == "forgotten"}
        found.blanked = [one for one in found.blanked if one not in blank]
        for row in con.execute(select(v.c.id, v.c.document).where(v.c.id.in_([one for one in touched if one in sent]))):
            document = _without_unsent(row.document, forgotten, cited, whole=bool(client_id))
            if document != row.document:
                found.scrubbed[row.id] = document
        for gone in (*found.blanked, *found.deleted, *found.scrubbed):
            found.relisted.pop(gone, None)
        told = set(found.keys)
        for row in con.execute(select(tables.drafts)):
            key = DeliverableKey(row.client, row.week, row.type)
            if key in told or row.client == client_id or _speaks_of(row.document, forgotten, cited):
                found.keys.add(key)
                found.drafts.add(key)
            elif _lists(row.document, forgotten, cited):
                found.drafts.add(key)
        for row in con.execute(select(tables.landings.c.id, tables.landings.c.report)):
            if (report := forgotten.json(row.report)) != row.report:
                found.landings[row.id] = report
        coverage = select(tables.week_coverage.c.week).where(tables.week_coverage.c.client == (client_id or ""))
        found.coverage = len(con.execute(coverage).all())
    return found


def remove_documents(ledger: Ledger, found: Documents, client_id: str | None = None) -> None:
    """Take out what `find_documents` found, in one transaction."""
    v, r, o = tables.versions, tables.reviews, tables.outbox
    with ledger.engine.begin() as con:
        for client, week, type_id in found.drafts:
            d = tables.drafts
            con.execute(delete(d).where((d.c.client == client) & (d.c.week == week) & (d.c.type == type_id)))
        for version in found.blanked:
            title = con.execute(select(v.c.document).where(v.c.id == version)).scalar_one().get("title", "")
            con.execute(update(v).where(v.c.id == version).values(**_blank(title)))
        for version in found.deleted:
            con.execute(delete(r).where(r.c.version_id == version))
            con.execute(delete(o).where(o.c.version_id == version))
            con.execute(delete(v).where(v.c.id == version))
        for version, document in (found.scrubbed | found.relisted).items():
            con.execute(update(v).where(v.c.id == version).values(document=document))
        for landing, report in found.landings.items():
            con.execute(update(tables.landings).where(tables.landings.c.id == landing).values(report=report))
        if client_id:
            con.execute(delete(tables.week_coverage).where(tables.week_coverage.c.client == client_id))


def purge(ledger: Ledger) -> None:
    """Write the database's files anew, without what was deleted. A server's backups and its log are its keeper's."""
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        if con.dialect.name == "sqlite":
            con.execute(text("vacuum"))
            con.execute(text("pragma wal_checkpoint(truncate)"))
        else:
            con.execute(text("vacuum full drafts, deliverable_versions, landings"))


def _blank(title: str) -> dict[str, Any]:
    """A version without words. No draft has an empty input hash, so the next one is a new version."""
    document = {"title": title, "sections": [], "withheld": [], "coverage": _EMPTY_COVERAGE, "cost": {"seconds": 0}}
    return {"outcome": "forgotten", "input_hash": "", "markdown": "", "document": {**document, "changes_since": None}}


def _sent_versions(con: Connection) -> dict[int, dict[str, Any]]:
    """By version id: when it was sent, and where it lies."""
    o, s = tables.outbox, tables.receipts
    joined = o.join(s, s.c.outbox_id == o.c.id)
    found: dict[int, dict[str, Any]] = {}
    for row in con.execute(select(o.c.version_id, s.c.locations, s.c.published_at).select_from(joined)):
        one = found.setdefault(row.version_id, {"at": f"{row.published_at:%Y-%m-%d %H:%M}", "locations": []})
        one["locations"] += row.locations
    return found


# The parts of a version's or a draft's document that only list what landed, and say nothing of it.
_LISTS = ("items", "left_out", "coverage")


def _speaks_of(document: Mapping[str, Any], forgotten: Forgotten, cited: Collection[str]) -> bool:
    said = {name: part for name, part in document.items() if name not in _LISTS}
    return _cites(said, cited) or forgotten.json(said) != said


def _lists(document: Mapping[str, Any], forgotten: Forgotten, cited: Collection[str]) -> bool:
    return any(_item_without(row, forgotten, cited) != row for row in document.get("items", ()))


def _item_without(row: Row, forgotten: Forgotten, cited: Collection[str]) -> Row | None:
    if row["event_id"] in cited:
        return None
    redacted: Row = forgotten.json(row)
    return redacted


def _without_items(document: Mapping[str, Any], forgotten: Forgotten, cited: Collection[str]) -> dict[str, Any]:
    """The document with the forgotten items taken off its list, others' redacted, and what is left counted anew."""
    return changed(document, lambda row: _item_without(row, forgotten, cited))


def _cites(value: Any, cited: Collection[str]) -> bool:
    if isinstance(value, Mapping):
        return value.get("event_id") in cited or any(_cites(each, cited) for each in value.values())
    return isinstance(value, list) and any(_cites(each, cited) for each in value)


def _without_unsent(
    document: Mapping[str, Any], forgotten: Forgotten, cited: Collection[str], *, whole: bool
) -> dict[str, Any]:
    """A sent version's document without what was withheld from it of the forgotten, and without older sentences."""
    withheld = [] if whole else [one for one in document["withheld"] if not _speaks_of(one, forgotten, cited)]
    kept = _without_items(document, forgotten, cited)
    if whole:
        kept.pop("items", None)
    return {**kept, "withheld": withheld, "changes_since": None}


def _now() -> datetime:
    return datetime.now(UTC)
