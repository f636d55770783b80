"""Forgetting in the ledger: the documents that quote it.

A version that somebody was sent stays, for a receipt is bound to its text; of it goes what was never sent. Any other
version of that client, week and type keeps its number, its hash and its decisions, and loses its words: an approval
holds for a text, so a later draft with the very same text is approved as before. The list of what must not come back is
`register`'s; who or what is meant is `target`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, null, select, text, update
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.items import Row, changed
from yarnnn_pipelines.forgetting.target import Target
from yarnnn_pipelines.stores.ledger import autonomy, clients, lessons, model_use, removed_conclusions, tables
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.statements import chunks

_EMPTY_COVERAGE = {"landed": 0, "used": 0, "offered": 0, "ignored": {}, "unassigned": 0}


@dataclass
class Documents:
    """What the ledger holds of the target.

    keys: deliverables with such a version; drafts: those whose draft goes. blanked: ids of versions that lose their
    words, deleted: of those that go whole, scrubbed: the documents of sent versions without what was not sent,
    relisted: those of versions that told nothing of the target, without its items. landings: redacted reports by id.
    coverage, conclusions: how many rows of `week_coverage` and `removed_conclusions` go; model_use: how many of it no
    longer say for whom; autonomy: how many outcomes and moves go. edits: ids of those that are about it, or whose words
    hold it; lessons, preferences: what was learned of them, or set, that holds it.
    sent: client, week, type, version, at and locations of each that was sent. listing: deliverables that only list an
    item of the target; wordless: those of which a version lost its words to this request or an earlier one.
    """

    drafts: set[DeliverableKey] = field(default_factory=set)
    keys: set[DeliverableKey] = field(default_factory=set)
    blanked: list[int] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    scrubbed: dict[int, dict[str, Any]] = field(default_factory=dict)
    relisted: dict[int, dict[str, Any]] = field(default_factory=dict)
    landings: dict[int, dict[str, Any]] = field(default_factory=dict)
    coverage: int = 0
    conclusions: int = 0
    model_use: int = 0
    autonomy: int = 0
    edits: list[int] = field(default_factory=list)
    lessons: set[DeliverableKey] = field(default_factory=set)
    preferences: list[int] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    listing: set[DeliverableKey] = field(default_factory=set)
    wordless: set[DeliverableKey] = field(default_factory=set)


# --- finding ---------------------------------------------------------------------------------------------------------


def find_documents(ledger: Ledger, target: Target, cited: Collection[str]) -> Documents:
    """Which documents cite one of `cited` (event or item ids), hold a marked word, or are the client's."""
    quoting = _Quoting(target, frozenset(cited))
    with ledger.engine.connect() as con:
        documents = _find_versions(con, quoting)
        in_versions = frozenset(documents.keys)
        for row in con.execute(select(tables.drafts)):
            key = DeliverableKey(row.client, row.week, row.type)
            if key in in_versions or row.client == target.client_id or quoting.is_in(row.document):
                documents.keys.add(key)
                documents.drafts.add(key)
            elif quoting.lists(row.document):
                documents.drafts.add(key)
                documents.listing.add(key)
        for row in con.execute(select(tables.edits)):
            if row.client == target.client_id or quoting.is_in({"target": row.target, "words": row.words}):
                documents.edits.append(row.id)
                documents.keys.add(DeliverableKey(row.client, row.week, row.type))
        for row in con.execute(select(tables.lessons)):
            if row.client == target.client_id or quoting.is_in({"observed": row.observed, "faults": row.faults}):
                documents.lessons.add(DeliverableKey(row.client, row.week, row.type))
        for row in con.execute(select(tables.preferences_set)):
            if row.client == target.client_id or quoting.is_in({"subject": row.subject, "value": row.value}):
                documents.preferences.append(row.id)
        for row in con.execute(select(tables.landings.c.id, tables.landings.c.report)):
            if (report := target.forgotten.json(row.report)) != row.report:
                documents.landings[row.id] = report
        coverage = select(tables.week_coverage.c.week).where(tables.week_coverage.c.client == (target.client_id or ""))
        documents.coverage = len(con.execute(coverage).all())
        documents.conclusions = removed_conclusions.count(con, target.forgotten.marks.authors, target.client_id)
        if target.client_id:
            documents.model_use = model_use.count(con, target.client_id)
            documents.autonomy = autonomy.count(con, target.client_id)
    return documents


