"""Reviews: what a person decided of a version, bound to the exact text that they read.

What may be decided in which state stands here; showing a version and asking for the decision does not.
"""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import Version
from yarnnn_pipelines.stores.ledger.statements import now
from yarnnn_pipelines.stores.ledger.versions import newest_versions


def approve(con: Connection, key: DeliverableKey, reviewer: str, seen: int | None) -> Version:
    """See `Ledger.approve`."""
    version = newest_versions(con, [key]).get(key)
    if version is None:
        raise UserError(
            "there is no draft", where=str(key.client_week), mend=f"make one with `yarnnn run --week {key.week}`"
        )
    if seen is not None and seen != version.version:
        raise UserError(
            f"version {seen} is not the newest, version {version.version} is",
            where=str(key.client_week),
            mend=f"read it with `yarnnn show {key.client_week}`, then approve that one",
        )
    _refuse_undecidable(version)
    if version.state == "drafted":
        con.execute(
            insert(tables.reviews).values(
                version_id=version.id,
                content_hash=version.content_hash,
                decision="approve",
                reviewer=reviewer,
                decided_at=now(),
            )
        )
    return newest_versions(con, [key])[key]


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
