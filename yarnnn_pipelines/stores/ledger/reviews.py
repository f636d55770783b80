"""Reviews: what was decided of a version, bound to the exact text: by a person who read it, or by the system itself.

What may be decided in which state stands here; showing a version and asking for the decision does not.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.autonomy import touched_by_people
from yarnnn_pipelines.stores.ledger.rows import Addressed, Approval, Decision, Review, Version
from yarnnn_pipelines.stores.ledger.statements import chunks, in_utc, insert_into, now
from yarnnn_pipelines.stores.ledger.versions import ANEW, SNOOZE, newest_versions

_APPROVE, _REJECT, _REOPEN, _HOLD = "approve", "reject", "reopen", "hold"


def approve(con: Connection, key: DeliverableKey, by: Decision, addressed: Addressed | None) -> Approval:
    """See `Ledger.record_approval`."""
    version = newest_seen(con, key, by.seen)
    _refuse_undecidable(version)
    if by.level and touched_by_people(con, [key]):
        raise UserError(
            "a person has decided or changed something of it: it does not go out by itself",
            where=str(key.client_week),
            mend=f"look at it with `yarnnn show {key.client_week}{key.type_option}`, then approve it",
        )
    is_new = _is_to_be_approved(con, version, by, addressed) and _insert(
        con, version, _APPROVE, by, by.reason, addressed
    )
    if is_new:
        unsent = insert_into(con, tables.unsent_approvals).values(version_id=version.id)
        con.execute(unsent.on_conflict_do_nothing(index_elements=["version_id"]))
    return Approval(newest_versions(con, [key])[key], _approval_of(con, version), is_new)


def _is_to_be_approved(con: Connection, version: Version, by: Decision, addressed: Addressed | None) -> bool:
    """Not decided yet, approved for others than it goes to now, or by the system alone and now by a person."""
    if version.state != "approved":
        return version.state == "drafted"
    before = _approval_of(con, version)
    is_for_others = addressed is not None and before.addressed not in (None, addressed)
    return is_for_others or (before.level is not None and by.level is None)


def reject(con: Connection, key: DeliverableKey, by: Decision, reason: str) -> Review:
    """See `Ledger.record_rejection`."""
    version = newest_seen(con, key, by.seen)
    if version.state not in ("drafted", "approved", "rejected"):
        raise UserError(
            f"version {version.version} is {version.state}: there is nothing to reject",
            where=str(key.client_week),
            mend=f"see `yarnnn show {key.client_week}`",
        )
    if version.state != "rejected":
        _insert(con, version, _REJECT, by, reason=reason)
    return _last_of(con, version, _REJECT)


def hold(con: Connection, key: DeliverableKey, by: Decision) -> Version:
    """See `Ledger.hold`."""
    version = newest_seen(con, key, by.seen)
    if version.state not in ("drafted", "approved"):
        raise UserError(
            f"version {version.version} is {version.state.replace('_', ' ')}: there is nothing to hold",
            where=str(key.client_week),
            mend=f"see `yarnnn show {key.client_week}{key.type_option}`",
        )
    _insert(con, version, _HOLD, by, reason=by.reason)
    return newest_versions(con, [key])[key]


def reopen(con: Connection, key: DeliverableKey, by: Decision) -> Version:
    """See `Ledger.reopen`."""
    version = newest_seen(con, key, by.seen)
    if version.state != "rejected":
        raise UserError(
            f"version {version.version} is {version.state.replace('_', ' ')}, and not rejected",
            where=str(key.client_week),
            mend=f"see `yarnnn show {key.client_week}`",
        )
    _insert(con, version, _REOPEN, by)
    return newest_versions(con, [key])[key]


def approvals(con: Connection, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, Review]:
    """Of each key whose newest version is approved or published, the approval that counts: the last of its text."""
    newest = newest_versions(con, keys)
    decided = (version for version in newest.values() if version.state in ("approved", "published"))
    return {version.key: _approval_of(con, version) for version in decided}


def approved_texts(con: Connection, key: DeliverableKey) -> set[str]:
    """See `Ledger.approved_texts`."""
    v, r = tables.versions, tables.reviews
    of_key = (v.c.client == key.client_id, v.c.week == key.week, v.c.type == key.type_id)
    found = select(v.c.content_hash).join(r, r.c.version_id == v.c.id).where(*of_key, r.c.decision == "approve")
    return set(con.execute(found).scalars())


def rejection(con: Connection, key: DeliverableKey) -> str:
    """See `Ledger.rejection`."""
    version = newest_versions(con, [key]).get(key)
    if version is None or version.state != "rejected":
        return ""
    review = _last_of(con, version, _REJECT)
    return f"{review.reviewer}: {review.reason}"


def history(con: Connection, key: DeliverableKey) -> list[Review]:
    """See `Ledger.history`."""
    v, r = tables.versions, tables.reviews
    statement = (
        select(r, v.c.version)
        .join(v, v.c.id == r.c.version_id)
        .where(v.c.client == key.client_id, v.c.week == key.week, v.c.type == key.type_id)
        .where(r.c.decision.not_in((SNOOZE, ANEW)))
        .order_by(r.c.id)
    )
    return [_review(row) for row in con.execute(statement)]


def addressed_before(con: Connection, keys: Iterable[DeliverableKey], weeks: int) -> dict[DeliverableKey, Addressed]:
    """See `Ledger.addressed_before`."""
    v, r = tables.versions, tables.reviews
    by_week: dict[str, list[DeliverableKey]] = defaultdict(list)
    for key in keys:
        by_week[key.week].append(key)
    approved = (
        select(v.c.client, v.c.type, r.c.addressed)
        .join(r, r.c.version_id == v.c.id)
        .where(r.c.decision == _APPROVE, r.c.addressed.is_not(None))
        .order_by(v.c.week, r.c.id)
    )
    found: dict[DeliverableKey, Addressed] = {}
    for week, of_week in by_week.items():
        wanted = set(of_week)
        before = [add_weeks(week, -back) for back in range(1, weeks + 1)]
        for clients in chunks(sorted({key.client_id for key in of_week})):
            for row in con.execute(approved.where(v.c.client.in_(clients), v.c.week.in_(before))):
                if row.addressed and (key := DeliverableKey(row.client, week, row.type)) in wanted:
                    found[key] = Addressed(tuple(row.addressed["recipients"]), tuple(row.addressed["destinations"]))
    return found


def decided_last(con: Connection) -> int:
    return con.execute(select(func.max(tables.reviews.c.id))).scalar() or 0


def newest_seen(con: Connection, key: DeliverableKey, seen: int | None) -> Version:
    """`UserError` where there is none, or it is not the one that was seen; seen: None for any."""
    version = newest_versions(con, [key]).get(key)
    if version is None:
        raise UserError(
            "there is no draft", where=str(key.client_week), mend=f"make one with `yarnnn run --week {key.week}`"
        )
    if seen is not None and seen != version.version:
        raise UserError(
            _why_not_the_newest(version, seen),
            where=str(key.client_week),
            mend=f"read it with `yarnnn show {key.client_week}`, then decide on that one",
        )
    return version


def _why_not_the_newest(newest: Version, seen: int) -> str:
    if seen > newest.version or seen < 1:
        return f"there is no version {seen}, the newest is version {newest.version}"
    if seen == newest.published_before:
        return f"version {seen} was published, and version {newest.version} came after it"
    if seen == newest.same_as:
        return f"version {seen} is {newest.state}, and version {newest.version} has the same text word for word"
    return f"version {seen} is not the newest, version {newest.version} is"


def _insert(
    con: Connection,
    version: Version,
    decision: str,
    by: Decision,
    reason: str | None = None,
    addressed: Addressed | None = None,
) -> bool:
    """Whether this was the first to decide so at this point; another one adds nothing."""
    r = tables.reviews
    others = select(func.max(r.c.id)).where(r.c.version_id == version.id, r.c.decision.not_in((decision, SNOOZE, ANEW)))
    after = con.execute(others).scalar() or ""  # the decision that this one answers
    for_whom = sha256(json.dumps(addressed).encode()).hexdigest()[:12] if addressed else ""
    statement = insert_into(con, r).values(
        version_id=version.id,
        content_hash=version.content_hash,
        decision=decision,
        reviewer=by.reviewer,
        decided_at=now(),
        idempotency_key=f"{version.id}/{decision}/{after}/{for_whom}/{by.level or ''}".rstrip("/"),
        reason=reason,
        seconds=by.seconds,
        addressed=addressed._asdict() if addressed else None,
        level=by.level,
    )
    statement = statement.on_conflict_do_nothing(index_elements=["idempotency_key"])
    return con.execute(statement.returning(r.c.id)).first() is not None


def _approval_of(con: Connection, version: Version) -> Review:
    """The approval that counts of the version's text, whichever version it was given to."""
    return _last_of(con, version, _APPROVE)


