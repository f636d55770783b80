"""Drafts and deliverable versions: what was written for each client, week and type, and where the newest stands.

A draft is replaced by the next; a version is only ever added. Which state a version is in is never stored: it is read
off its outcome, the reviews and the receipts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table, and_, bindparam, exists, func, insert, select
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import Issue, NewDraft, NewVersion, Standing, State, Version, VersionNote
from yarnnn_pipelines.stores.ledger.statements import chunks, in_utc, insert_into, now

# --- writing ---------------------------------------------------------------------------------------------------------


def save_drafts(con: Connection, drafts: Sequence[NewDraft]) -> None:
    if not drafts:
        return
    statement = insert_into(con, tables.drafts).values([{**vars(draft), "drafted_at": now()} for draft in drafts])
    changed = {name: statement.excluded[name] for name in ("input_hash", "document", "drafted_at")}
    con.execute(statement.on_conflict_do_update(index_elements=["client", "week", "type"], set_=changed))


def save_versions(con: Connection, new: Sequence[NewVersion]) -> None:
    """Store each version that differs from the newest in input or content."""
    newest = {_key_of(row): row for row in _newest_rows(con, [version.key for version in new])}
    rows = []
    for version in new:
        last = newest.get(version.key)
        if last and (last.input_hash, last.content_hash) == (version.input_hash, version.content_hash):
            continue
        rows.append(
            {
                **vars(version),
                "version": last.version + 1 if last else 1,
                "document": {**version.document, "changes_since": _changes(last, version)},
                "gated_at": now(),
            }
        )
    if rows:
        con.execute(insert(tables.versions), rows)


def _changes(last: Row[Any] | None, new: NewVersion) -> dict[str, Any] | None:
    """Which sentences came and which went since the version before."""
    if last is None:
        return None
    before, after = _sentences(last.document), _sentences(new.document)
    return {
        "version": last.version,
        "added": [sentence for sentence in after if sentence not in before],
        "removed": [sentence for sentence in before if sentence not in after],
    }


def _sentences(document: Mapping[str, Any]) -> list[str]:
    return [claim["text"] for section in document["sections"] for claim in section["claims"]]


# --- reading ---------------------------------------------------------------------------------------------------------


def read_drafts(con: Connection, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, dict[str, Any]]:
    table = tables.drafts
    return {_key_of(row): row.document for row in _rows_of(con, table, [table.c.document], keys)}


def newest_versions(con: Connection, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, Version]:
    rows = _newest_rows(con, keys)
    decisions = _decisions(con, [_key_of(row) for row in rows])
    return {_key_of(row): _version(row, decisions.get(_key_of(row), [])) for row in rows}


def last_sent(con: Connection, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, Version]:
    """For each key what was sent last of the same client and type in an earlier week.

    Each is found from its week backwards, so the work does not grow with what was sent before.
    """
    v, o, s = tables.versions, tables.outbox, tables.receipts
    was_sent = exists().where(o.c.version_id == v.c.id, s.c.outbox_id == o.c.id)
    before: dict[DeliverableKey, Row[Any]] = {}
    for key in set(keys):
        of_before = (v.c.client == key.client_id, v.c.type == key.type_id, v.c.week < key.week)
        statement = select(v).where(*of_before, was_sent).order_by(v.c.week.desc(), v.c.version.desc())
        if row := con.execute(statement.limit(1)).first():
            before[key] = row
    decisions = _decisions(con, [_key_of(row) for row in before.values()])
    return {key: _version(row, decisions.get(_key_of(row), [])) for key, row in before.items()}


def documents(con: Connection, wanted: Mapping[DeliverableKey, int]) -> dict[DeliverableKey, dict[str, Any]]:
    """By key the document of the version with this number; one that is not there is left out."""
    v = tables.versions
    rows = _rows_of(con, v, [v.c.id, v.c.version], wanted)
    ids = [row.id for row in rows if row.version == wanted[_key_of(row)]]
    found = select(v.c.client, v.c.week, v.c.type, v.c.document)
    return {_key_of(row): row.document for some in chunks(ids) for row in con.execute(found.where(v.c.id.in_(some)))}


def approved_not_sent(con: Connection) -> list[Standing]:
    """What is approved as it stands and has no receipt; the work grows with what is unsent, not with all approvals."""
    v, u = tables.versions, tables.unsent_approvals
    statement = select(v.c.client, v.c.week, v.c.type).join(u, u.c.version_id == v.c.id)
    keys = sorted({_key_of(row) for row in con.execute(statement)})
    rows = _newest_rows(con, keys)
    decisions = _decisions(con, keys)
    of_keys = (_standing(row, decisions.get(_key_of(row), [])) for row in rows)
    return [standing for standing in of_keys if standing.state == "approved"]


def _version(row: Row[Any], decisions: Sequence[Row[Any]]) -> Version:
    return Version(
        **vars(_standing(row, decisions)),
        id=row.id,
        input_hash=row.input_hash,
        markdown=row.markdown,
        document=row.document,
        gated_at=in_utc(row.gated_at),
    )


_STANDING_COLUMNS = [
    tables.versions.c[name] for name in ("client", "week", "type", "version", "outcome", "content_hash")
]


def standings(con: Connection) -> list[Standing]:
    """Newest week first. No text is read, so it is quick with years of weeks."""
    v = tables.versions
    last = select(func.max(v.c.id)).group_by(v.c.client, v.c.week, v.c.type)
    rows = con.execute(select(*_STANDING_COLUMNS).where(v.c.id.in_(last))).all()
    return _standings(con, rows)


def newest_made(con: Connection, client: str, type_id: str) -> str | None:
    """See `Ledger.newest_made`."""
    v = tables.versions
    return con.execute(select(func.max(v.c.week)).where(v.c.client == client, v.c.type == type_id)).scalar()


def standings_of(con: Connection, clients: Sequence[str], weeks: Sequence[str]) -> list[Standing]:
    """Newest week first, of these clients and weeks alone: the work does not grow with other weeks."""
    v = tables.versions
    newest: dict[DeliverableKey, Row[Any]] = {}
    for some in chunks(clients):
        of_some = select(*_STANDING_COLUMNS).where(v.c.client.in_(some), v.c.week.in_(weeks)).order_by(v.c.version)
        newest.update((_key_of(row), row) for row in con.execute(of_some))
    return _standings(con, list(newest.values()))


_NEWEST_LOOKED_AT = 2_000
_WEEKS_TOGETHER = 8

_ISSUES = (
    select(
        tables.versions.c.client,
        tables.versions.c.type,
        tables.versions.c.week,
        tables.versions.c.version,
        func.length(tables.versions.c.markdown).label("length"),
        exists()
        .where(tables.outbox.c.version_id == tables.versions.c.id, tables.receipts.c.outbox_id == tables.outbox.c.id)
        .label("was_sent"),
    )
    .where(tables.versions.c.outcome == "drafted")
    .order_by(tables.versions.c.week.desc(), tables.versions.c.version.desc())
)


def newest_week(con: Connection) -> str | None:
    """The latest week among the versions made last, so that the work does not grow with all that were made."""
    v = tables.versions
    last = select(v.c.week).order_by(v.c.id.desc()).limit(_NEWEST_LOOKED_AT).subquery()
    newest: str | None = con.execute(select(func.max(last.c.week))).scalar_one()
    return newest


def earlier_issues(con: Connection, keys: Iterable[DeliverableKey], most: int) -> dict[DeliverableKey, list[Issue]]:
    """For each key the texts of earlier weeks of the same client and type, at most so many versions, newest first.

    Of all keys the last weeks are read together; one that has no text in them is followed further back by itself. So
    the work does not grow with what was made before.
    """
    found: dict[DeliverableKey, list[Issue]] = {key: [] for key in keys}
    for week in {key.week for key in found}:
        back = [add_weeks(week, -weeks) for weeks in range(1, _WEEKS_TOGETHER + 1)]
        for clients in chunks(sorted({key.client_id for key in found if key.week == week})):
            v = tables.versions
            for row in con.execute(_ISSUES.where(v.c.client.in_(clients), v.c.week.in_(back))):
                issues = found.get(DeliverableKey(row.client, week, row.type))
                if issues is not None and len(issues) < most:
                    issues.append(Issue(row.week, row.version, row.length, bool(row.was_sent)))
    further = _ISSUES.where(
        tables.versions.c.client == bindparam("of_client"),
        tables.versions.c.type == bindparam("of_type"),
        tables.versions.c.week < bindparam("before"),
    ).limit(most)
    for key in [key for key, issues in found.items() if not issues]:
        rows = con.execute(further, {"of_client": key.client_id, "of_type": key.type_id, "before": key.week})
        found[key] = [Issue(row.week, row.version, row.length, bool(row.was_sent)) for row in rows]
    return found


def versions_of(con: Connection, key: DeliverableKey) -> list[VersionNote]:
    """Number, outcome and time of every version of one deliverable, newest first."""
    v = tables.versions
    of_key = (v.c.client == key.client_id, v.c.week == key.week, v.c.type == key.type_id)
    statement = select(v.c.version, v.c.outcome, v.c.gated_at).where(*of_key).order_by(v.c.version.desc())
    return [VersionNote(row.version, row.outcome, in_utc(row.gated_at)) for row in con.execute(statement)]


def _standings(con: Connection, rows: Sequence[Row[Any]]) -> list[Standing]:
    decisions = _decisions(con, [_key_of(row) for row in rows])
    return sorted(
        (_standing(row, decisions.get(_key_of(row), [])) for row in rows),
        key=lambda standing: (standing.week, standing.client),
        reverse=True,
    )


def deliverable_coverage(con: Connection, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, dict[str, Any]]:
    return _of_newest(con, keys, tables.versions.c.document["coverage"])


def figures(con: Connection, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, dict[str, int] | None]:
    """See `Ledger.figures`."""
    return _of_newest(con, keys, tables.versions.c.figures)


def _of_newest(con: Connection, keys: Iterable[DeliverableKey], column: Any) -> dict[DeliverableKey, Any]:
    """What the newest version of each key has in one column."""
    v = tables.versions
    newest: dict[DeliverableKey, int] = {}
    values: dict[DeliverableKey, Any] = {}
    for row in _rows_of(con, v, [v.c.id, column.label("value")], keys):
        if row.id > newest.get(_key_of(row), 0):
            newest[_key_of(row)], values[_key_of(row)] = row.id, row.value
    return values


SNOOZE, ANEW = "snooze", "anew"  # stand among the reviews, and decide nothing of the text

_DECIDED: Mapping[str, State] = {"approve": "approved", "reject": "rejected"}  # who reopens or holds it decides nothing


def _standing(row: Row[Any], decisions: Sequence[Row[Any]]) -> Standing:
    state: State = row.outcome
    locations: Sequence[str] = ()
    decided_as = published_before = None
    for decision in decisions:
        same = decision.content_hash == row.content_hash
        if same and row.outcome == "drafted":
            if decision.locations is not None:
                state, locations, decided_as = "published", decision.locations, decision.version
            elif state != "published" and decision.decision not in (None, SNOOZE, ANEW):
                state = _DECIDED.get(decision.decision, row.outcome)
                decided_as = decision.version if state != row.outcome else None
        if not same and decision.locations is not None:
            published_before = decision.version
    return Standing(
        client=row.client,
        week=row.week,
        type=row.type,
        version=row.version,
        state=state,
        content_hash=row.content_hash,
        decided_as=decided_as,
        published_before=published_before,
        locations=tuple(locations),
    )


def _decisions(con: Connection, keys: Sequence[DeliverableKey]) -> dict[DeliverableKey, list[Row[Any]]]:
    """Every decided or sent text of each key: content_hash, version, decision, locations."""
    v, r, o, s = tables.versions, tables.reviews, tables.outbox, tables.receipts
    joined = v.outerjoin(r, r.c.version_id == v.c.id).outerjoin(o, o.c.version_id == v.c.id)
    joined = joined.outerjoin(s, s.c.outbox_id == o.c.id)
    statement = (
        select(v.c.client, v.c.week, v.c.type, v.c.version, v.c.content_hash, r.c.decision, s.c.locations)
        .select_from(joined)
        .where((r.c.id.is_not(None)) | (s.c.id.is_not(None)))
        .order_by(v.c.version, r.c.id)
    )
    decisions: dict[DeliverableKey, list[Row[Any]]] = {key: [] for key in keys}
    for clients in chunks(sorted({key.client_id for key in keys})):
        for weeks in chunks(sorted({key.week for key in keys})):
            for row in con.execute(statement.where(v.c.client.in_(clients), v.c.week.in_(weeks))):
                if (key := _key_of(row)) in decisions:
                    decisions[key].append(row)
    return decisions


def _newest_rows(con: Connection, keys: Iterable[DeliverableKey]) -> list[Row[Any]]:
    table = tables.versions
    newest: dict[DeliverableKey, int] = {}
    for row in _rows_of(con, table, [table.c.id], keys):
        newest[_key_of(row)] = max(row.id, newest.get(_key_of(row), 0))
    return [
        row for ids in chunks(sorted(newest.values())) for row in con.execute(select(table).where(table.c.id.in_(ids)))
    ]


def _rows_of(
    con: Connection, table: Table, columns: Sequence[Any], keys: Iterable[DeliverableKey]
) -> Iterator[Row[Any]]:
    wanted = set(keys)
    all_weeks = sorted({key.week for key in wanted})
    for clients in chunks(sorted({key.client_id for key in wanted})):
        for weeks in chunks(all_weeks):
            statement = select(table.c.client, table.c.week, table.c.type, *columns).where(
                and_(table.c.client.in_(clients), table.c.week.in_(weeks))
            )
            for row in con.execute(statement):
                if _key_of(row) in wanted:
                    yield row


def _key_of(row: Row[Any]) -> DeliverableKey:
    return DeliverableKey(row.client, row.week, row.type)
