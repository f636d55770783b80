"""The ledger: drafts, gated versions, reviews, outbox and receipts, in SQLite (WAL) or PostgreSQL.

Every write is one transaction and can be repeated: the same draft, decision or receipt again changes nothing. Reading
the warehouse, wording and sending belong elsewhere; making and migrating the database is `opening`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Engine, and_, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.ledger import tables

State = Literal["drafted", "in_review", "approved", "published", "abstained", "blocked", "rejected", "forgotten"]
_CHUNK = 300  # keys per statement, well under SQLite's limit on variables

Key = tuple[str, str, str]  # client, week, type


@dataclass(frozen=True)
class NewVersion:
    """What the gate hands over for one client, week and type."""

    client: str
    week: str
    type: str
    outcome: Literal["drafted", "abstained", "blocked"]
    input_hash: str
    content_hash: str
    markdown: str
    document: dict[str, Any]

    @property
    def key(self) -> Key:
        return self.client, self.week, self.type


@dataclass(frozen=True)
class Standing:
    """Where the newest version of something stands: what the reviews and receipts say of it, without its text."""

    client: str
    week: str
    type: str
    version: int
    state: State
    content_hash: str
    published_before: int | None  # the newest version published earlier with another text
    locations: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.client, self.week, self.type


@dataclass(frozen=True)
class Version(Standing):
    """A stored version, whole."""

    id: int
    input_hash: str
    markdown: str
    document: dict[str, Any]
    gated_at: datetime


class Ledger:
    """One open ledger. Make it with `opening.open_ledger`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    # --- drafts and versions ---------------------------------------------------------------------------------------

    def save_drafts(self, drafts: Sequence[Mapping[str, Any]]) -> None:
        """Rows of client, week, type, input_hash, document; each replaces the draft before it."""
        if not drafts:
            return
        rows = [{**draft, "drafted_at": _now()} for draft in drafts]
        with self.engine.begin() as con:
            statement = _dialect_insert(con)(tables.drafts).values(rows)
            changed = {name: statement.excluded[name] for name in ("input_hash", "document", "drafted_at")}
            con.execute(statement.on_conflict_do_update(index_elements=["client", "week", "type"], set_=changed))

    def drafts(self, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
        """The newest drafts' documents; a key without a draft is left out."""
        table = tables.drafts
        found = {}
        with self.engine.connect() as con:
            for row in _by_keys(con, table, [table.c.document], keys):
                found[row.client, row.week, row.type] = row.document
        return found

    def save_versions(self, new: Sequence[NewVersion]) -> dict[Key, Version]:
        """Store each version that differs from the newest in input or content; returns the newest of every key."""
        keys = [version.key for version in new]
        with self.engine.begin() as con:
            newest = {row[:3]: row for row in _newest_rows(con, keys)}
            rows = []
            for version in new:
                last = newest.get(version.key)
                if last and (last.input_hash, last.content_hash) == (version.input_hash, version.content_hash):
                    continue
                document = {**version.document, "changes_since": _changes(last, version)}
                rows.append(
                    {
                        "client": version.client,
                        "week": version.week,
                        "type": version.type,
                        "version": last.version + 1 if last else 1,
                        "outcome": version.outcome,
                        "input_hash": version.input_hash,
                        "content_hash": version.content_hash,
                        "markdown": version.markdown,
                        "document": document,
                        "gated_at": _now(),
                    }
                )
            if rows:
                con.execute(insert(tables.versions), rows)
        return self.newest(keys)

    def newest(self, keys: Iterable[Key]) -> dict[Key, Version]:
        """The newest version of each key with its state; a key without one is left out."""
        with self.engine.connect() as con:
            rows = list(_newest_rows(con, keys))
            decided = _decisions(con, [row[:3] for row in rows])
        return {
            row[:3]: Version(
                **_standing(row, decided.get(row[:3], [])),
                id=row.id,
                input_hash=row.input_hash,
                markdown=row.markdown,
                document=row.document,
                gated_at=_aware(row.gated_at),
            )
            for row in rows
        }

    def deliverable_coverage(self, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
        """What the newest version of each key counts of its week; no text is read."""
        v = tables.versions
        coverage: dict[Key, dict[str, Any]] = {}
        with self.engine.connect() as con:
            newest: dict[Key, int] = {}
            for row in _by_keys(con, v, [v.c.id, v.c.document["coverage"].label("coverage")], keys):
                key = (row.client, row.week, row.type)
                if row.id > newest.get(key, 0):
                    newest[key], coverage[key] = row.id, row.coverage
        return coverage

    def latest(self, client: str, week: str, type_id: str) -> Version | None:
        return self.newest([(client, week, type_id)]).get((client, week, type_id))

    def standings(self) -> list[Standing]:
        """Where everything stands, newest week first. No text is read, so it is quick with years of weeks."""
        v = tables.versions
        last = select(func.max(v.c.id)).group_by(v.c.client, v.c.week, v.c.type)
        columns = [v.c.client, v.c.week, v.c.type, v.c.version, v.c.outcome, v.c.content_hash]
        with self.engine.connect() as con:
            rows = con.execute(select(*columns).where(v.c.id.in_(last))).all()
            decided = _decisions(con, [row[:3] for row in rows])
        found = [Standing(**_standing(row, decided.get(row[:3], []))) for row in rows]
        return sorted(found, key=lambda standing: (standing.week, standing.client), reverse=True)

    # --- decisions and sending -------------------------------------------------------------------------------------

    def approve(self, client: str, week: str, type_id: str, reviewer: str, seen: int | None = None) -> Version:
        """Approve the newest version's exact text; again is no change.

        seen: the number of the version that the reviewer read. `UserError` where a newer one has come since, or where
        nothing can be approved.
        """
        where = f"{client} {week}"
        version = self.latest(client, week, type_id)
        if version is None:
            raise UserError("there is no draft", where=where, mend=f"make one with `yarnnn run --week {week}`")
        if seen is not None and seen != version.version:
            raise UserError(
                f"version {seen} is not the newest, version {version.version} is",
                where=where,
                mend=f"read it with `yarnnn show {client} {week}`, then approve that one",
            )
        if version.state == "abstained":
            raise UserError(
                "that week had nothing to say, so there is nothing to send",
                where=where,
                mend=f"`yarnnn show {client} {week}` says what was read",
            )
        if version.state == "forgotten":
            raise UserError(
                "what this draft said was removed with `yarnnn forget`",
                where=where,
                mend=f"make it again with `yarnnn run --week {week}`",
            )
        if version.state in ("blocked", "rejected"):
            raise UserError(f"the draft is {version.state}", where=where, mend=f"see `yarnnn show {client} {week}`")
        if version.state == "drafted":
            row = {
                "version_id": version.id,
                "content_hash": version.content_hash,
                "decision": "approve",
                "reviewer": reviewer,
                "decided_at": _now(),
            }
            with self.engine.begin() as con:
                con.execute(insert(tables.reviews).values(row))
        return self.latest(client, week, type_id) or version

    def queue(self, version: Version, destination: str) -> tuple[int, dict[str, Any] | None]:
        """The outbox row for this text and destination, and its receipt if it was sent already."""
        key = "/".join((version.client, version.week, version.type, destination, version.content_hash))
        row = {"version_id": version.id, "destination": destination, "idempotency_key": key, "queued_at": _now()}
        with self.engine.begin() as con:
            statement = _dialect_insert(con)(tables.outbox).values(row)
            con.execute(statement.on_conflict_do_nothing(index_elements=["idempotency_key"]))
            outbox_id = con.execute(
                select(tables.outbox.c.id).where(tables.outbox.c.idempotency_key == key)
            ).scalar_one()
            receipt = con.execute(select(tables.receipts).where(tables.receipts.c.outbox_id == outbox_id)).first()
        return outbox_id, dict(receipt._mapping) if receipt else None

    def record_receipt(self, outbox_id: int, locations: Sequence[str], content_hash: str) -> None:
        """Write down that it was sent; a second receipt for the same outbox row is no change."""
        row = {
            "outbox_id": outbox_id,
            "locations": list(locations),
            "content_hash": content_hash,
            "published_at": _now(),
        }
        with self.engine.begin() as con:
            statement = _dialect_insert(con)(tables.receipts).values(row)
            con.execute(statement.on_conflict_do_nothing(index_elements=["outbox_id"]))

    # --- what was read ---------------------------------------------------------------------------------------------

    def record_landing(self, platform: str, report: Mapping[str, Any]) -> None:
        with self.engine.begin() as con:
            con.execute(insert(tables.landings).values(platform=platform, report=dict(report), landed_at=_now()))

    def last_landings(self) -> dict[str, tuple[datetime, dict[str, Any]]]:
        """Per platform: when it was last landed (UTC), and that landing's report."""
        table = tables.landings
        last = select(func.max(table.c.id)).group_by(table.c.platform)
        with self.engine.connect() as con:
            rows = con.execute(select(table).where(table.c.id.in_(last))).all()
        return {row.platform: (_aware(row.landed_at), row.report) for row in rows}

    def record_coverage(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows of client, week, quiet, coverage; each replaces the one of that client and week."""
        if not rows:
            return
        values = [{**row, "quiet": int(row["quiet"]), "built_at": _now()} for row in rows]
        with self.engine.begin() as con:
            statement = _dialect_insert(con)(tables.week_coverage).values(values)
            changed = {name: statement.excluded[name] for name in ("quiet", "coverage", "built_at")}
            con.execute(statement.on_conflict_do_update(index_elements=["client", "week"], set_=changed))

    def coverage(self, weeks: int = 6) -> list[dict[str, Any]]:
        """Rows of the newest `weeks` weeks that have any: client, week, quiet, coverage, built_at."""
        table = tables.week_coverage
        with self.engine.connect() as con:
            newest = con.execute(select(table.c.week).distinct().order_by(table.c.week.desc()).limit(weeks)).scalars()
            rows = con.execute(
                select(table).where(table.c.week.in_(list(newest))).order_by(table.c.week.desc(), table.c.client)
            )
            return [dict(row._mapping) for row in rows]


# --- helpers ---------------------------------------------------------------------------------------------------------


def _now() -> datetime:
    return datetime.now(UTC)


def _aware(value: datetime) -> datetime:
    """SQLite gives times back without their zone; all of them were written in UTC."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _dialect_insert(con: Connection) -> Any:
    return postgresql.insert if con.dialect.name == "postgresql" else sqlite.insert


def _by_keys(con: Connection, table: Any, columns: Sequence[Any], keys: Iterable[Key]) -> Iterator[Any]:
    wanted = set(keys)
    clients = sorted({client for client, _, _ in wanted})
    weeks = sorted({week for _, week, _ in wanted})
    for i in range(0, len(clients), _CHUNK):
        for j in range(0, len(weeks), _CHUNK):
            statement = select(table.c.client, table.c.week, table.c.type, *columns).where(
                and_(table.c.client.in_(clients[i : i + _CHUNK]), table.c.week.in_(weeks[j : j + _CHUNK]))
            )
            for row in con.execute(statement):
                if (row.client, row.week, row.type) in wanted:
                    yield row


def _newest_rows(con: Connection, keys: Iterable[Key]) -> list[Any]:
    table = tables.versions
    newest: dict[Key, int] = {}
    for row in _by_keys(con, table, [table.c.id], keys):
        key = (row.client, row.week, row.type)
        newest[key] = max(row.id, newest.get(key, 0))
    ids = sorted(newest.values())
    columns = [table.c.client, table.c.week, table.c.type]
    columns += [column for column in table.c if column not in columns]
    return [
        row
        for i in range(0, len(ids), _CHUNK)
        for row in con.execute(select(*columns).where(table.c.id.in_(ids[i : i + _CHUNK])))
    ]


def _decisions(con: Connection, keys: Sequence[Key]) -> dict[Key, list[Any]]:
    """Every decided or sent text of each key: content_hash, version, decision, locations."""
    v, r, o, s = tables.versions, tables.reviews, tables.outbox, tables.receipts
    joined = v.outerjoin(r, r.c.version_id == v.c.id).outerjoin(o, o.c.version_id == v.c.id)
    joined = joined.outerjoin(s, s.c.outbox_id == o.c.id)
    found: dict[Key, list[Any]] = {}
    wanted = set(keys)
    clients = sorted({client for client, _, _ in wanted})
    statement = select(
        v.c.client, v.c.week, v.c.type, v.c.version, v.c.content_hash, r.c.decision, s.c.locations
    ).select_from(joined)
    for i in range(0, len(clients), _CHUNK):
        part = statement.where(v.c.client.in_(clients[i : i + _CHUNK])).where(
            (r.c.id.is_not(None)) | (s.c.id.is_not(None))
        )
        for row in con.execute(part.order_by(v.c.version, r.c.id)):
            key = (row.client, row.week, row.type)
            if key in wanted:
                found.setdefault(key, []).append(row)
    return found


def _standing(row: Any, decided: Sequence[Any]) -> dict[str, Any]:
    """The fields of `Standing`."""
    state: State = row.outcome
    locations: list[str] = []
    published_before = None
    for decision in decided:
        same = decision.content_hash == row.content_hash
        if same and row.outcome == "drafted":
            if decision.locations is not None:
                state, locations = "published", decision.locations
            elif state != "published" and decision.decision is not None:
                state = "approved" if decision.decision == "approve" else "rejected"
        if not same and decision.locations is not None:
            published_before = decision.version
    return {
        "client": row.client,
        "week": row.week,
        "type": row.type,
        "version": row.version,
        "state": state,
        "content_hash": row.content_hash,
        "published_before": published_before,
        "locations": tuple(locations),
    }


def _changes(last: Any, new: NewVersion) -> dict[str, Any] | None:
    """Which sentences came and which went since the version before."""
    if last is None:
        return None
    before, after = _texts(last.document), _texts(new.document)
    return {
        "version": last.version,
        "added": [text for text in after if text not in before],
        "removed": [text for text in before if text not in after],
    }


def _texts(document: Mapping[str, Any]) -> list[str]:
    return [claim["text"] for section in document["sections"] for claim in section["claims"]]
