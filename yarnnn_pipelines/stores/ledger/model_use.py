"""Model use: what models were asked, and what that cost. How a cost is reckoned is the writers' `spending`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import ModelUse, UseOfModel
from yarnnn_pipelines.stores.ledger.statements import now


def record(con: Connection, uses: Sequence[ModelUse]) -> None:
    if uses:
        con.execute(insert(tables.model_use), [{**vars(use), "asked_at": now()} for use in uses])


def count(con: Connection, client_id: str) -> int:
    """Rows that a model was asked for this client in."""
    table = tables.model_use
    return con.execute(select(func.count()).where(table.c.client == client_id)).scalar_one()


def forget(con: Connection, client_id: str) -> None:
    """Take out for whom a model was asked; what it cost stays in the week's sum, which a budget is held against."""
    table = tables.model_use
    con.execute(update(table).where(table.c.client == client_id).values(client=""))


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
