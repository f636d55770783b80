"""Attention: how long people had deliverables before them. What they decided and changed is `reviews`' and `edits`'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Engine, select
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.statements import chunks


class Attention:
    """What the review page asks of a ledger's database besides what the commands do."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def seconds_spent(self, clients: Sequence[str], weeks: Sequence[str]) -> dict[DeliverableKey, float]:
        """How long reviewers had each deliverable before them until they decided or changed something; one for which
        nobody measured it is left out."""
        with self._engine.connect() as con:
            return _seconds_spent(con, clients, weeks)


def _seconds_spent(con: Connection, clients: Sequence[str], weeks: Sequence[str]) -> dict[DeliverableKey, float]:
    v, r, e = tables.versions, tables.reviews, tables.edits
    decided = select(v.c.client, v.c.week, v.c.type, r.c.seconds).join(r, r.c.version_id == v.c.id)
    edited = select(e.c.client, e.c.week, e.c.type, e.c.words["seconds"].label("seconds"))
    spent: dict[DeliverableKey, float] = defaultdict(float)
    for some in chunks(clients):
        of_decided = decided.where(v.c.client.in_(some), v.c.week.in_(weeks), r.c.seconds.is_not(None))
        of_edited = edited.where(e.c.client.in_(some), e.c.week.in_(weeks))
        for row in (*con.execute(of_decided), *con.execute(of_edited)):
            if row.seconds:
                spent[DeliverableKey(row.client, row.week, row.type)] += row.seconds
    return dict(spent)