def _last_of(con: Connection, version: Version, decision: str) -> Review:
    """The last decision of this kind on the text; of those that an earlier yarnnn let in at the same instant the
    first."""
    v, r = tables.versions, tables.reviews
    of_key = (v.c.client == version.client, v.c.week == version.week, v.c.type == version.type)
    columns = (r.c.decision, r.c.reviewer, r.c.decided_at, r.c.reason, r.c.seconds, r.c.addressed, r.c.level)
    rows = con.execute(
        select(v.c.version, r.c.idempotency_key, *columns)
        .select_from(r.join(v, v.c.id == r.c.version_id))
        .where(*of_key, r.c.content_hash == version.content_hash, r.c.decision == decision)
        .order_by(r.c.id)
    ).all()
    row = next((each for each in reversed(rows) if each.idempotency_key), rows[0])
    return _review(row)


def _review(row: Row[Any]) -> Review:
    told = row.addressed
    addressed = Addressed(tuple(told["recipients"]), tuple(told["destinations"])) if told else None
    decided_at = in_utc(row.decided_at)
    return Review(row.version, row.decision, row.reviewer, decided_at, row.reason, row.seconds, addressed, row.level)


def _refuse_undecidable(version: Version) -> None:
    """`UserError` where there is no text that could be approved."""
    client_week = version.key.client_week
    if version.state == "abstained":
        raise UserError(
            "that week had nothing to say, so there is nothing to send",
            where=str(client_week),
            mend=f"`yarnnn show {client_week}` says what was read",
        )
    if version.state == "forgotten":
        raise UserError(
            "what this draft said was removed with `yarnnn forget`",
            where=str(client_week),
            mend=f"make it again with `yarnnn run --week {version.week}`",
        )
    if version.state == "blocked":
        raise UserError("the draft is blocked", where=str(client_week), mend=f"see `yarnnn show {client_week}`")
    if version.state == "rejected":
        raise UserError(
            "the draft is rejected",
            where=str(client_week),
            mend=f"edit it, or take the rejection back with `yarnnn reject {client_week} --take-back`",
        )