# The parts of a version's or a draft's document that only list what landed, or might be said, and say nothing of it.
_LISTS = ("items", "offers", "turns", "left_out", "coverage")


@dataclass(frozen=True)
class _Quoting:
    """Whether a document speaks of the target: what it says cites one of `cited`, or holds a marked word."""

    target: Target
    cited: frozenset[str]

    def is_in(self, document: Mapping[str, Any], markdown: str = "") -> bool:
        forgotten = self.target.forgotten
        said = {name: part for name, part in document.items() if name not in _LISTS}
        return self._is_cited(said) or forgotten.json(said) != said or forgotten.holds(markdown)

    def _is_cited(self, value: Any) -> bool:
        if isinstance(value, Mapping):
            return value.get("event_id") in self.cited or any(map(self._is_cited, value.values()))
        return isinstance(value, list) and any(map(self._is_cited, value))

    def without_unsent(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """A sent version's document without what was withheld from it of the target, and without older sentences."""
        withheld = [] if self.target.client else [claim for claim in document["withheld"] if not self.is_in(claim)]
        kept = self.without_items(document)
        if self.target.client:
            kept.pop("items", None)
            kept.pop("offers", None)
            kept.pop("turns", None)
        return {**kept, "withheld": withheld, "changes_since": None}

    def lists(self, document: Mapping[str, Any]) -> bool:
        """Whether an item, an offer or a turn of the target, or one that holds a marked word, is on its lists."""
        items, offers = (*document.get("items", ()), *document.get("turns", ())), document.get("offers", ())
        return any(self._item(item) != item for item in items) or any(map(self._speaks_in, offers))

    def without_items(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document with the target's items and offers taken off its lists, others' items redacted, and what is left
        counted anew."""
        if "turns" in document:
            turns = [left for turn in document["turns"] if (left := self._item(turn)) is not None]
            document = {**document, "turns": turns}
        if "offers" not in document:
            return changed(document, self._item)
        offers = [offer for offer in document["offers"] if not self._speaks_in(offer)]
        return changed({**document, "offers": offers}, self._item)

    def _speaks_in(self, offer: Mapping[str, Any]) -> bool:
        return self._is_cited(offer) or self.target.forgotten.json(offer) != offer

    def _item(self, item: Row) -> Row | None:
        if item["event_id"] in self.cited:
            return None
        redacted: Row = self.target.forgotten.json(item)
        return redacted


def _find_versions(con: Connection, quoting: _Quoting) -> Documents:
    """The versions concerned: as soon as one of a client, week and type is, all of its versions are."""
    v, client_id = tables.versions, quoting.target.client_id
    sent = _sent_versions(con)
    documents = Documents()
    stored: list[tuple[int, DeliverableKey, str]] = []
    columns = (v.c.id, v.c.client, v.c.week, v.c.type, v.c.version, v.c.outcome, v.c.markdown, v.c.document)
    for row in con.execute(select(*columns)):
        key = DeliverableKey(row.client, row.week, row.type)
        stored.append((row.id, key, row.outcome))
        if (document := quoting.without_items(row.document)) != row.document:
            documents.relisted[row.id] = document
            documents.listing.add(key)
        if row.outcome == "forgotten":
            documents.wordless.add(key)
        if row.client == client_id or quoting.is_in(row.document, row.markdown):
            documents.keys.add(key)
            if row.id in sent:
                version = {"client": row.client, "week": row.week, "type": row.type, "version": row.version}
                documents.sent.append({**version, **sent[row.id]})
    for version_id, key, outcome in stored:
        if key not in documents.keys or version_id in sent:
            continue
        if key.client_id == client_id:
            documents.deleted.append(version_id)
        elif outcome != "forgotten":
            documents.blanked.append(version_id)
    kept = [version_id for version_id, key, _ in stored if key in documents.keys and version_id in sent]
    for row in con.execute(select(v.c.id, v.c.document).where(v.c.id.in_(kept))):
        if (document := quoting.without_unsent(row.document)) != row.document:
            documents.scrubbed[row.id] = document
    for version_id in (*documents.blanked, *documents.deleted, *documents.scrubbed):
        documents.relisted.pop(version_id, None)
    return documents


def _sent_versions(con: Connection) -> dict[int, dict[str, Any]]:
    """By version id: when it was sent, and where it lies."""
    o, s = tables.outbox, tables.receipts
    joined = o.join(s, s.c.outbox_id == o.c.id)
    versions: dict[int, dict[str, Any]] = {}
    for row in con.execute(select(o.c.version_id, s.c.locations, s.c.published_at).select_from(joined)):
        sent = versions.setdefault(row.version_id, {"at": f"{row.published_at:%Y-%m-%d %H:%M}", "locations": []})
        sent["locations"] += row.locations
    return versions


# --- removing --------------------------------------------------------------------------------------------------------


def remove_documents(ledger: Ledger, documents: Documents, target: Target) -> None:
    """Take out what `find_documents` gave, in one transaction."""
    client_id = target.client_id
    v, r, o = tables.versions, tables.reviews, tables.outbox
    with ledger.writing() as con:
        lessons.forget(con, documents.lessons | documents.keys, documents.preferences, client_id)
        for client, week, type_id in documents.drafts:
            d = tables.drafts
            con.execute(delete(d).where((d.c.client == client) & (d.c.week == week) & (d.c.type == type_id)))
        for version in documents.blanked:
            title = con.execute(select(v.c.document).where(v.c.id == version)).scalar_one().get("title", "")
            con.execute(update(v).where(v.c.id == version).values(**_blank(title)))
        for version in documents.deleted:
            con.execute(delete(r).where(r.c.version_id == version))
            con.execute(delete(o).where(o.c.version_id == version))
            con.execute(delete(v).where(v.c.id == version))
        for version, document in (documents.scrubbed | documents.relisted).items():
            con.execute(update(v).where(v.c.id == version).values(document=document, figures=null()))
        for some in chunks(documents.edits):
            con.execute(delete(tables.edits).where(tables.edits.c.id.in_(some)))
        for landing, report in documents.landings.items():
            con.execute(update(tables.landings).where(tables.landings.c.id == landing).values(report=report))
        removed_conclusions.forget(con, target.forgotten.marks.authors, client_id)
        if client_id:
            con.execute(delete(tables.week_coverage).where(tables.week_coverage.c.client == client_id))
            model_use.forget(con, client_id)
            autonomy.forget(con, client_id)
            clients.forget(con, client_id)


def _blank(title: str) -> dict[str, Any]:
    """A version without words. No draft has an empty input hash, so the next one is a new version."""
    document = {"title": title, "sections": [], "withheld": [], "coverage": _EMPTY_COVERAGE, "cost": {"seconds": 0}}
    return {
        "outcome": "forgotten",
        "input_hash": "",
        "markdown": "",
        "document": {**document, "changes_since": None},
        "figures": null(),
    }


def purge(ledger: Ledger) -> None:
    """Write the database's files anew, without what was deleted. A server's backups and its log are its keeper's."""
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        if con.dialect.name == "sqlite":
            con.execute(text("vacuum"))
            con.execute(text("pragma wal_checkpoint(truncate)"))
        else:
            con.execute(text("vacuum full drafts, deliverable_versions, edits, landings"))
