"""Reviews: what a person decided of a version, bound to the exact text that they read.

What may be decided in which state stands here; showing a version and asking for the decision does not.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import Approval, Review, Version
from yarnnn_pipelines.stores.ledger.statements import in_utc, insert_into, now
from yarnnn_pipelines.stores.ledger.versions import newest_versions

_APPROVE = "approve"


def approve(con: Connection, key: DeliverableKey, reviewer: str, seen: int | None) -> Approval:
    """See `Ledger.record_approval`."""
    version = newest_versions(con, [key]).get(key)
    if version is None:
        raise UserError(
            "there is no draft", where=str(key.client_week), mend=f"make one with `yarnnn run --week {key.week}`"
        )
    if seen is not None and seen != version.version:
        raise UserError(
            _why_not_the_newest(version, seen),
            where=str(key.client_week),
            mend=f"read it with `yarnnn show {key.client_week}`, then approve that one",
        )
    _refuse_undecidable(version)
    is_new = version.state == "drafted" and _insert(con, version, reviewer)
    return Approval(newest_versions(con, [key])[key], _approval_of(con, version), is_new)


def _why_not_the_newest(newest: Version, seen: int) -> str:
    if seen > newest.version or seen < 1:
        return f"there is no version {seen}, the newest is version {newest.version}"
    if seen == newest.published_before:
        return f"version {seen} was published, and version {newest.version} came after it"
    if seen == newest.same_as:
        return f"version {seen} is {newest.state}, and version {newest.version} has the same text word for word"
    return f"version {seen} is not the newest, version {newest.version} is"


def _insert(con: Connection, version: Version, reviewer: str) -> bool:
    """Whether this review was the first of its decision on the version; another one adds nothing."""
    statement = insert_into(con, tables.reviews).values(
        version_id=version.id,
        content_hash=version.content_hash,
        decision=_APPROVE,
        reviewer=reviewer,
        decided_at=now(),
        idempotency_key=f"{version.id}/{_APPROVE}",
    )
    statement = statement.on_conflict_do_nothing(index_elements=["idempotency_key"])
    is_first = con.execute(statement.returning(tables.reviews.c.id)).first() is not None
    if is_first:
        unsent = insert_into(con, tables.unsent_approvals).values(version_id=version.id)
        con.execute(unsent.on_conflict_do_nothing(index_elements=["version_id"]))
    return is_first


def _approval_of(con: Connection, version: Version) -> Review:
    """The first approval of the version's text, whichever version it was given to."""
    v, r = tables.versions, tables.reviews
    of_key = (v.c.client == version.client, v.c.week == version.week, v.c.type == version.type)
    row = con.execute(
        select(v.c.version, r.c.decision, r.c.reviewer, r.c.decided_at)
        .select_from(r.join(v, v.c.id == r.c.version_id))
        .where(*of_key, r.c.content_hash == version.content_hash, r.c.decision == _APPROVE)
        .order_by(r.c.id)
        .limit(1)
    ).one()
    return Review(row.version, row.decision, row.reviewer, in_utc(row.decided_at))


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
    if version.state in ("blocked", "rejected"):
        raise UserError(
            f"the draft is {version.state}", where=str(client_week), mend=f"see `yarnnn show {client_week}`"
        )
