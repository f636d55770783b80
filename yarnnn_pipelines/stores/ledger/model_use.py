"""Model use: what models were asked, and what that cost. How a cost is reckoned is the writers' `spending`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import ModelUse, UseOfModel
from yarnnn_pipelines.stores.ledger.statements import now


def record(con: Connection, uses: Sequence[ModelUse]) -> None:
    if uses:
        con.execute(insert(tables.model_use), [{**vars(use), "asked_at": now()} for use in uses])


def since(con: Connection, instant: datetime) -> list[UseOfModel]:
    table = tables.model_use
    grouped = (table.c.role, table.c.model, table.c.currency)
    summed = [func.sum(column) for column in (table.c.requests, table.c.input_tokens, table.c.output_tokens)]
    statement = (
        select(*grouped, *summed, func.coalesce(func.sum(table.c.cost), 0.0))
        .where(table.c.asked_at >= instant)
        .group_by(*grouped)
        .order_by(*grouped)
    )
    return [UseOfModel(*row) for row in con.execute(statement)]
